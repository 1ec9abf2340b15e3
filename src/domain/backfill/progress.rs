//! How far a backfill has come, and how it ended.

use std::time::Duration;

use super::Plan;
use crate::clock::Time;
use crate::domain::fault::Fault;
use crate::domain::text::{Foreign, visible};
use crate::domain::words;

/// A backfill under way, or over.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// What was confirmed.
    pub plan: Plan,
    /// The runs that did their work: one for each of the first values, with how long it took.
    pub done: Vec<(Foreign, Duration)>,
    /// What it does now, or did last.
    pub stage: Stage,
    /// When it began.
    pub began: Time,
    /// How it ended; `None`: it goes on.
    pub end: Option<End>,
}

/// What a backfill does with the value at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// The start is prepared, or on its way.
    Starting,
    /// A run that is not its own is under way, and is waited for.
    Waiting(Foreign),
    /// Its run is under way.
    Running(Foreign),
}

/// How a backfill ended.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// Every run did its work.
    All,
    /// The run at hand ended badly: AWS's name of its state, and what was said.
    Failed(Foreign, Foreign, Option<Foreign>),
    /// The start at hand was refused: nothing was sent for it, or AWS said no.
    Refused(Fault),
    /// Nobody knows what became of the start at hand.
    Unknown(Fault),
    /// The run at hand was started, and how it ends cannot be seen.
    Unseen(Foreign, Fault),
    /// Somebody ended it; the run that goes on by itself, if there is one.
    Cancelled(Option<Foreign>),
}

impl Progress {
    /// One of which nothing has been done.
    pub fn begun(plan: Plan, now: Time) -> Self {
        Self { plan, done: Vec::new(), stage: Stage::Starting, began: now, end: None }
    }

    /// Whether it goes on.
    pub fn is_under_way(&self) -> bool {
        self.end.is_none()
    }

    /// The value at hand.
    pub fn value(&self) -> Option<&str> {
        self.plan.series.values.get(self.done.len()).map(String::as_str)
    }

    /// How long the rest will probably take: as long for each as for those that are done.
    pub fn left(&self) -> Option<Duration> {
        let taken: Duration = self.done.iter().map(|(_, took)| *took).sum();
        let each = taken.checked_div(u32::try_from(self.done.len()).ok()?)?;
        let left = self.plan.len().saturating_sub(self.done.len());
        each.checked_mul(u32::try_from(left).ok()?)
    }

    fn at_hand(&self) -> String {
        let value = self.value().unwrap_or_default();
        visible(&format!("{} {value}", self.plan.series.name)).into_owned()
    }

    fn count(&self) -> String {
        format!("{} of {}", self.done.len(), self.plan.len())
    }

    /// How far it is, in one visible line.
    pub fn words(&self) -> String {
        let job = visible(&self.plan.job);
        let (count, at_hand) = (self.count(), self.at_hand());
        let doing = match &self.stage {
            Stage::Starting => format!("starting {at_hand}"),
            Stage::Waiting(run) => format!("{at_hand} waits for run {}", short(run)),
            Stage::Running(_) => format!("{at_hand} runs"),
        };
        let rate = self.left().map(|left| {
            let taken: Duration = self.done.iter().map(|(_, took)| *took).sum();
            let each = taken / u32::try_from(self.done.len()).unwrap_or(1).max(1);
            format!(", {} each, about {} left", words::span(each), words::span(left))
        });
        format!("backfill of {job}: {count} done, {doing}{}", rate.unwrap_or_default())
    }

    /// How it ended, in one visible line: good news, or bad. `None`: it goes on.
    pub fn outcome(&self) -> Option<Result<String, String>> {
        let (count, at_hand) = (self.count(), self.at_hand());
        let bad =
            |why: String| Some(Err(format!("backfill of {}: {count} done; {why}", visible(&self.plan.job))));
        match self.end.as_ref()? {
            End::All => {
                Some(Ok(format!("backfill of {}: all {} done", visible(&self.plan.job), self.plan.len())))
            }
            End::Failed(run, state, said) => {
                let said = said.as_ref().map(|said| format!(": {}", said.headline())).unwrap_or_default();
                bad(format!("ended at {at_hand}, run {} is {}{said}", short(run), state.visible()))
            }
            End::Refused(fault) => bad(format!("{at_hand} was not started; {}", fault.words())),
            End::Unknown(fault) => bad(format!(
                "{at_hand} may or may not have been started, and is not sent again; {}",
                fault.said.headline()
            )),
            End::Unseen(run, fault) => {
                bad(format!("how run {} for {at_hand} ends cannot be seen; {}", short(run), fault.words()))
            }
            End::Cancelled(Some(run)) => {
                bad(format!("no more are started, and run {} for {at_hand} goes on; x stops it", short(run)))
            }
            End::Cancelled(None) => bad("no more are started, and nothing runs".to_owned()),
        }
    }
}

fn short(run: &Foreign) -> String {
    let all = run.visible();
    let start: String = all.chars().take(12).collect();
    if start.len() < all.len() { format!("{start}…") } else { start }
}

#[cfg(test)]
mod tests {
    use super::super::Series;
    use super::*;
    use crate::domain::fault::Kind;

    fn progress(done: usize) -> Progress {
        let series = Series::parse("--day=1..4").unwrap();
        let plan = Plan { job: "j".into(), arguments: [].into(), series };
        let mut progress = Progress::begun(plan, Time::UNIX_EPOCH);
        progress.done =
            (0..done).map(|n| (format!("jr_{n}").as_str().into(), Duration::from_secs(30))).collect();
        progress
    }

    #[test]
    fn it_says_how_far_it_is_how_fast_and_what_is_left() {
        assert_eq!(progress(0).words(), "backfill of j: 0 of 4 done, starting --day 1");
        let waiting = Progress { stage: Stage::Waiting("jr_9".into()), ..progress(0) };
        assert_eq!(waiting.words(), "backfill of j: 0 of 4 done, --day 1 waits for run jr_9");
        let running = Progress { stage: Stage::Running("jr_2".into()), ..progress(2) };
        assert_eq!(running.words(), "backfill of j: 2 of 4 done, --day 3 runs, 30s each, about 1m00s left");
    }

    #[track_caller]
    fn check(end: End, done: usize, want: Result<&str, &str>) {
        let over = Progress { end: Some(end), ..progress(done) };
        let said = over.outcome().unwrap();
        assert_eq!(said.as_ref().map(String::as_str).map_err(String::as_str), want);
    }

    #[test]
    fn it_says_how_it_ended() {
        let fault = || Fault::new("glue:StartJobRun", Kind::Unknown, "connection reset");
        check(End::All, 4, Ok("backfill of j: all 4 done"));
        check(
            End::Failed("jr_1".into(), "FAILED".into(), Some("no".into())),
            1,
            Err("backfill of j: 1 of 4 done; ended at --day 2, run jr_1 is FAILED: no"),
        );
        check(
            End::Unknown(fault()),
            0,
            Err(
                "backfill of j: 0 of 4 done; --day 1 may or may not have been started, and is not sent again; connection reset",
            ),
        );
        check(
            End::Cancelled(Some("jr_0123456789abcdef".into())),
            2,
            Err(
                "backfill of j: 2 of 4 done; no more are started, and run jr_012345678… for --day 3 goes on; x stops it",
            ),
        );
        check(
            End::Cancelled(None),
            2,
            Err("backfill of j: 2 of 4 done; no more are started, and nothing runs"),
        );
        assert_eq!(progress(1).outcome(), None);
    }
}

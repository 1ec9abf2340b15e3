//! Following a step to its end, with its states on standard error.

use std::time::Duration;

use tokio::time::sleep;

use crate::cli::complain;
use crate::clock::Time;
use crate::cloud::Cloud;
use crate::domain::action::{Action, MARK, Receipt};
use crate::domain::crawler::Crawler;
use crate::domain::history::History;
use crate::domain::run::{Run, State};

/// How often a step at work is looked at.
const PACE: Duration = Duration::from_secs(2);

/// How many looks in a row may fail.
const PATIENCE: u32 = 30;

/// Whether an answer says that the function did its work; that it was invoked says nothing of it.
pub(super) fn returned_well(receipt: &Receipt) -> bool {
    let Receipt::Invoked { request_id, function_error, payload, .. } = receipt else { return true };
    let mut history = History::default();
    history.hear_answer(request_id, function_error.as_ref(), payload);
    history.answer(request_id).is_none_or(|outcome| !outcome.is_bad())
}

/// The run that carries the action's id.
pub(super) async fn marked(cloud: &Cloud, action: &Action, id: &str) -> Option<String> {
    let Action::StartJob { job, .. } = action else { return None };
    let runs = cloud.runs(job).await.ok()?;
    let is_marked = |(name, value): (&crate::domain::text::Foreign, &crate::domain::text::Foreign)| {
        name.exact() == MARK && value.exact() == id
    };
    runs.iter().find(|run| run.arguments.iter().any(is_marked)).map(|run| run.id.exact().to_owned())
}

/// What is known of a crawler from before the request: an end that was there already is not the one that is waited for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Since {
    /// The last crawl that had ended.
    pub last: Last,
    /// When the request was about to be sent, by this machine's clock.
    pub sent: Option<Time>,
}

/// The last crawl that had ended before a request.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Last {
    #[default]
    Unread,
    /// When it began, by AWS's clock; `None`: there was none.
    Began(Option<Time>),
}

impl Since {
    /// Looks, where there is something to see.
    pub async fn look(cloud: &Cloud, action: &Action) -> Self {
        let (Action::StartCrawler { crawler } | Action::StopCrawler { crawler }) = action else {
            return Self::default();
        };
        let found = cloud.crawler(crawler).await.ok();
        let last =
            found.map_or(Last::Unread, |found| Last::Began(found.last.and_then(|crawl| crawl.started)));
        Self { last, sent: None }
    }

    /// Whether a crawl that began then has ended since the request.
    fn is_new(&self, started: Option<Time>) -> bool {
        match (self.last, started) {
            (Last::Began(before), _) => started != before,
            (Last::Unread, Some(started)) => self.sent.is_some_and(|sent| started >= sent),
            (Last::Unread, None) => false,
        }
    }
}

/// How a step ended.
pub(super) enum End {
    /// In this state, which is what was wanted, or not.
    Of { state: String, well: bool },
    /// It could not be seen.
    Unseen,
}

/// How the step ended, as far as that can be seen.
pub(super) async fn to_its_end(cloud: &Cloud, action: &Action, run: Option<&str>, since: Since) -> End {
    let (mut last, mut failures) = (None, 0);
    loop {
        match look(cloud, action, run, since).await {
            Some(Look { state, well: Some(well) }) => return End::Of { state, well },
            Some(Look { state, well: None }) => {
                failures = 0;
                if last.as_ref() != Some(&state) {
                    complain(&state);
                    last = Some(state);
                }
            }
            None if failures >= PATIENCE => return End::Unseen,
            None => failures += 1,
        }
        sleep(PACE).await;
    }
}

async fn look(cloud: &Cloud, action: &Action, run: Option<&str>, since: Since) -> Option<Look> {
    match action {
        Action::Invoke { .. } | Action::Backfill(_) | Action::ResetBookmark { .. } => None,
        Action::StartJob { job, .. } | Action::StopRun { job, .. } => of_run(cloud, action, job, run).await,
        Action::StartCrawler { crawler } | Action::StopCrawler { crawler } => {
            of_crawler(action, &cloud.crawler(crawler).await.ok()?, since)
        }
    }
}

/// The state of a step, and, once it is over, whether that is well.
#[derive(Debug, PartialEq)]
struct Look {
    state: String,
    well: Option<bool>,
}

async fn of_run(cloud: &Cloud, action: &Action, job: &str, run: Option<&str>) -> Option<Look> {
    let runs = cloud.runs(job).await.ok()?;
    runs.iter().find(|known| Some(known.id.exact()) == run).map(|found| judge(action, found))
}

fn judge(action: &Action, found: &Run) -> Look {
    let error = found.error.as_ref().map(|error| format!(": {}", error.headline())).unwrap_or_default();
    Look { state: format!("{}{error}", found.state.name()), well: ended_well(action, &found.state) }
}

/// Whether the end of a run is what was wanted; `None`: it has not ended.
fn ended_well(action: &Action, state: &State) -> Option<bool> {
    let is_wanted = match action {
        Action::StopRun { .. } => *state == State::Stopped,
        _ => !state.is_bad(),
    };
    state.is_final().then_some(is_wanted)
}

/// `None`: what it shows is from before the request.
fn of_crawler(action: &Action, found: &Crawler, since: Since) -> Option<Look> {
    if found.state.is_busy() {
        return Some(Look { state: found.state.name().into_owned(), well: None });
    }
    let last = found.last.as_ref().filter(|last| since.is_new(last.started))?;
    let state = last.status.visible().into_owned();
    let is_wanted = match action {
        Action::StopCrawler { .. } => state == "CANCELLED",
        _ => last.is_good(),
    };
    Some(Look { state, well: Some(is_wanted) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::crawler::{Crawl, State as CrawlerState};

    fn at(second: i64) -> Time {
        Time::UNIX_EPOCH + chrono::TimeDelta::seconds(second)
    }

    #[track_caller]
    fn check(since: Since, started: Option<i64>, want: Option<bool>) {
        let action = Action::StartCrawler { crawler: "c".into() };
        assert_eq!(well(&action, "SUCCEEDED", since, started), want, "{since:?} {started:?}");
    }

    fn well(action: &Action, status: &str, since: Since, started: Option<i64>) -> Option<bool> {
        let last = Crawl {
            status: status.into(),
            started: started.map(at),
            error: None,
            log_group: None,
            log_stream: None,
            message_prefix: None,
        };
        let crawler = Crawler {
            name: "c".into(),
            state: CrawlerState::Ready,
            database: None,
            targets: Vec::new(),
            last: Some(last),
            elapsed: None,
        };
        of_crawler(action, &crawler, since).and_then(|look| look.well)
    }

    #[test]
    fn only_a_crawl_that_was_not_there_before_the_request_is_the_one_waited_for() {
        let read = Since { last: Last::Began(Some(at(50))), sent: Some(at(100)) };
        check(read, Some(50), None);
        check(read, Some(99), Some(true));
        check(Since { last: Last::Began(None), ..read }, Some(101), Some(true));
        let unread = Since { last: Last::Unread, ..read };
        check(unread, Some(99), None);
        check(unread, Some(100), Some(true));
        check(unread, None, None);
    }

    #[test]
    fn a_stop_did_its_work_only_if_the_step_was_stopped() {
        let stop = Action::StopRun { job: "j".into(), run: "r".into() };
        let start = Action::StartJob { job: "j".into(), arguments: [].into() };
        for (state, of_stop, of_start) in [
            (State::Stopped, Some(true), Some(false)),
            (State::Succeeded, Some(false), Some(true)),
            (State::Failed, Some(false), Some(false)),
            (State::Stopping, None, None),
        ] {
            let ends = (ended_well(&stop, &state), ended_well(&start, &state));
            assert_eq!(ends, (of_stop, of_start), "{state:?}");
        }
        let stop = Action::StopCrawler { crawler: "c".into() };
        let since = Since { last: Last::Began(Some(at(1))), sent: Some(at(3)) };
        assert_eq!(well(&stop, "CANCELLED", since, Some(2)), Some(true));
        assert_eq!(well(&stop, "SUCCEEDED", since, Some(2)), Some(false));
    }
}

//! Draws the starts of a backfill from its one yes, one by one, and waits for each run to end.
//!
//! A yes to a plan is no yes to a request: the queue that is made of it cannot be copied, and each start leaves it once.
//! Nothing is recorded of a start before its turn comes, so that a crash leaves no intent of what was never sent.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use super::{Actions, Performed};
use crate::cloud::Cloud;
use crate::domain::action::{Action, Confirmation, Outcome, Receipt};
use crate::domain::backfill::{End, Plan, Progress, Stage};
use crate::domain::fault::{Fault, Kind};
use crate::domain::identity::Identity;
use crate::domain::lookup::Lookup;
use crate::domain::pipeline::Pipeline;
use crate::domain::preflight::{Finding, Preflight, Subject};
use crate::domain::run::{Run, State};
use crate::domain::text::Foreign;

/// How often what runs is looked at.
const PACE: Duration = Duration::from_secs(2);

/// How many looks in a row may fail.
const PATIENCE: u32 = 30;

/// The starts of a plan that are still to be sent.
#[derive(Debug)]
pub struct Queue {
    plan: Plan,
    drawn: usize,
    shown: Option<Identity>,
}

impl Queue {
    /// The starts that somebody has said yes to; `None`: it was a yes to something else.
    pub fn of(confirmation: Confirmation) -> Option<Self> {
        let shown = confirmation.shown().cloned();
        match confirmation.into_action() {
            Action::Backfill(plan) => Some(Self { plan, drawn: 0, shown }),
            _ => None,
        }
    }

    /// What was confirmed.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The yes to the next start, which leaves the queue; `None`: there is none left.
    fn draw(&mut self) -> Option<Confirmation> {
        let start = self.plan.start(self.drawn)?;
        self.drawn += 1;
        Some(Confirmation::given(start, self.shown.clone()))
    }
}

/// What happens in the course of a backfill.
#[derive(Debug)]
pub enum Event {
    /// It has come so far.
    Progress(Progress),
    /// A start is about to be sent.
    Sent(Action),
    /// What became of it.
    Done(Action, Outcome),
}

impl Actions {
    /// Starts run after run, each when the one before has done its work, until one does not, or `brake` is pulled.
    ///
    /// Gives how it ended, and how the last start is looked up if its answer was lost. Call it in a task that nothing
    /// cancels; a start that is on its way when the brake is pulled is told to its end.
    pub async fn backfill<T: Future<Output = ()>>(
        &self,
        (cloud, pipeline): (&Cloud, &Pipeline),
        queue: Queue,
        brake: watch::Receiver<bool>,
        tell: impl Fn(Event) -> T,
    ) -> (Progress, Option<Lookup>) {
        let progress = Progress::begun(queue.plan.clone(), self.clock.now());
        let course = Course { actions: self, cloud, pipeline, brake, tell, progress, lost: None };
        course.run(queue).await
    }
}

/// A backfill under way.
struct Course<'a, F> {
    actions: &'a Actions,
    cloud: &'a Cloud,
    pipeline: &'a Pipeline,
    brake: watch::Receiver<bool>,
    tell: F,
    progress: Progress,
    lost: Option<Lookup>,
}

impl<T: Future<Output = ()>, F: Fn(Event) -> T> Course<'_, F> {
    async fn run(mut self, mut queue: Queue) -> (Progress, Option<Lookup>) {
        self.say().await;
        let end = loop {
            let Some(start) = queue.draw() else { break End::All };
            if let Err(end) = self.one(start).await {
                break end;
            }
        };
        self.progress.end = Some(end);
        self.say().await;
        (self.progress, self.lost)
    }

    async fn say(&self) {
        (self.tell)(Event::Progress(self.progress.clone())).await;
    }

    async fn turn_to(&mut self, stage: Stage) {
        if self.progress.stage != stage {
            self.progress.stage = stage;
            self.say().await;
        }
    }

    /// One start, and its run to its end.
    async fn one(&mut self, start: Confirmation) -> Result<(), End> {
        let action = start.action().clone();
        self.clear_the_way(&action).await?;
        (self.tell)(Event::Sent(action.clone())).await;
        let acting = Box::pin(self.actions.perform(self.pipeline, start, Duration::ZERO));
        let Performed { outcome, lost, .. } = acting.await;
        (self.tell)(Event::Done(action, outcome.clone())).await;
        self.lost = lost;
        match outcome {
            Outcome::Accepted(Receipt::Run(run)) => self.follow(run).await,
            Outcome::Accepted(_) => {
                let said = "the answer names no run";
                Err(End::Unknown(Fault::new("glue:StartJobRun", Kind::Unknown, said)))
            }
            Outcome::Refused(fault) => Err(End::Refused(fault)),
            Outcome::Unknown(fault) => Err(End::Unknown(fault)),
        }
    }

    /// Waits until nothing of the job runs, whoever started it.
    async fn clear_the_way(&mut self, action: &Action) -> Result<(), End> {
        self.turn_to(Stage::Starting).await;
        loop {
            self.heed(None)?;
            let seen = Box::pin(self.cloud.preflight(self.pipeline, action)).await;
            match obstacle(&seen)? {
                None => return self.heed(None),
                Some(run) => self.turn_to(Stage::Waiting(run)).await,
            }
            self.pause(None).await?;
        }
    }

    /// Waits until the run has ended.
    async fn follow(&mut self, id: Foreign) -> Result<(), End> {
        self.turn_to(Stage::Running(id.clone())).await;
        let mut failures = 0;
        loop {
            self.pause(Some(&id)).await?;
            match self.look(&id).await {
                Ok(run) if run.state.is_final() => return self.ended(run),
                Ok(_) => failures = 0,
                Err(fault) if failures >= PATIENCE => return Err(End::Unseen(id, fault)),
                Err(_) => failures += 1,
            }
        }
    }

    async fn look(&self, id: &Foreign) -> Result<Run, Fault> {
        let runs = self.cloud.runs(&self.progress.plan.job).await?;
        let missing = || Fault::new("glue:GetJobRuns", Kind::Missing, "it is not among the newest runs");
        runs.into_iter().find(|run| run.id == *id).ok_or_else(missing)
    }

    fn ended(&mut self, run: Run) -> Result<(), End> {
        if run.state != State::Succeeded {
            return Err(End::Failed(run.id, run.state.name().as_ref().into(), run.error));
        }
        let took = run.wall(self.actions.clock.now());
        self.progress.done.push((run.id, took));
        Ok(())
    }

    /// Ends it if the brake is pulled.
    fn heed(&self, running: Option<&Foreign>) -> Result<(), End> {
        if *self.brake.borrow() { Err(End::Cancelled(running.cloned())) } else { Ok(()) }
    }

    async fn pause(&self, running: Option<&Foreign>) -> Result<(), End> {
        let mut brake = self.brake.clone();
        let pulled = async {
            if brake.wait_for(|is_pulled| *is_pulled).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = sleep(PACE) => Ok(()),
            () = pulled => Err(End::Cancelled(running.cloned())),
        }
    }
}

/// The run that is in the way; where what runs is not known, nothing is started.
fn obstacle(seen: &Preflight) -> Result<Option<Foreign>, End> {
    for finding in &seen.findings {
        match finding {
            Finding::Running(sighting) => return Ok(Some(sighting.id.clone().unwrap_or_default())),
            Finding::Unread { what: Subject::Runs, fault } => return Err(End::Refused(fault.clone())),
            _ => {}
        }
    }
    Ok(None)
}

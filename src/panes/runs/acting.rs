//! What may be done to runs and jobs; the console asks before it does any of it.

use std::collections::BTreeMap;

use super::{Look, Runs};
use crate::domain::action::{Action, MARK, Verb};
use crate::domain::run::Run;
use crate::effect::{Effect, Effects, Here};
use crate::pane::Cx;

impl Runs {
    /// Stays at the run that is asked about, whatever arrives.
    pub(super) fn stop(&mut self, cx: Cx<'_>) -> Effects {
        self.stay(cx);
        let job = self.job_in_front(cx);
        let action = job
            .zip(self.selected(cx))
            .map(|(job, run)| Action::StopRun { job, run: run.id.exact().to_owned() });
        ask(action)
    }

    /// The run once more, as it was started; of the list of jobs, the job as it starts by itself.
    pub(super) fn rerun(&mut self, cx: Cx<'_>) -> Effects {
        self.stay(cx);
        let action = match self.look {
            Look::Runs => {
                let job = self.job_in_front(cx);
                job.zip(self.selected(cx)).map(|(job, run)| again(job, run))
            }
            Look::Jobs => self.selected_job(cx).map(|job| first(cx, job.name.exact())),
            Look::Triggers(_) => None,
        };
        ask(action)
    }
}

fn ask(action: Option<Action>) -> Effects {
    action.map(|action| Effect::Here(Here::Confirm(action))).into_iter().collect()
}

/// A run with the arguments of an earlier one; what farol added to that one is that one's.
fn again(job: String, run: &Run) -> Action {
    let own = run.arguments.iter().filter(|(name, _)| name.exact() != MARK);
    let arguments = own.map(|(name, value)| (name.exact().to_owned(), value.exact().to_owned())).collect();
    Action::StartJob { job, arguments }
}

/// The pipeline's job as the pipeline starts it, any other with its own defaults.
fn first(cx: Cx<'_>, job: &str) -> Action {
    let own = Action::of(cx.pipeline, Verb::StartJob).filter(|action| action.target() == job);
    own.unwrap_or_else(|| Action::StartJob { job: job.to_owned(), arguments: BTreeMap::new() })
}

//! What belongs to a run.

use super::{Look, Runs};
use crate::domain::command::Command;
use crate::domain::run::{Run, State};
use crate::domain::text::Foreign;
use crate::effect::{Clip, Related, Subject, Target};
use crate::pane::Cx;

/// Its log lines, of the pipeline's job what it reads and what it wrote if it did its work, and the attempt before.
pub fn of(cx: Cx<'_>, run: &Run, is_own: bool) -> Vec<Related> {
    let raw = cx.pipeline.raw.as_ref().filter(|_| is_own);
    let processed = cx.pipeline.processed.as_ref().filter(|_| is_own);
    let input = raw.and_then(|place| Target::object(place, &cx.world.raw));
    let output = processed.filter(|_| run.state == State::Succeeded);
    let output = output.and_then(|place| Target::object(place, &cx.world.processed));
    let all = [
        Some(Related::lines(Subject::Run(run.id.clone()))),
        input.map(|object| Related::row("the object that it reads", object)),
        output.map(|object| Related::row("the object that it writes", object)),
        run.previous.clone().map(|id| Related::row("the attempt before", Target::Run(id))),
    ];
    all.into_iter().flatten().collect()
}

/// The name of something.
pub fn named(what: &str, name: &Foreign) -> Clip {
    Clip { what: what.into(), text: name.clone() }
}

/// Their ids, one to a line.
pub fn identity(runs: Vec<&Run>) -> Option<Clip> {
    Clip::lines("the run's id", "the ids of {} runs", runs.into_iter().map(|run| run.id.exact()))
}

impl Runs {
    /// What reads the chosen rows.
    pub(super) fn commands(&self, cx: Cx<'_>) -> Vec<Command> {
        let of = |name: &Foreign| Command::aws("glue get-job").option("--job-name", name.exact());
        match self.look {
            Look::Runs => {
                let chosen = self.sheet.chosen(self.all_runs(cx));
                let job = self.job_in_front(cx).unwrap_or_default();
                chosen.into_iter().map(|run| read(&job, run)).collect()
            }
            Look::Jobs => self.selected_job(cx).map(|job| of(&job.name)).into_iter().collect(),
            Look::Triggers(_) => self.trigger_command(cx).into_iter().collect(),
        }
    }
}

fn read(job: &str, run: &Run) -> Command {
    Command::aws("glue get-job-run").option("--job-name", job).option("--run-id", run.id.exact())
}

//! What belongs to a run.

use crate::domain::run::{Run, State};
use crate::effect::{Clip, Related, Subject, Target};
use crate::pane::Cx;

/// Its log lines, what it reads, what it wrote if it did its work, and the attempt before.
pub fn of(cx: Cx<'_>, run: &Run) -> Vec<Related> {
    let (raw, processed) = (cx.pipeline.raw.as_ref(), cx.pipeline.processed.as_ref());
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

/// Its id.
pub fn identity(run: &Run) -> Clip {
    Clip { what: "the run's id".into(), text: run.id.clone() }
}

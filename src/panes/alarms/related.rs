//! What an alarm is about.

use crate::domain::alarm::Alarm;
use crate::domain::health::Step;
use crate::effect::{Related, Target};
use crate::pane::Cx;

/// The newest of what it watches, where a pane shows that.
pub fn of(cx: Cx<'_>, alarm: &Alarm) -> Option<Related> {
    let (what, target) = match alarm.step(cx.pipeline)? {
        Step::Ingest => {
            let newest = cx.world.history.invocations().first()?;
            ("the newest invocation", Target::Invocation(newest.key.clone()))
        }
        Step::Etl => ("the newest run", Target::Run(cx.world.runs.get()?.first()?.id.clone())),
        Step::Raw => ("the object", Target::object(cx.pipeline.raw.as_ref()?, &cx.world.raw)?),
        Step::Processed => {
            ("the object", Target::object(cx.pipeline.processed.as_ref()?, &cx.world.processed)?)
        }
        Step::Crawl | Step::Table => return None,
    };
    Some(Related::row(what, target))
}

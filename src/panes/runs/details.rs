//! Everything there is to say of one run.

use std::time::Duration;

use crate::domain::run::{Run, Terms};
use crate::domain::secret::{MASK, is_secret};
use crate::domain::text::Foreign;
use crate::domain::{health, words};
use crate::pane::{Cx, Details};

/// The most attempts that are told of one chain: Glue allows ten retries.
const ATTEMPTS: usize = 11;

/// The run's fields, what is wrong first.
pub fn of(cx: Cx<'_>, run: &Run) -> Details {
    let lines = |text: &Foreign| text.lines().collect::<Vec<_>>().join("\n");
    let terms = &run.terms;
    Details::new(format!("run {}", run.id.visible()))
        .with("state", run.state.name())
        .with_some("error", run.error.as_ref().map(lines))
        .with_some("reason", run.detail.as_ref().map(lines))
        .with("started", cx.date(run.started))
        .with_some("ended", run.completed.map(|ended| cx.date(ended)))
        .with("wall time", words::span(run.wall(cx.now)))
        .with_some("usually", health::etl_takes(cx.world).map(|usual| words::span(usual.median)))
        .with("execution", words::span(run.execution))
        .with_some("DPU time", terms.dpu_hours(run.execution).map(|hours| format!("{hours:.4} DPU hours")))
        .with("attempt", (run.attempt + 1).to_string())
        .with_some("retry of", chain(cx, run))
        .with(
            "started by",
            run.trigger.as_ref().map_or("hand".into(), |trigger| trigger.visible().into_owned()),
        )
        .with_some("capacity", capacity(terms))
        .with_some("Glue", terms.version.as_ref().map(|version| version.visible().into_owned()))
        .with_some("timeout", timeout(cx, run))
        .with("arguments", arguments(run))
}

/// The attempts before, newest first, with what became of those that are known.
fn chain(cx: Cx<'_>, run: &Run) -> Option<String> {
    let find = |id: &Foreign| cx.world.runs.get()?.iter().find(|other| other.id == *id);
    let mut told = Vec::new();
    let mut previous = run.previous.as_ref();
    while let Some(id) = previous.filter(|_| told.len() < ATTEMPTS) {
        let known = find(id);
        let state = known.map(|run| format!("  {}", run.state.name())).unwrap_or_default();
        told.push(format!("{}{state}", id.visible()));
        previous = known.and_then(|run| run.previous.as_ref());
    }
    (!told.is_empty()).then(|| told.join("\n"))
}

fn capacity(terms: &Terms) -> Option<String> {
    let units = terms.capacity.map(|capacity| format!("{} DPU", f64::from(capacity.0) / 16.0));
    let workers = terms.workers.as_ref().map(|(count, kind)| format!("{count} workers {}", kind.visible()));
    let all: Vec<String> = [workers, units].into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// How long it may run, and what is left of that while it does.
fn timeout(cx: Cx<'_>, run: &Run) -> Option<String> {
    let limit = run.terms.timeout?;
    let left = (!run.state.is_final()).then(|| limit.saturating_sub(run.wall(cx.now)));
    let left = left.map(|left: Duration| format!(", {} left", words::span(left))).unwrap_or_default();
    Some(format!("{}{left}", words::span(limit)))
}

fn arguments(run: &Run) -> String {
    if run.arguments.is_empty() {
        return "the job's defaults".into();
    }
    let told = run.arguments.iter().map(|(name, value)| {
        let value = if is_secret(name.exact()) { MASK.into() } else { value.visible() };
        format!("{} {value}", name.visible())
    });
    told.collect::<Vec<_>>().join("\n")
}

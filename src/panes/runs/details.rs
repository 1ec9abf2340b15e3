//! Everything there is to say of one run.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::SecondsFormat;
use serde_json::{Map, Value, json};

use crate::clock::Time;
use crate::domain::reading::Reading;
use crate::domain::rhythm::Takes;
use crate::domain::run::{Run, Terms};
use crate::domain::secret::{MASK, is_hidden};
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::pane::{Cx, Details};

/// The most attempts that are told of one chain: Glue allows ten retries.
const ATTEMPTS: usize = 11;

/// What a run is told beside.
pub(super) struct About<'a> {
    /// Its job.
    pub job: Option<String>,
    /// The job's runs.
    pub runs: &'a Reading<Vec<Run>>,
    /// How long one takes that does its work.
    pub usual: Option<Takes>,
}

/// The run's fields, what is wrong first.
pub(super) fn of(cx: Cx<'_>, run: &Run, about: &About<'_>) -> Details {
    let shown = |text: &Option<Foreign>| text.as_ref().map(|text| text.visible().into_owned());
    let lines = |text: &Foreign| text.lines().collect::<Vec<_>>().join("\n");
    let terms = &run.terms;
    Details::new(format!("run {}", run.id.visible()))
        .with("state", run.state.name())
        .with_some("error", run.error.as_ref().map(lines))
        .with_some("reason", run.detail.as_ref().map(lines))
        .with("started", cx.date(run.started))
        .with_some("ended", run.completed.map(|ended| cx.date(ended)))
        .with("wall time", words::span(run.wall(cx.now)))
        .with_some("usually", about.usual.map(|usual| words::span(usual.median)))
        .with("execution", words::span(run.execution))
        .with_some("DPU time", terms.dpu_hours(run.execution).map(|hours| format!("{hours:.4} DPU hours")))
        .with("attempt", (run.attempt + 1).to_string())
        .with_some("retry of", chain(about, run))
        .with(
            "started by",
            run.trigger.as_ref().map_or("hand".into(), |trigger| trigger.visible().into_owned()),
        )
        .with_some("capacity", capacity(terms))
        .with_some("class", shown(&terms.class))
        .with_some("Glue", shown(&terms.version))
        .with_some("timeout", timeout(cx, run))
        .with("arguments", arguments(cx, run, about))
        .with_some("job", about.job.as_deref().map(visible))
        .with_some("security", shown(&terms.security))
        .with_some("log group", terms.log_group.as_ref().map(groups))
        .of(data(cx, run, about))
}

/// The run itself, its secrets masked.
fn data(cx: Cx<'_>, run: &Run, about: &About<'_>) -> Value {
    let text = |text: &Option<Foreign>| text.as_ref().map(|text| text.exact().to_owned());
    let terms = &run.terms;
    let arguments: Map<String, Value> = run
        .arguments
        .iter()
        .map(|(name, value)| {
            let value = if is_hidden(name.exact(), value.exact()) { MASK } else { value.exact() };
            (name.exact().to_owned(), value.into())
        })
        .collect();
    json!({
        "id": run.id.exact(),
        "job": about.job,
        "state": run.state.name(),
        "error": text(&run.error),
        "detail": text(&run.detail),
        "started": moment(run.started),
        "completed": run.completed.map(moment),
        "wall_seconds": run.wall(cx.now).as_secs_f64(),
        "usual_seconds": about.usual.map(|usual| usual.median.as_secs_f64()),
        "execution_seconds": run.execution.as_secs(),
        "attempt": run.attempt,
        "previous_run_id": text(&run.previous),
        "trigger": text(&run.trigger),
        "arguments": arguments,
        "dpu_hours": terms.dpu_hours(run.execution),
        "workers": terms.workers.as_ref().map(|(count, kind)| json!({ "count": count, "type": kind.exact() })),
        "glue_version": text(&terms.version),
        "timeout_seconds": terms.timeout.map(|timeout| timeout.as_secs()),
        "log_group": text(&terms.log_group),
    })
}

fn moment(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The names of its two log groups.
fn groups(prefix: &Foreign) -> String {
    let prefix = prefix.visible();
    let prefix = prefix.trim_end_matches('/');
    format!("{prefix}/output\n{prefix}/error")
}

/// The attempts before, newest first, with what became of those that are known.
fn chain(about: &About<'_>, run: &Run) -> Option<String> {
    let find = |id: &Foreign| about.runs.get()?.iter().find(|other| other.id == *id);
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

pub(super) fn capacity(terms: &Terms) -> Option<String> {
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

/// The arguments of the run over the job's, as far as those are known.
fn arguments(cx: Cx<'_>, run: &Run, about: &About<'_>) -> String {
    let Some(job) = &about.job else { return merged(&run.arguments, None) };
    let jobs = &cx.world.glue.jobs;
    let defaults = jobs.definition(job).map(|found| &found.defaults);
    let told = merged(&run.arguments, defaults);
    match (defaults, jobs.of(job).job.fault()) {
        (Some(_), _) | (None, None) => told,
        (None, Some(fault)) => format!("{told}\nthe job's defaults: {}", fault.words()),
    }
}

/// Arguments, a line each: a run's own, then the job's defaults that they leave.
pub(super) fn merged(
    own: &BTreeMap<Foreign, Foreign>,
    defaults: Option<&BTreeMap<Foreign, Foreign>>,
) -> String {
    let Some(defaults) = defaults else {
        let own: Vec<String> = own.iter().map(|(name, value)| argument(name, value)).collect();
        return if own.is_empty() { "the job's defaults".into() } else { own.join("\n") };
    };
    let run = own.iter().map(|(name, value)| match defaults.get(name) {
        Some(default) if default == value => format!("{}  (as by default)", argument(name, value)),
        Some(default) => {
            format!("{}  (by default {})", argument(name, value), masked(name, default))
        }
        None => argument(name, value),
    });
    let is_left = |(name, _): &(&Foreign, &Foreign)| !own.contains_key(name);
    let left = defaults.iter().filter(is_left).map(|(name, value)| {
        let from = if own.is_empty() { "" } else { "  (default)" };
        format!("{}{from}", argument(name, value))
    });
    let all: Vec<String> = run.chain(left).collect();
    if all.is_empty() { "none".into() } else { all.join("\n") }
}

fn argument(name: &Foreign, value: &Foreign) -> String {
    format!("{} {}", name.visible(), masked(name, value))
}

fn masked<'a>(name: &Foreign, value: &'a Foreign) -> std::borrow::Cow<'a, str> {
    if is_hidden(name.exact(), value.exact()) { MASK.into() } else { value.visible() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(all: &[(&str, &str)]) -> BTreeMap<Foreign, Foreign> {
        all.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    #[track_caller]
    fn check(own: &[(&str, &str)], defaults: Option<&[(&str, &str)]>, want: &str) {
        assert_eq!(merged(&pairs(own), defaults.map(pairs).as_ref()), want);
    }

    #[test]
    fn a_run_s_own_arguments_come_first_and_say_what_they_replace() {
        check(&[], None, "the job's defaults");
        check(&[], Some(&[]), "none");
        check(&[("--a", "1")], None, "--a 1");
        check(
            &[("--a", "1"), ("--b", "2"), ("--c", "3")],
            Some(&[("--a", "0"), ("--b", "2"), ("--d", "4")]),
            "--a 1  (by default 0)\n--b 2  (as by default)\n--c 3\n--d 4  (default)",
        );
        check(
            &[("--token", "hunter2")],
            Some(&[("--token", "old"), ("--api_key", "x")]),
            "--token ••••••  (by default ••••••)\n--api_key ••••••  (default)",
        );
    }
}

//! Everything there is to say of one invocation.

use std::fmt::Write as _;

use chrono::SecondsFormat;
use serde_json::{Value, json};

use super::row;
use crate::domain::invocation::{Invocation, Outcome};
use crate::domain::lambda::Other;
use crate::domain::pipeline::Ingest;
use crate::domain::text::visible;
use crate::domain::words;
use crate::pane::{Cx, Details};

/// Everything there is to say of one invocation.
pub fn of(cx: Cx<'_>, all: &[Invocation], invocation: &Invocation, other: Option<&Other>) -> Details {
    let millis = |millis: f64| format!("{} ({millis} ms)", words::millis(millis));
    let start = match invocation.init_ms {
        Some(init) => format!("cold, {} to initialise", words::millis(init)),
        None => "warm".to_owned(),
    };
    Details::new(format!("invocation {}", invocation.request_id.visible()))
        .with("outcome", outcome(&invocation.outcome))
        .with("started", cx.date(invocation.started))
        .with_some("duration", invocation.duration_ms.map(millis))
        .with_some("billed", invocation.billed_ms.map(millis))
        .with_some("memory", memory(invocation))
        .with("start", start)
        .with_some("attempt", attempt(all, invocation))
        .with("request id", invocation.request_id.visible())
        .with("stream", visible(&invocation.key.stream))
        .with("log group", visible(&group(cx, other)))
        .of(data(cx, invocation, other))
}

/// The invocation itself.
fn data(cx: Cx<'_>, invocation: &Invocation, other: Option<&Other>) -> Value {
    let (status, error) = match &invocation.outcome {
        Outcome::Returned(status) => (Some(*status), None),
        Outcome::Raised(what) | Outcome::Crashed(what) => (None, Some(what.exact())),
        _ => (None, None),
    };
    json!({
        "request_id": invocation.request_id.exact(),
        "started": invocation.started.to_rfc3339_opts(SecondsFormat::Millis, true),
        "outcome": row::word(&invocation.outcome),
        "status": status,
        "error": error,
        "duration_ms": invocation.duration_ms,
        "billed_ms": invocation.billed_ms,
        "init_ms": invocation.init_ms,
        "memory_mb": invocation.memory_mb,
        "used_mb": invocation.used_mb,
        "log_group": group(cx, other),
        "log_stream": &*invocation.key.stream,
    })
}

/// Which of the attempts at one event it was: they share its request id.
fn attempt(all: &[Invocation], invocation: &Invocation) -> Option<String> {
    let alike = all.iter().filter(|other| other.request_id == invocation.request_id);
    let (later, count) = alike
        .fold((0, 0), |(later, count), other| (later + usize::from(other.key > invocation.key), count + 1));
    (count > 1)
        .then(|| format!("{} of {count} at the same event: tried again after a failure", count - later))
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Returned(status) => format!("returned status {status}"),
        Outcome::Raised(what) | Outcome::Crashed(what) => {
            let lines: Vec<_> = what.lines().collect();
            format!("{}: {}", row::word(outcome), lines.join("\n"))
        }
        Outcome::Good => "ok: nothing says otherwise".to_owned(),
        other => row::word(other).to_owned(),
    }
}

fn memory(invocation: &Invocation) -> Option<String> {
    let mut words = row::size(invocation.used_mb, invocation.memory_mb);
    if let (Some(used), Some(size @ 1..)) = (invocation.used_mb, invocation.memory_mb) {
        // Writing to a string cannot fail.
        let _ = write!(words, " ({} %)", u64::from(used) * 100 / u64::from(size));
    }
    Some(words).filter(|words| !words.is_empty())
}

/// The log group that it wrote into; exact.
pub fn group(cx: Cx<'_>, other: Option<&Other>) -> String {
    if let Some(other) = other {
        return other.group.to_string();
    }
    let known = cx.world.function.get().map(|function| function.log_group.exact().to_owned());
    known.or_else(|| cx.pipeline.ingest.as_ref().map(Ingest::default_group)).unwrap_or_default()
}

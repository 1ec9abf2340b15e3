//! One invocation in one row.
//!
//! ```text
//!   ✓ 14:01:20  200              1.24 s  312 ms   98/128 MB
//!   ✗ 13:41:20  KeyError: 'bucket_name'
//! ```

use std::time::Duration;

use ratatui::style::Style;
use ratatui::text::Span;

use crate::domain::health::State;
use crate::domain::invocation::{Invocation, Key, Outcome};
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::filter::{Kind, Value};
use crate::pane::Cx;
use crate::sheet::{Cell, Column, Place, Row, Width};
use crate::theme::sign;

/// The longest outcome that is not an error: `out of memory`.
const OUTCOME: usize = 13;
const MILLIS: usize = "1.24 s".len();
/// The narrowest column that an error gets for itself; in less it takes the place of the figures.
const ERROR: usize = 24;

/// The largest memory size, in megabytes.
type Memory = u32;

impl Row for Invocation {
    type Key = Key;
    type Facts = Memory;

    const LIST: &'static str = "invocations";
    const COLUMNS: &'static [Column<Self, Memory>] = &[
        Column::new("started", Kind::Time, Width::Moment, |_, _, one: &Self| Value::Time(one.started)),
        Column::new("outcome", Kind::Text, Width::Fixed(OUTCOME), |_, _, one: &Self| {
            Value::text(short(&one.outcome))
        })
        .rank(1)
        .at(Place::Yielding)
        .drawn(outcome),
        Column::new("duration", Kind::Span, Width::Fixed(MILLIS), |_, _, one: &Self| span(one.duration_ms))
            .rank(2)
            .at(Place::Yielding)
            .drawn(|_, one| Span::raw(one.duration_ms.map(words::millis).unwrap_or_default())),
        Column::new("cold", Kind::Span, Width::Either("cold".len(), MILLIS), |_, _, one: &Self| {
            span(one.init_ms)
        })
        .rank(3)
        .at(Place::Yielding)
        .drawn(cold),
        Column::new(
            "memory",
            Kind::Bytes,
            Width::Of(|memory| size(Some(*memory), Some(*memory)).len()),
            |_, _, one: &Self| Value::some(one.used_mb, |used| Value::Bytes(u64::from(used) << 20)),
        )
        .rank(4)
        .at(Place::Yielding)
        .drawn(memory),
        Column::new("billed", Kind::Span, Width::Fixed(MILLIS), |_, _, one: &Self| span(one.billed_ms))
            .rank(6)
            .at(Place::Yielding)
            .drawn(billed),
        Column::new("error", Kind::Text, Width::Rest(ERROR), |_, _, one: &Self| {
            Value::some(error(&one.outcome), |what| Value::text(what.visible()))
        })
        .rank(5)
        .drawn(|cell, one| {
            let what = error(&one.outcome).map(|what| what.headline().into_owned());
            Span::styled(what.unwrap_or_default(), cell.cx.theme.bad())
        }),
    ];

    fn key(&self) -> Key {
        self.key.clone()
    }

    fn id(&self) -> &str {
        self.request_id.exact()
    }

    fn word(&self) -> &'static str {
        if self.init_ms.is_some() { "cold" } else { "" }
    }

    fn sign(&self, cx: Cx<'_>) -> Span<'static> {
        let state = state(&self.outcome);
        Span::styled(sign(state), cx.theme.state(state))
    }
}

fn span(millis: Option<f64>) -> Value {
    let span = millis.and_then(|millis| Duration::try_from_secs_f64(millis / 1_000.0).ok());
    Value::some(span, Value::Span)
}

/// A returned status by its number, all else by its word.
fn short(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Returned(_) => outcome.words(),
        outcome => word(outcome).to_owned(),
    }
}

fn outcome(cell: &Cell<'_, Memory>, one: &Invocation) -> Span<'static> {
    Span::styled(short(&one.outcome), cell.cx.theme.state(state(&one.outcome)))
}

fn cold(cell: &Cell<'_, Memory>, one: &Invocation) -> Span<'static> {
    match one.init_ms {
        None => Span::default(),
        Some(_) if cell.width < MILLIS => Span::raw("cold"),
        Some(init) => Span::raw(words::millis(init)),
    }
}

fn billed(cell: &Cell<'_, Memory>, one: &Invocation) -> Span<'static> {
    Span::styled(one.billed_ms.map(words::millis).unwrap_or_default(), cell.cx.theme.faint())
}

/// Memory used of the memory there is, such as `98/128 MB`.
pub fn size(used: Option<u32>, size: Option<u32>) -> String {
    match (used, size) {
        (Some(used), Some(size)) => format!("{used}/{size} MB"),
        (None, Some(size)) => format!("{size} MB"),
        _ => String::new(),
    }
}

/// Nine tenths and more stand out, without colours too.
fn memory(cell: &Cell<'_, Memory>, one: &Invocation) -> Span<'static> {
    let theme = cell.cx.theme;
    let is_tight = matches!((one.used_mb, one.memory_mb), (Some(used), Some(size @ 1..))
        if u64::from(used) * 10 >= u64::from(size) * 9);
    let style = if is_tight { theme.warning().patch(theme.strong()) } else { Style::new() };
    Span::styled(size(one.used_mb, one.memory_mb), style)
}

fn state(outcome: &Outcome) -> State {
    match outcome {
        Outcome::Running => State::Running,
        outcome if outcome.is_bad() => State::Failed,
        _ => State::Good,
    }
}

fn error(outcome: &Outcome) -> Option<&Foreign> {
    match outcome {
        Outcome::Raised(what) | Outcome::Crashed(what) => Some(what),
        _ => None,
    }
}

/// The outcome in a word that needs no more room than its column; a returned status has its number instead.
pub fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Running => "running",
        Outcome::Good => "ok",
        Outcome::Returned(_) => "returned",
        Outcome::Raised(_) => "raised",
        Outcome::TimedOut => "timed out",
        Outcome::OutOfMemory => "out of memory",
        Outcome::Crashed(_) => "crashed",
    }
}

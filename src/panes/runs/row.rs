//! A run in one row.

use ratatui::text::Span;

use super::health;
use crate::domain::rhythm::Takes;
use crate::domain::run::Run;
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::filter::{Kind, Value};
use crate::pane::Cx;
use crate::sheet::{Cell, Column, Place, Row, Width};
use crate::theme::sign;

type Usual = Option<Takes>;

impl Row for Run {
    type Key = Foreign;
    type Facts = Usual;

    const LIST: &'static str = "runs";
    const COLUMNS: &'static [Column<Self, Usual>] = &[
        Column::new("state", Kind::Text, Width::Fixed(9), |_, _, run: &Self| Value::text(run.state.name()))
            .drawn(state),
        Column::new("started", Kind::Time, Width::Moment, |_, _, run: &Self| Value::Time(run.started))
            .rank(1),
        Column::new("duration", Kind::Span, Width::Fixed(6), |cx, _, run: &Self| {
            Value::Span(run.wall(cx.now))
        })
        .rank(2)
        .at(Place::Yielding),
        Column::new("usual", Kind::Number, Width::Fixed(5), |cx, usual, run| {
            Value::some(times(cx, *usual, run), Value::Number)
        })
        .rank(4)
        .at(Place::Yielding)
        .drawn(excess),
        Column::new("try", Kind::Number, Width::Fixed(3), |_, _, run: &Self| {
            Value::Number(f64::from(run.attempt + 1))
        })
        .rank(5)
        .at(Place::Yielding)
        .drawn(attempt),
        Column::new("error", Kind::Text, Width::Rest(28), |_, _, run: &Self| {
            Value::some(run.error.as_ref(), |error| Value::text(error.visible()))
        })
        .rank(3)
        .drawn(error),
        Column::new("trigger", Kind::Text, Width::Fixed(20), |_, _, run: &Self| {
            Value::some(run.trigger.as_ref(), |trigger| Value::text(trigger.visible()))
        })
        .at(Place::Asked),
        Column::new("execution", Kind::Span, Width::Fixed(6), |_, _, run: &Self| Value::Span(run.execution))
            .at(Place::Asked),
        Column::new("dpu", Kind::Number, Width::Fixed(8), |_, _, run: &Self| {
            Value::some(run.terms.dpu_hours(run.execution), Value::Number)
        })
        .at(Place::Asked)
        .drawn(|_, run| {
            let hours = run.terms.dpu_hours(run.execution);
            Span::raw(hours.map(|hours| format!("{hours:.4}")).unwrap_or_default())
        }),
        Column::new("version", Kind::Text, Width::Fixed(7), |_, _, run: &Self| {
            Value::some(run.terms.version.as_ref(), |version| Value::text(version.visible()))
        })
        .at(Place::Asked),
    ];

    fn key(&self) -> Foreign {
        self.id.clone()
    }

    fn id(&self) -> &str {
        self.id.exact()
    }

    fn sign(&self, cx: Cx<'_>) -> Span<'static> {
        let health = health(&self.state);
        Span::styled(sign(health), cx.theme.state(health))
    }
}

fn state(cell: &Cell<'_, Usual>, run: &Run) -> Span<'static> {
    Span::styled(run.state.name().into_owned(), cell.cx.theme.state(health(&run.state)))
}

/// How many times the usual it took.
fn times(cx: Cx<'_>, usual: Usual, run: &Run) -> Option<f64> {
    Some(run.wall(cx.now).as_secs_f64() / usual?.median.as_secs_f64().max(0.001))
}

/// How many times the usual, standing out where that is far too long.
fn excess(cell: &Cell<'_, Usual>, run: &Run) -> Span<'static> {
    let Some(times) = times(cell.cx, *cell.facts, run) else { return Span::default() };
    let is_slow = cell.facts.is_some_and(|usual| run.wall(cell.cx.now) > usual.limit());
    let style = if is_slow { cell.cx.theme.warning() } else { cell.cx.theme.faint() };
    Span::styled(format!("{times:.1}×"), style)
}

fn attempt(cell: &Cell<'_, Usual>, run: &Run) -> Span<'static> {
    let words = if run.attempt > 0 { (run.attempt + 1).to_string() } else { String::new() };
    Span::styled(words, cell.cx.theme.faint())
}

fn error(cell: &Cell<'_, Usual>, run: &Run) -> Span<'static> {
    Span::styled(run.error.as_ref().map(words::cause).unwrap_or_default(), cell.cx.theme.bad())
}

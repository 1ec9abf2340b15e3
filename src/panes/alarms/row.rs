//! One alarm in one row.
//!
//! ```text
//!   ✗ 02:54:41  ALARM    public-apis-etl-failed  ETL  EtlFailures (Sum) ≥ 1 in 1 of 1 times 5 min
//! ```

use ratatui::text::Span;

use crate::domain::alarm::{Alarm, State};
use crate::domain::health;
use crate::domain::text::Foreign;
use crate::filter::{Kind, Value};
use crate::pane::Cx;
use crate::sheet::{Column, Row, Width};
use crate::theme::sign;

/// The widths of a name, and of when it goes off.
const NAME: usize = 28;
const THRESHOLD: usize = 20;

impl Row for Alarm {
    type Key = Foreign;
    type Facts = ();

    const LIST: &'static str = "alarms";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("since", Kind::Time, Width::Moment, |_, (), one: &Self| {
            Value::some(one.since, Value::Time)
        })
        .rank(2),
        Column::new("state", Kind::Text, Width::Fixed("no data".len()), |_, (), one: &Self| {
            Value::text(one.state.words())
        })
        .rank(1)
        .drawn(|cell, one| Span::styled(one.state.words(), cell.cx.theme.state(state(&one.state)))),
        Column::new("name", Kind::Text, Width::Fixed(NAME), |_, (), one: &Self| {
            Value::text(one.name.visible())
        }),
        Column::new("step", Kind::Text, Width::Fixed("processed".len()), |cx, (), one: &Self| {
            Value::some(one.step(cx.pipeline), |step| Value::text(step.label()))
        })
        .rank(3),
        Column::new("threshold", Kind::Text, Width::Rest(THRESHOLD), |_, (), one: &Self| {
            Value::text(one.threshold.visible())
        })
        .rank(4),
    ];

    fn key(&self) -> Foreign {
        self.name.clone()
    }

    fn id(&self) -> &str {
        self.arn.exact()
    }

    fn sign(&self, cx: Cx<'_>) -> Span<'static> {
        let state = state(&self.state);
        Span::styled(sign(state), cx.theme.state(state))
    }
}

/// How bad that is, in the signs that the steps have.
fn state(state: &State) -> health::State {
    match state {
        State::Ok => health::State::Good,
        State::Alarm => health::State::Failed,
        State::Unsure => health::State::Never,
        State::Other(_) => health::State::Unreadable,
    }
}

//! A run in one row.

use std::time::Duration;

use ratatui::text::{Line, Span};

use super::{mark, style};
use crate::domain::rhythm::Takes;
use crate::domain::run::Run;
use crate::domain::words;
use crate::pane::{Cx, Stamp};
use crate::widgets::cells;

/// The row: its state, when it started, how long it took, how that compares, and why it failed.
pub fn draw(cx: Cx<'_>, stamp: Stamp, usual: Option<Takes>, run: &Run) -> Line<'static> {
    let error = run.error.as_ref().map(words::cause).unwrap_or_default();
    let retry = if run.attempt > 0 { format!("try {}  ", run.attempt + 1) } else { String::new() };
    let wall = run.wall(cx.now);
    let facts = [
        Span::styled(
            format!("{} {}", mark(&run.state), cells::left(&run.state.name(), 9)),
            style(cx.theme, &run.state),
        ),
        Span::raw(format!("  {}", stamp.words(cx, run.started))),
        Span::raw(format!(" {}  ", cells::right(&words::span(wall), 6))),
        Span::styled(excess(wall, usual), cx.theme.warning()),
        Span::styled(retry, cx.theme.faint()),
    ];
    let used: usize = facts.iter().map(Span::width).sum();
    let room = usize::from(cx.area.width).saturating_sub(used + 1);
    let mut line = Line::from_iter(facts);
    line.push_span(Span::styled(cells::cut(&error, room), cx.theme.bad()));
    line
}

/// How many times the usual it took, where that is far too long.
fn excess(wall: Duration, usual: Option<Takes>) -> String {
    let slow = usual.filter(|usual| wall > usual.limit());
    let times = slow.map(|usual| wall.as_secs_f64() / usual.median.as_secs_f64().max(0.001));
    times.map(|times| format!("{times:.1} times the usual  ")).unwrap_or_default()
}

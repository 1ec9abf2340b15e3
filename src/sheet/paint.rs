//! The header and the rows, each column in its place.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::column::{Cell, Column};
use super::fit::Plan;
use super::order::Order;
use super::{Row, Seen};
use crate::pane::Cx;
use crate::widgets::{cells, row};

/// The gutter and the sign before the first column.
pub const LEAD: usize = 3;
/// What a marked row has before its sign, and the others where some are marked.
pub const MARK: &str = "◆ ";

/// Draws the names of the columns; the one that rows are sorted by has a sign in the gap beside it.
pub fn header<R, F>(cx: Cx<'_>, frame: &mut Frame<'_>, plan: &Plan<R, F>, lead: usize, order: Order) {
    let mut line = Line::default();
    let mut gap = lead;
    for (column, width) in &plan.slots {
        let name = cells::cut(column.name, *width);
        let blank = width - cells::width(&name);
        let sign = order.sign(column.name).unwrap_or_default();
        let taken = cells::width(sign);
        let (name, sign) = (Span::styled(name, cx.theme.faint()), Span::styled(sign, cx.theme.key()));
        if column.is_right() {
            line.spans.extend([Span::raw(" ".repeat(gap + blank - taken)), sign, name]);
            gap = plan.gap;
        } else {
            line.spans.extend([Span::raw(" ".repeat(gap)), name, sign]);
            gap = blank + plan.gap - taken;
        }
    }
    let first = Rect { height: 1.min(cx.area.height), ..cx.area };
    frame.render_widget(row::Row(line), first);
}

/// One row.
pub fn row<R: Row>(
    seen: Seen<'_, R>,
    plan: &Plan<R, R::Facts>,
    row: &R,
    mark: Option<&'static str>,
) -> Line<'static> {
    let cx = seen.cx;
    let mut line = Line::default();
    line.push_span(Span::styled(mark.unwrap_or_default(), cx.theme.found()));
    line.push_span(row.sign(cx));
    line.push_span(" ");
    let cell = |width| Cell { cx, facts: seen.facts, stamp: seen.stamp, width };
    let spilled = plan.spill.map(|column| column.shown(&cell(usize::MAX), row));
    let spilled = spilled.filter(|span| !span.content.is_empty());
    let most = if spilled.is_some() { plan.before_spill() } else { plan.slots.len() };
    for (n, (column, width)) in plan.slots.iter().take(most).enumerate() {
        line.push_span(" ".repeat(if n == 0 { 0 } else { plan.gap }));
        line.push_span(padded(column, &column.shown(&cell(*width), row), *width));
    }
    if let Some(spilled) = spilled {
        line.push_span(" ".repeat(plan.gap));
        let room = usize::from(cx.area.width).saturating_sub(line.width() + 1);
        line.push_span(Span::styled(cells::cut(&spilled.content, room), spilled.style));
    }
    line
}

fn padded<R, F>(column: &Column<R, F>, span: &Span<'static>, width: usize) -> Span<'static> {
    let pad = if column.is_right() { cells::right } else { cells::left };
    Span::styled(pad(&span.content, width), span.style)
}

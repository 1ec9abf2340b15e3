//! The visible rows of a list.
//!
//! A selected row is marked by a sign in the gutter and by its first cell (that is, span), not by its whole width: moving
//! the selection then changes few cells, which is what an SSH session feels.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::row::Row;
use crate::domain::fault::Fault;
use crate::domain::reading::Reading;
use crate::list::Cursor;
use crate::pane::Cx;

/// Draws the rows of the window that `cursor` looks through; `row` makes the `n`-th row.
pub fn draw<'a, K: PartialEq>(
    cx: Cx<'_>,
    frame: &mut Frame<'_>,
    cursor: &Cursor<K>,
    len: usize,
    row: impl Fn(usize) -> Line<'a>,
) {
    for (y, n) in (cx.area.y..).zip(cursor.window(len, cx.height())) {
        let area = Rect { y, height: 1, ..cx.area };
        frame.render_widget(Row(marked(cx, row(n), n == cursor.index())), area);
    }
}

/// A row with the gutter before it that shows whether it is selected.
pub fn marked<'a>(cx: Cx<'_>, mut line: Line<'a>, is_selected: bool) -> Line<'a> {
    let gutter = match (is_selected, cx.focused) {
        (true, true) => Span::styled("▶", cx.theme.key()),
        (true, false) => Span::styled("›", cx.theme.faint()),
        (false, _) => Span::raw(" "),
    };
    if is_selected
        && cx.focused
        && let Some(first) = line.spans.iter_mut().find(|span| !is_lead(&span.content))
    {
        first.style = first.style.patch(cx.theme.selected());
    }
    line.spans.insert(0, gutter);
    line
}

/// Whether this only leads up to a row's first cell: blanks, marks and the lines of a tree.
fn is_lead(text: &str) -> bool {
    text.chars().all(|c| " ◆│├└─▾▸+~".contains(c))
}

/// Draws a sentence where there are no rows.
pub fn nothing(cx: Cx<'_>, frame: &mut Frame<'_>, sentence: &str) {
    message(cx, frame, sentence, cx.theme.faint());
}

/// Draws a sentence over the area, wrapped, from its top.
pub fn message(cx: Cx<'_>, frame: &mut Frame<'_>, sentence: &str, style: Style) {
    let width = usize::from(cx.area.width).saturating_sub(2);
    let lines = super::cells::wrap(sentence, width);
    for (y, line) in (cx.area.y..cx.area.bottom()).zip(lines) {
        let area =
            Rect { x: cx.area.x.saturating_add(1), y, width: cx.area.width.saturating_sub(1), height: 1 };
        frame.render_widget(Span::styled(line, style), area.intersection(cx.area));
    }
}

/// What the frame says of how a fact was read: its count, or how old it is and why.
pub fn reading<T>(cx: Cx<'_>, reading: &Reading<T>, count: String) -> Line<'static> {
    match (reading.fault(), reading.read()) {
        (None, None) => Line::styled("reading", cx.theme.faint()),
        (None, Some(_)) => Line::from(count),
        (Some(_), Some(read)) => {
            let age = crate::domain::words::age(cx.now - read);
            Line::styled(format!("{count}  {age} old"), cx.theme.warning())
        }
        (Some(_), None) => Line::styled("unreadable", cx.theme.warning()),
    }
}

/// Why a list is empty: it has not been read, it cannot be, or `nothing`.
pub fn absence<T>(cx: Cx<'_>, frame: &mut Frame<'_>, reading: &Reading<T>, nothing: &str) {
    match reading.fault() {
        Some(fault) => message(cx, frame, &fault.words(), cx.theme.warning()),
        None if reading.is_pending() => self::nothing(cx, frame, "reading"),
        None => self::nothing(cx, frame, nothing),
    }
}

/// Draws why the latest read failed over the last line of the area, when older rows are shown above it.
pub fn fault_line(cx: Cx<'_>, frame: &mut Frame<'_>, fault: Option<&Fault>) {
    let Some(fault) = fault else { return };
    let words = super::cells::left(&format!(" {}", fault.words()), cx.area.width.into());
    let last = Rect { y: cx.area.bottom().saturating_sub(1), height: 1.min(cx.area.height), ..cx.area };
    frame.render_widget(Span::styled(words, cx.theme.warning()), last);
}

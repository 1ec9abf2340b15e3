//! The rows on the screen: only those that are seen are ever made.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::level;
use super::sources::Sources;
use super::window::Piece;
use crate::domain::log::{self, Events, Level};
use crate::pane::{Cx, Stamp};
use crate::widgets::log_line::{self, Fold, Shape};
use crate::widgets::row::Row;
use crate::widgets::{cells, rows};

const GUTTER: usize = 1;
const GAPS: usize = 1 + 2;

/// The narrowest row whose further lines stand under the message, and not under the source.
const ROOMY: usize = 70;

/// The shape of the messages in an area.
pub fn shape(cx: Cx<'_>, sources: &Sources, fold: Fold) -> Shape {
    let row = usize::from(cx.area.width);
    let (first, more) = indents(row, stamp(cx), sources);
    Shape { first: row.saturating_sub(first), more: row.saturating_sub(more), fold }
}

/// Where the first row of a message begins, and where the others do.
fn indents(row: usize, stamp: Stamp, sources: &Sources) -> (usize, usize) {
    let message = GUTTER + stamp.width() + GAPS + sources.width(row);
    (message, if row < ROOMY { GUTTER + Stamp::Time.width() + 1 } else { message })
}

/// How much all lines show of their times: what the oldest of them needs, whichever are seen.
fn stamp(cx: Cx<'_>) -> Stamp {
    Stamp::of(cx, cx.world.logs.first().map(log::Line::time))
}

/// What the rows are made of.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// The events that are shown.
    pub events: Events<'a>,
    /// Their groups.
    pub sources: &'a Sources,
    /// The shape of their messages.
    pub shape: Shape,
    /// The number of the selected one.
    pub selected: Option<usize>,
}

/// Paints what is seen.
pub fn draw(cx: Cx<'_>, frame: &mut Frame<'_>, rows: Rows<'_>, pieces: Vec<Piece>) {
    for piece in pieces {
        if let Some(line) = rows.events.get(piece.event) {
            draw_piece(cx, frame, rows, line, &piece);
        }
    }
}

fn draw_piece(cx: Cx<'_>, frame: &mut Frame<'_>, rows: Rows<'_>, line: log::Line<'_>, piece: &Piece) {
    let is_selected = rows.selected == Some(piece.event);
    let messages = log_line::rows(line.text(), rows.shape, piece.rows.clone());
    let mut y = cx.area.y.saturating_add(u16::try_from(piece.y).unwrap_or(u16::MAX));
    for (n, message) in piece.rows.clone().zip(messages) {
        let row = match n {
            0 => rows::marked(cx, first(cx, rows, line, message), is_selected),
            _ => more(cx, rows, message, is_selected),
        };
        frame.render_widget(Row(row), Rect { y, height: 1, ..cx.area }.intersection(cx.area));
        y = y.saturating_add(1);
    }
}

/// The row with time and source.
fn first(cx: Cx<'_>, rows: Rows<'_>, line: log::Line<'_>, message: String) -> Line<'static> {
    let width = rows.sources.width(cx.area.width.into());
    let hue = rows.sources.get(line.group()).map_or(rows.sources.len(), |source| source.hue);
    let label = cells::left(&rows.sources.label(line.group()), width);
    let style =
        if line.level() == Level::Bad { level::style(Level::Bad, cx.theme) } else { level_of(cx, &message) };
    Line::from_iter([
        Span::styled(stamp(cx).words(cx, line.time()), cx.theme.faint()),
        Span::raw(" "),
        Span::styled(label, cx.theme.source(hue)),
        Span::raw("  "),
        Span::styled(message, style),
    ])
}

/// A row that belongs to the event above it.
fn more(cx: Cx<'_>, rows: Rows<'_>, message: String, is_selected: bool) -> Line<'static> {
    let (_, width) = indents(cx.area.width.into(), stamp(cx), rows.sources);
    let style = level_of(cx, &message);
    let gutter = if is_selected { "┊" } else { " " };
    Line::from_iter([
        Span::styled(cells::left(gutter, width), cx.theme.faint()),
        Span::styled(message, style),
    ])
}

fn level_of(cx: Cx<'_>, message: &str) -> Style {
    level::style(Level::of(message), cx.theme)
}

/// Paints sentences below each other, each wrapped.
pub fn sentences(cx: Cx<'_>, frame: &mut Frame<'_>, sentences: Vec<Span<'static>>) {
    let width = usize::from(cx.area.width).saturating_sub(2);
    let lines = sentences.into_iter().flat_map(|sentence| {
        let lines = cells::wrap(&sentence.content, width);
        lines.into_iter().map(move |line| Span::styled(format!(" {line}"), sentence.style))
    });
    for (row, line) in cx.area.rows().zip(lines) {
        frame.render_widget(line, row);
    }
}

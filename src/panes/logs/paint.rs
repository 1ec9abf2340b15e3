//! The rows on the screen: only those that are seen are ever made.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::gaps;
use super::highlight;
use super::manner::Manner;
use super::marks::{Mark, Marks};
use super::own::{Own, is_executor};
use super::report::Report;
use super::scene::Scene;
use super::sources::Sources;
use super::window::Piece;
use crate::domain::log::{self, Level, Needle, Place};
use crate::pane::{Cx, Stamp};
use crate::widgets::log_line::{self, Fold, Shape};
use crate::widgets::row::Row;
use crate::widgets::{cells, rows};

const GUTTER: usize = 1;
const GAPS: usize = 1 + 2;

/// The narrowest row whose further lines stand under the message, and not under the source.
const ROOMY: usize = 70;

/// The shape of the messages in an area.
pub fn shape(cx: Cx<'_>, sources: &Sources, manner: &Manner) -> Shape {
    let row = usize::from(cx.area.width);
    let (first, more) = indents(row, stamp(cx), sources);
    let (first, more) = (row.saturating_sub(first), row.saturating_sub(more));
    Shape { first, more, fold: manner.fold, skip: manner.skip }
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

/// What is on the lines.
pub struct Accents<'a> {
    /// The place of the selected one.
    pub selected: Option<Place>,
    /// Which are marked.
    pub marks: &'a Marks,
    /// What was looked for.
    pub found: Vec<&'a Needle>,
    /// Which are the pipeline's own.
    pub own: Own<'a>,
}

/// Paints what is seen.
pub fn draw(scene: &Scene<'_>, accents: &Accents<'_>, frame: &mut Frame<'_>, pieces: Vec<Piece>) {
    let area = scene.cx.area;
    for piece in pieces {
        let Some(line) = scene.events.get(piece.event) else { continue };
        let painter = Painter { scene, accents, line };
        let mut y = area.y.saturating_add(u16::try_from(piece.y).unwrap_or(u16::MAX));
        for row in painter.rows(&piece) {
            frame.render_widget(Row(row), Rect { y, height: 1, ..area }.intersection(area));
            y = y.saturating_add(1);
        }
    }
}

/// Paints the rows of one line.
struct Painter<'a> {
    scene: &'a Scene<'a>,
    accents: &'a Accents<'a>,
    line: log::Line<'a>,
}

impl Painter<'_> {
    /// The rows of a piece: gaps before the line, its own rows, gaps after it.
    fn rows(&self, piece: &Piece) -> Vec<Line<'static>> {
        let own = self.scene.rows(piece.event, self.line);
        let (before, after) = (self.scene.before(piece.event), self.scene.after(piece.event));
        let gap = |gap: &(&str, &log::Gap)| gaps::row(self.scene.cx, self.scene.sources, *gap);
        let seen = |n: usize| n.clamp(own.start, own.end) - own.start;
        let edge = self.scene.is_edge(piece.event).then(|| gaps::edge(self.scene.cx));
        let lead = edge.into_iter().chain(before.iter().map(gap));
        let mut rows: Vec<Line<'static>> = lead.skip(piece.rows.start).collect();
        rows.extend(self.own(piece.event, seen(piece.rows.start)..seen(piece.rows.end)));
        let past = piece.rows.start.saturating_sub(own.end);
        rows.extend(after.iter().skip(past).map(gap));
        rows.truncate(piece.rows.len());
        rows
    }

    /// Some of the line's own rows.
    fn own(&self, n: usize, wanted: Range<usize>) -> Vec<Line<'static>> {
        if wanted.is_empty() {
            return vec![];
        }
        if let Some(report) = self.scene.report(n, self.line) {
            return vec![self.folded(&report)];
        }
        let messages = log_line::rows(self.line.text(), self.scene.shape, wanted.clone());
        let rows = wanted.zip(messages).map(|(n, message)| match n {
            0 => self.first(&message),
            _ => self.more(&message),
        });
        rows.collect()
    }

    /// A report in one row.
    fn folded(&self, report: &Report<'_>) -> Line<'static> {
        let lines = if report.more == 1 { "line" } else { "lines" };
        let more = format!(" +{} {lines}", report.more);
        let first = self.scene.shape.first.saturating_sub(cells::width(&more));
        let shape = Shape { first, fold: Fold::Cut, ..self.scene.shape };
        let message = log_line::rows(&report.headline, shape, 0..1).pop().unwrap_or_default();
        let mut row = self.first(&message);
        row.push_span(Span::styled(more, self.scene.cx.theme.faint()));
        row
    }

    /// The row with time and source.
    fn first(&self, message: &str) -> Line<'static> {
        let (cx, sources, line) = (self.scene.cx, self.scene.sources, self.line);
        let width = sources.width(cx.area.width.into());
        let hue = sources.get(line.group()).map_or(sources.len(), |source| source.hue);
        let label = cells::left(&sources.label(line.group()), width);
        let style = if self.is_other() { cx.theme.faint() } else { cx.theme.source(hue) };
        let mut row = Line::from_iter([
            Span::styled(stamp(cx).words(cx, line.time()), cx.theme.faint()),
            Span::raw(" "),
            Span::styled(label, style),
            self.joint(),
        ]);
        let level = if line.level() == Level::Bad { Level::Bad } else { Level::of(message) };
        row.spans.extend(self.message(message, level));
        let is_selected = self.is_selected();
        let mut row = rows::marked(cx, row, is_selected);
        if let Some(gutter) = self.gutter(is_selected)
            && let Some(first) = row.spans.first_mut()
        {
            *first = gutter;
        }
        row
    }

    /// What stands between source and message: a sign where an executor says it, and not the driver of a run.
    fn joint(&self) -> Span<'static> {
        let words = if is_executor(self.line.group(), self.line.stream()) { "» " } else { "  " };
        Span::styled(words, self.scene.cx.theme.faint())
    }

    /// A row that belongs to the row above it.
    fn more(&self, message: &str) -> Line<'static> {
        let cx = self.scene.cx;
        let (_, width) = indents(cx.area.width.into(), stamp(cx), self.scene.sources);
        let gutter = if self.is_selected() { "┊" } else { " " };
        let level = Level::of(message);
        let mut row = Line::from(Span::styled(cells::left(gutter, width), cx.theme.faint()));
        row.spans.extend(self.message(message, level));
        row
    }

    fn message(&self, message: &str, level: Level) -> Vec<Span<'static>> {
        let theme = self.scene.cx.theme;
        if self.is_other() {
            return highlight::plain(theme, message, theme.faint(), &self.accents.found);
        }
        highlight::spans(theme, message, level, &self.accents.found)
    }

    fn is_selected(&self) -> bool {
        self.accents.selected == Some(self.line.place())
    }

    fn is_other(&self) -> bool {
        self.accents.own.is_other(self.line.group(), self.line.stream())
    }

    /// What stands in the gutter of a marked line.
    fn gutter(&self, is_selected: bool) -> Option<Span<'static>> {
        let theme = self.scene.cx.theme;
        let style = if is_selected { theme.key() } else { theme.warning() };
        match self.accents.marks.of(self.line.place(), self.accents.selected) {
            Mark::None => None,
            Mark::Marked => Some(Span::styled("◆", style)),
            Mark::InRange if is_selected => None,
            Mark::InRange => Some(Span::styled("┃", style)),
        }
    }
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

//! One column of a list.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::filter::{Kind, Value};
use crate::pane::{Cx, Stamp};

/// A column, declared once: the header, the rows, the order, the filter and the configuration come from it.
///
/// `R` is what a row shows, `F` what is known of all rows together.
pub struct Column<R, F = ()> {
    /// One lower-case word: the header, the filter's name for it, the configuration's name for it.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// How wide it is.
    pub width: Width<F>,
    /// The greatest goes first where there is no room.
    pub rank: u8,
    /// When it is there.
    pub place: Place,
    /// What a row has in it.
    pub value: fn(Cx<'_>, &F, &R) -> Value,
    /// How a row shows that; `None`: in the words that its value has anyway.
    pub cell: Option<fn(&Cell<'_, F>, &R) -> Span<'static>>,
}

/// How wide a column is, in cells.
pub enum Width<F> {
    /// Always so wide.
    Fixed(usize),
    /// The first, and the second where there is room.
    Either(usize, usize),
    /// As wide as the moments of all rows need.
    Moment,
    /// As wide as the rows need.
    Of(fn(&F) -> usize),
    /// What the others leave, if that is at least so much.
    Rest(usize),
}

/// When a column is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Where there is room.
    Steady,
    /// The same, and a row gives its place to what is in the [`Width::Rest`] column, where that has none.
    Yielding,
    /// Only where the configuration names it; it can be filtered by all the same.
    Asked,
}

/// What a cell is drawn with.
pub struct Cell<'a, F> {
    /// Where and when.
    pub cx: Cx<'a>,
    /// What is known of all rows together.
    pub facts: &'a F,
    /// How much of a moment is shown.
    pub stamp: Stamp,
    /// How wide the column is here.
    pub width: usize,
}

impl<R, F> Column<R, F> {
    /// A column that shows its values in their own words.
    pub const fn new(
        name: &'static str,
        kind: Kind,
        width: Width<F>,
        value: fn(Cx<'_>, &F, &R) -> Value,
    ) -> Self {
        Self { name, kind, width, rank: 0, place: Place::Steady, value, cell: None }
    }

    /// The same, that goes before those with a smaller rank where there is no room.
    #[must_use]
    pub const fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    /// The same, at another place.
    #[must_use]
    pub const fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The same, that shows its values so.
    #[must_use]
    pub const fn drawn(self, cell: fn(&Cell<'_, F>, &R) -> Span<'static>) -> Self {
        Self { cell: Some(cell), ..self }
    }

    /// Whether its cells stand at the right.
    pub fn is_right(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Bytes | Kind::Span)
    }

    /// What a row shows in it.
    pub fn shown(&self, cell: &Cell<'_, F>, row: &R) -> Span<'static> {
        if let Some(draw) = self.cell {
            return draw(cell, row);
        }
        let words = words(cell, &(self.value)(cell.cx, cell.facts, row));
        let style = if self.kind == Kind::Time { cell.cx.theme.faint() } else { Style::new() };
        Span::styled(words, style)
    }
}

fn words<F>(cell: &Cell<'_, F>, value: &Value) -> String {
    match value {
        Value::Time(time) => cell.stamp.words(cell.cx, *time),
        other => plain(cell.cx, other),
    }
}

/// A value in words, a moment with its date: what a filter looks in.
pub fn plain(cx: Cx<'_>, value: &Value) -> String {
    use crate::domain::words;
    match value {
        Value::Nothing => String::new(),
        Value::Text(words) => words.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bytes(bytes) => words::size(*bytes),
        Value::Span(span) => words::span(*span),
        Value::Time(time) => cx.date(*time),
    }
}

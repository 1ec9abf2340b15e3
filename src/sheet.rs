//! A list with columns: which rows are shown, in which order, which one is selected, which are marked.
//!
//! A pane declares its columns in one table ([`Row::COLUMNS`]); header, rows, order and filter come from that.

mod column;
mod fit;
mod order;
mod paint;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

pub use column::{Cell, Column, Place, Width, plain};
pub use order::{Direction, Order};

use crate::clock::Time;
use crate::domain::words;
use crate::filter::{Filter, Kind, Known, Value};
use crate::list::{Cursor, Marks, Motion};
use crate::pane::{Cx, Remark, Stamp};
use crate::widgets::rows;

/// The lowest area whose first line names the columns.
const LOWEST: u16 = 6;

/// What a row of a list shows.
pub trait Row: Sized + 'static {
    /// What identifies it.
    type Key: Clone + PartialEq;
    /// What is known of all rows together.
    type Facts: 'static;
    /// What the configuration calls the list.
    const LIST: &'static str;
    /// The columns, in their order.
    const COLUMNS: &'static [Column<Self, Self::Facts>];

    /// What identifies it.
    fn key(&self) -> Self::Key;
    /// An id that no column shows; a filter finds it by a long piece.
    fn id(&self) -> &str;
    /// A word that no column shows, and that a filter finds.
    fn word(&self) -> &'static str {
        ""
    }
    /// How it is, in one cell.
    fn sign(&self, cx: Cx<'_>) -> Span<'static>;
}

/// What all rows are drawn with.
struct Seen<'a, R: Row> {
    cx: Cx<'a>,
    facts: &'a R::Facts,
    stamp: Stamp,
}

impl<R: Row> Clone for Seen<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Row> Copy for Seen<'_, R> {}

/// Where one was looking in a list.
pub struct Spot<K> {
    key: Option<K>,
    filter: String,
    order: Order,
}

/// Where one is looking in a list.
///
/// The rows are the pane's, in a slice that is handed in each time; positions in it are good until it changes.
pub struct Sheet<R: Row> {
    cursor: Cursor<R::Key>,
    filter: Filter,
    order: Order,
    marks: Marks<R::Key>,
    /// The rows that are shown, as positions in the slice.
    shown: Vec<usize>,
    /// The earliest moment among them: it decides how much of a moment is shown.
    oldest: Option<Time>,
    /// The revision of the world that this was made from; `None`: it must be made.
    revision: Option<u64>,
}

impl<R: Row> Default for Sheet<R> {
    fn default() -> Self {
        Self {
            cursor: Cursor::default(),
            filter: Filter::default(),
            order: Order::default(),
            marks: Marks::default(),
            shown: Vec::new(),
            oldest: None,
            revision: None,
        }
    }
}

impl<R: Row> Sheet<R> {
    /// Whether the rows will be made anew at the next [`Sheet::settle`].
    pub fn is_old(&self, cx: Cx<'_>) -> bool {
        self.revision != Some(cx.world.revision())
    }

    /// Brings rows and selection in line with the facts.
    pub fn settle(&mut self, cx: Cx<'_>, rows: &[R], facts: &R::Facts) {
        if self.is_old(cx) {
            self.make(cx, rows, facts);
            self.revision = Some(cx.world.revision());
        }
        let shown = &self.shown;
        self.cursor.settle(shown.len(), body(cx).height(), |n| key(rows, shown, n));
    }

    fn make(&mut self, cx: Cx<'_>, rows: &[R], facts: &R::Facts) {
        let passing = (0..).zip(rows).filter(|(_, row)| self.passes(cx, facts, row));
        self.shown = passing.map(|(n, _)| n).collect();
        self.sort(cx, rows, facts);
        let moment = R::COLUMNS.iter().find(|column| column.kind == Kind::Time);
        let moments = self.shown.iter().filter_map(|n| rows.get(*n)).filter_map(|row| {
            match (moment?.value)(cx, facts, row) {
                Value::Time(time) => Some(time),
                _ => None,
            }
        });
        self.oldest = moments.min();
    }

    fn sort(&mut self, cx: Cx<'_>, rows: &[R], facts: &R::Facts) {
        let Order::By(name, direction) = self.order else { return };
        let Some(column) = R::COLUMNS.iter().find(|column| column.name == name) else { return };
        let value = |n: usize| rows.get(n).map_or(Value::Nothing, |row| (column.value)(cx, facts, row));
        let mut ranked: Vec<(Value, usize)> = self.shown.iter().map(|n| (value(*n), *n)).collect();
        ranked.sort_by(|(one, _), (two, _)| direction.compare(one, two));
        self.shown = ranked.into_iter().map(|(_, n)| n).collect();
    }

    fn passes(&self, cx: Cx<'_>, facts: &R::Facts, row: &R) -> bool {
        if self.filter.is_empty() {
            return true;
        }
        let value = |column: &Column<R, R::Facts>| (column.value)(cx, facts, row);
        let searched = R::COLUMNS.iter().filter(|column| matches!(column.kind, Kind::Text | Kind::Time));
        let parts: Vec<String> = searched.map(|column| plain(cx, &value(column))).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).chain([row.word()]).collect();
        self.filter.passes_with_id(&parts, row.id())
            && self.filter.meets(cx.now, |name| {
                let column = R::COLUMNS.iter().find(|column| column.name == name);
                let value = column.map_or(Value::Nothing, value);
                let shown = plain(cx, &value);
                (value, shown)
            })
    }

    /// Moves the selection.
    pub fn go(&mut self, motion: Motion, cx: Cx<'_>, rows: &[R]) {
        let shown = &self.shown;
        self.cursor.go(motion, shown.len(), body(cx).height(), |n| key(rows, shown, n));
    }

    /// Stays at the selected row, whatever arrives.
    pub fn hold(&mut self, rows: &[R]) {
        let shown = &self.shown;
        self.cursor.hold(|n| key(rows, shown, n));
    }

    /// Selects a row, whatever the filter hides.
    pub fn find(&mut self, key: R::Key) {
        self.cursor.select(key);
        (self.filter, self.revision) = (Filter::default(), None);
    }

    /// Where one is looking, to come back to.
    pub fn spot(&self, rows: &[R]) -> Spot<R::Key> {
        let key = self.selected(rows).map(Row::key);
        Spot { key, filter: self.filter.text().to_owned(), order: self.order }
    }

    /// Looks there again.
    pub fn go_to(&mut self, spot: Spot<R::Key>) {
        self.filter(&spot.filter);
        self.order = spot.order;
        if let Some(key) = spot.key {
            self.cursor.select(key);
        }
    }

    /// Shows only what passes; empty: everything.
    pub fn filter(&mut self, text: &str) {
        self.filter = Filter::of(text, &known::<R>());
        self.revision = None;
    }

    /// As it was typed; empty: everything is shown.
    pub fn filtered_by(&self) -> &str {
        self.filter.text()
    }

    /// What stands beside the filter while it is typed.
    pub fn remark(&self) -> Remark {
        self.filter.remark(&known::<R>())
    }

    /// Sorts by the next of the columns that are shown, then by none.
    pub fn sort_next(&mut self, cx: Cx<'_>, rows: &[R], facts: &R::Facts) {
        let columns = self.drawn(cx, facts);
        self.reorder(rows, self.order.next(&columns));
    }

    /// Turns the order around.
    pub fn turn(&mut self, cx: Cx<'_>, rows: &[R], facts: &R::Facts) {
        let columns = self.drawn(cx, facts);
        self.reorder(rows, self.order.turned(&columns));
    }

    fn reorder(&mut self, rows: &[R], order: Order) {
        self.hold(rows);
        (self.order, self.revision) = (order, None);
    }

    fn drawn(&self, cx: Cx<'_>, facts: &R::Facts) -> Vec<Known> {
        let plan = self.plan(cx, facts);
        plan.slots.iter().map(|(column, _)| (column.name, column.kind)).collect()
    }

    /// Marks the selected row, or takes its mark away.
    pub fn mark(&mut self, rows: &[R]) {
        if let Some(row) = self.selected(rows) {
            let key = row.key();
            self.marks.turn(key);
        }
        self.hold(rows);
    }

    /// Marks no row any more.
    pub fn unmark(&mut self) {
        self.marks.clear();
    }

    /// The marked rows that there still are, in the order of the slice.
    pub fn marked<'a>(&self, rows: &'a [R]) -> Vec<&'a R> {
        rows.iter().filter(|row| self.marks.has(&row.key())).collect()
    }

    /// What is copied or acted on: the marked rows, else the selected one.
    pub fn chosen<'a>(&self, rows: &'a [R]) -> Vec<&'a R> {
        let marked = self.marked(rows);
        if marked.is_empty() { self.selected(rows).into_iter().collect() } else { marked }
    }

    /// Where one is: `3 of at least 1,204  2 marked`; `least` stands before the number of rows.
    pub fn count(&self, least: &str) -> String {
        let place = match self.shown.len() {
            0 => String::new(),
            len => format!("{} of {least}{}", self.index() + 1, words::count(len)),
        };
        match self.marks.len() {
            0 => place,
            marks => format!("{place}  {} marked", words::count(marks)).trim_start().to_owned(),
        }
    }

    /// The selected row.
    pub fn selected<'a>(&self, rows: &'a [R]) -> Option<&'a R> {
        rows.get(*self.shown.get(self.cursor.index())?)
    }

    /// The number of the selected row.
    pub fn index(&self) -> usize {
        self.cursor.index()
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether no row is shown.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The rows that are shown, in the order of the slice.
    pub fn by_position<'a>(&self, rows: &'a [R]) -> impl Iterator<Item = &'a R> {
        let mut shown = self.shown.clone();
        shown.sort_unstable();
        shown.into_iter().filter_map(move |n| rows.get(n))
    }

    /// Draws the header and the rows of the window.
    pub fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>, rows: &[R], facts: &R::Facts) {
        let plan = self.plan(cx, facts);
        let body = body(cx);
        if body.area.height < cx.area.height {
            paint::header(cx, frame, &plan, self.lead(), self.order);
        }
        let seen = Seen { cx, facts, stamp: Stamp::of(cx, self.oldest) };
        rows::draw(body, frame, &self.cursor, self.shown.len(), |n| {
            let row = self.shown.get(n).and_then(|n| rows.get(*n));
            row.map(|row| paint::row(seen, &plan, row, self.sign_of(row))).unwrap_or_default()
        });
    }

    fn sign_of(&self, row: &R) -> Option<&'static str> {
        match self.marks.is_empty() {
            true => None,
            false if self.marks.has(&row.key()) => Some(paint::MARK),
            false => Some("  "),
        }
    }

    fn lead(&self) -> usize {
        paint::LEAD + if self.marks.is_empty() { 0 } else { 2 }
    }

    fn plan(&self, cx: Cx<'_>, facts: &R::Facts) -> fit::Plan<R, R::Facts> {
        let columns = columns::<R>(cx);
        let width = usize::from(cx.area.width).saturating_sub(self.lead());
        fit::fit(&columns, facts, Stamp::of(cx, self.oldest), width)
    }
}

/// The area of the rows: without the header, where there is one.
fn body(cx: Cx<'_>) -> Cx<'_> {
    let header = u16::from(cx.area.height >= LOWEST);
    cx.within(Rect { y: cx.area.y + header, height: cx.area.height - header, ..cx.area })
}

fn key<R: Row>(rows: &[R], shown: &[usize], n: usize) -> Option<R::Key> {
    rows.get(*shown.get(n)?).map(Row::key)
}

fn known<R: Row>() -> Vec<Known> {
    R::COLUMNS.iter().map(|column| (column.name, column.kind)).collect()
}

/// The columns that are shown where there is room: those that the configuration names, else the list's own.
fn columns<R: Row>(cx: Cx<'_>) -> Vec<&'static Column<R, R::Facts>> {
    match cx.columns.get(R::LIST) {
        Some(names) => {
            names.iter().filter_map(|name| R::COLUMNS.iter().find(|column| column.name == name)).collect()
        }
        None => R::COLUMNS.iter().filter(|column| column.place != Place::Asked).collect(),
    }
}

/// A list's name, and the names of its columns.
pub type List = (&'static str, Vec<&'static str>);

/// The name of a list, and of all that it can show.
pub fn list<R: Row>() -> List {
    (R::LIST, R::COLUMNS.iter().map(|column| column.name).collect())
}

//! The partitions of a table: which rows there are, in which order, and what they say.

use std::cmp::Ordering;

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::line::{self, GAP};
use super::node::{Id, Node};
use crate::domain::table::{Partition, Wanted};
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::filter::Filter;
use crate::pane::{Cx, Details};
use crate::widgets::cells;

/// What partitions are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// Their values, key by key.
    #[default]
    Values,
    /// When they were added.
    Added,
    /// Their rows.
    Rows,
    /// Their bytes.
    Bytes,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sorting {
    /// By what.
    pub by: By,
    /// Which way.
    pub way: Way,
}

/// Which way an order goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// The greatest, the newest first: what is looked for is mostly there.
    #[default]
    Down,
    /// The least first.
    Up,
}

impl Sorting {
    /// By the next thing.
    pub fn next(self) -> Self {
        let by = match self.by {
            By::Values => By::Added,
            By::Added => By::Rows,
            By::Rows => By::Bytes,
            By::Bytes => By::Values,
        };
        Self { by, ..self }
    }

    /// The other way round.
    pub fn turned(self) -> Self {
        let way = if self.way == Way::Down { Way::Up } else { Way::Down };
        Self { way, ..self }
    }

    /// In words: `by values, last first`.
    pub fn words(self) -> String {
        let by = match self.by {
            By::Values => "values",
            By::Added => "age",
            By::Rows => "rows",
            By::Bytes => "bytes",
        };
        let way = if self.way == Way::Down { "↓" } else { "↑" };
        format!("by {by} {way}")
    }

    fn compare(self, a: &Partition, b: &Partition) -> Ordering {
        let values = || of_values(&a.values, &b.values);
        let order = match self.by {
            By::Values => values(),
            By::Added => a.created.cmp(&b.created).then_with(values),
            By::Rows => a.rows.cmp(&b.rows).then_with(values),
            By::Bytes => a.bytes.cmp(&b.bytes).then_with(values),
        };
        if self.way == Way::Down { order.reverse() } else { order }
    }
}

/// Numbers are compared as numbers.
fn of_values(a: &[Foreign], b: &[Foreign]) -> Ordering {
    let one = |(a, b): (&Foreign, &Foreign)| match (a.exact().parse::<i64>(), b.exact().parse::<i64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        _ => a.cmp(b),
    };
    a.iter().zip(b).map(one).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn all<'a>(cx: Cx<'a>, wanted: &Wanted) -> &'a [Partition] {
    cx.world.glue.partitions.of(wanted).map(|known| known.items.as_slice()).unwrap_or_default()
}

/// The rows.
pub fn nodes(cx: Cx<'_>, wanted: &Wanted, sorting: Sorting, filter: &Filter) -> Vec<Node> {
    let passes = |partition: &Partition| {
        let location = partition.location.iter().map(Foreign::exact);
        let parts: Vec<&str> = partition.values.iter().map(Foreign::exact).chain(location).collect();
        filter.is_empty() || filter.passes(&parts)
    };
    let mut rows: Vec<(usize, &Partition)> =
        all(cx, wanted).iter().enumerate().filter(|(_, partition)| passes(partition)).collect();
    rows.sort_by(|(_, a), (_, b)| sorting.compare(a, b));
    let node = |(at, partition): (usize, &Partition)| Node {
        at,
        ..Node::leaf(Id::Partition(partition.values.clone()))
    };
    rows.into_iter().map(node).collect()
}

/// The partition of a row.
pub fn find<'a>(cx: Cx<'a>, node: &Node) -> Option<&'a Partition> {
    let Id::Partition(values) = &node.id else { return None };
    let all = cx.world.glue.partitions.latest();
    all.get(node.at)
        .filter(|found| found.values == *values)
        .or_else(|| all.iter().find(|it| it.values == *values))
}

/// The names of a table's partition keys, visible.
fn keys(cx: Cx<'_>, wanted: &Wanted) -> Vec<String> {
    let table = super::details::table(cx, &wanted.table);
    table.into_iter().flat_map(|table| table.keys().map(|key| key.name.visible().into_owned())).collect()
}

/// How wide each key's column is.
pub fn widths(cx: Cx<'_>, wanted: &Wanted) -> Vec<usize> {
    let mut widths: Vec<usize> = keys(cx, wanted).iter().map(|key| key.width()).collect();
    for partition in all(cx, wanted) {
        widths.resize(widths.len().max(partition.values.len()), 0);
        for (width, value) in widths.iter_mut().zip(&partition.values) {
            *width = (*width).max(value.visible().width());
        }
    }
    widths
}

fn columns(cx: Cx<'_>, texts: impl Iterator<Item = String>, widths: &[usize]) -> String {
    let most = line::most(cx) / widths.len().max(1);
    let padded = texts.zip(widths).map(|(text, width)| cells::left(&text, (*width).min(most)));
    padded.collect::<Vec<_>>().join("  ") + "  "
}

/// The line above the rows.
pub fn header(cx: Cx<'_>, wanted: &Wanted, widths: &[usize], sorting: Sorting) -> Line<'static> {
    let keys = columns(cx, keys(cx, wanted).into_iter(), widths);
    Line::styled(format!("   {keys} {}", sorting.words()), cx.theme.faint())
}

/// The row of a partition.
pub fn row(cx: Cx<'_>, partition: &Partition, widths: &[usize]) -> Line<'static> {
    let values = partition.values.iter().map(|value| value.visible().into_owned());
    let values = columns(cx, values, widths);
    let room = usize::from(cx.area.width).saturating_sub(values.width() + GAP + 1);
    let about = line::fitting(about(cx, partition), room);
    Line::from_iter([Span::raw("  "), Span::raw(values), Span::styled(format!(" {about}"), cx.theme.faint())])
}

/// What else is known of a partition, the fullest first.
fn about(cx: Cx<'_>, partition: &Partition) -> Vec<String> {
    let added = partition.created.map(|at| format!("added {}", words::ago(cx.now - at)));
    let analysed = partition.analysed.map(|at| format!("analysed {}", words::ago(cx.now - at)));
    let rows = partition
        .rows
        .map(|rows| format!("{} rows", words::count(usize::try_from(rows).unwrap_or(usize::MAX))));
    let bytes = partition.bytes.map(words::size);
    let location = partition.location.as_ref().map(|location| location.visible().into_owned());
    let parts: Vec<String> = [added, rows, bytes, analysed, location].into_iter().flatten().collect();
    (1..=parts.len()).rev().filter_map(|n| Some(parts.get(..n)?.join("   "))).collect()
}

/// Everything there is to say of a partition.
pub fn details(cx: Cx<'_>, wanted: &Wanted, partition: &Partition) -> Details {
    let keys = keys(cx, wanted).into_iter().chain(std::iter::repeat(String::new()));
    let named: Vec<String> =
        keys.zip(&partition.values).map(|(key, value)| format!("{key} = {}", value.visible())).collect();
    let count = |count: u64| words::count(usize::try_from(count).unwrap_or(usize::MAX));
    Details::new(format!("partition of {}", wanted.table.table.visible()))
        .with("values", named.join("\n"))
        .with_some("location", partition.location.as_ref().map(Foreign::visible))
        .with_some("added", partition.created.map(|at| line::moment(cx, at)))
        .with_some("analysed", partition.analysed.map(|at| line::moment(cx, at)))
        .with_some("rows", partition.rows.map(count))
        .with_some("size", partition.bytes.map(words::size))
}

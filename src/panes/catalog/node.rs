//! The rows of the tree: which there are, what identifies them, which are folded.

use std::collections::HashMap;

use super::account::{self, Part};
use super::view::View;
use super::{Level, crawler, crawls, partitions, tables, versions};
use crate::domain::table::difference::{Difference, What};
use crate::domain::table::{Name, Table};
use crate::domain::text::Foreign;
use crate::filter::Filter;
use crate::pane::Cx;
use crate::widgets::tree::Fold;

/// The most tables that are unfolded when they are first seen.
const FEW: usize = 3;

/// What identifies a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Id {
    /// The heading of a part of the account's catalog.
    Part(Part),
    /// Why a part could not be read.
    Unread(Part),
    /// A database, by its name.
    Database(Foreign),
    /// A crawler.
    Crawler(Which),
    /// What it crawls, and where that goes.
    Route(Which),
    /// Why its last crawl failed.
    Error(Which),
    /// Why it could not be read.
    Fault(Which),
    /// The crawls of the pipeline's crawler.
    Crawls,
    /// A crawl, by its id.
    Crawl(Foreign),
    /// A table.
    Table(Name),
    /// Where a table's data is, and what reads it.
    About(Name),
    /// A partition, by its values.
    Partition(Vec<Foreign>),
    /// A version of a table, by its number.
    Version(Foreign),
    /// Something that two versions differ in.
    Change(What, Foreign),
    /// A column, or a field in one, by its table and the names above it and its own.
    Column(Name, Vec<Foreign>),
}

/// Which crawler is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Which {
    /// The pipeline's, which is read again and again.
    Ours,
    /// Any of the account, by its name.
    Named(Foreign),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Which it is.
    pub id: Id,
    /// Whether it has rows below it, and shows them.
    pub fold: Fold,
    /// What a column's row says; `None` for all others.
    pub field: Option<Field>,
    /// Its place among the things of its kind, as of when the rows were made.
    pub at: usize,
    /// What the row of a difference says; `None` for all others.
    pub change: Option<Difference>,
}

/// What the row of a column, or of a field in one, says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The lines of the tree before its name.
    pub lead: String,
    /// Its type, without the fields of its structs.
    pub word: Foreign,
    /// Whether it is a partition key.
    pub is_partition: bool,
    /// Its place among the table's columns, and among the rows of the column.
    pub place: (usize, usize),
    /// The widest lead with its name among the fields of the table, in characters.
    pub names: usize,
}

/// What the user has folded and unfolded.
#[derive(Debug, Default)]
pub struct Folds {
    /// How the tables of a database are until the user turns them; absent: none was seen yet.
    tables: HashMap<Foreign, Fold>,
    turned: HashMap<Id, Fold>,
}

impl Folds {
    /// Decides, when the first tables of a database are seen, whether its tables are unfolded.
    pub fn begin(&mut self, tables: &[Table]) {
        if let Some(first) = tables.first().filter(|first| !self.tables.contains_key(&first.database)) {
            let fold = if tables.len() <= FEW { Fold::Open } else { Fold::Closed };
            self.tables.insert(first.database.clone(), fold);
        }
    }

    /// Folds or unfolds a row, if that is possible.
    pub fn turn(&mut self, node: &Node) -> bool {
        if node.fold != Fold::Leaf {
            self.turned.insert(node.id.clone(), node.fold.turned());
        }
        node.fold != Fold::Leaf
    }

    /// How a row with others below it is now.
    pub fn of(&self, id: &Id) -> Fold {
        let default = match id {
            Id::Table(name) => self.tables.get(&name.database).copied().unwrap_or(Fold::Closed),
            Id::Crawls => Fold::Closed,
            _ => Fold::Open,
        };
        self.turned.get(id).copied().unwrap_or(default)
    }
}

/// The tables that a view shows.
pub fn tables_of<'a>(cx: Cx<'a>, view: &View) -> &'a [Table] {
    match view {
        View::Pipeline => cx.world.tables.get().map(Vec::as_slice).unwrap_or_default(),
        View::Database(name) => {
            cx.world.glue.tables.of(name).map(|it| it.items.as_slice()).unwrap_or_default()
        }
        _ => &[],
    }
}

/// All rows that are shown.
pub fn nodes(cx: Cx<'_>, level: &Level, folds: &Folds) -> Vec<Node> {
    let (view, filter) = (&level.view, &level.filter);
    match view {
        View::Pipeline => pipeline(cx, folds, filter),
        View::Account => account::nodes(cx, folds, filter),
        View::Database(_) => tables(cx, view, folds, filter),
        View::Crawler(name) => crawls::of_other(cx, name, filter),
        View::Partitions(wanted) => partitions::nodes(cx, wanted, level.sorting, filter),
        View::Versions(name) => versions::nodes(cx, name, filter),
        View::Change(name, old, new) => versions::changes(cx, name, (old, new), filter),
    }
}

fn pipeline(cx: Cx<'_>, folds: &Folds, filter: &Filter) -> Vec<Node> {
    let mut nodes = crawler(cx, folds, filter);
    nodes.extend(tables(cx, &View::Pipeline, folds, filter));
    nodes
}

fn tables(cx: Cx<'_>, view: &View, folds: &Folds, filter: &Filter) -> Vec<Node> {
    tables_of(cx, view).iter().flat_map(|table| tables::nodes(table, folds, filter)).collect()
}

fn crawler(cx: Cx<'_>, folds: &Folds, filter: &Filter) -> Vec<Node> {
    let Some(seen) = crawler::of(cx, &Which::Ours) else { return vec![] };
    if !filter.passes(&[&seen.name]) {
        return crawls::nodes(cx, folds, filter);
    }
    let own = crawler::nodes(cx, &Which::Ours).into_iter();
    own.chain(crawls::nodes(cx, folds, &Filter::default())).collect()
}

impl Node {
    /// A row without others below it.
    pub fn leaf(id: Id) -> Self {
        Self { id, fold: Fold::Leaf, field: None, at: 0, change: None }
    }

    /// The last part of its path, visible.
    pub fn name(&self) -> String {
        match &self.id {
            Id::Database(name) => name.visible().into_owned(),
            Id::Table(name) => name.table.visible().into_owned(),
            Id::Column(_, path) => path.last().map(|name| name.visible().into_owned()).unwrap_or_default(),
            _ => String::new(),
        }
    }
}

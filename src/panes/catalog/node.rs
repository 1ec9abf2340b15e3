//! The rows of the tree: which there are, what identifies them, which are folded.

use std::collections::HashMap;

use super::crawls;
use crate::domain::table::{Column, Table};
use crate::domain::text::Foreign;
use crate::filter::Filter;
use crate::pane::Cx;
use crate::widgets::tree::{self, Fold};

/// The most tables that are unfolded when they are first seen.
const FEW: usize = 3;

/// What identifies a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Id {
    /// The crawler.
    Crawler,
    /// What it crawls, and where that goes.
    Route,
    /// Why its last crawl failed.
    Error,
    /// Why it could not be read.
    Fault,
    /// Its crawls.
    Crawls,
    /// One of them, by its id.
    Crawl(Foreign),
    /// A table, by its name.
    Table(Foreign),
    /// Where a table's data is, and what reads it.
    About(Foreign),
    /// A column, or a field in one, by its table and the names above it and its own.
    Column(Foreign, Vec<Foreign>),
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
    /// How tables are until the user turns them; `None`: none was seen yet.
    tables: Option<Fold>,
    turned: HashMap<Id, Fold>,
}

impl Folds {
    /// Decides, when the first tables are seen, whether tables are unfolded.
    pub fn begin(&mut self, tables: usize) {
        if tables > 0 {
            self.tables.get_or_insert(if tables <= FEW { Fold::Open } else { Fold::Closed });
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
            Id::Table(_) => self.tables.unwrap_or(Fold::Closed),
            Id::Crawls => Fold::Closed,
            _ => Fold::Open,
        };
        self.turned.get(id).copied().unwrap_or(default)
    }
}

/// All rows that are shown.
pub fn nodes(cx: Cx<'_>, folds: &Folds, filter: &Filter) -> Vec<Node> {
    let mut nodes = crawler(cx, folds, filter);
    let tables = cx.world.tables.get().map(Vec::as_slice).unwrap_or_default();
    for table in tables {
        nodes.extend(self::table(table, folds, filter));
    }
    nodes
}

fn crawler(cx: Cx<'_>, folds: &Folds, filter: &Filter) -> Vec<Node> {
    let Some((name, crawler)) = super::crawler(cx) else { return vec![] };
    if !filter.passes(&[&name]) {
        return crawls::nodes(cx, folds, filter);
    }
    let has_error = crawler.and_then(|crawler| crawler.last.as_ref()?.error.as_ref()).is_some();
    let has_route = crawler.is_some();
    let has_fault = cx.world.crawler.fault().is_some();
    let rows = [(Id::Crawler, true), (Id::Error, has_error), (Id::Fault, has_fault), (Id::Route, has_route)];
    let own = rows.into_iter().filter(|(_, is_there)| *is_there).map(|(id, _)| Node::leaf(id));
    own.chain(crawls::nodes(cx, folds, &Filter::default())).collect()
}

fn table(table: &Table, folds: &Folds, filter: &Filter) -> Vec<Node> {
    let id = Id::Table(table.name.clone());
    let is_named = filter.passes(&[table.name.exact()]);
    let fold = if table.columns.is_empty() { Fold::Leaf } else { folds.of(&id) };
    let fields = match (is_named, fold) {
        (true, Fold::Closed | Fold::Leaf) => vec![],
        (true, Fold::Open) => unfolded(fields(table), folds),
        (false, _) => matching(fields(table), table, filter),
    };
    if !is_named && fields.is_empty() {
        return vec![];
    }
    let about = (is_named && fold != Fold::Closed).then(|| Node::leaf(Id::About(table.name.clone())));
    let root = Node { id, fold: if is_named { fold } else { Fold::Open }, field: None };
    std::iter::once(root).chain(about).chain(drawn(fields)).collect()
}

/// A field before its place in the tree is drawn.
struct Raw {
    depth: usize,
    node: Node,
    field: Field,
}

fn fields(table: &Table) -> Vec<Raw> {
    (0..).zip(&table.columns).flat_map(|(n, column)| grow(&table.name, n, column)).collect()
}

fn grow(table: &Foreign, n: usize, column: &Column) -> Vec<Raw> {
    let rows = column.tree();
    let depths = rows.iter().skip(1).map(|row| row.depth).chain([0]);
    let mut path: Vec<Foreign> = Vec::new();
    let raw = |(place, (row, next)): (usize, (_, usize))| {
        let row: &crate::domain::table::Row<'_> = row;
        path.truncate(row.depth);
        path.push(row.name.clone());
        let fold = if next > row.depth { Fold::Open } else { Fold::Leaf };
        let is_partition = column.is_partition && row.depth == 0;
        let field =
            Field { lead: String::new(), word: row.word.clone(), is_partition, place: (n, place), names: 0 };
        let node = Node { id: Id::Column(table.clone(), path.clone()), fold, field: None };
        Raw { depth: row.depth, node, field }
    };
    rows.iter().zip(depths).enumerate().map(raw).collect()
}

/// Without what lies below a folded field.
fn unfolded(raws: Vec<Raw>, folds: &Folds) -> Vec<Raw> {
    let mut hidden_below = usize::MAX;
    let shown = raws.into_iter().filter_map(|mut raw| {
        if raw.depth > hidden_below {
            return None;
        }
        hidden_below = usize::MAX;
        if raw.node.fold == Fold::Open && folds.of(&raw.node.id) == Fold::Closed {
            raw.node.fold = Fold::Closed;
            hidden_below = raw.depth;
        }
        Some(raw)
    });
    shown.collect()
}

/// Those that pass the filter, and what lies above them.
fn matching(raws: Vec<Raw>, table: &Table, filter: &Filter) -> Vec<Raw> {
    let mut wanted_above = 0;
    let mut kept: Vec<Raw> = raws
        .into_iter()
        .rev()
        .filter(|raw| {
            let is_kept = raw.depth < wanted_above || raw.passes(table, filter);
            if is_kept {
                wanted_above = raw.depth;
            }
            is_kept
        })
        .collect();
    kept.reverse();
    kept
}

fn drawn(raws: Vec<Raw>) -> impl Iterator<Item = Node> {
    let shape: Vec<(usize, Fold)> = raws.iter().map(|raw| (raw.depth, raw.node.fold)).collect();
    let leads = tree::leads(&shape);
    let names = raws.iter().map(|raw| 3 * (raw.depth + 1) + raw.node.name().chars().count()).max();
    raws.into_iter().zip(leads).map(move |(raw, lead)| {
        let field = Field { lead, names: names.unwrap_or(0), ..raw.field };
        Node { field: Some(field), ..raw.node }
    })
}

impl Raw {
    fn passes(&self, table: &Table, filter: &Filter) -> bool {
        let Id::Column(_, path) = &self.node.id else { return false };
        let above = path.iter().map(Foreign::exact);
        let parts: Vec<&str> = above.chain([table.name.exact(), self.field.word.exact()]).collect();
        filter.passes(&parts)
    }
}

impl Node {
    /// A row without others below it.
    pub fn leaf(id: Id) -> Self {
        Self { id, fold: Fold::Leaf, field: None }
    }

    /// The last part of its path, visible.
    pub fn name(&self) -> String {
        match &self.id {
            Id::Table(name) => name.visible().into_owned(),
            Id::Column(_, path) => path.last().map(|name| name.visible().into_owned()).unwrap_or_default(),
            _ => String::new(),
        }
    }
}

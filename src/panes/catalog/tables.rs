//! Tables: which rows there are of them, with their columns as trees.

use super::node::{Field, Folds, Id, Node};
use crate::domain::table::{Column, Name, Table};
use crate::domain::text::Foreign;
use crate::filter::Filter;
use crate::widgets::tree::{self, Fold};

/// The rows of a table.
pub fn nodes(table: &Table, folds: &Folds, filter: &Filter) -> Vec<Node> {
    let name = table.full_name();
    let id = Id::Table(name.clone());
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
    let about = (is_named && fold != Fold::Closed).then(|| Node::leaf(Id::About(name)));
    let root = Node { id, fold: if is_named { fold } else { Fold::Open }, field: None, at: 0, change: None };
    std::iter::once(root).chain(about).chain(drawn(fields)).collect()
}

/// A field before its place in the tree is drawn.
struct Raw {
    depth: usize,
    node: Node,
    field: Field,
}

fn fields(table: &Table) -> Vec<Raw> {
    let name = table.full_name();
    (0..).zip(&table.columns).flat_map(|(n, column)| grow(&name, n, column)).collect()
}

fn grow(table: &Name, n: usize, column: &Column) -> Vec<Raw> {
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
        let node =
            Node { id: Id::Column(table.clone(), path.clone()), fold, field: None, at: 0, change: None };
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

//! Everything there is to say of what a row stands for.

use super::node::{Field, Id, Node};
use super::{account, crawler, crawls, fresh, line, versions};
use crate::domain::table::{Name, Table};
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::pane::{Cx, Details};

/// What the row stands for.
pub fn of(cx: Cx<'_>, node: &Node) -> Option<Details> {
    match &node.id {
        Id::Part(part) | Id::Unread(part) => Some(account::of_part(cx, *part)),
        Id::Database(name) => account::details(cx, name),
        Id::Crawler(which) | Id::Route(which) | Id::Error(which) | Id::Fault(which) => {
            crawler::of(cx, which).map(|seen| crawler::details(cx, &seen))
        }
        Id::Crawls => crawler::of(cx, &super::node::Which::Ours).map(|seen| crawler::details(cx, &seen)),
        Id::Crawl(id) => crawls::find(cx, id).map(|crawl| crawls::details(cx, crawl)),
        Id::Table(name) | Id::About(name) => self::table(cx, name).map(|table| of_table(cx, table)),
        Id::Change(..) => node.change.as_ref().map(versions::of_change),
        Id::Partition(_) | Id::Version(_) => None,
        Id::Column(table, path) => {
            let table = self::table(cx, table)?;
            of_field(table, path, node.field.as_ref()?)
        }
    }
}

/// The table of this name, of the pipeline or of the database that was looked at last.
pub fn table<'a>(cx: Cx<'a>, name: &Name) -> Option<&'a Table> {
    let ours = cx.world.tables.get().into_iter().flatten();
    let others = cx.world.glue.tables.of(&name.database).map(|tables| &tables.items);
    ours.chain(others.into_iter().flatten()).find(|table| table.is(name))
}

fn of_table(cx: Cx<'_>, table: &Table) -> Details {
    let keys: Vec<_> = table.keys().map(|key| key.name.visible()).collect();
    Details::new(format!("table {}", table.name.visible()))
        .with("database", table.database.visible())
        .with("columns", words::count(table.columns.len()))
        .with_some("partitions", (!keys.is_empty()).then(|| keys.join(", ")))
        .with_some("location", shown(table.location.as_ref()))
        .with_some("format", shown(table.classification.as_ref()))
        .with_some("SerDe", shown(table.serde.as_ref()))
        .with_some("kind", shown(table.kind.as_ref()))
        .with_some("version", shown(table.version.as_ref()))
        .with_some("created", table.created.map(|at| line::moment(cx, at)))
        .with_some("updated", table.updated.map(|at| line::moment(cx, at)))
        .with_some("data", fresh::sentence(cx, table))
        .with_some("parameters", parameters(table))
}

/// What crawlers and others have written to a table, a line for each.
fn parameters(table: &Table) -> Option<String> {
    let lines: Vec<String> = table
        .parameters
        .iter()
        .map(|(name, value)| format!("{} = {}", name.visible(), value.visible()))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn of_field(table: &Table, path: &[Foreign], field: &Field) -> Option<Details> {
    let column = table.columns.get(field.place.0)?;
    let kind = column.tree().get(field.place.1)?.kind.hive();
    let path: Vec<_> = path.iter().map(Foreign::visible).collect();
    let word = if path.len() == 1 { "column" } else { "field" };
    let details = Details::new(format!("{word} {}", path.join(".")))
        .with("table", table.name.visible())
        .with("type", kind.visible());
    Some(if field.is_partition { details.with("role", "partition key") } else { details })
}

fn shown(text: Option<&Foreign>) -> Option<String> {
    text.map(|text| text.visible().into_owned())
}

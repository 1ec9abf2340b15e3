//! The commands of the AWS CLI that read what a row shows.

use super::account::Part;
use super::node::{Id, Which};
use super::view::View;
use super::{crawler, related};
use crate::domain::command::Command;
use crate::domain::text::Foreign;
use crate::pane::Cx;

/// Reads a part of the account, a database, a crawler, its crawls, a table with its columns, the partitions that are
/// shown, or the versions of a table.
pub fn of(cx: Cx<'_>, view: &View, id: &Id) -> Option<Command> {
    match id {
        Id::Partition(_) | Id::Version(_) | Id::Change(..) => of_view(view),
        Id::Part(part) | Id::Unread(part) => Some(all(*part)),
        Id::Database(name) => Some(Command::aws("glue get-database").option("--name", name.exact())),
        Id::Crawler(which) | Id::Route(which) | Id::Error(which) | Id::Fault(which) => {
            let name = named(cx, which)?;
            Some(Command::aws("glue get-crawler").option("--name", name.exact()))
        }
        Id::Crawls => crawls(cx, view),
        Id::Crawl(id) => {
            let filter = format!("FieldName=CRAWL_ID,FilterOperator=EQ,FieldValue={}", id.exact());
            Some(crawls(cx, view)?.option("--filters", &filter))
        }
        _ => {
            let table = related::table(cx, id)?;
            let get = Command::aws("glue get-table").option("--database-name", table.database.exact());
            Some(get.option("--name", table.name.exact()))
        }
    }
}

fn all(part: Part) -> Command {
    Command::aws(match part {
        Part::Databases => "glue get-databases",
        Part::Crawlers => "glue get-crawlers",
    })
}

fn of_view(view: &View) -> Option<Command> {
    let name = view.table()?;
    let of = |operation: &str| {
        let command = Command::aws(operation).option("--database-name", name.database.exact());
        command.option("--table-name", name.table.exact())
    };
    Some(match view {
        View::Partitions(wanted) if wanted.expression.is_empty() => of("glue get-partitions"),
        View::Partitions(wanted) => of("glue get-partitions").option("--expression", &wanted.expression),
        _ => of("glue get-table-versions"),
    })
}

fn crawls(cx: Cx<'_>, view: &View) -> Option<Command> {
    let name = match view {
        View::Crawler(name) => name.exact(),
        _ => crawler::of_pipeline(cx.pipeline)?,
    };
    Some(Command::aws("glue list-crawls").option("--crawler-name", name))
}

fn named(cx: Cx<'_>, which: &Which) -> Option<Foreign> {
    match which {
        Which::Ours => crawler::of_pipeline(cx.pipeline).map(Foreign::from),
        Which::Named(name) => Some(name.clone()),
    }
}

//! The commands of the AWS CLI that read what a row shows.

use super::account::Part;
use super::node::{Id, Which};
use super::{crawler, related};
use crate::domain::command::Command;
use crate::domain::text::Foreign;
use crate::pane::Cx;

/// Reads a part of the account, a database, a crawler, its crawls, or a table with its columns.
pub fn of(cx: Cx<'_>, id: &Id) -> Option<Command> {
    match id {
        Id::Part(part) | Id::Unread(part) => Some(all(*part)),
        Id::Database(name) => Some(Command::aws("glue get-database").option("--name", name.exact())),
        Id::Crawler(which) | Id::Route(which) | Id::Error(which) | Id::Fault(which) => {
            let name = named(cx, which)?;
            Some(Command::aws("glue get-crawler").option("--name", name.exact()))
        }
        Id::Crawls => crawls(cx),
        Id::Crawl(id) => {
            let filter = format!("FieldName=CRAWL_ID,FilterOperator=EQ,FieldValue={}", id.exact());
            Some(crawls(cx)?.option("--filters", &filter))
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

fn crawls(cx: Cx<'_>) -> Option<Command> {
    let name = crawler::of_pipeline(cx.pipeline)?;
    Some(Command::aws("glue list-crawls").option("--crawler-name", name))
}

fn named(cx: Cx<'_>, which: &Which) -> Option<Foreign> {
    match which {
        Which::Ours => crawler::of_pipeline(cx.pipeline).map(Foreign::from),
        Which::Named(name) => Some(name.clone()),
    }
}

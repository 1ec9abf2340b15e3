//! What belongs to a row of the catalog.

use super::details;
use super::node::{Id, Node, Which};
use super::{account, crawler, partitions};
use crate::domain::object::Prefix;
use crate::domain::table::{self, Table};
use crate::domain::text::Foreign;
use crate::effect::{Clip, Related, Target};
use crate::pane::Cx;

/// Where the data is: of a table and its columns, a database, a crawler.
pub fn of(cx: Cx<'_>, node: &Node) -> Vec<Related> {
    let what = match &node.id {
        Id::Partition(_) => "the objects of the partition",
        Id::Database(_) => "the objects of the database",
        Id::Crawler(_) | Id::Route(_) => "the objects that it crawls",
        _ => "the objects of the table",
    };
    let place = place(cx, node);
    place.map(|place| Related::row(what, Target::Place(place))).into_iter().collect()
}

/// The place of what a row stands for.
pub fn place(cx: Cx<'_>, node: &Node) -> Option<Prefix> {
    match &node.id {
        Id::Partition(_) => table::place(partitions::find(cx, node)?.location.as_ref()?),
        Id::Database(name) => table::place(account::find(cx, name)?.location.as_ref()?),
        Id::Crawler(which) | Id::Route(which) => {
            crawler::of(cx, which)?.crawler?.targets.iter().find_map(table::place)
        }
        id => table::place(self::table(cx, id)?.location.as_ref()?),
    }
}

/// The name of a table with its database, of a database, or of a crawler.
pub fn identity(cx: Cx<'_>, node: &Node) -> Option<Clip> {
    let clip = |what: &str, text: Foreign| Some(Clip { what: what.into(), text });
    match &node.id {
        Id::Partition(_) => clip("the partition's URI", partitions::find(cx, node)?.location.clone()?),
        Id::Version(version) => clip("the version's number", version.clone()),
        Id::Change(_, name) => clip("the name", name.clone()),
        Id::Crawler(which) | Id::Route(which) | Id::Error(which) => {
            let name = match which {
                Which::Ours => crawler::of_pipeline(cx.pipeline)?.into(),
                Which::Named(name) => name.clone(),
            };
            clip("the crawler's name", name)
        }
        Id::Database(name) => clip("the database's name", name.clone()),
        Id::Crawl(id) => clip("the crawl's id", id.clone()),
        id => clip("the table's name", self::table(cx, id)?.full_name().exact().into()),
    }
}

/// The table that a row is of.
pub fn table<'a>(cx: Cx<'a>, id: &Id) -> Option<&'a Table> {
    let (Id::Table(name) | Id::About(name) | Id::Column(name, _)) = id else { return None };
    details::table(cx, name)
}

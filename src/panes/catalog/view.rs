//! What the pane can look at: the pipeline's part of the catalog, all of the account's, or one thing in that.

use crate::domain::glue::{Ask, Rest, Standing};
use crate::domain::table::{Name, Wanted};
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::pane::Cx;

/// How old an answer may be, in seconds, before entering its view asks again.
const STALE: i64 = 60;

/// What is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum View {
    /// The pipeline's crawler, and the tables of its database.
    #[default]
    Pipeline,
    /// All databases and crawlers of the account.
    Account,
    /// The tables of a database.
    Database(Foreign),
    /// A crawler and its crawls.
    Crawler(Foreign),
    /// Partitions of a table.
    Partitions(Wanted),
    /// The versions of a table.
    Versions(Name),
    /// What two versions of a table differ in, the older one first.
    Change(Name, Foreign, Foreign),
}

impl View {
    /// What it shows that nobody reads again and again.
    pub fn asks(&self) -> Vec<Ask> {
        match self {
            Self::Pipeline => vec![],
            Self::Account => vec![Ask::Databases, Ask::Crawlers, Ask::Measures],
            Self::Database(name) => vec![Ask::Tables(name.clone())],
            Self::Crawler(name) => vec![Ask::History(name.clone())],
            Self::Partitions(wanted) => vec![Ask::Partitions(wanted.clone())],
            Self::Versions(name) | Self::Change(name, ..) => vec![Ask::Versions(name.clone())],
        }
    }

    /// The table that it is about, if it is about one.
    pub fn table(&self) -> Option<&Name> {
        match self {
            Self::Partitions(wanted) => Some(&wanted.table),
            Self::Versions(name) | Self::Change(name, ..) => Some(name),
            _ => None,
        }
    }

    /// What of that is not known, or has been known for long.
    pub fn wants(&self, cx: Cx<'_>) -> Vec<Ask> {
        let is_known = |ask: &Ask| {
            let standing = cx.world.glue.standing(ask).filter(|standing| standing.fault.is_none());
            let read = standing.filter(|it| it.rest != Rest::Left).and_then(|standing| standing.read);
            read.is_some_and(|read| (cx.now - read).num_seconds() < STALE)
        };
        self.asks().into_iter().filter(|ask| !is_known(ask)).collect()
    }

    /// What of that is coming page by page.
    pub fn streaming(&self, cx: Cx<'_>) -> Vec<Ask> {
        let is_streaming = |ask: &Ask| cx.world.glue.standing(ask).is_some_and(Standing::is_streaming);
        self.asks().into_iter().filter(is_streaming).collect()
    }

    /// How far the list has come that the view is about; `None`: it is about the pipeline, or about more than one.
    pub fn standing<'a>(&self, cx: Cx<'a>) -> Option<Standing<'a>> {
        match self {
            Self::Pipeline | Self::Account => None,
            _ => Some(self.asks().first().and_then(|ask| cx.world.glue.standing(ask)).unwrap_or(NOTHING)),
        }
    }

    /// What it is called, visible.
    pub fn name(&self) -> String {
        match self {
            Self::Pipeline => String::new(),
            Self::Account => "all of the account".to_owned(),
            Self::Database(name) => format!("database {}", name.visible()),
            Self::Crawler(name) => format!("crawler {}", name.visible()),
            Self::Partitions(wanted) if wanted.expression.is_empty() => {
                format!("{} partitions", wanted.table.table.visible())
            }
            Self::Partitions(wanted) => {
                format!("{} where {}", wanted.table.table.visible(), visible(&wanted.expression))
            }
            Self::Versions(name) => format!("{} versions", name.table.visible()),
            Self::Change(name, old, new) => {
                format!("{} {} → {}", name.table.visible(), old.visible(), new.visible())
            }
        }
    }

    /// What it is called where something below it is looked at, visible.
    pub fn short(&self) -> String {
        match self {
            Self::Pipeline | Self::Account => "all".to_owned(),
            Self::Database(name) | Self::Crawler(name) => name.visible().into_owned(),
            Self::Partitions(_) => "partitions".to_owned(),
            Self::Versions(_) | Self::Change(..) => "versions".to_owned(),
        }
    }

    /// What its list holds.
    pub fn things(&self) -> &'static str {
        match self {
            Self::Pipeline | Self::Account | Self::Database(_) => "table",
            Self::Crawler(_) => "crawl",
            Self::Partitions(_) => "partition",
            Self::Versions(_) | Self::Change(..) => "version",
        }
    }
}

/// A list of which nothing has come yet.
const NOTHING: Standing<'static> = Standing { len: 0, rest: Rest::Coming, read: None, fault: None };

/// How many there are, as far as is known, and when that was read.
pub fn count(cx: Cx<'_>, standing: Standing<'_>, thing: &str) -> String {
    let Some(read) = standing.read else {
        return if standing.fault.is_some() { "unreadable" } else { "reading" }.to_owned();
    };
    let plural = if standing.len == 1 { "" } else { "s" };
    let count = format!("{} {thing}{plural}", words::count(standing.len));
    let at = cx.clock(read);
    match (standing.rest, standing.fault) {
        (_, Some(_)) => format!("at least {count}, read {at}"),
        (Rest::None, None) => format!("{count}, read {at}"),
        (Rest::Coming, None) => format!("at least {count}, reading"),
        (Rest::Left, None) => format!("at least {count}, stopped"),
        (Rest::Cut, None) => format!("the first {count}, read {at}"),
    }
}

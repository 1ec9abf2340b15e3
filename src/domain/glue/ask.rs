//! What is asked of Glue once, by the pane that shows the answer.

use super::Told;
use crate::domain::fault::Fault;
use crate::domain::object::Prefix;
use crate::domain::table::{Name, Wanted};
use crate::domain::text::Foreign;

/// A question to Glue. The next one of its kind takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// All databases of the account.
    Databases,
    /// All crawlers of the account.
    Crawlers,
    /// How long the crawls of all crawlers take.
    Measures,
    /// The tables of a database.
    Tables(Foreign),
    /// The crawls of a crawler.
    History(Foreign),
    /// Partitions of a table.
    Partitions(Wanted),
    /// The versions of a table.
    Versions(Name),
    /// The newest object of each of these places: a page of a listing for each, one after the other.
    Newest(Vec<Prefix>),
}

impl Ask {
    /// What is told where nothing could be asked.
    pub fn unanswered(self, fault: Fault) -> Told {
        match self {
            Self::Databases => Told::Databases(Err(fault)),
            Self::Crawlers => Told::Crawlers(Err(fault)),
            Self::Measures => Told::Measures(Err(fault)),
            Self::Tables(database) => Told::Tables(database, Err(fault)),
            Self::History(crawler) => Told::History(crawler, Err(fault)),
            Self::Partitions(wanted) => Told::Partitions(wanted, Err(fault)),
            Self::Versions(table) => Told::Versions(table, Err(fault)),
            Self::Newest(places) => {
                Told::Newest(places.into_iter().map(|place| (place, Err(fault.clone()))).collect())
            }
        }
    }
}

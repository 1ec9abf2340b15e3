//! What is asked of Glue once, by the pane that shows the answer.

use super::Told;
use crate::domain::fault::Fault;

/// A question to Glue. The next one of its kind takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// All databases of the account.
    Databases,
    /// All crawlers of the account.
    Crawlers,
    /// How long the crawls of all crawlers take.
    Measures,
}

impl Ask {
    /// What is told where nothing could be asked.
    pub fn unanswered(self, fault: Fault) -> Told {
        match self {
            Self::Databases => Told::Databases(Err(fault)),
            Self::Crawlers => Told::Crawlers(Err(fault)),
            Self::Measures => Told::Measures(Err(fault)),
        }
    }
}

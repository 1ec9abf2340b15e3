//! Databases of the Data Catalog.

use crate::clock::Time;
use crate::domain::text::Foreign;

/// A database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// Lower case, for Glue folds it.
    pub name: Foreign,
    /// What it is for, in words.
    pub description: Option<Foreign>,
    /// Where its tables are unless they say otherwise.
    pub location: Option<Foreign>,
    /// When it was made.
    pub created: Option<Time>,
    /// The database elsewhere that it stands for.
    pub target: Option<Foreign>,
}

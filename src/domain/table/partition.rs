//! Partitions of tables.

use super::Name;
use crate::clock::Time;
use crate::domain::text::Foreign;

/// A part of a table's data that has a place of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    /// One to a partition key, in the order of the keys; they tell it apart from all others of its table.
    pub values: Vec<Foreign>,
    /// Where its data is.
    pub location: Option<Foreign>,
    /// When it was added to the table.
    pub created: Option<Time>,
    /// When its statistics were computed last.
    pub analysed: Option<Time>,
    /// Rows, as a crawler or a statement counted them.
    pub rows: Option<u64>,
    /// Bytes, as they counted them.
    pub bytes: Option<u64>,
}

/// Which partitions are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Of which table.
    pub table: Name,
    /// What their keys must fulfil, in the language of Glue; empty: all are wanted.
    pub expression: String,
}

/// The most characters of an expression that Glue takes.
pub const LONGEST: usize = 2_048;

impl Wanted {
    /// All partitions of a table.
    pub fn all(table: Name) -> Self {
        Self { table, expression: String::new() }
    }
}

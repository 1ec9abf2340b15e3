//! Tables of the Data Catalog and the types of their columns.

mod database;
mod kind;

pub use database::Database;
pub use kind::{Kind, Row};

use super::text::Foreign;
use crate::clock::Time;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Lower case, for Glue folds it; unique in its database.
    pub name: Foreign,
    /// Its database.
    pub database: Foreign,
    /// Columns, then partition keys.
    pub columns: Vec<Column>,
    /// Where its data is.
    pub location: Option<Foreign>,
    /// How its data is written, such as `json`.
    pub classification: Option<Foreign>,
    /// The SerDe library that reads it.
    pub serde: Option<Foreign>,
    /// When it was made.
    pub created: Option<Time>,
    /// When its definition last changed.
    pub updated: Option<Time>,
}

/// A column, or a partition key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As the crawler found it in the data.
    pub name: Foreign,
    /// Its type as a tree.
    pub kind: Kind,
    /// Whether it is a partition key.
    pub is_partition: bool,
}

impl Column {
    /// The column and below it the fields of its structs, as rows in the order of drawing.
    pub fn tree(&self) -> Vec<Row<'_>> {
        self.kind.tree(&self.name)
    }
}

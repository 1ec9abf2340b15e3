//! Tables of the Data Catalog and the types of their columns.

mod database;
pub mod difference;
mod kind;
mod newest;
mod partition;

pub use database::Database;
pub use kind::{Kind, Row};
pub use newest::{Newest, place};
pub use partition::{LONGEST, Partition, Wanted};

use std::collections::BTreeMap;

use super::text::Foreign;
use crate::clock::Time;

/// What a table is called in its account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// Its database.
    pub database: Foreign,
    /// Lower case, for Glue folds it; unique in its database.
    pub table: Foreign,
}

impl Name {
    /// With its database, as SQL writes it; for copying.
    pub fn exact(&self) -> String {
        format!("{}.{}", self.database.exact(), self.table.exact())
    }
}

/// A table, as it is or as it was in a version of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// The class that splits its data.
    pub input: Option<Foreign>,
    /// `EXTERNAL_TABLE`, `VIRTUAL_VIEW`, or as it comes.
    pub kind: Option<Foreign>,
    /// What crawlers and others have written to it, by name.
    pub parameters: BTreeMap<Foreign, Foreign>,
    /// Which version it is: a number, as far as is known.
    pub version: Option<Foreign>,
    /// When it was made.
    pub created: Option<Time>,
    /// When its definition last changed.
    pub updated: Option<Time>,
}

impl Table {
    /// What it is called in its account.
    pub fn full_name(&self) -> Name {
        Name { database: self.database.clone(), table: self.name.clone() }
    }

    /// Whether that is its name.
    pub fn is(&self, name: &Name) -> bool {
        self.name == name.table && self.database == name.database
    }

    /// The columns whose values tell its partitions apart, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.is_partition)
    }
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

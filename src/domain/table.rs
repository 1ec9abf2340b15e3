//! Tables of the Data Catalog and the types of their columns.

use super::text::Foreign;
use crate::clock::Time;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name, lower case.
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
    /// Its name.
    pub name: Foreign,
    /// Its type as a tree.
    pub kind: Kind,
    /// Whether it is a partition key.
    pub is_partition: bool,
}

/// A Hive type, as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A type without parts, with its parameters: `int`, `decimal(10,2)`.
    Plain(Foreign),
    /// `array<…>`.
    Array(Box<Kind>),
    /// `map<…,…>`.
    Map(Box<Kind>, Box<Kind>),
    /// `struct<name:…,…>`.
    Struct(Vec<(Foreign, Kind)>),
}

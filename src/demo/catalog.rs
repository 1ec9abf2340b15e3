//! The Glue Data Catalog: databases and their tables.

use std::collections::BTreeMap;

use super::account::Account;
use crate::clock::Time;

/// Databases with their tables, by name.
pub type Catalog = BTreeMap<String, (Database, BTreeMap<String, Table>)>;

/// A database.
#[derive(Debug, Clone, PartialEq)]
pub struct Database {
    /// Its name, lower case.
    pub name: String,
    /// What it is for, in words.
    pub description: String,
    /// When it was made.
    pub created: Time,
}

/// A table as a crawl leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name, lower case.
    pub name: String,
    /// When a crawl wrote it first.
    pub created: Time,
    /// When a crawl wrote it last.
    pub updated: Time,
    /// Counts its changes, from 0.
    pub version: u64,
    /// In the order of the data.
    pub columns: Vec<Column>,
    /// `s3://bucket/prefix/`.
    pub location: String,
    /// A Java class.
    pub input_format: String,
    /// A Java class.
    pub output_format: String,
    /// The `SerDe`'s Java class.
    pub serde: String,
    /// What the `SerDe` is told.
    pub serde_parameters: BTreeMap<String, String>,
    /// `classification`, `recordCount` and so on; of the table and of its storage descriptor alike.
    pub parameters: BTreeMap<String, String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, lower case.
    pub name: String,
    /// A Glue type, for example `array<struct<API:string>>`.
    pub kind: String,
}

impl Account {
    /// The databases in order of their names.
    pub fn databases(&self) -> impl Iterator<Item = &Database> {
        self.catalog.values().map(|(database, _)| database)
    }

    /// The tables of a database in order of their names.
    pub fn tables(&self, database: &str) -> Option<impl Iterator<Item = &Table>> {
        self.catalog.get(database).map(|(_, tables)| tables.values())
    }
}

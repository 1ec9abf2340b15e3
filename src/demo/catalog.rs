//! The Glue Data Catalog: databases and their tables.

use std::collections::BTreeMap;

use super::account::Account;
use super::schema::Finding;
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
    /// What tells its partitions apart.
    pub keys: Vec<Column>,
    /// In the order of their values.
    pub partitions: Vec<Partition>,
    /// What it was before each of its changes, oldest first; these have no past and no partitions.
    pub past: Vec<Table>,
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

/// A partition of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Partition {
    /// One to a key.
    pub values: Vec<String>,
    /// `s3://bucket/prefix/key=value/`.
    pub location: String,
    /// When it was added.
    pub created: Time,
    /// When its statistics were computed.
    pub analysed: Option<Time>,
    /// `recordCount` and so on.
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

/// What a crawl changed about its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// Its schema or its numbers are others now.
    Updated,
    /// Nothing under its location makes a table any more.
    Deprecated,
}

impl Change {
    /// The word of the crawl's summary.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "ADD",
            Self::Updated | Self::Deprecated => "UPDATE",
        }
    }

    /// What the crawler's log says of it.
    pub(super) fn words(self, table: &str, database: &str) -> Option<String> {
        match self {
            Self::Added => Some(format!("INFO : Created table {table} in database {database}")),
            Self::Updated => None,
            Self::Deprecated => Some(format!(
                "INFO : Table {table} is marked deprecated because a matching schema was not found at the \
                 table's location."
            )),
        }
    }
}

/// Writes what a crawl found out into its table.
pub(super) fn write(
    tables: &mut BTreeMap<String, Table>,
    name: &str,
    location: &str,
    crawler: &str,
    finding: Option<Finding>,
    now: Time,
) -> Option<Change> {
    let old = tables.get_mut(name);
    let Some(finding) = finding else { return old.and_then(|table| table.deprecate(now)) };
    let mut table = Table::new(name, location, crawler, &finding, now);
    let Some(old) = old else {
        tables.insert(name.to_owned(), table);
        return Some(Change::Added);
    };
    (table.created, table.updated, table.version) = (old.created, old.updated, old.version);
    table.past.clone_from(&old.past);
    if table == *old {
        return None;
    }
    table.past = old.passed();
    *old = Table { updated: now, version: table.version + 1, ..table };
    Some(Change::Updated)
}

/// How many of its former states a table keeps.
const KEPT: usize = 100;

impl Table {
    fn new(name: &str, location: &str, crawler: &str, finding: &Finding, now: Time) -> Self {
        let columns =
            finding.columns.iter().map(|(name, kind)| Column { name: name.clone(), kind: kind.to_string() });
        Self {
            name: name.to_owned(),
            created: now,
            updated: now,
            version: 0,
            columns: columns.collect(),
            keys: vec![],
            partitions: vec![],
            past: vec![],
            location: location.to_owned(),
            input_format: "org.apache.hadoop.mapred.TextInputFormat".to_owned(),
            output_format: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat".to_owned(),
            serde: "org.openx.data.jsonserde.JsonSerDe".to_owned(),
            serde_parameters: BTreeMap::from([("paths".to_owned(), finding.paths.join(","))]),
            parameters: parameters(crawler, finding),
        }
    }

    /// What its past is after a change of what it is now.
    fn passed(&self) -> Vec<Self> {
        let now = Self { past: vec![], partitions: vec![], ..self.clone() };
        let past: Vec<Self> = self.past.iter().cloned().chain([now]).collect();
        let long = past.len().saturating_sub(KEPT);
        past.into_iter().skip(long).collect()
    }

    fn deprecate(&mut self, now: Time) -> Option<Change> {
        let mark = "DEPRECATED_BY_CRAWLER".to_owned();
        if self.parameters.contains_key(&mark) {
            return None;
        }
        self.past = self.passed();
        self.parameters.insert(mark, now.timestamp_millis().to_string());
        self.updated = now;
        self.version += 1;
        Some(Change::Deprecated)
    }
}

fn parameters(crawler: &str, finding: &Finding) -> BTreeMap<String, String> {
    let average = finding.bytes.checked_div(finding.records).unwrap_or_default();
    let pairs = [
        ("CrawlerSchemaDeserializerVersion", "1.0".to_owned()),
        ("CrawlerSchemaSerializerVersion", "1.0".to_owned()),
        ("UPDATED_BY_CRAWLER", crawler.to_owned()),
        ("averageRecordSize", average.to_string()),
        ("classification", "json".to_owned()),
        ("compressionType", "none".to_owned()),
        ("objectCount", finding.objects.to_string()),
        ("recordCount", finding.records.to_string()),
        ("sizeKey", finding.bytes.to_string()),
        ("typeOfData", "file".to_owned()),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

//! A second database, which nobody crawls: how often the public APIs are asked, partitioned by day and region.

use std::collections::BTreeMap;

use chrono::{NaiveTime, TimeDelta};

use super::account::Account;
use super::catalog::{Column, Database, Partition, Table};
use super::chance::chance;
use crate::clock::Time;
use crate::reference::{self, PROCESSED_BUCKET};

/// Its name.
pub const DATABASE: &str = "api_usage";
/// Its table.
pub const TABLE: &str = "requests";
/// Days with partitions, up to yesterday.
const DAYS: i64 = 92;
const REGIONS: [&str; 4] = ["africa", "america", "asia", "europe"];

impl Account {
    /// Adds the database, its table and their data, as of `now`.
    pub fn furnish(&mut self, now: Time) {
        let database = Database {
            name: DATABASE.to_owned(),
            description: "How often the public APIs are asked, by day and region".to_owned(),
            created: now - TimeDelta::days(DAYS + 1),
        };
        let table = table(now, self.options.seed);
        for partition in &table.partitions {
            let key =
                partition.location.strip_prefix(&format!("s3://{PROCESSED_BUCKET}/")).unwrap_or_default();
            let body = body(partition);
            // The bucket is among the resources.
            let _ =
                self.put(PROCESSED_BUCKET, &format!("{key}part-0000.csv"), body.into(), partition.created);
        }
        let tables = BTreeMap::from([(TABLE.to_owned(), table)]);
        self.catalog.insert(DATABASE.to_owned(), (database, tables));
        self.remember_another_type();
    }

    /// When the pipeline was young the API gave one field as a text.
    fn remember_another_type(&mut self) {
        let table = self
            .catalog
            .get_mut(reference::DATABASE)
            .and_then(|(_, tables)| tables.get_mut(reference::TABLE));
        let oldest = table.and_then(|table| table.past.first_mut());
        for column in oldest.into_iter().flat_map(|oldest| &mut oldest.columns) {
            column.kind = column.kind.replace("HTTPS:boolean", "HTTPS:string");
        }
    }
}

fn body(partition: &Partition) -> String {
    let rows = partition.parameters.get("recordCount").and_then(|rows| rows.parse().ok()).unwrap_or(0_u64);
    let lines = (0..rows.min(8)).map(|n| format!("api-{n},{},{}\n", 40 + 7 * n, 2_048 * (n + 1)));
    std::iter::once("api,requests,bytes\n".to_owned()).chain(lines).collect()
}

fn table(now: Time, seed: u64) -> Table {
    let created = now - TimeDelta::days(DAYS);
    let versions = [
        (created, &[("api", "string"), ("requests", "int"), ("bytes", "int")][..]),
        (
            created + TimeDelta::days(40),
            &[
                ("api", "string"),
                ("requests", "int"),
                ("bytes", "bigint"),
                ("client", "struct<agent:string,country:string>"),
            ],
        ),
        (
            created + TimeDelta::days(70),
            &[
                ("api", "string"),
                ("requests", "bigint"),
                ("bytes", "bigint"),
                ("client", "struct<agent:string,country:struct<code:string,name:string>>"),
                ("errors", "int"),
            ],
        ),
    ];
    let numbered = (0..).zip(versions);
    let mut past: Vec<Table> = numbered.map(|(n, (at, columns))| version(n, created, at, columns)).collect();
    let Some(newest) = past.pop() else { return version(0, created, created, &[]) };
    Table { past, partitions: partitions(now, seed), ..newest }
}

fn version(number: u64, created: Time, updated: Time, columns: &[(&str, &str)]) -> Table {
    let column = |(name, kind): &(&str, &str)| Column { name: (*name).to_owned(), kind: (*kind).to_owned() };
    let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Table {
        name: TABLE.to_owned(),
        created,
        updated,
        version: number,
        columns: columns.iter().map(column).collect(),
        keys: [("day", "date"), ("region", "string")].iter().map(column).collect(),
        partitions: vec![],
        past: vec![],
        location: format!("s3://{PROCESSED_BUCKET}/usage/"),
        input_format: "org.apache.hadoop.mapred.TextInputFormat".to_owned(),
        output_format: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat".to_owned(),
        serde: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe".to_owned(),
        serde_parameters: [pair(("field.delim", ","))].into(),
        parameters: [pair(("classification", "csv")), pair(("skip.header.line.count", "1"))].into(),
    }
}

fn partitions(now: Time, seed: u64) -> Vec<Partition> {
    let days = (1..=DAYS).rev().map(|ago| now - TimeDelta::days(ago));
    let of_day =
        |day: Time| (0..).zip(REGIONS).map(move |(n, region)| partition(now, day, (n, region), seed));
    days.flat_map(of_day).collect()
}

/// A day's partitions are written soon after midnight.
fn partition(now: Time, day: Time, (n, region): (u64, &str), seed: u64) -> Partition {
    let date = day.format("%Y-%m-%d").to_string();
    let rows = chance(seed, &date, n).u32(3..90);
    let midnight = (day + TimeDelta::days(1)).date_naive().and_time(NaiveTime::MIN).and_utc();
    let written = (midnight + TimeDelta::minutes(14)).min(now);
    Partition {
        location: format!("s3://{PROCESSED_BUCKET}/usage/day={date}/region={region}/"),
        values: vec![date, region.to_owned()],
        created: written,
        analysed: Some((written + TimeDelta::minutes(31)).min(now)),
        parameters: [("recordCount".to_owned(), rows.to_string())].into(),
    }
}

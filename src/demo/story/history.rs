//! The past in short: what each step would have worked on, so that only the last state is ever made.

use bytes::Bytes;
use chrono::TimeDelta;

use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::catalog::{self, Change, Table};
use crate::demo::dataset::Answer;
use crate::demo::etl::{self, Outcome, Settings};
use crate::demo::schema::Finding;
use crate::reference::{
    CRAWLER, DATABASE, ENTRY_FIELDS, PROCESSED_BUCKET, PROCESSED_KEY, RAW_BUCKET, RAW_KEY, TABLE,
};

/// An answer that a step has worked on, and when.
type Trace = (Answer, Time);

/// What the account is like so far, without the bodies of its objects.
#[derive(Debug, Clone)]
pub struct History {
    raw: Trace,
    processed: Trace,
    crawled: Trace,
    /// When the first crawl made the table, and how often it was updated since.
    table: (Time, u64),
    /// The answers that former crawls worked on, oldest first.
    former: Vec<Trace>,
}

impl History {
    /// The state at the beginning: everything is there, some of it a little old.
    pub fn new(seed: u64, deployed: Time, begins: Time) -> Self {
        let raw = begins - TimeDelta::minutes(20);
        let crawled = begins - TimeDelta::hours(3);
        Self {
            raw: (Answer::at(seed, raw), raw),
            processed: (Answer::at(seed, raw), raw + TimeDelta::minutes(5)),
            crawled: (Answer::at(seed, crawled), crawled),
            table: (deployed + TimeDelta::hours(1), 0),
            former: vec![],
        }
    }

    /// The ingest has put an answer.
    pub fn upload(&mut self, answer: Answer, now: Time) {
        self.raw = (answer, now);
    }

    /// The ETL's script runs.
    pub fn execute(&mut self, settings: &Settings, roll: f64, now: Time) -> Outcome {
        if let Err(exception) = settings.try_luck(roll) {
            return Outcome { output: Vec::new(), result: Err(exception) };
        }
        self.processed = (self.raw.0.clone(), now);
        let output = settings.said(self.raw.0.count(), ENTRY_FIELDS.len());
        Outcome { output, result: Ok(None) }
    }

    /// The crawler writes the table.
    pub fn crawl(&mut self, now: Time) -> Option<Change> {
        let changed = self.raw.0.size() != self.crawled.0.size();
        if changed {
            let now = (self.raw.0.clone(), now);
            self.former.push(std::mem::replace(&mut self.crawled, now));
            self.table.1 += 1;
        }
        changed.then_some(Change::Updated)
    }

    /// Makes the objects and the table that the last steps have left.
    pub fn settle(self, account: &mut Account) {
        let body = self.raw.0.body();
        let described = etl::describe_body(&self.processed.0.body()).unwrap_or_default();
        let puts: [(&str, &str, Bytes, Time); 2] = [
            (RAW_BUCKET, RAW_KEY, body, self.raw.1),
            (PROCESSED_BUCKET, PROCESSED_KEY, described, self.processed.1),
        ];
        for (bucket, key, body, at) in puts {
            // Both buckets are among the resources.
            let _ = account.put(bucket, key, body, at);
        }
        self.settle_table(account);
    }

    fn settle_table(self, account: &mut Account) {
        let body = self.crawled.0.body();
        let finding = Finding::of(std::iter::once(body.as_ref()));
        let Some((_, tables)) = account.catalog.get_mut(DATABASE) else { return };
        let (created, version) = self.table;
        catalog::write(tables, TABLE, &format!("s3://{RAW_BUCKET}/"), CRAWLER, finding, created);
        if let Some(table) = tables.get_mut(TABLE) {
            (table.updated, table.version) = (self.crawled.1, version);
            table.past = past(table, &self.former);
        }
    }
}

/// What the table was after former crawls: it had as many bytes as these found.
fn past(table: &Table, former: &[Trace]) -> Vec<Table> {
    let first = table.version.saturating_sub(u64::try_from(former.len()).unwrap_or_default());
    let state = |(version, (answer, at)): (u64, &Trace)| {
        let mut state = Table { version, updated: *at, ..table.clone() };
        for name in ["averageRecordSize", "sizeKey"] {
            state.parameters.insert(name.to_owned(), answer.size().to_string());
        }
        state
    };
    (first..).zip(former).map(state).collect()
}

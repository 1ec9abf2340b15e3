//! What the file says, and whether it is as it was written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::chain::{self, GENESIS};
use super::entry::{Entry, Intent, Record, Result};
use crate::clock::Time;

/// Everything in the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The whole records, in the order of the file.
    pub records: Vec<Line>,
    /// The lines, counted from 1, that hold no whole record: a write that never ended, or an edit.
    pub torn: Vec<usize>,
    /// Where the chain does not hold; empty: the file is as it was written.
    pub breaks: Vec<Break>,
    /// Whether the newest record is noted beside the file; without that a cut at the end cannot be found out.
    pub is_noted: bool,
}

/// A record and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Counted from 1.
    pub line: usize,
    /// What it says.
    pub record: Record,
}

/// A place where the chain of records does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The line, counted from 1; one more than there are: the end.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

/// The newest record, as it is noted beside the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its number.
    pub n: u64,
    /// Its hash.
    pub hash: String,
}

/// An action of which nobody knows what became.
#[derive(Debug, Clone, PartialEq)]
pub struct Unresolved {
    /// When its intent was written.
    pub at: Time,
    /// When its answer was given up; `None`: the console ended before.
    pub ended: Option<Time>,
    /// What was intended.
    pub intent: Intent,
}

impl Reading {
    /// Reads the bytes of the file, and checks them against what is noted beside it.
    pub(super) fn of(bytes: &[u8], head: Option<Head>) -> Self {
        let mut reading = Self { is_noted: head.is_some(), ..Self::default() };
        let text = String::from_utf8_lossy(bytes);
        let mut last = Head { n: 0, hash: GENESIS.to_owned() };
        let mut lines = 0;
        let mut noted = head.is_none();
        for (n, line) in (1..).zip(text.lines()) {
            lines = n;
            match chain::record(line) {
                Some((record, hash)) => {
                    reading.breaks.extend(break_between(&last, &record, n));
                    last = Head { n: record.n, hash };
                    noted |= head.as_ref() == Some(&last);
                    reading.records.push(Line { line: n, record });
                }
                None if line.is_empty() => {}
                None => reading.torn.push(n),
            }
        }
        if !noted && reading.breaks.is_empty() {
            let newest = head.map_or(0, |head| head.n);
            let what = format!(
                "record {newest} was the newest once, and is not here: the end was cut off or changed"
            );
            reading.breaks.push(Break { line: lines + 1, what });
        }
        reading
    }

    /// The actions that have no outcome, or an unknown one and no verdict since; oldest first.
    pub fn unresolved(&self) -> Vec<Unresolved> {
        let mut open: BTreeMap<&str, Unresolved> = BTreeMap::new();
        for Line { record, .. } in &self.records {
            match &record.entry {
                Entry::Intent(intent) => {
                    let unresolved = Unresolved { at: record.at, ended: None, intent: (**intent).clone() };
                    open.insert(&intent.id, unresolved);
                }
                Entry::Outcome { id, outcome: Result::Unknown, .. } => {
                    if let Some(unresolved) = open.get_mut(id.as_str()) {
                        unresolved.ended = Some(record.at);
                    }
                }
                Entry::Outcome { id, .. } | Entry::Verdict { id, .. } => drop(open.remove(id.as_str())),
            }
        }
        let mut open: Vec<Unresolved> = open.into_values().collect();
        open.sort_by_key(|unresolved| unresolved.at);
        open
    }
}

/// What is wrong between a record and the one after it.
fn break_between(last: &Head, next: &Record, line: usize) -> Option<Break> {
    if next.prev == last.hash && next.n == last.n + 1 {
        return None;
    }
    let what = format!(
        "record {} does not follow record {}: one was changed, or some between them are gone",
        next.n, last.n
    );
    Some(Break { line, what })
}

//! What was really done because somebody asked for it: the ledger that confirmations are held against.
//!
//! [`super::Aws::ledger`] counts requests; this counts effects. What the account's other people do is not in it.

use std::collections::{BTreeMap, VecDeque};

use super::Aws;
use super::account::Account;
use crate::clock::Time;

/// So many are remembered one by one; all are counted.
const REMEMBERED: usize = 10_000;

/// An effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When it began.
    pub at: Time,
    /// By which operation, such as `StartJobRun`.
    pub operation: &'static str,
    /// The name of the function, job or crawler.
    pub target: String,
    /// What it is known by: the request id of an invocation, the id of a run or a crawl.
    pub id: String,
}

/// The effects of an account.
#[derive(Debug, Clone, Default)]
pub(super) struct Deeds {
    counts: BTreeMap<&'static str, usize>,
    latest: VecDeque<Deed>,
}

impl Deeds {
    pub fn add(&mut self, deed: Deed) {
        *self.counts.entry(deed.operation).or_default() += 1;
        if self.latest.len() == REMEMBERED {
            self.latest.pop_front();
        }
        self.latest.push_back(deed);
    }
}

impl Account {
    /// How many invocations (`Invoke`), runs (`StartJobRun`) and crawls (`StartCrawler`) were begun on request, and
    /// how many stops (`BatchStopJobRun`, run by run, and `StopCrawler`) were accepted.
    pub fn effects(&self) -> &BTreeMap<&'static str, usize> {
        &self.deeds.counts
    }

    /// The effects one by one, oldest first; the last ten thousand.
    pub fn deeds(&self) -> impl Iterator<Item = &Deed> {
        self.deeds.latest.iter()
    }

    pub(super) fn did(&mut self, operation: &'static str, target: &str, id: &str, at: Time) {
        self.deeds.add(Deed { at, operation, target: target.to_owned(), id: id.to_owned() });
    }
}

impl Aws {
    /// How many effects each operation has had, by its name.
    pub fn effects(&self) -> BTreeMap<&'static str, usize> {
        self.with(|account| account.effects().clone())
    }
}

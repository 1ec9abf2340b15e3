//! Looking at many lines in another thread.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Query, Snapshot};
use crate::domain::fault::Fault;
use crate::domain::world::Change;

/// The bytes of text after which what was found is told for the first time; then twice as many each time.
const FIRST: usize = 256 * 1_024;
const MOST: usize = 8 << 20;

/// What a scan is for. There is one at a time of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aim {
    /// The lines that are shown.
    Filter,
    /// The lines that are searched for among them.
    Search,
}

/// Lines that are to be looked at; none: whatever is being looked at for this aim is of no use any more.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// What they must have.
    pub query: Arc<Query>,
    /// The lines.
    pub lines: Snapshot,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// What was asked.
    pub query: Arc<Query>,
    /// By segment.
    pub found: Vec<Found>,
    /// Whether that was the last.
    pub is_last: bool,
}

/// What was found in one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub(super) segment: u64,
    /// How many of its lines have been looked at.
    pub(super) looked: usize,
    /// The numbers of those that pass.
    pub(super) hits: Vec<u16>,
}

/// What was found, by segment.
pub(super) type Founds = HashMap<u64, Found>;

impl Scan {
    /// Looks at the lines, newest first, and tells what was found, little by little; ends early where `goes_on`, which
    /// is asked for every segment, or `tell` says so.
    pub fn run(&self, goes_on: impl Fn() -> bool, mut tell: impl FnMut(Findings) -> bool) {
        let (mut found, mut bytes, mut enough) = (Vec::new(), 0, FIRST);
        for segment in self.lines.segments().iter().rev() {
            if !goes_on() {
                return;
            }
            let hits = self.query.sift(segment, 0);
            found.push(Found { segment: segment.number, looked: segment.len(), hits });
            bytes += segment.text().len();
            if bytes >= enough {
                if !tell(self.findings(std::mem::take(&mut found), false)) {
                    return;
                }
                (bytes, enough) = (0, MOST.min(2 * enough));
            }
        }
        tell(self.findings(found, true));
    }

    fn findings(&self, found: Vec<Found>, is_last: bool) -> Findings {
        Findings { query: Arc::clone(&self.query), found, is_last }
    }
}

/// What the latest scans have found.
#[derive(Debug, Default)]
pub struct Scans {
    filter: Answers,
    search: Answers,
}

/// What the latest scan for one aim has found.
#[derive(Debug, Default)]
pub struct Answers {
    query: Option<Arc<Query>>,
    found: Founds,
    broken: Option<(Arc<Query>, Fault)>,
    ended: u64,
    revision: u64,
}

impl Scans {
    /// Takes what was found; what was found of another query is of no use any more.
    pub fn hear(&mut self, findings: Findings) -> Change {
        self.of(findings.query.aim()).hear(findings);
        Change::News
    }

    /// Takes that a defect of ours ended a scan.
    pub fn broke(&mut self, query: Arc<Query>, fault: Fault) -> Change {
        let answers = self.of(query.aim());
        answers.broken = Some((query, fault));
        Change::News
    }

    fn of(&mut self, aim: Aim) -> &mut Answers {
        match aim {
            Aim::Filter => &mut self.filter,
            Aim::Search => &mut self.search,
        }
    }

    /// What was found for an aim.
    pub fn get(&self, aim: Aim) -> &Answers {
        match aim {
            Aim::Filter => &self.filter,
            Aim::Search => &self.search,
        }
    }
}

impl Answers {
    fn hear(&mut self, findings: Findings) {
        if self.query.as_ref() != Some(&findings.query) {
            self.found.clear();
        }
        self.query = Some(findings.query);
        self.found.extend(findings.found.into_iter().map(|found| (found.segment, found)));
        self.ended += u64::from(findings.is_last);
        self.revision += 1;
    }

    /// What was found of a query, by segment.
    pub(super) fn to(&self, query: &Arc<Query>) -> Option<&Founds> {
        (self.query.as_ref() == Some(query)).then_some(&self.found)
    }

    /// What ended the scan for a query before its end.
    pub(super) fn broken(&self, query: &Arc<Query>) -> Option<&Fault> {
        self.broken.as_ref().filter(|(of, _)| of == query).map(|(_, fault)| fault)
    }

    /// How many scans have come to their end.
    pub fn ended(&self) -> u64 {
        self.ended
    }

    /// Grows with everything that is found.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

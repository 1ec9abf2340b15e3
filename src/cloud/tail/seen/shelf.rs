//! Hashes of lines by the time of their lines, so that what is old goes a shelf at a time and gives its room back.

use std::collections::{BTreeMap, HashMap};

use crate::clock::Time;

/// How many seconds share a shelf.
const SECONDS: i64 = 10;

/// What is known of lines, by their hashes.
#[derive(Debug)]
pub(super) struct Shelves<T>(BTreeMap<i64, HashMap<u64, T>>);

impl<T> Default for Shelves<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Shelves<T> {
    /// The lines of about a moment.
    pub fn at(&mut self, time: Time) -> &mut HashMap<u64, T> {
        self.0.entry(time.timestamp().div_euclid(SECONDS)).or_default()
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.0.values().map(HashMap::len).sum()
    }

    /// The beginning of a shelf with at most half of the lines before it.
    pub fn middle(&self) -> Option<Time> {
        let (half, mut before) = (self.len() / 2, 0);
        let found = self.0.iter().find(|(_, lines)| {
            before += lines.len();
            before > half
        });
        Time::from_timestamp(found?.0 * SECONDS, 0)
    }

    /// Forgets the shelves that end before a moment.
    pub fn forget_before(&mut self, before: Time) {
        self.0 = self.0.split_off(&before.timestamp().div_euclid(SECONDS));
    }
}

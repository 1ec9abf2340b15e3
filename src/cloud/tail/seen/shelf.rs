//! Hashes of lines by the time of their lines, so that what is old goes a shelf at a time and gives its room back.

use std::collections::BTreeMap;

use crate::clock::Time;

/// How many seconds share a shelf.
const SECONDS: i64 = 10;

/// How many of the latest lines are kept apart: so many, and one in so many of the others.
const FEW: usize = 64;
const ONE_IN: usize = 64;

/// What is known of lines, by their hashes.
#[derive(Debug)]
pub(super) struct Shelves<T>(BTreeMap<i64, Shelf<T>>);

impl<T> Default for Shelves<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Shelves<T> {
    /// The lines of about a moment.
    pub fn at(&mut self, time: Time) -> &mut Shelf<T> {
        self.0.entry(time.timestamp().div_euclid(SECONDS)).or_default()
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.0.values().map(Shelf::len).sum()
    }

    /// The beginning of the last shelf that has at most so many lines before it; `None`: not even one may be before it.
    pub fn after(&self, count: usize) -> Option<Time> {
        let mut before = 0;
        let found = self.0.iter().filter(|_| count > 0).find(|(_, shelf)| {
            before += shelf.len();
            before > count
        });
        Time::from_timestamp(found?.0 * SECONDS, 0)
    }

    /// Forgets the shelves that end before a moment.
    pub fn forget_before(&mut self, before: Time) {
        self.0 = self.0.split_off(&before.timestamp().div_euclid(SECONDS));
    }

    /// The memory that the hashes take, in bytes.
    #[cfg(test)]
    pub fn footprint(&self) -> usize {
        let of =
            |run: &Run<T>| run.hashes.capacity() * size_of::<u64>() + run.notes.capacity() * size_of::<T>();
        self.0.values().map(|shelf| size_of::<Shelf<T>>() + of(&shelf.all) + of(&shelf.latest)).sum()
    }
}

/// Hashes in order, in as little room as they need: a hash table would take twice as much.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    all: Run<T>,
    /// Those that came last: few, so that putting one between the others moves few.
    latest: Run<T>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { all: Run::default(), latest: Run::default() }
    }
}

impl<T> Shelf<T> {
    fn len(&self) -> usize {
        self.all.hashes.len() + self.latest.hashes.len()
    }

    /// What is known of a line.
    pub fn get_mut(&mut self, hash: u64) -> Option<&mut T> {
        match self.all.hashes.binary_search(&hash) {
            Ok(at) => self.all.notes.get_mut(at),
            Err(_) => self.latest.notes.get_mut(self.latest.hashes.binary_search(&hash).ok()?),
        }
    }

    /// Adds a line, unless it is here; whether it was not.
    pub fn insert(&mut self, hash: u64, note: T) -> bool {
        if self.all.hashes.binary_search(&hash).is_ok() {
            return false;
        }
        let Err(at) = self.latest.hashes.binary_search(&hash) else { return false };
        self.latest.hashes.insert(at, hash);
        self.latest.notes.insert(at, note);
        if self.latest.hashes.len() > FEW + self.all.hashes.len() / ONE_IN {
            self.all = std::mem::take(&mut self.all).merged(std::mem::take(&mut self.latest));
        }
        true
    }
}

/// Hashes in order, and what is known of each.
#[derive(Debug)]
struct Run<T> {
    hashes: Vec<u64>,
    notes: Vec<T>,
}

impl<T> Default for Run<T> {
    fn default() -> Self {
        Self { hashes: Vec::new(), notes: Vec::new() }
    }
}

impl<T> Run<T> {
    fn merged(self, other: Self) -> Self {
        let len = self.hashes.len() + other.hashes.len();
        let mut run = Self { hashes: Vec::with_capacity(len), notes: Vec::with_capacity(len) };
        let [mut own, mut others] = [self, other].map(|run| run.hashes.into_iter().zip(run.notes).peekable());
        while let Some((own_next, other_next)) = own.peek().zip(others.peek()) {
            let next = if own_next.0 < other_next.0 { own.next() } else { others.next() };
            run.extend(next);
        }
        run.extend(own.chain(others));
        run
    }

    fn extend(&mut self, entries: impl IntoIterator<Item = (u64, T)>) {
        for (hash, note) in entries {
            self.hashes.push(hash);
            self.notes.push(note);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    proptest::proptest! {
        #[test]
        fn a_shelf_keeps_what_a_table_keeps(hashes in proptest::collection::vec(0_u64..2_000, 0..3_000)) {
            let (mut shelf, mut table) = (Shelf::default(), HashMap::new());
            for (n, hash) in hashes.into_iter().enumerate() {
                let is_new = !table.contains_key(&hash);
                proptest::prop_assert_eq!(shelf.insert(hash, n), is_new);
                table.entry(hash).or_insert(n);
            }
            proptest::prop_assert_eq!(shelf.len(), table.len());
            for hash in 0..2_000 {
                proptest::prop_assert_eq!(shelf.get_mut(hash), table.get_mut(&hash));
            }
        }
    }
}

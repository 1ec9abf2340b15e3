//! A page of a listing, packed: keys without what they share with the key before, numbers as short as they are.
//!
//! A million objects take some 35 MB so, where structs with strings of their own take ten times that. A block never changes:
//! it is made beside the interface and shared with it.

mod build;
mod read;

use std::fmt;

pub use build::{Builder, Given};
pub use read::{Facts, Row, Rows};

use super::{Entry, Object, Version};
use crate::clock::Time;
use crate::domain::text::Foreign;

/// Every so many entries stand whole, so that one is found without reading all before it.
const STRIDE: usize = 16;

/// Entries of a listing in the order of their keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Block {
    bytes: Box<[u8]>,
    /// Where each entry begins that stands whole.
    marks: Box<[u32]>,
    len: usize,
    folders: usize,
    /// The storage classes that occur, by number.
    classes: Box<[Foreign]>,
}

impl Block {
    /// Packs entries; those whose keys are out of order are put in order.
    pub fn of(entries: &[Entry]) -> Self {
        let mut sorted: Vec<&Entry> = entries.iter().collect();
        sorted.sort_by(|a, b| a.key().cmp(b.key()));
        let mut builder = Builder::default();
        for entry in sorted {
            match entry {
                Entry::Folder(prefix) => builder.folder(prefix.exact()),
                Entry::Object(object) => builder.object(&Given::of(object)),
            }
        }
        builder.finish()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many of them are folders.
    pub fn folders(&self) -> usize {
        self.folders
    }

    /// Bytes that it takes.
    pub fn weight(&self) -> usize {
        self.bytes.len() + size_of_val::<[u32]>(&self.marks) + size_of::<Self>()
    }

    /// The `n`-th entry.
    pub fn get(&self, n: usize) -> Option<Entry> {
        let mut rows = self.rows(n);
        rows.next().map(|row| row.entry())
    }

    /// The entries from the `n`-th on.
    pub fn rows(&self, n: usize) -> Rows<'_> {
        let mut rows = Rows::new(self, n / STRIDE);
        for _ in 0..n % STRIDE {
            rows.next();
        }
        rows
    }

    /// The first key; empty where there are no entries.
    pub fn first(&self) -> &str {
        self.whole(0)
    }

    /// The last key.
    pub fn last(&self) -> Foreign {
        self.get(self.len.saturating_sub(1)).map(|entry| entry.key().clone()).unwrap_or_default()
    }

    /// How many keys come before this one.
    pub fn lower_bound(&self, key: &str) -> usize {
        let marks: usize = self.marks.len();
        let (mut low, mut high) = (0, marks);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.whole(middle) < key { low = middle + 1 } else { high = middle }
        }
        let from = low.saturating_sub(1) * STRIDE;
        let mut rows = self.rows(from);
        let mut n = from;
        while let Some(row) = rows.next() {
            if row.key >= key {
                break;
            }
            n += 1;
        }
        n
    }

    /// The key of the `n`-th entry that stands whole.
    fn whole(&self, n: usize) -> &str {
        read::whole(self, n).unwrap_or_default()
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} entries from {:?}", self.len, self.first())
    }
}

impl Row<'_> {
    /// The entry on its own.
    pub fn entry(&self) -> Entry {
        let Some(facts) = &self.facts else { return Entry::Folder(self.key.into()) };
        let version = facts.version.map(|id| Version {
            id: id.into(),
            is_latest: facts.is_latest,
            is_marker: facts.is_marker,
        });
        Entry::Object(Object {
            key: self.key.into(),
            size: facts.size,
            modified: Time::from_timestamp(facts.seconds, 0).unwrap_or_default(),
            etag: facts.etag.text().into(),
            storage_class: facts.class.cloned(),
            restore: facts.restore,
            version,
        })
    }
}

#[cfg(test)]
mod tests;

//! The rows of the pane, as arithmetic over the listings: no row is made before it is looked at.

use std::ops::Range;

use super::Id;
use crate::domain::object::{Entry, Listing, Prefix};
use crate::filter::Filter;
use crate::pane::Cx;

/// The places that are shown, one below the other.
#[derive(Debug, Default)]
pub struct Sections(Vec<Section>);

/// The rows of one place.
#[derive(Debug)]
pub struct Section {
    /// Whose rows they are.
    pub place: Prefix,
    head: Head,
    shown: Shown,
    /// Folders among the loaded entries; the rest are objects.
    pub folders: usize,
    /// The revision of the listing that this was made from; `None`: it was never made.
    revision: Option<u64>,
}

/// What stands above the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// Nothing: the frame says where we are.
    Nothing,
    /// The bucket's name.
    Bucket,
    /// The bucket's name, and why it could not be read.
    BucketAndFault,
}

/// The entries that pass the filter.
#[derive(Debug)]
enum Shown {
    /// All of so many.
    All(usize),
    /// Those at these positions in the listing.
    Some(Vec<usize>),
}

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The heading of the bucket.
    Bucket,
    /// Why the bucket could not be read.
    Fault,
    /// The entry at this position in the listing.
    Entry(usize),
}

impl Sections {
    /// Brings the rows in line with the facts, and says whether any were made anew: what has not changed is
    /// not looked at, however long it is.
    pub fn settle(&mut self, cx: Cx<'_>, place: Option<&Prefix>, filter: &Filter) -> bool {
        let (places, head) = match place {
            Some(place) => (vec![place.clone()], Head::Nothing),
            None => (cx.pipeline.buckets().into_iter().map(Prefix::top).collect(), Head::Bucket),
        };
        if self.0.iter().map(|section| &section.place).ne(&places) {
            self.0 = places.into_iter().map(|place| Section::new(place, head)).collect();
        }
        let changes = self.0.iter_mut().map(|s| s.settle(cx.world.listings.get(&s.place), filter));
        changes.fold(false, |any, one| any | one)
    }

    /// How many places there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.0.iter().map(Section::len).sum()
    }

    /// What the `n`-th row shows, and of which place.
    pub fn spot(&self, n: usize) -> Option<(&Section, Spot)> {
        let (start, section) = self.starts().find(|(start, section)| n < start + section.len())?;
        Some((section, section.spot(n - start)?))
    }

    /// What identifies the `n`-th row.
    pub fn id(&self, cx: Cx<'_>, n: usize) -> Option<Id> {
        let (section, spot) = self.spot(n)?;
        let bucket = section.place.bucket.clone();
        Some(match spot {
            Spot::Bucket => Id::Bucket(bucket),
            Spot::Fault => Id::Fault(bucket),
            Spot::Entry(n) => {
                let entry = cx.world.listings.get(&section.place)?.entries.get(n)?;
                Id::Entry { bucket, key: entry.key().clone() }
            }
        })
    }

    /// Where a row is, or would be: found by bisection, since S3 lists in the order of the keys.
    pub fn find(&self, cx: Cx<'_>, id: &Id) -> Option<usize> {
        let (Id::Bucket(bucket) | Id::Fault(bucket) | Id::Entry { bucket, .. }) = id;
        let (start, section) = self.starts().find(|(_, section)| section.place.bucket == *bucket)?;
        match id {
            Id::Bucket(_) => Some(start),
            Id::Fault(_) => Some(start + 1),
            Id::Entry { key, .. } => {
                let entries = &cx.world.listings.get(&section.place)?.entries;
                let position = entries.partition_point(|entry| entry.key() < key);
                Some(start + section.head.len() + section.shown.row(position))
            }
        }
    }

    /// The first heading below a row, else the first of all.
    pub fn heading_after(&self, n: usize) -> Option<usize> {
        let mut headings = self.starts().filter(|(_, section)| section.head != Head::Nothing);
        let first = headings.clone().next();
        headings.find(|(start, _)| *start > n).or(first).map(|(start, _)| start)
    }

    /// The places whose loaded rows end within two screens of the window; with `more`, also those whose
    /// filtered rows end in it.
    pub fn ending(&self, window: &Range<usize>, more: bool) -> impl Iterator<Item = &Prefix> {
        let near = move |start: usize, section: &Section| section.ends_near(start, window, more);
        self.starts().filter(move |(start, section)| near(*start, section)).map(|(_, section)| &section.place)
    }

    /// How many entries are shown, how many are loaded, and whether that is all there is.
    pub fn tally(&self, cx: Cx<'_>) -> (usize, usize, bool) {
        let shown = self.0.iter().map(|section| section.shown.len()).sum();
        let listings = self.0.iter().filter_map(|section| cx.world.listings.get(&section.place));
        let loaded = listings.clone().map(|listing| listing.entries.len()).sum();
        (shown, loaded, listings.into_iter().all(|listing| listing.next.is_none()))
    }

    /// The places with their first rows.
    fn starts(&self) -> impl Iterator<Item = (usize, &Section)> + Clone {
        self.0.iter().scan(0, |next, section| {
            let start = *next;
            *next += section.len();
            Some((start, section))
        })
    }
}

impl Section {
    fn new(place: Prefix, head: Head) -> Self {
        Self { place, head, shown: Shown::All(0), folders: 0, revision: None }
    }

    fn settle(&mut self, listing: Option<&Listing>, filter: &Filter) -> bool {
        let revision = Some(listing.map_or(0, |listing| listing.revision));
        if self.revision == revision {
            return false;
        }
        self.revision = revision;
        let entries = listing.map(|listing| listing.entries.as_slice()).unwrap_or_default();
        self.folders = entries.iter().filter(|entry| matches!(entry, Entry::Folder(_))).count();
        let is_named = self.head != Head::Nothing && filter.passes(&[&self.place.bucket]);
        self.shown =
            if is_named { Shown::All(entries.len()) } else { Shown::of(&self.place, entries, filter) };
        if self.head != Head::Nothing {
            let has_fault = listing.is_some_and(|listing| listing.fault.is_some());
            self.head = if has_fault { Head::BucketAndFault } else { Head::Bucket };
        }
        true
    }

    fn len(&self) -> usize {
        self.head.len() + self.shown.len()
    }

    /// How many entries are shown of those that are loaded; `None`: all of them.
    pub fn filtered(&self) -> Option<usize> {
        matches!(self.shown, Shown::Some(_)).then(|| self.shown.len())
    }

    fn spot(&self, n: usize) -> Option<Spot> {
        match (n.checked_sub(self.head.len()), n) {
            (Some(n), _) => self.shown.position(n).map(Spot::Entry),
            (None, 0) => Some(Spot::Bucket),
            (None, _) => Some(Spot::Fault),
        }
    }

    fn ends_near(&self, start: usize, window: &Range<usize>, more: bool) -> bool {
        let end = start + self.len();
        let (Shown::All(_), reach) = (&self.shown, 2 * window.len()) else {
            return more && window.end >= end && window.start <= end;
        };
        window.end + reach >= end && window.start <= end + reach
    }
}

impl Head {
    fn len(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Bucket => 1,
            Self::BucketAndFault => 2,
        }
    }
}

impl Shown {
    fn of(place: &Prefix, entries: &[Entry], filter: &Filter) -> Self {
        if filter.is_empty() {
            return Self::All(entries.len());
        }
        let passes = |entry: &Entry| filter.passes(&[name(place, entry)]);
        Self::Some((0..).zip(entries).filter(|(_, entry)| passes(entry)).map(|(n, _)| n).collect())
    }

    fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Some(positions) => positions.len(),
        }
    }

    fn position(&self, row: usize) -> Option<usize> {
        match self {
            Self::All(count) => (row < *count).then_some(row),
            Self::Some(positions) => positions.get(row).copied(),
        }
    }

    /// The row of the entry at a position, or of the one after it.
    fn row(&self, position: usize) -> usize {
        match self {
            Self::All(_) => position,
            Self::Some(positions) => positions.partition_point(|n| *n < position),
        }
    }
}

/// The key of an entry without the place it is in.
pub fn name<'a>(place: &Prefix, entry: &'a Entry) -> &'a str {
    let key = entry.key().exact();
    key.strip_prefix(place.prefix.exact()).unwrap_or(key)
}

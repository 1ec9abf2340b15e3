//! The rows of the pane, as arithmetic over the listings: no row is made before it is looked at.

use std::ops::Range;
use std::sync::Arc;

use super::Id;
use crate::domain::object::{Arrangement, Entry, Listing, Row, Scope, Sorting, arrange};
use crate::effect::Arrange;
use crate::filter::{Filter, object};
use crate::pane::Cx;

/// So many entries are put in order at once; more of them elsewhere, for it would hold up keys.
const AT_ONCE: usize = 20_000;

/// How rows are wanted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// What they must contain.
    pub filter: Filter,
    /// Their order.
    pub sorting: Sorting,
}

impl Look {
    /// Whether all rows are wanted, in the order of the listing.
    pub fn is_plain(&self) -> bool {
        self.filter.is_empty() && self.sorting.words().is_none()
    }
}

/// The places that are shown, one below the other.
#[derive(Debug, Default)]
pub struct Sections(Vec<Section>);

/// The rows of one place.
#[derive(Debug)]
pub struct Section {
    /// Whose rows they are.
    pub scope: Scope,
    head: Head,
    shown: Shown,
    /// The revision of the listing that this was made from; `None`: it was never made.
    revision: Option<u64>,
    /// How many entries there were when an order was asked for that has not come yet.
    asked: Option<(Look, usize)>,
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

/// The entries that are shown.
#[derive(Debug)]
enum Shown {
    /// All of so many.
    All(usize),
    /// Some of them, or in another order.
    Some(Arc<Arrangement>),
}

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The heading of the bucket.
    Bucket,
    /// Why the bucket could not be read.
    Fault,
    /// The entry with this number, of those that the section shows.
    Entry(usize),
}

impl Sections {
    /// Brings the rows in line with the facts, and says whether any were made anew: what has not changed is
    /// not looked at, however long it is. What takes long to put in order is returned.
    pub fn settle(
        &mut self,
        cx: Cx<'_>,
        here: Option<&Scope>,
        look: &Look,
    ) -> (bool, Option<(Scope, Arrange)>) {
        let (scopes, head) = match here {
            Some(scope) => (vec![scope.clone()], Head::Nothing),
            None => (cx.pipeline.buckets().into_iter().map(Scope::top).collect(), Head::Bucket),
        };
        if self.0.iter().map(|section| &section.scope).ne(&scopes) {
            self.0 = scopes.into_iter().map(|scope| Section::new(scope, head)).collect();
        }
        let changes = self.0.iter_mut().map(|section| section.settle(cx, look));
        let is_changed = changes.fold(false, |any, one| any | one);
        let wish = self.0.first_mut().and_then(|section| section.wish(cx, look));
        (is_changed, wish)
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
        let bucket = section.scope.place.bucket.clone();
        Some(match spot {
            Spot::Bucket => Id::Bucket(bucket),
            Spot::Fault => Id::Fault(bucket),
            Spot::Entry(n) => match section.entry(cx, n) {
                Some(entry) => {
                    Id::Entry { bucket, key: entry.key().clone(), version: entry.version().cloned() }
                }
                None => Id::Away(n),
            },
        })
    }

    /// Where a row is, or would be.
    pub fn find(&self, cx: Cx<'_>, id: &Id) -> Option<usize> {
        let (Id::Bucket(bucket) | Id::Fault(bucket) | Id::Entry { bucket, .. }) = id else { return None };
        let (start, section) = self.starts().find(|(_, section)| section.scope.place.bucket == *bucket)?;
        match id {
            Id::Bucket(_) => Some(start),
            Id::Fault(_) => Some(start + 1),
            Id::Entry { key, version, .. } => {
                let version = version.as_ref().map(crate::domain::text::Foreign::exact);
                Some(start + section.head.len() + section.row(cx, key.exact(), version)?)
            }
            Id::Away(_) => None,
        }
    }

    /// The first heading below a row, else the first of all.
    pub fn heading_after(&self, n: usize) -> Option<usize> {
        let mut headings = self.starts().filter(|(_, section)| section.head != Head::Nothing);
        let first = headings.clone().next();
        headings.find(|(start, _)| *start > n).or(first).map(|(start, _)| start)
    }

    /// The numbers of the entries in the window, where the rows are all entries of one place in the order of the listing.
    pub fn plain(&self, window: &Range<usize>) -> Option<(&Scope, Range<usize>)> {
        let [section] = self.0.as_slice() else { return None };
        let is_plain = section.head == Head::Nothing && matches!(section.shown, Shown::All(_));
        is_plain.then(|| (&section.scope, window.clone()))
    }

    /// How many entries are shown, how many are loaded, and whether that is all there is.
    pub fn tally(&self, cx: Cx<'_>) -> (usize, usize, bool) {
        let shown = self.0.iter().map(|section| section.shown.len()).sum();
        let listings = self.0.iter().filter_map(|section| cx.world.listings.get(&section.scope));
        let loaded = listings.clone().map(|listing| listing.shelf.len()).sum();
        (shown, loaded, listings.into_iter().all(Listing::is_whole))
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
    fn new(scope: Scope, head: Head) -> Self {
        Self { scope, head, shown: Shown::All(0), revision: None, asked: None }
    }

    fn settle(&mut self, cx: Cx<'_>, look: &Look) -> bool {
        let listing = cx.world.listings.get(&self.scope);
        let revision = Some(listing.map_or(0, |listing| listing.revision));
        let has_come = self.take_arranged(cx, look);
        if self.revision == revision {
            return has_come;
        }
        self.revision = revision;
        if self.head != Head::Nothing {
            let has_fault = listing.is_some_and(|listing| listing.fault.is_some());
            self.head = if has_fault { Head::BucketAndFault } else { Head::Bucket };
        }
        let is_named = self.head != Head::Nothing
            && look.filter.is_words()
            && look.filter.passes(&[&self.scope.place.bucket]);
        let look = if is_named { &Look { filter: Filter::default(), ..look.clone() } } else { look };
        self.show(cx, listing, look);
        true
    }

    fn show(&mut self, cx: Cx<'_>, listing: Option<&Listing>, look: &Look) {
        let Some(listing) = listing.filter(|_| !look.is_plain()) else {
            self.shown = Shown::All(listing.map_or(0, |listing| listing.shelf.len()));
            return;
        };
        if listing.shelf.kept() <= AT_ONCE {
            let passes = |row: &Row<'_>| object::passes(&look.filter, &self.scope.place, row, cx.now);
            let filter = look.filter.text().to_owned();
            let made = arrange(listing.shelf.clone(), look.sorting, filter, passes, || true);
            self.shown = made.map_or(Shown::All(0), |made| Shown::Some(Arc::new(made)));
        }
    }

    /// Takes rows that have been put in order elsewhere, if they are the wanted ones.
    fn take_arranged(&mut self, cx: Cx<'_>, look: &Look) -> bool {
        let Some(made) = cx.world.listings.arranged(&self.scope).filter(|_| !look.is_plain()) else {
            return false;
        };
        let is_wanted = made.sorting == look.sorting && made.filter == look.filter.text();
        let is_here = matches!(&self.shown, Shown::Some(shown) if Arc::ptr_eq(shown, made));
        let is_older = matches!(&self.shown, Shown::Some(shown)
            if shown.sorting == made.sorting && shown.filter == made.filter && shown.shelf.len() > made.shelf.len());
        if !is_wanted || is_here || is_older {
            return false;
        }
        (self.shown, self.asked) = (Shown::Some(Arc::clone(made)), None);
        true
    }

    /// What should be put in order elsewhere: what is new is waited for until it is an eighth, or all there is.
    fn wish(&mut self, cx: Cx<'_>, look: &Look) -> Option<(Scope, Arrange)> {
        let listing = cx.world.listings.get(&self.scope)?;
        let kept = listing.shelf.kept();
        if look.is_plain() || kept <= AT_ONCE {
            return None;
        }
        if self.asked.as_ref().is_some_and(|(asked, _)| asked == look) {
            return None;
        }
        if let Shown::Some(shown) = &self.shown
            && shown.sorting == look.sorting
            && shown.filter == look.filter.text()
        {
            let (old, new) = (&shown.shelf, &listing.shelf);
            let is_little =
                listing.flow == crate::domain::object::Flow::Streaming && kept < old.kept() * 9 / 8;
            if is_little || old == new {
                return None;
            }
        }
        self.asked = Some((look.clone(), kept));
        let (sorting, filter) = (look.sorting, look.filter.clone());
        Some((self.scope.clone(), Arrange { shelf: listing.shelf.clone(), sorting, filter }))
    }

    fn len(&self) -> usize {
        self.head.len() + self.shown.len()
    }

    /// How many entries are shown of those that are loaded; `None`: all of them.
    pub fn filtered(&self) -> Option<usize> {
        matches!(&self.shown, Shown::Some(made) if !made.filter.trim().is_empty()).then(|| self.shown.len())
    }

    /// The entry with this number; `None`: its page was let go.
    pub fn entry(&self, cx: Cx<'_>, n: usize) -> Option<Entry> {
        match &self.shown {
            Shown::All(_) => cx.world.listings.get(&self.scope)?.shelf.get(n),
            Shown::Some(made) => made.shelf.get(n),
        }
    }

    fn spot(&self, n: usize) -> Option<Spot> {
        match (n.checked_sub(self.head.len()), n) {
            (Some(n), _) => self.shown.number(n).map(Spot::Entry),
            (None, 0) => Some(Spot::Bucket),
            (None, _) => Some(Spot::Fault),
        }
    }

    /// The row of an entry, or of the one in whose place it would be.
    fn row(&self, cx: Cx<'_>, key: &str, version: Option<&str>) -> Option<usize> {
        match &self.shown {
            Shown::All(_) => {
                let entries = &cx.world.listings.get(&self.scope)?.shelf;
                Some(entries.find(key, version).unwrap_or_else(|| entries.lower_bound(key)))
            }
            Shown::Some(made) => {
                let position = u32::try_from(made.shelf.find(key, version)?).ok()?;
                made.rows.iter().position(|row| *row == position)
            }
        }
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
    fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Some(made) => made.rows.len(),
        }
    }

    fn number(&self, row: usize) -> Option<usize> {
        match self {
            Self::All(count) => (row < *count).then_some(row),
            Self::Some(made) => made.rows.get(row).map(|n| *n as usize),
        }
    }
}

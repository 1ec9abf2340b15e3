//! The pages of a listing in their order, of which those beyond a bound are not kept but remembered.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use super::{Block, Entry, Row, Token};
use crate::domain::text::Foreign;

/// Entries that are kept of one listing. Of what lies beyond only the marks of the pages are kept, and they are read again
/// when one looks there.
pub const KEPT: usize = 1_200_000;

/// Pages beyond the bound that are kept because somebody looked there.
const VISITED: usize = 64;

/// The entries of a listing; cheap to clone, for the pages are shared.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    slots: Vec<Slot>,
    len: usize,
    folders: usize,
    kept: usize,
    /// Pages that were let go and are here again, the oldest first.
    visited: VecDeque<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    start: usize,
    len: usize,
    /// What the page was asked for with; `None`: it is the first one.
    asked: Option<Token>,
    /// `None`: it was let go.
    block: Option<Arc<Block>>,
}

impl Shelf {
    /// How many entries there are, kept or not.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many entries can be looked at without reading them again.
    pub fn kept(&self) -> usize {
        self.kept
    }

    /// How many of the entries are folders.
    pub fn folders(&self) -> usize {
        self.folders
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.slots.len()
    }

    /// Bytes that the kept pages take.
    pub fn weight(&self) -> usize {
        let blocks = self.slots.iter().filter_map(|slot| slot.block.as_ref());
        blocks.map(|block| block.weight()).sum::<usize>() + self.slots.len() * size_of::<Slot>()
    }

    /// Appends the page that was asked for with this; beyond the bound only that it was there.
    pub fn push(&mut self, asked: Option<Token>, block: Arc<Block>, bound: usize) {
        if block.is_empty() {
            return;
        }
        let (start, len) = (self.len, block.len());
        self.len += len;
        self.folders += block.folders();
        let is_kept = self.kept + len <= bound;
        self.kept += if is_kept { len } else { 0 };
        self.slots.push(Slot { start, len, asked, block: is_kept.then_some(block) });
    }

    /// The page that an entry is on and that was let go: its number, and what it is asked for with.
    pub fn away(&self, n: usize) -> Option<(usize, Token)> {
        let page = self.page(n)?;
        let slot = self.slots.get(page).filter(|slot| slot.block.is_none())?;
        Some((page, slot.asked.clone()?))
    }

    /// Puts a page back that was let go, as far as it still has as many entries, and lets go of what was looked at long ago.
    pub fn put_back(&mut self, page: usize, block: Arc<Block>) {
        let Some(slot) = self.slots.get_mut(page).filter(|slot| slot.block.is_none()) else { return };
        slot.block = Some(block);
        self.visited.push_back(page);
        if self.visited.len() > VISITED
            && let Some(slot) = self.visited.pop_front().and_then(|oldest| self.slots.get_mut(oldest))
        {
            slot.block = None;
        }
    }

    fn page(&self, n: usize) -> Option<usize> {
        (n < self.len).then(|| self.slots.partition_point(|slot| slot.start <= n).saturating_sub(1))
    }

    /// The `n`-th entry; `None`: there is none, or its page was let go.
    pub fn get(&self, n: usize) -> Option<Entry> {
        let slot = self.slots.get(self.page(n)?)?;
        slot.block.as_ref()?.get(n - slot.start)
    }

    /// Shows every kept entry with its number, in order, while `see` says so.
    pub fn each(&self, mut see: impl FnMut(usize, Row<'_>) -> bool) {
        for slot in &self.slots {
            let Some(block) = &slot.block else { continue };
            let mut rows = block.rows(0);
            let mut n = slot.start;
            while let Some(row) = rows.next() {
                if !see(n, row) {
                    return;
                }
                n += 1;
            }
        }
    }

    /// Where an entry with this key is, or would be: found by bisection, since S3 lists in the order of the keys.
    pub fn lower_bound(&self, key: &str) -> usize {
        let kept: Vec<&Slot> = self.slots.iter().filter(|slot| slot.block.is_some()).collect();
        let first = |slot: &&Slot| slot.block.as_ref().is_some_and(|block| block.first() < key);
        let before = kept.partition_point(first);
        let Some(slot) = before.checked_sub(1).and_then(|n| kept.get(n)) else { return 0 };
        slot.start + slot.block.as_ref().map_or(0, |block| block.lower_bound(key))
    }

    /// Where an entry is, by its key and the id of its version.
    pub fn find(&self, key: &str, version: Option<&str>) -> Option<usize> {
        let from = self.lower_bound(key);
        let is_key = |n: &usize| self.get(*n).is_some_and(|entry| entry.key().exact() == key);
        let is_version =
            |n: &usize| self.get(*n).is_some_and(|entry| entry.version().map(Foreign::exact) == version);
        (from..self.len).take_while(is_key).find(is_version)
    }

    /// The entries, for those who want all.
    pub fn iter(&self) -> impl Iterator<Item = Entry> {
        (0..self.len).filter_map(|n| self.get(n))
    }

    /// The first page, where there is one.
    pub fn head(&self) -> Option<&Arc<Block>> {
        self.slots.first()?.block.as_ref()
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} entries on {} pages, {} kept", self.len, self.slots.len(), self.kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(names: &str) -> Arc<Block> {
        let entries: Vec<Entry> = names.split_whitespace().map(|name| Entry::Folder(name.into())).collect();
        Arc::new(Block::of(&entries))
    }

    fn token(text: &str) -> Token {
        Token(text.into())
    }

    fn shelf(bound: usize) -> Shelf {
        let mut shelf = Shelf::default();
        shelf.push(None, page("a b"), bound);
        shelf.push(Some(token("1")), page(""), bound);
        shelf.push(Some(token("2")), page("d e f"), bound);
        shelf.push(Some(token("3")), page("h"), bound);
        shelf
    }

    #[track_caller]
    fn check(shelf: &Shelf, want: &str) {
        let key = |n| shelf.get(n).map_or_else(|| "-".to_owned(), |entry| entry.key().exact().to_owned());
        assert_eq!((0..shelf.len()).map(key).collect::<Vec<_>>().join(" "), want);
    }

    #[test]
    fn entries_are_found_by_number_and_by_key() {
        let shelf = shelf(KEPT);
        check(&shelf, "a b d e f h");
        for (key, want) in [("", 0), ("a", 0), ("b", 1), ("c", 2), ("d", 2), ("g", 5), ("h", 5), ("z", 6)] {
            assert_eq!(shelf.lower_bound(key), want, "{key}");
        }
        assert_eq!((shelf.find("e", None), shelf.find("c", None)), (Some(3), None));
    }

    #[test]
    fn beyond_the_bound_pages_are_counted_and_can_be_put_back() {
        let mut shelf = shelf(3);
        check(&shelf, "a b - - - h");
        assert_eq!((shelf.len(), shelf.kept(), shelf.away(1)), (6, 3, None));
        let (n, asked) = shelf.away(4).unwrap();
        assert_eq!((n, asked), (1, token("2")));
        shelf.put_back(n, page("d e f"));
        check(&shelf, "a b d e f h");
        assert_eq!(shelf.away(4), None);
    }

    #[test]
    fn of_what_was_looked_at_beyond_the_bound_the_oldest_goes_first() {
        let mut shelf = Shelf::default();
        shelf.push(None, page("a"), 1);
        (0..100).for_each(|n| shelf.push(Some(token(&n.to_string())), page("b"), 1));
        (1..=100).for_each(|n| shelf.put_back(n, page("b")));
        let here = (0..=100).filter(|n| shelf.get(*n).is_some()).count();
        assert_eq!((here, shelf.get(1), shelf.away(100)), (VISITED + 1, None, None));
    }
}

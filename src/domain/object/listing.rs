//! What is known of a place.

use std::sync::Arc;

use super::{Block, Changes, Entry, KEPT, Manner, Shelf, Token, changes};
use crate::clock::Time;
use crate::domain::fault::Fault;
use crate::domain::world::Change;

/// One page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The token this page was asked with; `None` for the first page.
    pub asked: Option<Token>,
    /// Folders and objects in the order of their keys.
    pub block: Arc<Block>,
    /// `None`: the listing is complete.
    pub next: Option<Token>,
}

impl Page {
    /// A page of these entries.
    pub fn of(asked: Option<Token>, entries: &[Entry], next: Option<Token>) -> Self {
        Self { asked, block: Arc::new(Block::of(entries)), next }
    }
}

/// Whether more pages are on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flow {
    /// Nobody is reading.
    #[default]
    Still,
    /// Page after page is read.
    Streaming,
    /// The reading was ended before the end.
    Stopped,
}

/// What we know of a place: the pages read so far, and whether there is more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Folders and objects in the order of their keys.
    pub shelf: Shelf,
    /// Where the next page starts; `None` when the listing is complete, or nothing was read.
    pub next: Option<Token>,
    /// Whether more pages are on their way.
    pub flow: Flow,
    /// When the first page came of those that are shown.
    pub began: Option<Time>,
    /// When the latest page came; `None`: nothing has been read.
    pub read: Option<Time>,
    /// Why the latest page could not be read.
    pub fault: Option<Fault>,
    /// What the latest look that found anything found to be new.
    pub latest: Changes,
    /// All that was new since this was looked at first: new, changed, gone.
    pub seen: (usize, usize, usize),
    /// How many answers have been folded; what a pane compares to know that its rows are old.
    pub revision: u64,
}

impl Listing {
    /// Folds the answer to the request for one more page.
    ///
    /// A first page replaces all; a later page is appended only where it belongs.
    pub fn hear(&mut self, at: Time, manner: Manner, answer: Result<Page, Fault>) -> Change {
        match answer {
            Ok(page) if manner == Manner::Top && self.is_known(&page) => {
                self.read = Some(at);
                return Change::Same;
            }
            Ok(page) => self.fold(at, manner, page),
            Err(fault) if self.fault.as_ref() == Some(&fault) => return Change::Same,
            Err(fault) => (self.fault, self.flow) = (Some(fault), Flow::Still),
        }
        self.revision += 1;
        Change::News
    }

    /// Hears that nobody reads on.
    pub fn stop(&mut self) -> Change {
        if self.flow != Flow::Streaming {
            return Change::Same;
        }
        self.flow = Flow::Stopped;
        self.revision += 1;
        Change::News
    }

    /// Takes what a whole new look has found, and what is new in it.
    pub fn renew(&mut self, at: Time, entries: Shelf, found: Changes) -> Change {
        (self.read, self.fault) = (Some(at), None);
        if found.is_empty() {
            return Change::Same;
        }
        self.note(found);
        self.shelf = entries;
        self.revision += 1;
        Change::News
    }

    /// Puts back a page that was let go.
    pub fn put_back(&mut self, page: usize, block: Arc<Block>) -> Change {
        self.shelf.put_back(page, block);
        self.revision += 1;
        Change::News
    }

    /// Whether a first page says what is known already.
    fn is_known(&self, page: &Page) -> bool {
        let is_same = match self.shelf.head() {
            Some(head) => *head == page.block,
            None => page.block.is_empty() && self.read.is_some(),
        };
        is_same && self.fault.is_none() && self.next.is_some() == page.next.is_some()
    }

    fn fold(&mut self, at: Time, manner: Manner, page: Page) {
        if page.asked.is_none() {
            self.begin(at, manner, &page);
        } else if self.next != page.asked {
            return;
        }
        self.shelf.push(page.asked, page.block, KEPT);
        self.next = page.next;
        self.flow = match (&self.next, manner, self.flow) {
            (None, ..) | (_, Manner::Top, _) => Flow::Still,
            (Some(_), _, Flow::Stopped) => Flow::Stopped,
            (Some(_), ..) => Flow::Streaming,
        };
        (self.read, self.fault) = (Some(at), None);
    }

    fn begin(&mut self, at: Time, manner: Manner, page: &Page) {
        if manner == Manner::Top && self.read.is_some() {
            let mut new = Shelf::default();
            new.push(None, Arc::clone(&page.block), KEPT);
            let cut = |is_cut: bool, shelf: &Shelf| {
                is_cut.then(|| shelf.head().map(|block| block.last()).unwrap_or_default())
            };
            let until =
                cut(self.next.is_some(), &self.shelf).into_iter().chain(cut(page.next.is_some(), &new)).min();
            self.note(changes(&self.shelf, &new, until.as_ref()));
        }
        self.shelf = Shelf::default();
        (self.began, self.flow) = (Some(at), Flow::Still);
    }

    fn note(&mut self, found: Changes) {
        if found.is_empty() {
            return;
        }
        let (new, changed, gone) = self.seen;
        self.seen = (new + found.new, changed + found.changed, gone + found.gone);
        self.latest = found;
    }

    /// Whether no answer has come yet.
    pub fn is_pending(&self) -> bool {
        self.read.is_none() && self.fault.is_none()
    }

    /// Whether all that there is has been read.
    pub fn is_whole(&self) -> bool {
        self.next.is_none()
    }

    /// Entries a second, while they come; `None`: not enough have come to tell.
    pub fn rate(&self) -> Option<usize> {
        let took = usize::try_from((self.read? - self.began?).num_milliseconds()).ok()?;
        (took >= 100).then(|| self.shelf.len() * 1_000 / took)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Kind;

    fn page(asked: Option<&str>, keys: &str, next: Option<&str>) -> Page {
        let token = |text: &str| Token(text.into());
        let entries: Vec<Entry> = keys.split_whitespace().map(|key| Entry::Folder(key.into())).collect();
        Page::of(asked.map(token), &entries, next.map(token))
    }

    fn heard(manner: Manner, pages: &[Page]) -> Listing {
        let mut listing = Listing::default();
        for page in pages {
            listing.hear(Time::UNIX_EPOCH, manner, Ok(page.clone()));
        }
        listing
    }

    #[track_caller]
    fn check(pages: &[Page], want: &str, next: Option<&str>, flow: Flow) {
        let listing = heard(Manner::Folders, pages);
        let keys: Vec<String> = listing.shelf.iter().map(|entry| entry.key().exact().to_owned()).collect();
        assert_eq!(keys.join(" "), want);
        assert_eq!((listing.next, listing.flow), (next.map(|t| Token(t.into())), flow));
    }

    #[test]
    fn pages_are_appended_in_their_place() {
        check(&[page(None, "a b", Some("1")), page(Some("1"), "c", None)], "a b c", None, Flow::Still);
        let stray = [page(None, "a b", Some("1")), page(Some("9"), "x", None)];
        check(&stray, "a b", Some("1"), Flow::Streaming);
    }

    #[test]
    fn a_first_page_begins_anew() {
        let again = [page(None, "a b", Some("1")), page(Some("1"), "c", None), page(None, "a", None)];
        check(&again, "a", None, Flow::Still);
    }

    #[test]
    fn what_is_stopped_stays_so_until_it_begins_anew() {
        let mut listing = heard(Manner::Flat, &[page(None, "a", Some("1"))]);
        assert_eq!((listing.stop(), listing.stop()), (Change::News, Change::Same));
        listing.hear(Time::UNIX_EPOCH, Manner::Flat, Ok(page(Some("1"), "b", Some("2"))));
        assert_eq!((listing.flow, listing.shelf.len()), (Flow::Stopped, 2));
        listing.hear(Time::UNIX_EPOCH, Manner::Flat, Ok(page(None, "a", Some("1"))));
        assert_eq!(listing.flow, Flow::Streaming);
    }

    #[test]
    fn the_top_of_a_bucket_tells_what_is_new_in_it() {
        let tops = [page(None, "a b d", Some("1")), page(None, "a c d", Some("1"))];
        let listing = heard(Manner::Top, &tops);
        assert_eq!((listing.seen, listing.shelf.len()), ((1, 0, 1), 3));
        let longer = heard(Manner::Top, &[page(None, "a b", Some("1")), page(None, "a b c", None)]);
        assert_eq!(longer.seen, (0, 0, 0), "what lies beyond the first look is not new");
    }

    #[test]
    fn the_same_top_is_no_news() {
        let mut listing = Listing::default();
        let mut hear = |page| listing.hear(Time::UNIX_EPOCH, Manner::Top, page);
        assert_eq!(hear(Ok(page(None, "", None))), Change::News);
        assert_eq!(hear(Ok(page(None, "", None))), Change::Same);
        assert_eq!(hear(Ok(page(None, "a", None))), Change::News);
        assert_eq!(hear(Ok(page(None, "a", None))), Change::Same);
        let fault = || Err(Fault::new("s3:ListBucket", Kind::Denied, "no"));
        assert_eq!((hear(fault()), hear(fault())), (Change::News, Change::Same));
        assert_eq!(hear(Ok(page(None, "a", None))), Change::News);
    }
}

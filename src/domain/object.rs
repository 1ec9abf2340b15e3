//! Objects in S3 and listings of them.

mod reference;

pub use reference::ObjectRef;

use super::fault::Fault;
use super::text::Foreign;
use super::world::Change;
use crate::clock::Time;

/// An object as a listing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The whole key, decoded.
    pub key: Foreign,
    /// Bytes.
    pub size: u64,
    /// The only time that S3 orders by.
    pub modified: Time,
    /// As S3 gives it, without the quotes; not always an MD5.
    pub etag: Foreign,
    /// Absent: STANDARD.
    pub storage_class: Option<Foreign>,
}

/// What a listing by delimiter shows: a folder or an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A common prefix: whole, with its trailing `/`.
    Folder(Foreign),
    /// An object directly under the prefix.
    Object(Object),
}

impl Entry {
    /// The whole key or prefix: what identifies the entry.
    pub fn key(&self) -> &Foreign {
        match self {
            Self::Folder(prefix) => prefix,
            Self::Object(object) => &object.key,
        }
    }
}

/// A place that can be listed: a bucket and a prefix that is empty or ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix {
    /// The bucket's name.
    pub bucket: String,
    /// Empty: the whole bucket.
    pub prefix: Foreign,
}

impl Prefix {
    /// The top of a bucket.
    pub fn top(bucket: &str) -> Self {
        Self { bucket: bucket.to_owned(), prefix: Foreign::default() }
    }

    /// The place one level up; `None` at the top of the bucket.
    pub fn parent(&self) -> Option<Self> {
        let inner = self.prefix.exact().strip_suffix('/')?;
        let cut = inner.rfind('/').map_or(0, |slash| slash + 1);
        Some(Self { bucket: self.bucket.clone(), prefix: inner.get(..cut).unwrap_or_default().into() })
    }
}

/// Where the next page of a listing starts; opaque.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(pub String);

/// One page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The token this page was asked with; `None` for the first page.
    pub asked: Option<Token>,
    /// Folders and objects in the order of their keys.
    pub entries: Vec<Entry>,
    /// `None`: the listing is complete.
    pub next: Option<Token>,
}

/// What we know of a place: the pages read so far, and whether there is more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Folders and objects in the order of their keys.
    pub entries: Vec<Entry>,
    /// Where the next page starts; `None` when the listing is complete, or nothing was read.
    pub next: Option<Token>,
    /// When the latest page came; `None`: nothing has been read.
    pub read: Option<Time>,
    /// Why the latest page could not be read.
    pub fault: Option<Fault>,
    /// How many answers have been folded; what a pane compares to know that its rows are old.
    pub revision: u64,
}

impl Listing {
    /// Folds the answer to the request for one more page.
    ///
    /// A first page that is a re-read replaces what lies before its end and keeps the pages after it, so
    /// that reading on is not undone by a refresh; a later page is appended only where it belongs.
    pub fn hear(&mut self, at: Time, answer: Result<Page, Fault>) -> Change {
        match answer {
            Ok(page) if self.is_known(&page) => {
                self.read = Some(at);
                return Change::Same;
            }
            Ok(page) => self.fold(at, page),
            Err(fault) if self.fault.as_ref() == Some(&fault) => return Change::Same,
            Err(fault) => self.fault = Some(fault),
        }
        self.revision += 1;
        Change::News
    }

    /// Whether a first page says what is known already.
    fn is_known(&self, page: &Page) -> bool {
        let is_head = self.entries.get(..page.entries.len()) == Some(page.entries.as_slice());
        let is_all = page.next.is_some() || self.entries.len() == page.entries.len();
        page.asked.is_none() && self.fault.is_none() && self.read.is_some() && is_head && is_all
    }

    fn fold(&mut self, at: Time, page: Page) {
        let belongs = match (&page.asked, &page.next) {
            (None, None) => {
                self.entries = page.entries;
                self.next = None;
                true
            }
            (None, Some(_)) => {
                self.replace_head(page.entries, page.next);
                true
            }
            (Some(asked), _) if self.next.as_ref() == Some(asked) => {
                self.entries.extend(page.entries);
                self.next = page.next;
                true
            }
            (Some(_), _) => false,
        };
        if belongs {
            (self.read, self.fault) = (Some(at), None);
        }
    }

    fn replace_head(&mut self, head: Vec<Entry>, next: Option<Token>) {
        let tail_start = match head.last() {
            Some(last) => self.entries.partition_point(|entry| entry.key() <= last.key()),
            None => 0,
        };
        let tail = self.entries.split_off(tail_start);
        if tail.is_empty() {
            self.next = next;
        }
        self.entries = head;
        self.entries.extend(tail);
    }

    /// Whether no answer has come yet.
    pub fn is_pending(&self) -> bool {
        self.read.is_none() && self.fault.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> Entry {
        Entry::Folder(name.into())
    }

    fn page(asked: Option<&str>, keys: &str, next: Option<&str>) -> Page {
        Page {
            asked: asked.map(|t| Token(t.into())),
            entries: keys.split_whitespace().map(folder).collect(),
            next: next.map(|t| Token(t.into())),
        }
    }

    #[track_caller]
    fn check(pages: &[Page], want: &str, next: Option<&str>) {
        let mut listing = Listing::default();
        for page in pages {
            listing.hear(Time::UNIX_EPOCH, Ok(page.clone()));
        }
        let keys: Vec<&str> = listing.entries.iter().map(|entry| entry.key().exact()).collect();
        assert_eq!(keys.join(" "), want);
        assert_eq!(listing.next, next.map(|t| Token(t.into())));
    }

    #[test]
    fn pages_are_appended_in_their_place() {
        check(&[page(None, "a b", Some("1")), page(Some("1"), "c", None)], "a b c", None);
        check(&[page(None, "a b", Some("1")), page(Some("9"), "x", None)], "a b", Some("1"));
    }

    #[test]
    fn a_refresh_of_the_first_page_keeps_what_was_read_beyond_it() {
        let read_on = [
            page(None, "a b", Some("1")),
            page(Some("1"), "c d", Some("2")),
            page(None, "a aa b", Some("1")),
        ];
        check(&read_on, "a aa b c d", Some("2"));
    }

    #[test]
    fn a_listing_that_shrank_to_one_page_is_just_that_page() {
        check(&[page(None, "a b", Some("1")), page(Some("1"), "c", None), page(None, "a", None)], "a", None);
    }

    #[test]
    fn the_parent_of_a_folder_is_one_level_up() {
        let place = |prefix: &str| Prefix { bucket: "b".into(), prefix: prefix.into() };
        assert_eq!(place("x/y/").parent(), Some(place("x/")));
        assert_eq!(place("x/").parent(), Some(place("")));
        assert_eq!(place("").parent(), None);
    }
}

//! What comes page by page, and is shown while it comes.

use crate::clock::Time;
use crate::domain::fault::Fault;
use crate::domain::world::Change;

/// What is known of a list that AWS gives in pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series<T> {
    /// In the order of coming.
    pub items: Vec<T>,
    /// Whether there is more.
    pub rest: Rest,
    /// When the latest page came; `None`: nothing has come.
    pub read: Option<Time>,
    /// Why the latest page did not come.
    pub fault: Option<Fault>,
}

/// Whether a list goes on after what has come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rest {
    /// The next page is on its way.
    #[default]
    Coming,
    /// That was all.
    None,
    /// There is more than is kept.
    Cut,
    /// There may be more, and somebody ended the reading.
    Left,
}

/// A page of such a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Whether it begins the list anew.
    pub place: Place,
    /// In the order of AWS.
    pub items: Vec<T>,
    /// Whether the list goes on.
    pub rest: Rest,
}

/// Where a page stands in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is the first: what was known before goes.
    First,
    /// It goes on where the page before ended.
    Next,
}

/// A page, or why it did not come.
pub type Paged<T> = Result<Page<T>, Fault>;

impl<T> Default for Series<T> {
    fn default() -> Self {
        Self { items: vec![], rest: Rest::default(), read: None, fault: None }
    }
}

impl<T> Series<T> {
    /// Folds a page that came at `at`; a fault leaves what has come before it.
    pub fn hear(&mut self, at: Time, answer: Paged<T>) -> Change {
        match answer {
            Ok(page) => {
                if page.place == Place::First {
                    self.items.clear();
                }
                self.items.extend(page.items);
                (self.rest, self.read, self.fault) = (page.rest, Some(at), None);
            }
            Err(fault) => (self.rest, self.fault) = (Rest::Left, Some(fault)),
        }
        Change::News
    }

    /// Notes that nobody reads on.
    pub fn stop(&mut self) -> Change {
        if self.rest != Rest::Coming {
            return Change::Same;
        }
        self.rest = Rest::Left;
        Change::News
    }

    /// Whether nothing has come yet, good or bad, and something should.
    pub fn is_pending(&self) -> bool {
        self.read.is_none() && self.fault.is_none() && self.rest == Rest::Coming
    }

    /// How far it has come.
    pub fn standing(&self) -> Standing<'_> {
        Standing { len: self.items.len(), rest: self.rest, read: self.read, fault: self.fault.as_ref() }
    }

    /// Whether all of the list is here.
    pub fn is_whole(&self) -> bool {
        self.rest == Rest::None
    }
}

/// How far a list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    /// How much has come.
    pub len: usize,
    /// Whether there is more.
    pub rest: Rest,
    /// When the latest page came; `None`: nothing has come.
    pub read: Option<Time>,
    /// Why the latest page did not come.
    pub fault: Option<&'a Fault>,
}

impl Standing<'_> {
    /// Whether more pages are on their way after one that has come.
    pub fn is_streaming(self) -> bool {
        self.rest == Rest::Coming && self.read.is_some()
    }
}

/// The list that was asked for last among lists of a kind, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest<K, T>(Option<(K, Series<T>)>);

impl<K, T> Default for Latest<K, T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, T> Latest<K, T> {
    /// The list of this, if it is the one that is known.
    pub fn of(&self, key: &K) -> Option<&Series<T>> {
        self.0.as_ref().filter(|(known, _)| known == key).map(|(_, series)| series)
    }

    /// What has come of the list that is known, whosever it is.
    pub fn latest(&self) -> &[T] {
        self.0.as_ref().map(|(_, series)| series.items.as_slice()).unwrap_or_default()
    }

    /// Folds a page of a list. The beginning of another list, or a fault of its, puts it in the place of the one that
    /// is known; a later page of a list that is no longer wanted is let go.
    pub fn hear(&mut self, at: Time, key: K, answer: Paged<T>) -> Change {
        let is_late = matches!(&answer, Ok(Page { place: Place::Next, .. }));
        match &mut self.0 {
            Some((known, series)) if *known == key => series.hear(at, answer),
            _ if is_late => Change::Same,
            other => {
                let (_, series) = other.insert((key, Series::default()));
                series.hear(at, answer)
            }
        }
    }

    /// Notes that nobody reads on in the list of this.
    pub fn stop(&mut self, key: &K) -> Change {
        match &mut self.0 {
            Some((known, series)) if known == key => series.stop(),
            _ => Change::Same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Kind;

    fn page(place: Place, items: &[u8], rest: Rest) -> Page<u8> {
        Page { place, items: items.to_vec(), rest }
    }

    const NOW: Time = Time::UNIX_EPOCH;

    #[test]
    fn pages_add_up_and_a_first_page_begins_anew() {
        let mut series = Series::default();
        assert!(series.is_pending());
        series.hear(NOW, Ok(page(Place::First, &[1, 2], Rest::Coming)));
        assert!(!series.is_whole() && !series.is_pending());
        series.hear(NOW, Ok(page(Place::Next, &[3], Rest::None)));
        assert_eq!((series.items.as_slice(), series.is_whole()), ([1, 2, 3].as_slice(), true));
        series.hear(NOW, Ok(page(Place::First, &[4], Rest::Cut)));
        assert_eq!((series.items.as_slice(), series.is_whole()), ([4].as_slice(), false));
    }

    #[test]
    fn a_fault_leaves_the_pages_before_it() {
        let mut series = Series::default();
        series.hear(NOW, Ok(page(Place::First, &[1], Rest::Coming)));
        series.hear(NOW, Err(Fault::new("glue:GetTables", Kind::Denied, "no")));
        assert_eq!((series.items.as_slice(), series.rest), ([1].as_slice(), Rest::Left));
        assert!(series.fault.is_some());
    }

    #[test]
    fn only_what_goes_on_can_be_stopped() {
        let mut series = Series::default();
        series.hear(NOW, Ok(page(Place::First, &[1], Rest::Coming)));
        assert_eq!((series.stop(), series.rest), (Change::News, Rest::Left));
        series.hear(NOW, Ok(page(Place::First, &[1], Rest::None)));
        assert_eq!((series.stop(), series.rest), (Change::Same, Rest::None));
    }

    #[test]
    fn a_late_page_of_a_list_that_is_no_longer_wanted_changes_nothing() {
        let mut latest = Latest::default();
        latest.hear(NOW, "a", Ok(page(Place::First, &[1], Rest::Coming)));
        latest.hear(NOW, "b", Ok(page(Place::First, &[7], Rest::Coming)));
        assert_eq!(latest.hear(NOW, "a", Ok(page(Place::Next, &[2], Rest::None))), Change::Same);
        latest.hear(NOW, "b", Ok(page(Place::Next, &[8], Rest::None)));
        assert_eq!(latest.of(&"b").map(|series| series.items.clone()), Some(vec![7, 8]));
        assert_eq!(latest.of(&"a"), None);
    }
}

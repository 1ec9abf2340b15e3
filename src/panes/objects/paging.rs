//! What has been asked of each place, so that no page is asked for twice.

use std::collections::HashMap;

use crate::domain::object::{Listing, Prefix, Token};

/// The page that each place was last asked for.
#[derive(Debug, Default)]
pub struct Asked(HashMap<Prefix, Request>);

#[derive(Debug)]
struct Request {
    token: Token,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// No answer yet, as far as one can see.
    Waiting,
    /// The place could not be read since.
    Failed,
}

impl Asked {
    /// The page to ask for now, if there is one that was not asked for yet.
    ///
    /// After a fault nothing is asked for until the place has been read again; then it is worth another try.
    pub fn next(&mut self, place: &Prefix, listing: &Listing) -> Option<Token> {
        let last = self.0.get_mut(place);
        if listing.fault.is_some() {
            if let Some(request) = last {
                request.fate = Fate::Failed;
            }
            return None;
        }
        let token = listing.next.clone()?;
        if last.is_some_and(|request| request.token == token && request.fate == Fate::Waiting) {
            return None;
        }
        self.0.insert(place.clone(), Request { token: token.clone(), fate: Fate::Waiting });
        Some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;
    use crate::domain::fault::{Fault, Kind};
    use crate::domain::object::Page;

    fn page(asked: Option<&str>, next: Option<&str>) -> Page {
        let token = |text: &str| Token(text.into());
        Page { asked: asked.map(token), entries: vec![], next: next.map(token) }
    }

    struct Place(Listing, Asked);

    impl Place {
        fn hear(&mut self, answer: Result<Page, Fault>) {
            self.0.hear(Time::UNIX_EPOCH, answer);
        }

        #[track_caller]
        fn check(&mut self, want: Option<&str>) {
            let got = self.1.next(&Prefix::top("b"), &self.0);
            assert_eq!(got, want.map(|text| Token(text.into())));
        }
    }

    #[test]
    fn each_page_is_asked_for_once() {
        let mut place = Place(Listing::default(), Asked::default());
        place.check(None);
        place.hear(Ok(page(None, Some("1"))));
        place.check(Some("1"));
        place.check(None);
        place.hear(Ok(page(Some("1"), Some("2"))));
        place.check(Some("2"));
        place.hear(Ok(page(Some("2"), None)));
        place.check(None);
    }

    #[test]
    fn a_page_that_failed_is_asked_for_again_when_the_place_can_be_read_again() {
        let mut place = Place(Listing::default(), Asked::default());
        place.hear(Ok(page(None, Some("1"))));
        place.check(Some("1"));
        place.hear(Err(Fault::new("s3:ListBucket", Kind::Throttled, "SlowDown")));
        place.check(None);
        place.check(None);
        place.hear(Ok(page(None, Some("1"))));
        place.check(Some("1"));
        place.check(None);
    }
}

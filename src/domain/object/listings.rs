//! All that is known of places, and the fold that keeps it within bounds.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bucket::{Aspect, Buckets, Part, Setup};
use super::insight::{Facet, Insight, Seen};
use super::{Arrangement, Block, Changes, Listing, Manner, ObjectRef, Page, Prefix, Scope, Shelf};
use crate::clock::Time;
use crate::domain::fault::Fault;
use crate::domain::text::Foreign;
use crate::domain::world::Change;

/// Entries that are kept of places where nobody looks any more, all together.
const LEFT: usize = 200_000;

/// Something that was learned of objects, beside the pages of listings.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// Nobody reads on here.
    Stopped(Scope),
    /// The rows of a long listing are in order.
    Arranged(Scope, Arc<Arrangement>),
    /// A page that was let go has been read again.
    Back(Scope, usize, Result<Arc<Block>, Fault>),
    /// Something was learned of one object.
    Facet(ObjectRef, Facet),
    /// Buckets of the account were read.
    Buckets(Result<Part, Fault>),
    /// Something was learned of how a bucket is set up.
    Setup(String, Aspect, Result<Foreign, Fault>),
    /// A place that is watched was read again from end to end.
    Renewed(Scope, Result<(Shelf, Changes), Fault>),
}

/// The places that have been looked into.
#[derive(Debug, Default)]
pub struct Listings {
    all: BTreeMap<Scope, Listing>,
    /// The latest arrangement, of the place in front.
    arranged: Option<(Scope, Arc<Arrangement>)>,
    /// What was learned of the object that was looked at last.
    seen: Option<Seen>,
    /// The buckets of the account, once they were asked for.
    buckets: Buckets,
    /// How the bucket is set up that was looked at last.
    setup: Option<Setup>,
}

impl Listings {
    /// What is known of a place.
    pub fn get(&self, scope: &Scope) -> Option<&Listing> {
        self.all.get(scope)
    }

    /// What is known of the first page of a bucket.
    pub fn top(&self, bucket: &str) -> Option<&Listing> {
        self.get(&Scope::top(bucket))
    }

    /// How many places are known.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What is known of every place.
    pub fn values(&self) -> impl Iterator<Item = &Listing> {
        self.all.values()
    }

    /// The rows of a long listing in the order that was asked for last.
    pub fn arranged(&self, scope: &Scope) -> Option<&Arc<Arrangement>> {
        self.arranged.as_ref().filter(|(of, _)| of == scope).map(|(_, arrangement)| arrangement)
    }

    /// What was learned of an object, if it is the one that was looked at last.
    pub fn insight(&self, object: &ObjectRef) -> Option<&Insight> {
        self.seen.as_ref().filter(|seen| seen.object == *object).map(|seen| &seen.insight)
    }

    /// The buckets of the account.
    pub fn buckets(&self) -> &Buckets {
        &self.buckets
    }

    /// How a bucket is set up, if it is the one that was looked at last.
    pub fn setup(&self, bucket: &str) -> Option<&Setup> {
        self.setup.as_ref().filter(|setup| setup.bucket == bucket)
    }

    /// Folds the answer to the request for one more page.
    pub fn listed(&mut self, at: Time, scope: Scope, answer: Result<Page, Fault>) -> Change {
        let begins = answer.as_ref().is_ok_and(|page| page.asked.is_none());
        if begins && scope.manner != Manner::Top {
            self.make_room(&scope);
        }
        let manner = scope.manner;
        self.all.entry(scope).or_default().hear(at, manner, answer)
    }

    /// Folds anything else.
    pub fn hear(&mut self, at: Time, news: News) -> Change {
        match news {
            News::Stopped(scope) => self.all.get_mut(&scope).map_or(Change::Same, Listing::stop),
            News::Arranged(scope, arrangement) => {
                self.arranged = Some((scope, arrangement));
                Change::News
            }
            News::Back(scope, page, answer) => {
                let Some(listing) = self.all.get_mut(&scope) else { return Change::Same };
                match answer {
                    Ok(block) => listing.put_back(page, block),
                    Err(fault) => listing.hear(at, scope.manner, Err(fault)),
                }
            }
            News::Buckets(answer) => self.buckets.hear(at, answer),
            News::Setup(bucket, aspect, told) => {
                let known = self.setup.take().filter(|setup| setup.bucket == bucket);
                let mut setup = known.unwrap_or_else(|| Setup { bucket, told: vec![] });
                setup.hear(aspect, told);
                self.setup = Some(setup);
                Change::News
            }
            News::Facet(object, facet) => {
                let is_same = self.seen.as_ref().is_some_and(|seen| seen.object == object);
                let known = self.seen.take().filter(|_| is_same).map(|seen| seen.insight);
                let mut insight = known.unwrap_or_default();
                insight.hear(facet);
                self.seen = Some(Seen { object, insight });
                Change::News
            }
            News::Renewed(scope, answer) => {
                let Some(listing) = self.all.get_mut(&scope) else { return Change::Same };
                match answer {
                    Ok((entries, found)) => listing.renew(at, entries, found),
                    Err(fault) => listing.hear(at, scope.manner, Err(fault)),
                }
            }
        }
    }

    /// Forgets places that are not on the way to this one, the longest first, until the rest is little.
    fn make_room(&mut self, entered: &Scope) {
        self.arranged = None;
        let is_on_the_way = |other: &Scope| {
            let (here, there) = (&entered.place, &other.place);
            other == entered || (is_within(here, there) && here != there)
        };
        loop {
            let aside = || self.all.iter().filter(|(other, _)| !is_on_the_way(other));
            let kept: usize = aside().map(|(_, listing)| listing.shelf.kept()).sum();
            let longest =
                aside().max_by_key(|(_, listing)| listing.shelf.kept()).map(|(scope, _)| scope.clone());
            match longest {
                Some(longest) if kept > LEFT => drop(self.all.remove(&longest)),
                _ => return,
            }
        }
    }
}

fn is_within(place: &Prefix, other: &Prefix) -> bool {
    place.bucket == other.bucket && place.prefix.exact().starts_with(other.prefix.exact())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::object::{Builder, Given, Token};

    fn long(count: usize) -> Page {
        let mut builder = Builder::default();
        for n in 0..count {
            builder.object(&Given { key: &format!("{n:09}"), ..Given::default() });
        }
        Page { asked: None, block: Arc::new(builder.finish()), next: Some(Token("1".into())) }
    }

    fn flat(prefix: &str) -> Scope {
        Scope { place: Prefix { prefix: prefix.into(), ..Prefix::top("b") }, manner: Manner::Flat }
    }

    #[test]
    fn long_listings_that_were_left_are_forgotten_but_not_the_way_back() {
        let mut listings = Listings::default();
        let known =
            |listings: &Listings| ["x/", "y/", "x/y/"].map(|prefix| listings.get(&flat(prefix)).is_some());
        for (scope, count) in [(flat("x/"), LEFT), (flat("y/"), LEFT / 2), (flat("x/y/"), 5)] {
            listings.listed(Time::UNIX_EPOCH, scope, Ok(long(count)));
        }
        assert_eq!(known(&listings), [true, true, true]);
        listings.listed(Time::UNIX_EPOCH, flat("z/"), Ok(long(5)));
        assert_eq!(known(&listings), [false, true, true]);
    }

    #[test]
    fn a_place_that_nobody_looked_into_has_no_news() {
        let mut listings = Listings::default();
        assert_eq!(listings.hear(Time::UNIX_EPOCH, News::Stopped(flat("x/"))), Change::Same);
        let none = News::Renewed(flat("x/"), Ok((Shelf::default(), Changes::default())));
        assert_eq!(listings.hear(Time::UNIX_EPOCH, none), Change::Same);
    }
}

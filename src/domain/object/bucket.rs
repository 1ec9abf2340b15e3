//! The buckets of the account, and how one of them is set up.

use crate::clock::Time;
use crate::domain::fault::Fault;
use crate::domain::text::Foreign;
use crate::domain::world::Change;

/// A bucket as the account lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: Foreign,
    /// Where it is; some servers do not say.
    pub region: Option<Foreign>,
    /// When it was made.
    pub created: Option<Time>,
}

/// The buckets of the account, as far as they have been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Buckets {
    /// In the order of their names.
    pub all: Vec<Bucket>,
    /// Whether there are more, which are on their way.
    pub is_more: bool,
    /// When the latest of them came; `None`: none ever did.
    pub read: Option<Time>,
    /// Why the latest could not be read.
    pub fault: Option<Fault>,
}

/// A page of the account's buckets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Those on it.
    pub buckets: Vec<Bucket>,
    /// Whether it is the first page: what was known is old.
    pub is_first: bool,
    /// Whether there is another page.
    pub is_more: bool,
}

impl Buckets {
    /// Folds a page.
    pub fn hear(&mut self, at: Time, answer: Result<Part, Fault>) -> Change {
        match answer {
            Ok(page) => {
                if page.is_first {
                    self.all.clear();
                }
                self.all.extend(page.buckets);
                (self.is_more, self.read, self.fault) = (page.is_more, Some(at), None);
            }
            Err(fault) => (self.is_more, self.fault) = (false, Some(fault)),
        }
        Change::News
    }
}

/// Something about how a bucket is set up, each under a permission of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Where it is.
    Region,
    /// Whether old versions are kept.
    Versioning,
    /// What encrypts what is put into it.
    Encryption,
    /// Whether its policy lets in the public.
    Policy,
    /// Which ways of letting in the public are blocked.
    Block,
    /// What happens to objects by themselves.
    Lifecycle,
    /// Whether objects can be kept from being deleted.
    Lock,
    /// Who is told of what is put into it.
    Notification,
}

impl Aspect {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Versioning => "versions",
            Self::Encryption => "encryption",
            Self::Policy => "policy",
            Self::Block => "public",
            Self::Lifecycle => "lifecycle",
            Self::Lock => "object lock",
            Self::Notification => "notifies",
        }
    }
}

/// What was learned of the bucket that was looked at last, in words, in the order of [`Aspect`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// Which.
    pub bucket: String,
    /// What of it, as far as it has come.
    pub told: Vec<(Aspect, Result<Foreign, Fault>)>,
}

impl Setup {
    /// Adds what was learned.
    pub fn hear(&mut self, aspect: Aspect, told: Result<Foreign, Fault>) {
        self.told.retain(|(known, _)| *known != aspect);
        let place = self.told.partition_point(|(known, _)| *known < aspect);
        self.told.insert(place, (aspect, told));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_and_a_first_one_begins_anew() {
        let page = |names: &str, is_first| Part {
            buckets: names
                .split(' ')
                .map(|name| Bucket { name: name.into(), region: None, created: None })
                .collect(),
            is_first,
            is_more: false,
        };
        let mut known = Buckets::default();
        for (names, is_first) in [("old", true), ("a b", true), ("c", false)] {
            known.hear(Time::UNIX_EPOCH, Ok(page(names, is_first)));
        }
        let names: Vec<&str> = known.all.iter().map(|bucket| bucket.name.exact()).collect();
        assert_eq!(names, ["a", "b", "c"]);
    }

    #[test]
    fn aspects_stand_in_one_order_whichever_comes_first() {
        let mut setup = Setup { bucket: "b".into(), told: vec![] };
        for aspect in [Aspect::Lock, Aspect::Region, Aspect::Policy, Aspect::Lock] {
            setup.hear(aspect, Ok("x".into()));
        }
        let order: Vec<Aspect> = setup.told.iter().map(|(aspect, _)| *aspect).collect();
        assert_eq!(order, [Aspect::Region, Aspect::Policy, Aspect::Lock]);
    }
}

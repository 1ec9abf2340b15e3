//! Live tails: who listens to which groups, and what each has yet to be told.
//!
//! As on AWS: an update each second, also an empty one; at most 500 events in it, else a sample; ten updates or 5,000
//! events wait for a slow listener, then the oldest are dropped without a word.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use chrono::TimeDelta;

use super::events::LogEvent;
use crate::clock::Time;
use crate::domain::log::pattern::Pattern;

/// An update has no more events; beyond that it has a sample of them.
pub const MOST_IN_UPDATE: usize = 500;
/// So much waits for a slow listener.
const MOST_UPDATES: usize = 10;
const MOST_WAITING: usize = 5000;
/// An account has no more tails at a time.
pub const MOST_TAILS: usize = 15;
/// A tail is ended after so long.
const LONGEST: TimeDelta = TimeDelta::hours(3);
const SECOND: TimeDelta = TimeDelta::seconds(1);

/// The tails that are open in the account.
#[derive(Debug, Clone, Default)]
pub struct Tails {
    open: BTreeMap<u64, Tail>,
    opened: u64,
}

/// What a listener asked for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The groups' names.
    pub groups: Vec<Arc<str>>,
    /// Which of their streams.
    pub streams: Streams,
    /// Which of their events.
    pub pattern: Pattern,
}

/// Which streams of a group.
#[derive(Debug, Clone)]
pub enum Streams {
    /// Every one.
    All,
    /// Those of these names.
    Named(Vec<String>),
    /// Those whose names begin so.
    Prefixed(Vec<String>),
}

/// A second of a tail.
#[derive(Debug, Clone, Default)]
pub struct Update {
    /// In the order in which they arrived, each with its group.
    pub events: Vec<(Arc<str>, LogEvent)>,
    /// Whether there were more.
    pub sampled: bool,
}

/// What a listener is told when it asks.
#[derive(Debug)]
pub enum Told {
    /// The seconds since it asked last, and when the next one is over.
    Updates(Vec<Update>, Time),
    /// The three hours are over.
    TimedOut,
}

#[derive(Debug, Clone)]
struct Tail {
    wanted: Wanted,
    ends: Time,
    /// When the second that goes on is over.
    next: Time,
    second: Vec<(Arc<str>, LogEvent)>,
    waiting: VecDeque<Update>,
}

impl Tails {
    /// Opens a tail, unless there are too many; its number, and when its first second is over.
    pub fn open(&mut self, wanted: Wanted, now: Time) -> Option<(u64, Time)> {
        if self.open.len() >= MOST_TAILS {
            return None;
        }
        self.opened += 1;
        let next = now + SECOND;
        let (second, waiting) = (Vec::new(), VecDeque::new());
        self.open.insert(self.opened, Tail { wanted, ends: now + LONGEST, next, second, waiting });
        Some((self.opened, next))
    }

    /// Closes a tail.
    pub fn close(&mut self, number: u64) {
        self.open.remove(&number);
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        self.open.len()
    }

    /// An event has arrived.
    pub(super) fn hear(&mut self, group: &str, event: &LogEvent, now: Time) {
        for tail in self.open.values_mut() {
            tail.hear(group, event, now);
        }
    }

    /// What a tail has to tell by now.
    pub fn tell(&mut self, number: u64, now: Time) -> Told {
        let Some(tail) = self.open.get_mut(&number).filter(|tail| now < tail.ends) else {
            return Told::TimedOut;
        };
        tail.reach(now);
        Told::Updates(tail.waiting.drain(..).collect(), tail.next)
    }
}

impl Tail {
    fn hear(&mut self, group: &str, event: &LogEvent, now: Time) {
        let Some(group) = self.wanted.groups.iter().find(|wanted| &***wanted == group) else { return };
        if self.wanted.streams.have(&event.stream) && self.wanted.pattern.matches(&event.message) {
            let heard = (group.clone(), event.clone());
            self.reach(now);
            self.second.push(heard);
        }
    }

    /// Ends every second that is over.
    fn reach(&mut self, now: Time) {
        while self.next <= now {
            self.next += SECOND;
            let events = std::mem::take(&mut self.second);
            self.waiting.push_back(Update::of(events, MOST_IN_UPDATE));
            while self.waiting.len() > MOST_UPDATES || self.events_waiting() > MOST_WAITING {
                self.waiting.pop_front();
            }
        }
    }

    fn events_waiting(&self) -> usize {
        self.waiting.iter().map(|update| update.events.len()).sum()
    }
}

impl Update {
    /// These events, or `most` of them at even distances.
    pub fn of(events: Vec<(Arc<str>, LogEvent)>, most: usize) -> Self {
        let count = events.len();
        if count <= most {
            return Self { events, sampled: false };
        }
        let is_kept = |at: usize| (at * most) / count != ((at + 1) * most) / count;
        let kept = events.into_iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, event)| event);
        Self { events: kept.collect(), sampled: true }
    }
}

impl Streams {
    fn have(&self, stream: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.iter().any(|name| name == stream),
            Self::Prefixed(prefixes) => prefixes.iter().any(|prefix| stream.starts_with(prefix)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::account::{Account, Options};

    fn at(ms: i64) -> Time {
        Time::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::milliseconds(ms)
    }

    /// An account with a tail of the group `g` that is open since 0.
    fn tailed(pattern: &str, streams: Streams) -> (Account, u64) {
        let mut account = Account::quiet(Options::default(), at(0));
        let pattern = Pattern::parse(pattern).unwrap();
        let wanted = Wanted { groups: vec!["g".into()], streams, pattern };
        let (number, next) = account.tails.open(wanted, at(0)).unwrap();
        assert_eq!(next, at(1000));
        (account, number)
    }

    fn say(account: &mut Account, group: &str, stream: &str, said: i64, message: &str) {
        account.put_late_log(group, stream, at(said), message.to_owned(), TimeDelta::milliseconds(100));
    }

    /// What a tail tells by then: the messages of each second.
    fn told(account: &mut Account, number: u64, ms: i64) -> Vec<String> {
        account.advance(at(ms));
        let Told::Updates(updates, _) = account.tails.tell(number, at(ms)) else {
            return vec!["over".into()];
        };
        let texts = |update: &Update| {
            update.events.iter().map(|(_, event)| event.message.as_str()).collect::<Vec<_>>().join(" ")
        };
        updates.iter().map(texts).collect()
    }

    #[test]
    fn each_second_is_told_once_also_an_empty_one() {
        let (mut account, number) = tailed("", Streams::All);
        say(&mut account, "g", "s", 0, "a");
        say(&mut account, "other", "s", 0, "b");
        say(&mut account, "g", "s", 1500, "c");
        assert_eq!(told(&mut account, number, 999), Vec::<String>::new());
        assert_eq!(told(&mut account, number, 1000), ["a"]);
        assert_eq!(told(&mut account, number, 4000), ["c", "", ""]);
    }

    #[test]
    fn a_tail_tells_what_was_asked_for() {
        let (mut account, number) = tailed("ERROR", Streams::Prefixed(vec!["b".to_owned()]));
        say(&mut account, "g", "a", 0, "ERROR 1");
        say(&mut account, "g", "b1", 0, "ERROR 2");
        say(&mut account, "g", "b2", 0, "INFO 3");
        assert_eq!(told(&mut account, number, 1000), ["ERROR 2"]);
    }

    #[test]
    fn a_slow_listener_loses_the_oldest_without_a_word() {
        let (mut account, number) = tailed("", Streams::All);
        (0..30).for_each(|second| say(&mut account, "g", "s", second * 1000, &second.to_string()));
        let told = told(&mut account, number, 30_000);
        assert_eq!((told.len(), told[0].as_str(), told[9].as_str()), (10, "20", "29"));
    }

    #[test]
    fn more_than_500_events_of_a_second_are_sampled() {
        let (mut account, number) = tailed("", Streams::All);
        (0..1234).for_each(|n| say(&mut account, "g", "s", 0, &n.to_string()));
        account.advance(at(1000));
        let Told::Updates(updates, _) = account.tails.tell(number, at(1000)) else { panic!("over") };
        assert_eq!((updates[0].events.len(), updates[0].sampled), (MOST_IN_UPDATE, true));
    }

    #[test]
    fn a_tail_ends_after_three_hours_and_fifteen_are_the_most() {
        let (mut account, number) = tailed("", Streams::All);
        let wanted = account.tails.open[&number].wanted.clone();
        for _ in 1..MOST_TAILS {
            account.tails.open(wanted.clone(), at(0)).unwrap();
        }
        assert!(account.tails.open(wanted.clone(), at(0)).is_none());
        account.tails.close(number);
        assert!(account.tails.open(wanted, at(0)).is_some());
        assert_eq!(told(&mut account, number + 1, 3 * 3_600_000), ["over"]);
    }
}

//! What is known of each minute of a log group: whether every line of it is here.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::DateTime;

use crate::clock::Time;
use crate::domain::world::Change;

/// The most minutes with something wrong, and the most gaps, that are kept of a group.
const MOST: usize = 1_440;

/// A minute of the clock, numbered from the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(pub i64);

impl Minute {
    /// The minute of a moment.
    pub fn of(time: Time) -> Self {
        Self(time.timestamp().div_euclid(60))
    }

    /// Its first moment.
    pub fn start(self) -> Time {
        DateTime::from_timestamp(self.0.saturating_mul(60), 0).unwrap_or_default()
    }

    /// The first moment after it.
    pub fn end(self) -> Time {
        self.next().start()
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Whether every line of a minute is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All lines are here: the minute was read in full after it had settled.
    Verified {
        /// How many of them the live stream had left out, with or without saying so.
        refilled: u32,
    },
    /// The live stream said that it left lines out; so many of them have been found so far.
    Sampled(u32),
    /// It is over and settled, and could not be read in full yet.
    Unverified,
    /// Lines of it are missing: see the [`Gap`].
    Gap,
}

/// A span of time from which lines are missing, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// From here.
    pub from: Time,
    /// To here.
    pub to: Time,
    /// What happened. How many lines that cost nobody says: the live stream only that it left some out.
    pub why: Why,
}

/// Why lines are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The live stream broke off, or its session ended before the next one began.
    Broken,
    /// The live stream gave no sign of life.
    Silent,
    /// The live stream was faster than we took it, or than the service gives it.
    Sampled,
    /// Something in the answer could not be read.
    Garbled,
    /// One second had more lines than can be asked for.
    Crowded,
}

impl Why {
    /// In a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Broken => "connection lost",
            Self::Silent => "no answer",
            Self::Sampled => "sampled",
            Self::Garbled => "unreadable",
            Self::Crowded => "too many lines in a second",
        }
    }
}

/// What is wrong with the minutes of all groups; a minute that is verified is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Minutes(BTreeMap<Arc<str>, Account>);

/// What is wrong with the minutes of one group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Account {
    wrong: BTreeMap<Minute, State>,
    gaps: Vec<Gap>,
    refilled: u64,
    newest: Option<Minute>,
}

impl Minutes {
    /// Learns what minutes of a group are now, and all its gaps. It is news only where something is wrong, or was.
    pub fn hear(&mut self, group: Arc<str>, minutes: &[(Minute, State)], gaps: Vec<Gap>) -> Change {
        let account = self.0.entry(group).or_default();
        let mut is_news = account.gaps != gaps;
        account.gaps = gaps;
        for (minute, state) in minutes {
            is_news |= account.hear(*minute, *state);
        }
        while account.wrong.len() > MOST {
            account.wrong.pop_first();
        }
        if is_news { Change::News } else { Change::Same }
    }

    /// All gaps with their groups, in the order of their beginnings.
    pub fn gaps(&self) -> Vec<(&Arc<str>, &Gap)> {
        let all = self.0.iter().flat_map(|(group, account)| account.gaps.iter().map(move |gap| (group, gap)));
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(_, gap)| (gap.from, gap.to));
        all
    }

    /// What a minute of a group is, unless all is well with it, or not known yet.
    pub fn wrong(&self, group: &str, minute: Minute) -> Option<State> {
        self.0.get(group)?.wrong.get(&minute).copied()
    }

    /// How many minutes are sampled, with the lines that were found missing in them.
    pub fn sampled(&self) -> (usize, u64) {
        let lines =
            self.states().filter_map(|state| if let State::Sampled(n) = state { Some(n) } else { None });
        lines.fold((0, 0), |(minutes, lines), n| (minutes + 1, lines + u64::from(n)))
    }

    /// How many minutes are over and could not be verified, but for sampled ones.
    pub fn unverified(&self) -> usize {
        self.states().filter(|state| matches!(state, State::Unverified | State::Gap)).count()
    }

    /// How many lines the live stream had left out, and were read afterwards.
    pub fn refilled(&self) -> u64 {
        self.0.values().map(|account| account.refilled).sum()
    }

    /// The newest minute of a group that is verified.
    pub fn verified_to(&self, group: &str) -> Option<Minute> {
        self.0.get(group)?.newest
    }

    fn states(&self) -> impl Iterator<Item = State> + '_ {
        self.0.values().flat_map(|account| account.wrong.values().copied())
    }
}

impl Account {
    /// Whether it is news.
    fn hear(&mut self, minute: Minute, state: State) -> bool {
        let State::Verified { refilled } = state else {
            return self.wrong.insert(minute, state) != Some(state);
        };
        self.refilled += u64::from(refilled);
        self.newest = self.newest.max(Some(minute));
        self.wrong.remove(&minute).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    const WELL: State = State::Verified { refilled: 0 };

    #[test]
    fn a_minute_ends_where_the_next_begins() {
        let minute = Minute::of(Time::UNIX_EPOCH + TimeDelta::seconds(61));
        assert_eq!(minute, Minute(1));
        assert_eq!(minute.end() - minute.start(), TimeDelta::seconds(60));
        assert_eq!(Minute::of(Time::UNIX_EPOCH - TimeDelta::seconds(1)), Minute(-1));
    }

    #[test]
    fn a_verified_minute_is_no_news_unless_it_was_wrong_before() {
        let mut minutes = Minutes::default();
        let mut check = |state, want| {
            assert_eq!(minutes.hear("g".into(), &[(Minute(1), state)], vec![]), want, "{state:?}");
        };
        check(WELL, Change::Same);
        check(State::Sampled(3), Change::News);
        check(State::Sampled(3), Change::Same);
        check(WELL, Change::News);
        check(WELL, Change::Same);
    }

    #[test]
    fn the_gaps_of_all_groups_are_in_the_order_of_their_beginnings() {
        let at = |second| Time::UNIX_EPOCH + TimeDelta::seconds(second);
        let gap = |from| Gap { from: at(from), to: at(from + 9), why: Why::Broken };
        let mut minutes = Minutes::default();
        assert_eq!(minutes.hear("b".into(), &[], vec![gap(5), gap(30)]), Change::News);
        assert_eq!(minutes.hear("a".into(), &[(Minute(0), State::Gap)], vec![gap(20)]), Change::News);
        let order: Vec<&str> = minutes.gaps().into_iter().map(|(group, _)| &**group).collect();
        assert_eq!((order, minutes.unverified()), (vec!["b", "a", "b"], 1));
    }
}

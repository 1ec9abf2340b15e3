//! Which lines of a group have been shown, so that none is shown twice.
//!
//! What is read has an id; what a live session delivers has none. A line that came both ways is recognised as a
//! multiset: of the lines that are alike in stream, time, ingestion time and message, each way claims every one once.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use chrono::TimeDelta;

use crate::clock::Time;
use crate::domain::log::Event;

/// The most lines that are remembered; beyond that the older half goes, and is not read again.
const MOST: usize = 300_000;

/// How often what is too old is looked for.
const CHORE: TimeDelta = TimeDelta::seconds(30);

/// A live session's number, which never repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Session(pub u32);

/// The lines that were shown, as far back as they could come again.
#[derive(Debug)]
pub struct Seen {
    ids: HashMap<u64, Time>,
    alike: HashMap<u64, Vec<Shown>>,
    hasher: RandomState,
    since: Time,
    tidied: Time,
}

/// A line that was shown.
#[derive(Debug)]
struct Shown {
    time: Time,
    ingested: Time,
    claims: Claims,
}

/// Which ways a line has come: by reading, and by which of the latest sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Claims(u8);

impl Claims {
    const READ: Self = Self(1 << 7);

    /// Sessions seven apart share a mark, and hours lie between them.
    fn of(session: Session) -> Self {
        Self(1 << (session.0 % 7))
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            ids: HashMap::new(),
            alike: HashMap::new(),
            hasher: RandomState::new(),
            since: Time::UNIX_EPOCH,
            tidied: Time::UNIX_EPOCH,
        }
    }
}

impl Seen {
    /// Whether a line that was read is to be shown. `recent`: whether a live session may still deliver it, or has.
    pub fn read(&mut self, event: &Event, recent: bool) -> bool {
        let id = self.hasher.hash_one(&event.id);
        if self.ids.insert(id, event.time).is_some() {
            return false;
        }
        !recent || self.claim(event, Claims::READ)
    }

    /// Whether a line that a session delivered is to be shown.
    pub fn live(&mut self, session: Session, event: &Event) -> bool {
        self.claim(event, Claims::of(session))
    }

    /// Claims a line that is alike for one of the ways in; where none is left, it is a new one.
    fn claim(&mut self, event: &Event, way: Claims) -> bool {
        let alike = (&event.stream, event.time, event.ingested, event.text.exact());
        let lines = self.alike.entry(self.hasher.hash_one(alike)).or_default();
        if let Some(line) = lines.iter_mut().find(|line| !line.claims.has(way)) {
            line.claims.0 |= way.0;
            return false;
        }
        lines.push(Shown { time: event.time, ingested: event.ingested, claims: way });
        true
    }

    /// From when on every line that was shown is remembered.
    pub fn since(&self) -> Time {
        self.since
    }

    /// Forgets lines from before a moment, now and then; more where there are too many.
    pub fn forget(&mut self, now: Time, before: Time) {
        if self.ids.len() > MOST || self.alike.len() > MOST {
            return self.drop_before(self.middle().max(before));
        }
        if now - self.tidied >= CHORE {
            self.tidied = now;
            self.drop_before(before);
        }
    }

    /// A moment with about half of the lines before it.
    fn middle(&self) -> Time {
        let lines = self.alike.values().flatten().map(|line| line.time.max(line.ingested));
        let mut times: Vec<Time> = self.ids.values().copied().chain(lines).collect();
        let middle = times.len() / 2;
        if times.is_empty() { Time::UNIX_EPOCH } else { *times.select_nth_unstable(middle).1 }
    }

    fn drop_before(&mut self, before: Time) {
        self.ids.retain(|_, time| *time >= before);
        self.alike.retain(|_, lines| {
            lines.retain(|line| line.time >= before || line.ingested >= before);
            !lines.is_empty()
        });
        self.since = self.since.max(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_timestamp(1_800_000_000, 0).unwrap();

    fn event(id: &str, text: &str, ingested: i64) -> Event {
        let ingested = NOW + TimeDelta::milliseconds(ingested);
        Event { id: id.into(), group: "g".into(), stream: "s".into(), time: NOW, ingested, text: text.into() }
    }

    /// Deliveries such as `r1` (read, id 1) and `a` (session a) of one and the same message; what is shown of them.
    #[track_caller]
    fn check(ways: &str, want: usize) {
        let mut seen = Seen::default();
        let shown = ways.split(' ').filter(|way| {
            let (way, ingested) = way.split_once('@').unwrap_or((way, "0"));
            let event = event(way, "message", ingested.parse().unwrap());
            match way.as_bytes() {
                [b'r', ..] => seen.read(&event, true),
                [session, ..] => seen.live(Session(u32::from(*session)), &event),
                [] => false,
            }
        });
        assert_eq!(shown.count(), want, "{ways}");
    }

    #[test]
    fn a_line_that_comes_by_several_ways_is_shown_once() {
        check("r1 r1", 1);
        check("a r1", 1);
        check("r1 a", 1);
        check("a b r1 r1", 1);
    }

    #[test]
    fn lines_that_are_alike_are_as_many_as_the_way_that_gives_most_of_them() {
        check("a a", 2);
        check("a a r1 r2", 2);
        check("a r1 r2 r3", 3);
        check("r1 r2 a a a", 3);
        check("a a b b b", 3);
    }

    #[test]
    fn the_ingestion_time_tells_lines_of_two_sessions_apart() {
        check("a@1 b@2", 2);
        check("a@1 b@1", 1);
        check("a@1 b@2 r1@1 r2@2", 2);
    }

    #[test]
    fn too_many_lines_cost_the_older_half_also_where_all_came_live() {
        let mut seen = Seen::default();
        for n in 0..=i64::try_from(MOST).unwrap() {
            seen.live(Session(1), &event("", "x", n));
        }
        seen.forget(NOW, NOW);
        assert!((MOST / 2..=MOST / 2 + 1).contains(&seen.alike.len()), "{}", seen.alike.len());
        assert!(seen.since() > NOW);
    }

    #[test]
    fn what_is_too_old_is_forgotten_and_it_is_known_since_when() {
        let mut seen = Seen::default();
        assert!(seen.read(&event("1", "x", 0), true));
        seen.forget(NOW, NOW + TimeDelta::seconds(1));
        assert_eq!((seen.since(), seen.ids.len(), seen.alike.len()), (NOW + TimeDelta::seconds(1), 0, 0));
    }
}

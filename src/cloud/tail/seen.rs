//! Which lines of a group have been shown, so that none is shown twice.
//!
//! What is read has an id; what a live session delivers has none. A line that came both ways is recognised as a
//! multiset: of the lines that are alike in stream, time, ingestion time and message, each way claims every one once.
//! Nothing of a line is kept but hashes, and of lines that no session can deliver only that of the id.

mod shelf;

use std::collections::VecDeque;
use std::hash::{BuildHasher as _, RandomState};

use chrono::TimeDelta;

use crate::clock::Time;
use crate::domain::log::Event;
use shelf::Shelves;

/// The most lines that are remembered, in about eight megabytes: three minutes of 5,000 a second, as long as the reading of
/// a minute may have to wait. Beyond that the oldest go, and are not read again.
const MOST: usize = 1_000_000;

/// How many go then: one in so many.
const ONE_IN: usize = 8;

/// How many of the lines that were read last may still be delivered by a session that is opened now.
const LATEST: usize = 10_000;

/// How often what is too old is looked for.
const CHORE: TimeDelta = TimeDelta::seconds(30);

/// A live session's number, which never repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Session(pub u32);

/// The lines that were shown, as far back as they could come again.
#[derive(Debug)]
pub struct Seen {
    ids: Shelves<()>,
    alike: Shelves<Claims>,
    /// What was read last while no session could deliver it, and when that came in.
    latest: VecDeque<(u64, Time)>,
    hasher: RandomState,
    since: Time,
    tidied: Time,
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
            ids: Shelves::default(),
            alike: Shelves::default(),
            latest: VecDeque::new(),
            hasher: RandomState::new(),
            since: Time::UNIX_EPOCH,
            tidied: Time::UNIX_EPOCH,
        }
    }
}

impl Seen {
    /// Whether a line that was read is to be shown. `recent`: whether a live session may still deliver it, or has;
    /// `None`: there is no session.
    pub fn read(&mut self, event: &Event, recent: Option<bool>) -> bool {
        let id = self.hasher.hash_one(&event.id);
        if !self.ids.at(event.time).insert(id, ()) {
            return false;
        }
        match recent {
            Some(true) => self.claim(self.alike(event), moment(event), Claims::READ),
            Some(false) => true,
            None => {
                self.note(event);
                true
            }
        }
    }

    /// Whether a line that a session delivered is to be shown.
    pub fn live(&mut self, session: Session, event: &Event) -> bool {
        self.claim(self.alike(event), moment(event), Claims::of(session))
    }

    /// A session may deliver lines from now on, also of those that were read a moment ago.
    pub fn listen(&mut self) {
        for (alike, at) in std::mem::take(&mut self.latest) {
            self.claim(alike, at, Claims::READ);
        }
    }

    fn note(&mut self, event: &Event) {
        if self.latest.len() == LATEST {
            self.latest.pop_front();
        }
        self.latest.push_back((self.alike(event), moment(event)));
    }

    fn alike(&self, event: &Event) -> u64 {
        self.hasher.hash_one((&event.stream, event.time, event.ingested, event.text.exact()))
    }

    /// Claims a line that is alike for one of the ways in; where none is left, it is a new one.
    fn claim(&mut self, alike: u64, at: Time, way: Claims) -> bool {
        let lines = self.alike.at(at);
        let mut number = 0_u64;
        loop {
            let nth = if number == 0 { alike } else { self.hasher.hash_one((alike, number)) };
            let Some(claims) = lines.get_mut(nth) else {
                lines.insert(nth, way);
                return true;
            };
            if !claims.has(way) {
                claims.0 |= way.0;
                return false;
            }
            number += 1;
        }
    }

    /// From when on every line that was shown is remembered.
    pub fn since(&self) -> Time {
        self.since
    }

    /// Forgets lines from before a moment, now and then; more where there are too many.
    pub fn forget(&mut self, now: Time, before: Time) {
        self.thin();
        if now - self.tidied >= CHORE {
            self.tidied = now;
            self.drop_before(before);
        }
    }

    /// Forgets the oldest where there are too many.
    fn thin(&mut self) {
        if self.ids.len() > MOST || self.alike.len() > MOST {
            let beyond = |len: usize| (len + MOST / ONE_IN).saturating_sub(MOST);
            let ids = self.ids.after(beyond(self.ids.len()));
            let alike = self.alike.after(beyond(self.alike.len()));
            self.drop_before(ids.max(alike).unwrap_or(self.since));
        }
    }

    /// Forgets lines from before a moment, which are not read again.
    pub fn drop_before(&mut self, before: Time) {
        self.ids.forget_before(before);
        self.alike.forget_before(before);
        self.since = self.since.max(before);
    }
}

/// A line that is late is remembered from when it came in.
fn moment(event: &Event) -> Time {
    event.time.max(event.ingested)
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
                [b'r', ..] => seen.read(&event, Some(true)),
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
    fn too_many_lines_cost_the_oldest_also_where_all_came_live() {
        let mut seen = Seen::default();
        for n in 0..=i64::try_from(MOST).unwrap() {
            seen.live(Session(1), &event("", "x", n));
        }
        seen.forget(NOW, NOW);
        let left = MOST - MOST / ONE_IN;
        assert!((left..=left + 10_000).contains(&seen.alike.len()), "{}", seen.alike.len());
        assert!(seen.since() > NOW);
    }

    #[test]
    fn a_line_that_was_read_costs_hardly_more_than_its_hash() {
        for a_second in [5, 50, 5_000] {
            let mut seen = Seen::default();
            let lines = 50 * a_second;
            for n in 0..lines {
                let at = NOW + TimeDelta::milliseconds(n * 1_000 / a_second);
                seen.read(&Event { time: at, ..event(&n.to_string(), "x", 0) }, None);
            }
            let (bytes, lines) = (seen.ids.footprint(), usize::try_from(lines).unwrap());
            // A few lines have little to share what a shelf costs.
            assert!(bytes <= lines * 9 + 5 * 1_200, "{bytes} bytes for {lines} lines");
        }
    }

    #[test]
    fn what_is_too_old_is_forgotten_and_it_is_known_since_when() {
        let mut seen = Seen::default();
        assert!(seen.read(&event("1", "x", 0), Some(true)));
        let later = NOW + TimeDelta::seconds(10);
        seen.forget(NOW, later);
        assert_eq!((seen.since(), seen.ids.len(), seen.alike.len()), (later, 0, 0));
    }

    #[test]
    fn without_a_session_only_the_lines_that_were_read_last_are_kept_for_one() {
        let mut seen = Seen::default();
        for n in 0..30_000 {
            assert!(seen.read(&event(&n.to_string(), "x", n), None));
        }
        assert_eq!((seen.alike.len(), seen.latest.len()), (0, LATEST));
        seen.listen();
        assert!(!seen.live(Session(1), &event("", "x", 29_999)));
        assert!(seen.live(Session(1), &event("", "x", 30_000)));
        assert_eq!((seen.alike.len(), seen.latest.len()), (LATEST + 1, 0));
    }
}

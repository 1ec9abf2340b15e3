//! Lines of several groups in the order of their times, as far as waiting a little can bring it about.
//!
//! While groups are read from their pasts, a line waits until every group has come as far. After that it waits
//! for [`SETTLE`], because groups are asked one after the other. A line that comes later still is let through
//! when it comes, and is told how late it is.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::sync::Arc;

use chrono::TimeDelta;

use crate::clock::Time;
use crate::domain::log::Event;

/// How long new lines of several groups wait for each other.
pub(super) const SETTLE: TimeDelta = TimeDelta::milliseconds(200);

/// How long a line of the past waits at most for groups that do not answer.
const PATIENCE: TimeDelta = TimeDelta::seconds(5);

/// How many lines, and bytes of them, wait at most; beyond that the oldest go on.
const MOST: usize = 50_000;
const HEAVIEST: usize = 24 << 20;

/// A line that waits.
#[derive(Debug)]
struct Held {
    seq: u64,
    event: Event,
}

impl Held {
    fn place(&self) -> (Time, Time, u64) {
        (self.event.time, self.event.ingested, self.seq)
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.place() == other.place()
    }
}

impl Eq for Held {}

impl PartialOrd for Held {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Held {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }
}

/// Lines up to a moment, which came together.
#[derive(Debug, Clone, Copy)]
struct Batch {
    /// From when on they wait only for groups that are behind.
    settled: Time,
    /// From when on they wait for nobody.
    given_up: Time,
    newest: Time,
}

/// Lines that wait until their order is known.
#[derive(Debug)]
pub(super) struct Order {
    held: BinaryHeap<Reverse<Held>>,
    bytes: usize,
    next: u64,
    /// How far the groups have come that are still being read from their pasts.
    behind: BTreeMap<Arc<str>, Option<Time>>,
    settle: TimeDelta,
    batches: VecDeque<Batch>,
    overdue: VecDeque<Batch>,
    /// Up to where lines wait only for groups that are behind, and up to where for nobody.
    settled: Option<Time>,
    given_up: Option<Time>,
    /// The newest line that was let through.
    newest: Option<Time>,
}

impl Order {
    /// Nothing has come of these groups yet.
    pub fn new(groups: &[Arc<str>]) -> Self {
        Self {
            held: BinaryHeap::new(),
            bytes: 0,
            next: 0,
            behind: groups.iter().map(|group| (Arc::clone(group), None)).collect(),
            settle: if groups.len() > 1 { SETTLE } else { TimeDelta::zero() },
            batches: VecDeque::new(),
            overdue: VecDeque::new(),
            settled: None,
            given_up: None,
            newest: None,
        }
    }

    /// Takes lines of one group, which came at this moment.
    pub fn take(&mut self, at: Time, events: Vec<Event>) {
        let Some(newest) = events.iter().map(|event| event.time).max() else { return };
        if let Some(reached) = events.first().and_then(|event| self.behind.get_mut(&event.group)) {
            *reached = (*reached).max(Some(newest));
        }
        let settle = if self.behind.is_empty() { self.settle } else { TimeDelta::zero() };
        let batch = Batch { settled: at + settle, given_up: at + PATIENCE, newest };
        self.batches.push_back(batch);
        for event in events {
            self.bytes += weight(&event);
            self.held.push(Reverse(Held { seq: self.next, event }));
            self.next += 1;
        }
    }

    /// A group has been read to its present, or cannot be read: nobody waits for its past any more.
    pub fn caught_up(&mut self, group: &str) {
        self.behind.remove(group);
    }

    /// Lets through what need not wait any longer, each line with how far it is behind one that went before.
    pub fn release(&mut self, now: Time, mut print: impl FnMut(&Event, Option<TimeDelta>)) {
        self.settle(now);
        let reached = self.behind.values().min().copied().unwrap_or(Some(Time::MAX_UTC));
        let until = self.settled.min(reached).max(self.given_up);
        while let Some(event) = self.pop(until) {
            let behind =
                self.newest.map(|newest| newest - event.time).filter(|behind| *behind > TimeDelta::zero());
            self.newest = self.newest.max(Some(event.time));
            print(&event, behind);
        }
    }

    /// Lets everything through.
    pub fn release_all(&mut self, print: impl FnMut(&Event, Option<TimeDelta>)) {
        self.behind.clear();
        self.release(Time::MAX_UTC, print);
    }

    /// When something may be let through next, if nothing comes until then.
    pub fn due(&self) -> Option<Time> {
        let settled = self.batches.front().map(|batch| batch.settled);
        let given_up = self.overdue.front().map(|batch| batch.given_up);
        if self.held.is_empty() { None } else { settled.into_iter().chain(given_up).min() }
    }

    fn settle(&mut self, now: Time) {
        while let Some(batch) = self.batches.pop_front_if(|batch| batch.settled <= now) {
            self.settled = self.settled.max(Some(batch.newest));
            self.overdue.push_back(batch);
        }
        while let Some(batch) =
            self.overdue.pop_front_if(|batch| batch.given_up <= now || self.held.is_empty())
        {
            self.given_up = self.given_up.max(Some(batch.newest));
        }
    }

    fn pop(&mut self, until: Option<Time>) -> Option<Event> {
        let first = self.held.peek()?;
        let is_over = self.held.len() > MOST || self.bytes > HEAVIEST;
        if Some(first.0.event.time) > until && !is_over {
            return None;
        }
        let event = self.held.pop()?.0.event;
        self.bytes -= weight(&event);
        Some(event)
    }
}

fn weight(event: &Event) -> usize {
    size_of::<Held>() + event.text.exact().len() + event.id.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Time {
        Time::from_timestamp_millis(millis).unwrap()
    }

    /// Events of a group, each named after its time.
    fn events(group: &str, times: &[i64]) -> Vec<Event> {
        let event = |millis: &i64| Event {
            id: "".into(),
            group: group.into(),
            stream: "s".into(),
            time: at(*millis),
            ingested: at(*millis),
            text: format!("{group}{millis}").into(),
        };
        times.iter().map(event).collect()
    }

    fn order(groups: &[&str]) -> Order {
        Order::new(&groups.iter().map(|group| Arc::from(*group)).collect::<Vec<_>>())
    }

    #[track_caller]
    fn check(order: &mut Order, now: i64, want: &str) {
        let mut got = Vec::new();
        order.release(at(now), |event, behind| {
            let late = behind.map(|behind| format!("!{}", behind.num_milliseconds())).unwrap_or_default();
            got.push(format!("{}{late}", event.text.exact()));
        });
        assert_eq!(got.join(" "), want);
    }

    #[test]
    fn one_group_waits_for_nobody() {
        let mut order = order(&["a"]);
        order.take(at(1_000), events("a", &[1, 3, 2]));
        check(&mut order, 1_000, "a1 a2 a3");
        order.caught_up("a");
        order.take(at(2_000), events("a", &[9, 8]));
        check(&mut order, 2_000, "a8 a9");
        assert_eq!(order.due(), None);
    }

    #[test]
    fn the_past_of_all_groups_is_merged_however_long_their_pages_take() {
        let mut order = order(&["a", "b"]);
        order.take(at(1_000), events("a", &[1, 5]));
        check(&mut order, 1_000, "");
        order.take(at(1_100), events("b", &[2, 3]));
        check(&mut order, 1_100, "a1 b2 b3");
        order.take(at(1_200), events("b", &[9]));
        check(&mut order, 1_200, "a5");
        order.caught_up("a");
        check(&mut order, 1_300, "b9");
    }

    #[test]
    fn a_group_that_does_not_answer_is_not_waited_for_without_an_end() {
        let mut order = order(&["a", "b"]);
        order.take(at(1_000), events("a", &[1, 5]));
        check(&mut order, 5_999, "");
        assert_eq!(order.due(), Some(at(6_000)));
        check(&mut order, 6_000, "a1 a5");
    }

    #[test]
    fn new_lines_of_several_groups_wait_for_each_other_a_little() {
        let mut order = order(&["a", "b"]);
        order.caught_up("a");
        order.caught_up("b");
        order.take(at(1_000), events("a", &[900, 950]));
        check(&mut order, 1_000, "");
        assert_eq!(order.due(), Some(at(1_200)));
        order.take(at(1_150), events("b", &[920, 990]));
        check(&mut order, 1_200, "a900 b920 a950");
        check(&mut order, 1_350, "b990");
    }

    #[test]
    fn a_late_line_is_let_through_and_says_how_late_it_is() {
        let mut order = order(&["a"]);
        order.take(at(1_000), events("a", &[500]));
        check(&mut order, 1_000, "a500");
        order.take(at(2_000), events("a", &[100]));
        check(&mut order, 2_000, "a100!400");
    }

    #[test]
    fn what_waits_is_bounded_and_nothing_of_it_is_lost() {
        let mut order = order(&["a", "b"]);
        let times: Vec<i64> = (0..i64::try_from(MOST).unwrap() + 10).collect();
        order.take(at(0), events("a", &times));
        let mut count = 0;
        order.release(at(0), |_, _| count += 1);
        assert_eq!(count, 10);
        order.release_all(|_, _| count += 1);
        assert_eq!(count, times.len());
    }
}

//! Which events are shown and which tell of errors, kept up to date as they arrive.
//!
//! Only what is new is ever looked at; everything is looked at again only when what is asked for changes.

use std::collections::VecDeque;

use super::events::{Events, at};
use super::level::Level;
use super::sources::Sources;
use crate::domain::log::{Buffer, Line, Place, Seq};
use crate::filter::Filter;
use crate::widgets::log_line;

/// The places of the events that pass, and of those that tell of errors.
#[derive(Default)]
pub struct Index {
    filter: Filter,
    /// The one group whose events pass; `None`: all groups' do.
    group: Option<String>,
    /// The arrivals before this one have been looked at.
    seen: Seq,
    /// In the order of the screen; `None`: every event passes.
    passing: Option<VecDeque<Place>>,
    /// Of all events, in the order of the screen.
    errors: VecDeque<Place>,
    order: Order,
}

/// What has to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    /// What has arrived since.
    #[default]
    Arrivals,
    /// What passed until now.
    Passing,
    /// Everything.
    All,
}

/// What came of looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// So many more events pass.
    More(usize),
    /// Others pass than before.
    Others,
}

impl Index {
    /// The words that events are filtered by.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The one group that is shown.
    pub fn group(&self) -> Option<&str> {
        self.group.as_deref()
    }

    /// Whether there is anything that an event must have to be shown.
    pub fn is_picky(&self) -> bool {
        !self.filter.is_empty() || self.group.is_some()
    }

    /// Lets only those events pass that contain every word of `text`.
    pub fn set_filter(&mut self, text: &str) {
        // Longer words, or more of them, are in no event that did not have the shorter ones.
        let is_narrower = self.passing.is_some() && text.starts_with(self.filter.text());
        let order = if is_narrower && self.order != Order::All { Order::Passing } else { Order::All };
        self.filter = Filter::new(text);
        self.order = order;
    }

    /// Lets only the events of one group pass, or all groups'.
    pub fn set_group(&mut self, group: Option<String>) {
        self.group = group;
        self.order = Order::All;
    }

    /// Looks at what has arrived, or at everything when something else is asked for than the last time.
    pub fn catch_up(&mut self, buffer: &Buffer, sources: &Sources) -> News {
        let arrivals = arrivals(buffer, self.seen);
        self.seen = buffer.arrived();
        for line in arrivals.iter().filter(|line| is_error(line)) {
            insert(&mut self.errors, line.place());
        }
        let news = match self.order {
            Order::Arrivals => News::More(self.take(&arrivals, sources)),
            Order::Passing | Order::All => self.look_again(buffer, &arrivals, sources),
        };
        self.forget(buffer);
        news
    }

    fn take(&mut self, arrivals: &[&Line], sources: &Sources) -> usize {
        let Some(mut passing) = self.passing.take() else { return arrivals.len() };
        let before = passing.len();
        for line in arrivals.iter().filter(|line| self.passes(line, sources)) {
            insert(&mut passing, line.place());
        }
        let more = passing.len() - before;
        self.passing = Some(passing);
        more
    }

    fn look_again(&mut self, buffer: &Buffer, arrivals: &[&Line], sources: &Sources) -> News {
        // Finding an event costs more than looking at it, so where most pass everything is looked at.
        let is_worth_it = |passing: &VecDeque<Place>| passing.len() < buffer.len() / 8;
        let narrowed = self.passing.take().filter(|_| self.order == Order::Passing).filter(is_worth_it);
        self.order = Order::Arrivals;
        if let Some(mut passing) = narrowed {
            passing.retain(|place| at(buffer, *place).is_some_and(|line| self.passes(line, sources)));
            self.passing = Some(passing);
            self.take(arrivals, sources);
        } else if self.is_picky() {
            let lines = buffer.lines().iter().filter(|line| self.passes(line, sources));
            self.passing = Some(lines.map(Line::place).collect());
        }
        News::Others
    }

    fn passes(&self, line: &Line, sources: &Sources) -> bool {
        let group = &*line.event.group;
        if self.group.as_deref().is_some_and(|wanted| wanted != group) {
            return false;
        }
        let label = sources.get(group).map(|source| source.label.as_str()).unwrap_or_default();
        self.filter.passes(&[line.event.text.exact(), group, label])
    }

    fn forget(&mut self, buffer: &Buffer) {
        let Some(first) = buffer.lines().front().map(Line::place) else { return };
        for places in self.passing.iter_mut().chain([&mut self.errors]) {
            while places.front().is_some_and(|place| *place < first) {
                places.pop_front();
            }
        }
    }

    /// The events that pass.
    pub fn events<'a>(&'a self, buffer: &'a Buffer) -> Events<'a> {
        Events::new(buffer, self.passing.as_ref())
    }

    /// Whether the event at this place tells of an error.
    pub fn is_error(&self, place: Place) -> bool {
        self.errors.binary_search(&place).is_ok()
    }

    /// The error before a place that passes.
    pub fn error_before(&self, place: Place) -> Option<Place> {
        let end = self.errors.partition_point(|error| *error < place);
        self.errors.range(..end).rev().copied().find(|error| self.has(*error))
    }

    /// The error after a place that passes.
    pub fn error_after(&self, place: Place) -> Option<Place> {
        let start = self.errors.partition_point(|error| *error <= place);
        self.errors.range(start..).copied().find(|error| self.has(*error))
    }

    fn has(&self, place: Place) -> bool {
        self.passing.as_ref().is_none_or(|passing| passing.binary_search(&place).is_ok())
    }
}

/// What has arrived from `seen` on and is still here, oldest first.
fn arrivals(buffer: &Buffer, seen: Seq) -> Vec<&Line> {
    let mut left = buffer.arrived().0.saturating_sub(seen.0);
    let mut found = Vec::new();
    // They are near the end, but for those that came late.
    for line in buffer.lines().iter().rev() {
        if left == 0 {
            break;
        }
        if line.seq >= seen {
            found.push(line);
            left -= 1;
        }
    }
    found.reverse();
    found
}

fn is_error(line: &Line) -> bool {
    Level::of(log_line::excerpt(line.event.text.exact())) == Level::Bad
}

fn insert(places: &mut VecDeque<Place>, place: Place) {
    let n = if places.back().is_none_or(|last| *last < place) {
        places.len()
    } else {
        places.partition_point(|other| *other < place)
    };
    places.insert(n, place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;
    use crate::domain::log::Event;
    use chrono::TimeDelta;

    #[derive(Default)]
    struct Bench(Buffer, Index);

    impl Bench {
        fn hear(&mut self, events: &[(i64, &str)]) -> News {
            let event = |(second, text): &(i64, &str)| Event {
                id: format!("{second}{text}").into(),
                group: "g".into(),
                stream: "s".into(),
                time: Time::UNIX_EPOCH + TimeDelta::seconds(*second),
                ingested: Time::UNIX_EPOCH + TimeDelta::seconds(*second),
                text: (*text).into(),
            };
            self.0.extend(events.iter().map(event));
            self.look()
        }

        fn look(&mut self) -> News {
            self.1.catch_up(&self.0, &Sources::default())
        }

        #[track_caller]
        fn check(&self, want: &str) {
            let events = self.1.events(&self.0);
            let texts = (0..events.len()).filter_map(|n| events.get(n)).map(|line| line.event.text.exact());
            assert_eq!(texts.collect::<Vec<_>>().join(" "), want);
        }
    }

    #[test]
    fn without_a_filter_everything_passes_and_arrivals_are_counted() {
        let mut bench = Bench::default();
        assert_eq!(bench.hear(&[(1, "a"), (3, "c")]), News::More(2));
        assert_eq!(bench.hear(&[(2, "b"), (3, "c")]), News::More(1));
        bench.check("a b c");
    }

    #[test]
    fn a_filter_takes_arrivals_in_wherever_they_belong() {
        let mut bench = Bench::default();
        bench.hear(&[(1, "ab"), (2, "b"), (5, "a")]);
        bench.1.set_filter("a");
        assert_eq!(bench.look(), News::Others);
        bench.check("ab a");
        assert_eq!(bench.hear(&[(3, "b"), (4, "abc"), (6, "a")]), News::More(2));
        bench.check("ab abc a a");
        bench.1.set_filter("ab");
        bench.hear(&[(0, "ab")]);
        bench.check("ab ab abc");
        bench.1.set_filter("b");
        bench.look();
        bench.check("ab ab b b abc");
        bench.1.set_filter("");
        bench.look();
        bench.check("ab ab b b abc a a");
    }

    #[test]
    fn what_is_forgotten_passes_no_longer() {
        let mut bench = Bench(Buffer::with_capacity(2), Index::default());
        bench.hear(&[(1, "a ERROR"), (2, "a")]);
        bench.1.set_filter("a");
        bench.look();
        bench.hear(&[(3, "b"), (4, "a")]);
        bench.check("a");
        assert!(bench.1.errors.is_empty());
    }

    #[test]
    fn errors_are_found_in_both_directions_among_what_is_shown() {
        let mut bench = Bench::default();
        bench.hear(&[(1, "ERROR x"), (2, "y"), (3, "ERROR y"), (4, "x")]);
        let places: Vec<Place> = bench.0.lines().iter().map(Line::place).collect();
        assert_eq!(bench.1.error_before(places[3]), Some(places[2]));
        assert_eq!(bench.1.error_before(places[2]), Some(places[0]));
        assert_eq!(bench.1.error_after(places[0]), Some(places[2]));
        assert_eq!(bench.1.error_after(places[2]), None);
        bench.1.set_filter("x");
        bench.look();
        assert_eq!(bench.1.error_before(places[3]), Some(places[0]));
    }
}

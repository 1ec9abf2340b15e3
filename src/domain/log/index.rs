//! Which events are shown and which are found, kept up to date as they arrive.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Buffer, Events, Level, Line, Needle, Place, Query, Scope, Seq, Terms};

/// Groups with the short names that the screen has for them.
pub type Names = Vec<(Arc<str>, String)>;

/// The places of the events that pass, and of those that are found among them.
#[derive(Default)]
pub struct Index {
    query: Query,
    needle: Option<Needle>,
    mistake: Option<String>,
    /// The arrivals before this one have been looked at.
    seen: Seq,
    /// In the order of the screen; `None`: every event passes.
    passing: Option<VecDeque<Place>>,
    /// Those that pass and are searched for, in the order of the screen.
    found: VecDeque<Place>,
    is_asked_anew: bool,
}

/// What came of looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// So many more events pass.
    More(usize),
    /// Others pass than before.
    Others,
}

/// How much the search has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matches {
    /// Events that pass and are searched for.
    pub count: usize,
    /// Whether every event has been looked at.
    pub is_complete: bool,
}

impl Index {
    /// What an event must have in it.
    pub fn include(&self) -> &Terms {
        &self.query.include
    }

    /// What an event must not have in it.
    pub fn exclude(&self) -> &Terms {
        &self.query.exclude
    }

    /// Where the events come from.
    pub fn scope(&self) -> &Scope {
        &self.query.scope
    }

    /// The one group that is shown.
    pub fn group(&self) -> Option<&str> {
        match &self.query.scope {
            Scope::Group(group) => Some(group),
            _ => None,
        }
    }

    /// Whether there is anything that an event must have to be shown.
    pub fn is_picky(&self) -> bool {
        !self.query.is_empty()
    }

    /// What is wrong with the filter that was typed last; the one before it is in force.
    pub fn mistake(&self) -> Option<&str> {
        self.mistake.as_deref()
    }

    /// Lets only those events pass that have every word of `text` in them, or the expression after `~`.
    pub fn set_include(&mut self, text: &str) {
        if let Some(include) = self.read(text) {
            self.ask(Query { include, ..self.query.clone() });
        }
    }

    /// Lets only those events pass that have no word of `text` in them, nor the expression after `~`.
    pub fn set_exclude(&mut self, text: &str) {
        if let Some(exclude) = self.read(text) {
            self.ask(Query { exclude, ..self.query.clone() });
        }
    }

    /// Lets only events from there pass.
    pub fn set_scope(&mut self, scope: Scope) {
        self.ask(Query { scope, ..self.query.clone() });
    }

    fn read(&mut self, text: &str) -> Option<Terms> {
        let read = Terms::parse(text);
        self.mistake = read.as_ref().err().cloned();
        read.ok()
    }

    fn ask(&mut self, query: Query) {
        self.query = query;
        self.is_asked_anew = true;
    }

    /// Searches what passes for a regular expression; for nothing, where it is empty.
    ///
    /// # Errors
    /// What is wrong with the expression, and at which character; the search before it is in force.
    pub fn search(&mut self, text: &str) -> Result<(), String> {
        self.needle = if text.is_empty() { None } else { Some(Needle::regex(text)?) };
        self.is_asked_anew = true;
        Ok(())
    }

    /// What is searched for, for marking it in a text.
    pub fn needle(&self) -> Option<&Needle> {
        self.needle.as_ref()
    }

    /// How much the search has found.
    pub fn matches(&self) -> Matches {
        Matches { count: self.found.len(), is_complete: true }
    }

    /// Which of the found events the one at a place is, counted from one.
    pub fn rank(&self, _: &Buffer, place: Place) -> Option<usize> {
        self.found.binary_search(&place).ok().map(|n| n + 1)
    }

    /// The found event after a place.
    pub fn match_after(&self, _: &Buffer, place: Place) -> Option<Place> {
        self.found.get(self.found.partition_point(|found| *found <= place)).copied()
    }

    /// The found event before a place.
    pub fn match_before(&self, _: &Buffer, place: Place) -> Option<Place> {
        self.found.get(self.found.partition_point(|found| *found < place).checked_sub(1)?).copied()
    }

    /// Looks at what has arrived, or at everything when something else is asked for than the last time.
    pub fn catch_up(&mut self, buffer: &Buffer, names: impl FnOnce() -> Names) -> News {
        let is_new = std::mem::take(&mut self.is_asked_anew);
        let from = if is_new { Seq(0) } else { std::mem::replace(&mut self.seen, buffer.arrived()) };
        self.seen = buffer.arrived();
        if is_new {
            self.query.names = names();
            self.passing = self.is_picky().then(VecDeque::new);
            self.found.clear();
        }
        let mut more = 0;
        for line in arrivals(buffer, from).into_iter().filter(|line| self.query.passes(*line)) {
            more += 1;
            if let Some(passing) = &mut self.passing {
                insert(passing, line.place());
            }
            if self.needle.as_ref().is_some_and(|needle| needle.is_in(line.text())) {
                insert(&mut self.found, line.place());
            }
        }
        self.forget(buffer);
        if is_new { News::Others } else { News::More(more) }
    }

    fn forget(&mut self, buffer: &Buffer) {
        let Some(first) = buffer.first().map(Line::place) else { return };
        for places in self.passing.iter_mut().chain([&mut self.found]) {
            while places.front().is_some_and(|place| *place < first) {
                places.pop_front();
            }
        }
    }

    /// The events that pass.
    pub fn events<'a>(&'a self, buffer: &'a Buffer) -> Events<'a> {
        Events::new(buffer, self.passing.as_ref())
    }

    /// The error before a place that passes.
    pub fn error_before(&self, buffer: &Buffer, place: Place) -> Option<Place> {
        let end = buffer.index(place);
        (0..end).rev().filter_map(|n| buffer.get(n)).find(|line| self.is_error(*line)).map(Line::place)
    }

    /// The error after a place that passes.
    pub fn error_after(&self, buffer: &Buffer, place: Place) -> Option<Place> {
        let start = buffer.index(place);
        let mut after = (start..buffer.len()).filter_map(|n| buffer.get(n));
        after.find(|line| line.place() > place && self.is_error(*line)).map(Line::place)
    }

    fn is_error(&self, line: Line<'_>) -> bool {
        line.level() == Level::Bad && self.query.passes(line)
    }
}

/// What has arrived from `seen` on and is still here, oldest first.
fn arrivals(buffer: &Buffer, seen: Seq) -> Vec<Line<'_>> {
    let mut left = buffer.arrived().0.saturating_sub(seen.0);
    let mut found = Vec::new();
    // They are near the end, but for those that came late.
    for line in buffer.iter().rev() {
        if left == 0 {
            break;
        }
        if line.seq() >= seen {
            found.push(line);
            left -= 1;
        }
    }
    found.reverse();
    found
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
            self.1.catch_up(&self.0, Names::new)
        }

        #[track_caller]
        fn check(&self, want: &str) {
            let events = self.1.events(&self.0);
            let texts = (0..events.len()).filter_map(|n| events.get(n)).map(Line::text);
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
        bench.1.set_include("a");
        assert_eq!(bench.look(), News::Others);
        bench.check("ab a");
        assert_eq!(bench.hear(&[(3, "b"), (4, "abc"), (6, "a")]), News::More(2));
        bench.check("ab abc a a");
        bench.1.set_include("ab");
        bench.hear(&[(0, "ab")]);
        bench.check("ab ab abc");
        bench.1.set_include("b");
        bench.look();
        bench.check("ab ab b b abc");
        bench.1.set_include("");
        bench.look();
        bench.check("ab ab b b abc a a");
    }

    #[test]
    fn what_is_forgotten_passes_no_longer() {
        let mut bench = Bench(Buffer::with_capacity(2), Index::default());
        bench.hear(&[(1, "a ERROR"), (2, "a")]);
        bench.1.set_include("a");
        bench.look();
        bench.hear(&[(3, "b"), (4, "a")]);
        bench.check("a");
        let end = bench.0.last().unwrap().place();
        assert_eq!(bench.1.error_before(&bench.0, end), None);
    }

    #[test]
    fn errors_are_found_in_both_directions_among_what_is_shown() {
        let mut bench = Bench::default();
        bench.hear(&[(1, "ERROR x"), (2, "y"), (3, "ERROR y"), (4, "x")]);
        let places: Vec<Place> = bench.0.iter().map(Line::place).collect();
        assert_eq!(bench.1.error_before(&bench.0, places[3]), Some(places[2]));
        assert_eq!(bench.1.error_before(&bench.0, places[2]), Some(places[0]));
        assert_eq!(bench.1.error_after(&bench.0, places[0]), Some(places[2]));
        assert_eq!(bench.1.error_after(&bench.0, places[2]), None);
        bench.1.set_include("x");
        bench.look();
        assert_eq!(bench.1.error_before(&bench.0, places[3]), Some(places[0]));
    }

    #[test]
    fn a_search_finds_among_what_passes_in_both_directions_and_counts() {
        let mut bench = Bench::default();
        bench.hear(&[(1, "ax1"), (2, "bx2"), (3, "a"), (4, "ax3")]);
        bench.1.search("x[0-9]").unwrap();
        bench.look();
        let places: Vec<Place> = bench.0.iter().map(Line::place).collect();
        assert_eq!(bench.1.matches(), Matches { count: 3, is_complete: true });
        assert_eq!(bench.1.match_after(&bench.0, places[0]), Some(places[1]));
        bench.1.set_include("a");
        bench.hear(&[(5, "ax4"), (6, "bx5")]);
        assert_eq!(bench.1.matches().count, 3);
        assert_eq!(bench.1.match_after(&bench.0, places[0]), Some(places[3]));
        assert_eq!(bench.1.match_before(&bench.0, places[3]), Some(places[0]));
        assert_eq!(bench.1.match_before(&bench.0, places[0]), None);
        assert_eq!((bench.1.rank(&bench.0, places[3]), bench.1.rank(&bench.0, places[1])), (Some(2), None));
        assert!(bench.1.search("x(").is_err());
        assert_eq!(bench.1.matches().count, 3);
        bench.1.search("").unwrap();
        bench.look();
        assert_eq!(bench.1.matches().count, 0);
    }

    #[test]
    fn what_is_excluded_and_what_comes_from_elsewhere_does_not_pass() {
        let mut bench = Bench::default();
        bench.hear(&[(1, "a"), (2, "ab"), (3, "abc")]);
        bench.1.set_exclude("c nothing");
        bench.look();
        bench.check("a ab");
        bench.1.set_include("~^.b");
        bench.look();
        bench.check("ab");
        bench.1.set_include("~(");
        assert_eq!(bench.1.mistake(), Some("unclosed group, at character 1"));
        bench.look();
        bench.check("ab");
        bench.1.set_scope(Scope::Group("h".into()));
        bench.look();
        bench.check("");
    }
}

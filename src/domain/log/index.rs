//! Which events are shown and which are found, kept up to date as they arrive.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::scan::{Aim, Answers, Scan, Scans};
use super::sieve::Sieve;
use super::{Buffer, Events, Line, Needle, Place, Query, Scope, Seq, Terms};
use crate::domain::fault::Fault;

/// Groups with the short names that the screen has for them.
pub type Names = Vec<(Arc<str>, String)>;

/// The events that pass, and those that are found among them.
#[derive(Debug, Default)]
pub struct Index {
    query: Query,
    needle: Option<Needle>,
    mistake: Option<String>,
    /// The arrivals before this one have been told.
    seen: Seq,
    /// `None`: every event passes.
    passing: Option<Sieve>,
    /// `None`: nothing is searched for.
    found: Option<Sieve>,
    is_asked_anew: bool,
    /// Whether not every event had been looked at, when it last was.
    is_partial: bool,
    /// What is being looked at elsewhere, to be shown and to be found.
    asked: [Option<Asked>; 2],
}

/// A scan that is on its way.
#[derive(Debug)]
struct Asked {
    query: Arc<Query>,
    /// How many scans had come to their end before.
    before: u64,
}

/// What came of looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// So many more events pass.
    More(usize),
    /// Others pass than before.
    Others,
    /// What passes has been looked at further, also among lines that arrived a while ago.
    Further,
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

    /// What passes.
    pub fn query(&self) -> Arc<Query> {
        self.passing.as_ref().map_or_else(Arc::default, |passing| Arc::clone(passing.query()))
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

    /// Looks at what has arrived, or at everything when something else is asked for than the last time.
    pub fn catch_up(&mut self, buffer: &Buffer, scans: &Scans, names: impl FnOnce() -> Names) -> News {
        let is_new = std::mem::take(&mut self.is_asked_anew);
        if is_new {
            self.query.names = names();
            self.sow();
        }
        let (rack, seen) = (buffer.rack(), std::mem::replace(&mut self.seen, buffer.arrived()));
        let more = match &mut self.passing {
            Some(passing) => passing.catch_up(rack, scans.get(Aim::Filter), seen),
            None => Events::new(buffer, None).arrived_since(seen),
        };
        if let Some(found) = &mut self.found {
            found.catch_up(rack, scans.get(Aim::Search), seen);
        }
        let is_partial = !self.is_complete();
        match std::mem::replace(&mut self.is_partial, is_partial) {
            _ if is_new => News::Others,
            true => News::Further,
            false => News::More(more),
        }
    }

    /// Takes new sieves for what is asked for.
    fn sow(&mut self) {
        let needle = self.needle.clone();
        let search = needle.map(|needle| Query { search: Some(needle), ..self.query.clone() });
        let filter = self.is_picky().then(|| self.query.clone());
        sow(&mut self.passing, filter);
        sow(&mut self.found, search);
    }

    /// What has to be looked at elsewhere, because it is much; to be asked after every catching up.
    pub fn scans(&mut self, buffer: &Buffer, scans: &Scans) -> Vec<Scan> {
        let [filter, search] = &mut self.asked;
        let filter = ask(filter, self.passing.as_ref(), buffer, scans.get(Aim::Filter));
        let search = ask(search, self.found.as_ref(), buffer, scans.get(Aim::Search));
        filter.into_iter().chain(search).collect()
    }

    /// What ended the looking for what passes, or for what is found, before its end.
    pub fn broken<'a>(&self, scans: &'a Scans) -> Option<&'a Fault> {
        let of = |sieve: &Option<Sieve>, aim| scans.get(aim).broken(sieve.as_ref()?.query());
        of(&self.passing, Aim::Filter).or_else(|| of(&self.found, Aim::Search))
    }

    /// How much the search has found.
    pub fn matches(&self) -> Matches {
        let found = self.found.as_ref();
        Matches { count: found.map_or(0, Sieve::len), is_complete: found.is_none_or(Sieve::is_complete) }
    }

    /// Whether every event has been looked at that may be shown.
    pub fn is_complete(&self) -> bool {
        self.passing.as_ref().is_none_or(Sieve::is_complete)
    }

    /// Which of the found events the one at a place is, counted from one.
    pub fn rank(&self, buffer: &Buffer, place: Place) -> Option<usize> {
        self.found.as_ref()?.number_of(buffer.rack(), place).map(|n| n + 1)
    }

    /// The found event after a place.
    pub fn match_after(&self, buffer: &Buffer, place: Place) -> Option<Place> {
        let found = Events::new(buffer, Some(self.found.as_ref()?));
        let n = found.index(place);
        let here = found.get(n).is_some_and(|line| line.place() == place);
        found.get(n + usize::from(here)).map(Line::place)
    }

    /// The found event before a place.
    pub fn match_before(&self, buffer: &Buffer, place: Place) -> Option<Place> {
        let found = Events::new(buffer, Some(self.found.as_ref()?));
        found.get(found.index(place).checked_sub(1)?).map(Line::place)
    }

    /// The events that pass.
    pub fn events<'a>(&'a self, buffer: &'a Buffer) -> Events<'a> {
        Events::new(buffer, self.passing.as_ref())
    }

    /// The error before a place that passes.
    pub fn error_before(&self, buffer: &Buffer, place: Place) -> Option<Place> {
        let errors = buffer.rack().errors_before(place.into());
        errors.filter(|line| self.passes(buffer, *line)).map(Line::place).next()
    }

    /// The error after a place that passes.
    pub fn error_after(&self, buffer: &Buffer, place: Place) -> Option<Place> {
        let errors = buffer.rack().errors_after(place.into());
        errors.filter(|line| self.passes(buffer, *line)).map(Line::place).next()
    }

    fn passes(&self, buffer: &Buffer, line: Line<'_>) -> bool {
        self.passing.as_ref().is_none_or(|passing| passing.number_of(buffer.rack(), line.place()).is_some())
    }
}

/// Keeps a sieve where it is asked for still.
fn sow(sieve: &mut Option<Sieve>, query: Option<Query>) {
    let is_same = |sieve: &Sieve| Some(&**sieve.query()) == query.as_ref();
    if !sieve.as_ref().is_some_and(is_same) {
        *sieve = query.map(|query| Sieve::new(Arc::new(query)));
    }
}

/// What to ask for; nothing, while what was asked for is on its way.
fn ask(asked: &mut Option<Asked>, sieve: Option<&Sieve>, buffer: &Buffer, answers: &Answers) -> Option<Scan> {
    let under_way = asked.take().filter(|asked| answers.ended() <= asked.before);
    match (sieve, under_way) {
        (Some(sieve), Some(known)) if known.query == *sieve.query() => {
            *asked = Some(known);
            None
        }
        (Some(sieve), _) if !sieve.is_complete() => {
            *asked = Some(Asked { query: Arc::clone(sieve.query()), before: answers.ended() });
            Some(sieve.rest(buffer.rack()))
        }
        // What is under way is of no use any more.
        (_, Some(known)) => Some(Scan { query: known.query, lines: super::Snapshot::default() }),
        (_, None) => None,
    }
}

//! Reports of mistakes that come as one event a line: which events belong together.
//!
//! A program that prints a traceback into a stream gives every line an event of its own. Only events of one stream
//! belong together, whatever stands between them. However long a report is, it is found by its runs of equal lines: a few
//! for each segment, remembered with the segment, and not by its lines.

mod chain;
mod leaf;
mod parse;
mod part;
mod strands;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::stream::Stream;
use super::{Events, Line};
use chain::Chain;
pub use leaf::Leaf;
pub use part::Part;
use strands::Run;
pub use strands::Strands;

/// The runs of a segment that are few enough to look at all of them.
const FEW: usize = 64;
/// The reports that are remembered until others are asked for.
const KEPT: usize = 256;

/// Events that are one report.
#[derive(Debug, Clone)]
pub struct Trace {
    stream: Arc<Stream>,
    /// The numbers of its first and its last event.
    ends: (usize, usize),
    /// How many events it has, at least two.
    count: usize,
    /// Which of them name the mistake.
    headlines: Vec<usize>,
}

/// The reports among events, found where they are asked for, and remembered.
pub struct Traces<'a> {
    events: Events<'a>,
    /// Of the oldest segment, where lines of it are forgotten.
    cut: OnceCell<Strands>,
    found: Cell<Vec<Rc<Trace>>>,
}

impl Trace {
    /// The number of its first event.
    pub fn head(&self) -> usize {
        self.ends.0
    }

    /// The number of its last event.
    pub fn tail(&self) -> usize {
        self.ends.1
    }

    /// How many events it has.
    pub fn count(&self) -> usize {
        self.count
    }

    fn has(&self, n: usize, stream: &Arc<Stream>) -> bool {
        self.head() <= n && n <= self.tail() && Arc::ptr_eq(&self.stream, stream)
    }

    /// Its lines.
    pub fn lines<'a>(&self, events: Events<'a>) -> impl Iterator<Item = Line<'a>> {
        let lines = (self.head()..=self.tail()).filter_map(move |n| events.get(n));
        lines.filter(|line| Arc::ptr_eq(line.source(), &self.stream))
    }

    /// The words that name the mistake; not visible yet.
    pub fn headline<'a>(&self, events: Events<'a>) -> Cow<'a, str> {
        let texts = self.headlines.iter().filter_map(|n| events.get(*n)).map(|line| line.text().trim());
        let texts: Vec<&str> = texts.collect();
        match texts.as_slice() {
            [one] => (*one).into(),
            several => several.join(" · ").into(),
        }
    }
}

impl<'a> Traces<'a> {
    /// Those among these events.
    pub fn new(events: Events<'a>) -> Self {
        Self { events, cut: OnceCell::new(), found: Cell::default() }
    }

    /// The report that an event is part of.
    pub fn of(&self, n: usize) -> Option<Rc<Trace>> {
        let stream = self.events.get(n)?.source();
        self.known(n, stream).or_else(|| self.find(n, stream))
    }

    fn known(&self, n: usize, stream: &Arc<Stream>) -> Option<Rc<Trace>> {
        let found = self.found.take();
        let known = found.iter().rev().find(|trace| trace.has(n, stream)).map(Rc::clone);
        self.found.set(found);
        known
    }

    fn find(&self, n: usize, stream: &Arc<Stream>) -> Option<Rc<Trace>> {
        let chain = Chain::around(self, n, stream)?;
        let (links, headlines) = parse::trace(&chain)?;
        let first = |at: usize| chain.links.get(at).map(|link| link.first);
        let links = chain.links.get(links)?;
        let trace = Rc::new(Trace {
            stream: Arc::clone(stream),
            ends: (links.first()?.first, links.last()?.last),
            count: links.iter().map(|link| link.count).sum(),
            headlines: headlines.into_iter().filter_map(first).collect(),
        });
        self.keep(Rc::clone(&trace));
        Some(trace)
    }

    fn keep(&self, trace: Rc<Trace>) {
        let mut found = self.found.take();
        if found.len() >= KEPT {
            found.clear();
        }
        found.push(trace);
        self.found.set(found);
    }

    /// The events around one that is in a report, as far as all of them are in reports that are `folded`, and none is the
    /// first of one; in its segment, and no fewer than itself.
    pub fn beside(&self, n: usize, is_folded: impl Fn(&Trace) -> bool) -> Range<usize> {
        self.alone(n).or_else(|| self.around(n, is_folded)).unwrap_or(n..n + 1)
    }

    /// The lines around one that are the same in its report, where none of another stream is among them.
    fn alone(&self, n: usize) -> Option<Range<usize>> {
        let (leaf, run) = self.spot(n, self.events.get(n)?.source())?;
        let run = *leaf.run(run)?;
        let is_alone = run.last - run.first < run.count && !run.part.is_single();
        is_alone.then(|| leaf.number(run.first)..leaf.number(run.last) + 1)
    }

    /// The lines around one between those that are not folded, where reports of several streams are mixed.
    fn around(&self, n: usize, is_folded: impl Fn(&Trace) -> bool) -> Option<Range<usize>> {
        let leaf = self.leaf(self.events.leaf_of(n)?)?;
        let runs = Some(leaf.strands.runs()).filter(|runs| runs.len() <= FEW)?;
        let is_covered = |run: &Run| {
            let trace = || self.of(leaf.number(run.first));
            !run.part.is_single() && trace().is_some_and(|trace| is_folded(&trace))
        };
        let mut range = leaf.numbers();
        for run in runs.iter().filter(|run| !is_covered(run)) {
            match (leaf.number(run.first), leaf.number(run.last)) {
                (_, last) if last < n => range.start = range.start.max(last + 1),
                (first, _) if first > n => range.end = range.end.min(first),
                _ => return None,
            }
        }
        Some(range)
    }

    /// The segment of an event of a stream, and its run there.
    fn spot(&self, n: usize, stream: &Arc<Stream>) -> Option<(Leaf<'_>, usize)> {
        let leaf = self.leaf(self.events.leaf_of(n)?)?;
        let run = leaf.strands.at(leaf.stream(stream)?, leaf.position(n)?)?;
        Some((leaf, run))
    }

    fn leaf(&self, at: usize) -> Option<Leaf<'_>> {
        self.events.leaf(at, &self.cut)
    }
}

#[cfg(test)]
mod tests;

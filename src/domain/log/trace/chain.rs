//! Runs of lines of one stream that may be one report.

use std::sync::Arc;

use super::leaf::Leaf;
use super::part::Part;
use super::strands::Run;
use super::{Stream, Traces};

/// The segments without a line of a stream that a report goes on beyond: some ten thousand lines of others.
const FAR: usize = 16;
/// The most runs on either side that are looked at: a report has one for each of its segments, and some for each of its causes.
const MOST: usize = 16 * 1_024;

/// Lines that follow each other and are the same in a report.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// What they are.
    pub part: Part,
    /// The number of the first.
    pub first: usize,
    /// The number of the last.
    pub last: usize,
    /// How many they are.
    pub count: usize,
}

/// Runs of lines of one stream that may be one report.
#[derive(Debug)]
pub struct Chain {
    /// In their order.
    pub links: Vec<Link>,
    /// Which of them has the line that was asked about.
    pub own: usize,
}

/// A run of a stream.
struct Cursor<'t, 'a> {
    traces: &'t Traces<'a>,
    stream: &'t Arc<Stream>,
    at: usize,
    leaf: Leaf<'t>,
    run: usize,
}

impl Link {
    fn of(leaf: &Leaf<'_>, run: Run) -> Self {
        let (first, last) = (leaf.number(run.first), leaf.number(run.last));
        Self { part: run.part, first, last, count: run.count.into() }
    }

    /// The one line of several that can be part of a report.
    fn only(self, n: usize) -> Self {
        Self { first: n, last: n, count: 1, ..self }
    }

    fn is_cut(self) -> bool {
        self.part.is_single() && self.count > 1
    }
}

impl Chain {
    /// The runs around an event of a stream that may be one report with it.
    pub fn around(traces: &Traces<'_>, n: usize, stream: &Arc<Stream>) -> Option<Self> {
        let own = Cursor::at(traces, n, stream)?;
        let link = own.link()?;
        let mut links = vec![if link.is_cut() { link.only(n) } else { link }];
        if !link.is_cut() || n == link.last {
            after(&own, &mut links);
        }
        if link.is_cut() && n > link.first {
            return Some(Self { links, own: 0 });
        }
        let before = before(&own, &links);
        let own = before.len();
        links.splice(0..0, before.into_iter().rev());
        Some(Self { links, own })
    }
}

/// The runs that may follow in the same report.
fn after(own: &Cursor<'_, '_>, links: &mut Vec<Link>) {
    let mut at = own.next();
    while let (Some(cursor), Some(last)) = (at.take(), links.last()) {
        let Some(link) = cursor.link().filter(|link| last.part.joins(link.part)) else { return };
        let next = cursor.next();
        let follows = next.as_ref().and_then(Cursor::link).map(|link| link.part);
        if links.len() > MOST || begins(link, follows) {
            return;
        }
        links.push(if link.is_cut() { link.only(link.first) } else { link });
        at = next.filter(|_| !link.is_cut());
    }
}

/// The runs that may come before in the same report, the nearest first.
fn before(own: &Cursor<'_, '_>, links: &[Link]) -> Vec<Link> {
    let mut before: Vec<Link> = Vec::new();
    let follows = |before: &[Link]| before.last().or(links.first()).map(|link| link.part);
    let is_head = links.first().is_some_and(|own| begins(*own, links.get(1).map(|next| next.part)));
    let mut at = if is_head { None } else { own.back() };
    while let (Some(cursor), Some(next)) = (at.take(), follows(&before)) {
        let Some(link) = cursor.link().filter(|link| link.part.joins(next)) else { break };
        let is_first = link.is_cut() || begins(link, Some(next)) || before.len() > MOST;
        before.push(if link.is_cut() { link.only(link.last) } else { link });
        at = if is_first { None } else { cursor.back() };
    }
    before
}

/// Whether a report of Java begins with a line.
fn begins(link: Link, next: Option<Part>) -> bool {
    link.part == Part::Other && link.count == 1 && next == Some(Part::At)
}

impl<'t, 'a> Cursor<'t, 'a> {
    fn at(traces: &'t Traces<'a>, n: usize, stream: &'t Arc<Stream>) -> Option<Self> {
        let at = traces.events.leaf_of(n)?;
        let (leaf, run) = traces.spot(n, stream)?;
        Some(Self { traces, stream, at, leaf, run })
    }

    fn link(&self) -> Option<Link> {
        self.leaf.run(self.run).map(|run| Link::of(&self.leaf, *run))
    }

    fn stream(&self) -> Option<u16> {
        self.leaf.run(self.run).map(|run| run.stream)
    }

    fn next(&self) -> Option<Self> {
        match self.leaf.strands.from(self.stream()?, self.run + 1) {
            Some(run) => self.here(run),
            None => (self.at + 1..=self.at + FAR)
                .find_map(|at| self.there(at, |leaf, stream| leaf.strands.from(stream, 0))),
        }
    }

    fn back(&self) -> Option<Self> {
        let last = |leaf: &Leaf<'_>, stream| leaf.strands.before(stream, leaf.strands.runs().len());
        match self.leaf.strands.before(self.stream()?, self.run) {
            Some(run) => self.here(run),
            None => (self.at.saturating_sub(FAR)..self.at).rev().find_map(|at| self.there(at, last)),
        }
    }

    fn here(&self, run: usize) -> Option<Self> {
        Some(Self { leaf: self.traces.leaf(self.at)?, run, ..*self })
    }

    /// A run of the stream in another segment.
    fn there(&self, at: usize, find: impl Fn(&Leaf<'_>, u16) -> Option<usize>) -> Option<Self> {
        let leaf = self.traces.leaf(at)?;
        let run = find(&leaf, leaf.stream(self.stream)?)?;
        Some(Self { at, leaf, run, ..*self })
    }
}

//! Which lines of a buffer pass a query, kept up to date as they arrive.
//!
//! Every line is looked at once: a little is looked at on the spot, much is left to a [`Scan`].

use std::cell::OnceCell;
use std::sync::{Arc, OnceLock};

use super::buffer::Rack;
use super::scan::{Answers, Founds};
use super::segment::{Key, Segment};
use super::trace::{Leaf, Strands};
use super::{Line, Place, Query, Scan, Seq};

/// The bytes of text that are looked at on the spot: a fifth of a millisecond for a word, a few for an expression.
const AT_ONCE: usize = 2 << 20;

/// The lines that pass a query.
#[derive(Debug)]
pub struct Sieve {
    query: Arc<Query>,
    /// One for each segment of the buffer, in its order.
    parts: Vec<Part>,
    /// How many segments there had ever been.
    made: u64,
    /// What has passed and is forgotten, of the first segment.
    hidden: usize,
    /// Of the buffer and of the answers, when it last caught up.
    revisions: Option<(u64, u64)>,
}

/// What passes of one segment.
#[derive(Debug)]
struct Part {
    segment: u64,
    /// How many of its lines have been looked at.
    looked: usize,
    /// How many lines it has.
    lines: usize,
    /// How many lines pass in the segments before it.
    before: usize,
    /// The numbers of the lines that pass.
    hits: Vec<u16>,
    /// The arrivals from this one on are news when they are looked at.
    news: Seq,
    /// What passes by stream; made when it is first asked for.
    strands: OnceLock<Strands>,
}

impl Sieve {
    /// A sieve that has not looked at any line.
    pub fn new(query: Arc<Query>) -> Self {
        Self { query, parts: Vec::new(), made: 0, hidden: 0, revisions: None }
    }

    /// What passes.
    pub fn query(&self) -> &Arc<Query> {
        &self.query
    }

    /// Looks at what is new, as far as that takes no time, and at what was found elsewhere; says how many lines
    /// pass that arrived with `seen` or after it.
    pub fn catch_up(&mut self, rack: &Rack, answers: &Answers, seen: Seq) -> usize {
        let revisions = Some((rack.revision(), answers.revision()));
        if self.revisions == revisions {
            return 0;
        }
        self.revisions = revisions;
        self.align(rack, seen);
        let (mut more, mut left, found) = (0, AT_ONCE, answers.to(&self.query));
        for (part, slot) in self.parts.iter_mut().zip(rack.slots()).rev().filter(|(part, _)| !part.is_done())
        {
            more += part.look(slot.segment(), &self.query, found, &mut left);
        }
        self.number(rack);
        more
    }

    /// Has a part for each segment: those that are known, and new ones.
    fn align(&mut self, rack: &Rack, seen: Seq) {
        let mut old = std::mem::take(&mut self.parts).into_iter();
        self.parts = Vec::with_capacity(rack.slots().len());
        for slot in rack.slots() {
            // Known segments keep their order, so what does not come next is gone.
            let known =
                if slot.number() > self.made { None } else { old.find(|part| part.segment == slot.number()) };
            let part = known.unwrap_or_else(|| Part::new(slot.number(), seen));
            self.parts.push(Part { lines: slot.lines(), ..part });
        }
        self.made = rack.made();
    }

    fn number(&mut self, rack: &Rack) {
        let skipped = rack.skipped();
        let hidden = |part: &Part| part.hits.partition_point(|hit| usize::from(*hit) < skipped);
        self.hidden = self.parts.first().map_or(0, hidden);
        let mut before = 0;
        for part in &mut self.parts {
            part.before = before;
            before += part.hits.len();
        }
    }

    /// Whether every line has been looked at.
    pub fn is_complete(&self) -> bool {
        self.parts.iter().all(Part::is_done)
    }

    /// What has to be looked at elsewhere.
    pub fn rest(&self, rack: &Rack) -> Scan {
        let parts = self.parts.iter().zip(rack.slots()).filter(|(part, _)| !part.is_done());
        let lines = parts.map(|(_, slot)| Arc::clone(slot.segment())).collect();
        Scan { query: Arc::clone(&self.query), lines }
    }

    /// How many lines pass.
    pub fn len(&self) -> usize {
        self.parts.last().map_or(0, |part| part.before + part.hits.len()) - self.hidden
    }

    /// The `n`-th line that passes, counted from the oldest.
    pub fn get<'a>(&self, rack: &'a Rack, n: usize) -> Option<Line<'a>> {
        let at = self.leaf_of(n)?;
        let n = n + self.hidden;
        let (part, slot) = (self.parts.get(at)?, rack.slots().get(at)?);
        let hit = part.hits.get(n - part.before).filter(|_| part.segment == slot.number())?;
        slot.segment().get(usize::from(*hit))
    }

    /// The segment that the `n`-th line that passes is in.
    pub fn leaf_of(&self, n: usize) -> Option<usize> {
        self.parts.partition_point(|part| part.before <= n + self.hidden).checked_sub(1)
    }

    /// What passes of a segment; where some of it is forgotten, its strands are made in `cut`.
    pub fn leaf<'a>(&'a self, rack: &'a Rack, at: usize, cut: &'a OnceCell<Strands>) -> Option<Leaf<'a>> {
        let slot = rack.slots().get(at)?;
        let part = self.parts.get(at).filter(|part| part.segment == slot.number())?;
        let (segment, from) = (slot.segment(), if at == 0 { self.hidden } else { 0 });
        let strands = match from {
            0 => part.strands.get_or_init(|| part.strands(segment, 0)),
            _ => cut.get_or_init(|| part.strands(segment, from)),
        };
        let start = (part.before + from).saturating_sub(self.hidden);
        Some(Leaf { streams: segment.streams(), strands, start, positions: from..part.hits.len() })
    }

    /// The number of the line at a place, or of the first after it, among those that pass.
    pub fn index(&self, rack: &Rack, place: Place) -> usize {
        let key = Key::from(place);
        let at = rack.slots().partition_point(|slot| slot.from() < key).checked_sub(1);
        let found = at.and_then(|at| self.parts.get(at).zip(rack.slots().get(at)));
        let n = found.map_or(0, |(part, slot)| part.before + part.index(slot.segment(), key));
        n.saturating_sub(self.hidden)
    }

    /// The number of the line at a place, if it passes.
    pub fn number_of(&self, rack: &Rack, place: Place) -> Option<usize> {
        let n = self.index(rack, place);
        self.get(rack, n).is_some_and(|line| line.place() == place).then_some(n)
    }

    /// How many of the lines that pass arrived with `seq` or after it.
    pub fn arrived_since(&self, rack: &Rack, seq: Seq) -> usize {
        let parts = self.parts.iter().zip(rack.slots());
        let recent = parts.filter(|(_, slot)| slot.segment().newest() >= seq);
        recent.map(|(part, slot)| part.since(slot.segment(), seq, 0)).sum()
    }
}

impl Part {
    fn new(segment: u64, news: Seq) -> Self {
        Self { segment, looked: 0, lines: 0, before: 0, hits: Vec::new(), news, strands: OnceLock::new() }
    }

    fn is_done(&self) -> bool {
        self.looked >= self.lines
    }

    /// Looks at what has not been looked at, as long as bytes are left for it; says how many news pass.
    fn look(&mut self, segment: &Segment, query: &Query, found: Option<&Founds>, left: &mut usize) -> usize {
        let known = self.hits.len();
        let found = found.and_then(|found| found.get(&self.segment));
        if let Some(found) = found.filter(|found| found.looked > self.looked) {
            self.hits.clone_from(&found.hits);
            self.looked = found.looked;
        }
        let text = segment.text().len() - segment.start(self.looked);
        if !self.is_done() && *left > 0 {
            *left = left.saturating_sub(text);
            self.hits.extend(query.sift(segment, self.looked));
            self.looked = self.lines;
        }
        if self.hits.len() > known {
            self.strands.take();
        }
        self.since(segment, self.news, known)
    }

    /// How many lines pass that arrived with `seq` or after it, but for the first ones that pass.
    fn since(&self, segment: &Segment, seq: Seq, first: usize) -> usize {
        let is_recent = |hit: &&u16| segment.get(usize::from(**hit)).is_some_and(|line| line.seq() >= seq);
        self.hits.iter().skip(first).filter(is_recent).count()
    }

    fn strands(&self, segment: &Segment, from: usize) -> Strands {
        let hits = self.hits.iter().enumerate().skip(from);
        segment.strands_of(hits.map(|(at, hit)| (at, usize::from(*hit))))
    }

    /// How many lines pass before a key.
    fn index(&self, segment: &Segment, key: Key) -> usize {
        let is_before = |hit: &u16| segment.get(usize::from(*hit)).is_some_and(|line| line.key() < key);
        self.hits.partition_point(is_before)
    }
}

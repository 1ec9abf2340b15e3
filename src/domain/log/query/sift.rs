//! Which lines of a segment pass, found over all its texts at once.

use std::sync::Arc;

use super::bits::Bits;
use super::{Query, Scope};
use crate::domain::log::Needle;
use crate::domain::log::segment::Segment;
use crate::domain::log::stream::Stream;

/// Where so few lines are left, each is looked at alone: one of so many.
const SPARSE: usize = 16;

impl Query {
    /// The numbers of the lines of a segment that pass, from one of them on.
    pub fn sift(&self, segment: &Segment, from: usize) -> Vec<u16> {
        let mut left = Bits::from(from, segment.len());
        self.scope.sift(segment, &mut left);
        if let Some(needle) = &self.search {
            keep(&mut left, segment, from, needle, &[]);
        }
        for needle in self.include.needles() {
            keep(&mut left, segment, from, needle, &self.named(needle, segment));
        }
        for needle in self.exclude.needles() {
            let mut out = left.clone();
            keep(&mut out, segment, from, needle, &self.named(needle, segment));
            left.remove(&out);
        }
        left.iter().filter_map(|n| u16::try_from(n).ok()).collect()
    }

    /// Whether a needle is in the name of the group, for each stream of a segment; empty: it is in none.
    fn named(&self, needle: &Needle, segment: &Segment) -> Vec<bool> {
        let is_in = |stream: &Arc<Stream>| self.is_in_name(needle, &stream.group);
        let named: Vec<bool> = segment.streams().iter().map(is_in).collect();
        if named.contains(&true) { named } else { Vec::new() }
    }
}

/// Keeps the lines that have a needle in them, or come from a stream that has it in its name.
fn keep(left: &mut Bits, segment: &Segment, from: usize, needle: &Needle, named: &[bool]) {
    let is_named = |n: usize| {
        let stream = segment.metas().get(n).map(|meta| usize::from(meta.stream));
        stream.and_then(|stream| named.get(stream)).is_some_and(|is_named| *is_named)
    };
    let count = left.len();
    if count == 0 {
        return;
    }
    if count * SPARSE < segment.len() - from {
        let has = |n: usize| segment.get(n).is_some_and(|line| needle.is_in(line.text()));
        return left.retain(|n| is_named(n) || has(n));
    }
    let mut found = Bits::none(segment.len());
    needle.lines(segment, from, |n| found.insert(n));
    if named.is_empty() {
        left.keep(&found);
    } else {
        left.iter().filter(|n| is_named(*n)).for_each(|n| found.insert(n));
        left.keep(&found);
    }
}

impl Scope {
    fn sift(&self, segment: &Segment, left: &mut Bits) {
        if *self == Self::All {
            return;
        }
        let has = |stream: &Arc<Stream>| self.has_source(&stream.group, &stream.name);
        let has: Vec<bool> = segment.streams().iter().map(has).collect();
        left.retain(|n| {
            segment.metas().get(n).is_some_and(|meta| {
                has.get(usize::from(meta.stream)).is_some_and(|has| *has)
                    && self.has_place(segment.key(meta).place())
            })
        });
    }
}

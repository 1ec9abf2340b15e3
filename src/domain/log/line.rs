//! A line that is kept, as its readers see it.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use super::segment::{Key, Meta, Segment};
use super::stream::Stream;
use super::{Kind, Level, Place, Seq};
use crate::clock::Time;
use crate::domain::text::visible;

/// The stream of a line whose segment has not got it, which cannot be.
static NOWHERE: LazyLock<Arc<Stream>> = LazyLock::new(Arc::default);

/// A line that is kept, lent by the [`Buffer`](super::Buffer).
///
/// Its text is from outside and has no way to the screen but [`Line::visible`].
#[derive(Clone, Copy)]
pub struct Line<'a> {
    segment: &'a Segment,
    meta: &'a Meta,
    start: usize,
}

impl<'a> Line<'a> {
    pub(super) fn new(segment: &'a Segment, meta: &'a Meta, start: usize) -> Self {
        #[cfg(test)]
        LENT.with(|lent| lent.set(lent.get() + 1));
        Self { segment, meta, start }
    }

    pub(super) fn meta(self) -> &'a Meta {
        self.meta
    }

    /// Where it belongs.
    pub(super) fn key(self) -> Key {
        self.segment.key(self.meta)
    }

    /// Its group and stream.
    pub fn source(self) -> &'a Arc<Stream> {
        self.segment.streams().get(usize::from(self.meta.stream)).unwrap_or(&NOWHERE)
    }

    /// The order of arrival.
    pub fn seq(self) -> Seq {
        Seq(self.key().seq)
    }

    /// When it happened, as its writer says; to the millisecond.
    pub fn time(self) -> Time {
        self.place().time
    }

    /// When CloudWatch took it in.
    pub fn ingested(self) -> Time {
        self.place().ingested
    }

    /// The log group.
    pub fn group(self) -> &'a Arc<str> {
        &self.source().group
    }

    /// The log stream.
    pub fn stream(self) -> &'a Arc<str> {
        &self.source().name
    }

    /// The very text that came, for searching, copying and saving; never for the screen.
    pub fn text(self) -> &'a str {
        self.segment.text().get(self.start..self.meta.end as usize).unwrap_or_default()
    }

    /// The text with every control, bidi and invisible character made visible.
    pub fn visible(self) -> Cow<'a, str> {
        visible(self.text())
    }

    /// The event's id, where CloudWatch gave it one.
    pub fn id(self) -> Option<String> {
        self.meta.id.text(self.key().time)
    }

    /// How bad it is, told by its words when it came.
    pub fn level(self) -> Level {
        self.meta.level
    }

    /// What it is to its runtime, told when it came.
    pub fn kind(self) -> Kind {
        self.meta.kind
    }

    /// Where it stands on the screen.
    pub fn place(self) -> Place {
        self.key().place()
    }
}

#[cfg(test)]
thread_local! {
    static LENT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
impl Line<'_> {
    /// How many lines this thread has been lent: what looks at few of many lines is held to it.
    pub fn lent() -> usize {
        LENT.with(std::cell::Cell::get)
    }
}

impl fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.time(), self.text())
    }
}

//! A line that is kept, as its readers see it.

use std::borrow::Cow;
use std::sync::Arc;

use super::buffer::Kept;
use super::{Level, Place, Seq};
use crate::clock::Time;
use crate::domain::text::visible;

/// A line that is kept, lent by the [`Buffer`](super::Buffer).
///
/// Its text is from outside and has no way to the screen but [`Line::visible`].
#[derive(Clone, Copy)]
pub struct Line<'a>(pub(super) &'a Kept);

impl<'a> Line<'a> {
    /// The order of arrival.
    pub fn seq(self) -> Seq {
        self.0.seq
    }

    /// When it happened, as its writer says.
    pub fn time(self) -> Time {
        self.0.event.time
    }

    /// When CloudWatch took it in.
    pub fn ingested(self) -> Time {
        self.0.event.ingested
    }

    /// The log group.
    pub fn group(self) -> &'a Arc<str> {
        &self.0.event.group
    }

    /// The log stream.
    pub fn stream(self) -> &'a Arc<str> {
        &self.0.event.stream
    }

    /// The very text that came, for searching, copying and saving; never for the screen.
    pub fn text(self) -> &'a str {
        self.0.event.text.exact()
    }

    /// The text with every control, bidi and invisible character made visible.
    pub fn visible(self) -> Cow<'a, str> {
        visible(self.text())
    }

    /// The event's id, where CloudWatch gave it one.
    pub fn id(self) -> Option<String> {
        Some(self.0.event.id.to_string())
    }

    /// How bad it is, told by its words when it came.
    pub fn level(self) -> Level {
        self.0.level
    }

    /// Where it stands on the screen.
    pub fn place(self) -> Place {
        Place { time: self.time(), ingested: self.ingested(), seq: self.seq() }
    }
}

impl std::fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.time(), self.text())
    }
}

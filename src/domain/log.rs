//! Log lines, the bounded buffer that keeps them in order, and how their groups are read.

mod buffer;
mod minute;
pub mod pattern;
mod source;

use std::sync::Arc;

use super::text::Foreign;
use crate::clock::Time;
pub use buffer::{Buffer, CAPACITY};
pub use minute::{Gap, Minute, Minutes, State, Why};
pub use source::{Live, Mode, Source};

/// A line's place in the order of arrival; never repeats. Views remember a place, not an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seq(pub u64);

/// A line's place in the order of the screen: by event time, then by arrival.
pub type Place = (Time, Seq);

/// A log event as AWS gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The event id, which identifies it within the account (`FilterLogEvents`).
    pub id: Box<str>,
    /// The log group.
    pub group: Arc<str>,
    /// The log stream.
    pub stream: Arc<str>,
    /// When it happened, as its writer says.
    pub time: Time,
    /// When CloudWatch took it in; late lines have it long after `time`.
    pub ingested: Time,
    /// The message, with line breaks normalised; may have several lines.
    pub text: Foreign,
}

/// An event with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The order of arrival.
    pub seq: Seq,
    /// What arrived.
    pub event: Event,
}

impl Line {
    /// Where it stands on the screen.
    pub fn place(&self) -> Place {
        (self.event.time, self.seq)
    }
}

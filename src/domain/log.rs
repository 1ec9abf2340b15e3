//! Log lines, the bounded buffer that keeps them in order, and how their groups are read.

mod buffer;
mod events;
mod excerpt;
mod id;
mod index;
mod kind;
mod level;
mod line;
mod minute;
mod needle;
mod past;
pub mod pattern;
mod query;
mod record;
mod scan;
mod segment;
mod sieve;
mod snapshot;
mod source;
mod stream;
mod trace;

use std::sync::Arc;

use super::text::Foreign;
use crate::clock::Time;
pub use buffer::{Bounds, Buffer, Forgotten};
pub use events::Events;
pub use excerpt::{Excerpt, Piece};
pub use index::{Index, Matches, Names, News};
pub use kind::Kind;
pub use level::Level;
pub use line::Line;
pub use minute::{Gap, Minute, Minutes, State, Why};
pub use needle::Needle;
pub use past::Past;
pub use query::{Query, Scope, Terms};
pub use record::record;
pub use scan::{Aim, Findings, Scan, Scans};
pub use snapshot::Snapshot;
pub use source::{Live, Mode, Source};
pub use stream::Stream;
pub use trace::{Trace, Traces};

/// How often a proof is tried: so many times the environment's `FAROL_SOAK`.
#[cfg(test)]
fn soak(times: u32) -> u32 {
    times * std::env::var("FAROL_SOAK").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

/// A line's place in the order of arrival; never repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seq(pub u64);

/// A line's place in the order of the screen. Views remember a place, not an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// When it happened; to the millisecond, as CloudWatch keeps it.
    pub time: Time,
    /// When CloudWatch took it in.
    pub ingested: Time,
    /// When it came to us.
    pub seq: Seq,
}

impl Place {
    /// After every line.
    pub const END: Self = Self { time: Time::MAX_UTC, ingested: Time::MAX_UTC, seq: Seq(u64::MAX) };

    /// Before the first line of this time.
    pub fn before(time: Time) -> Self {
        Self { time, ingested: Time::MIN_UTC, seq: Seq(0) }
    }
}

impl Default for Place {
    /// Before every line.
    fn default() -> Self {
        Self::before(Time::MIN_UTC)
    }
}

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

//! What of a group is read, and how.

use std::sync::Arc;

use crate::clock::Time;
use crate::domain::log::Mode;

/// What is asked of a tail that is not the console's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Lines from this moment on, inclusive.
    pub since: Time,
    /// Lines up to this moment, inclusive; `None`: without end.
    pub until: Option<Time>,
    /// A filter pattern for the server, already known to be valid; `None`: all lines.
    pub pattern: Option<String>,
    /// Where new lines come from.
    pub mode: Mode,
    /// Whether to go on when everything has been read.
    pub follow: bool,
}

/// How the user wants the tail to be read; may change while it runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wish {
    /// A filter pattern for the server.
    pub pattern: Option<Arc<str>>,
    /// Where new lines come from.
    pub mode: Mode,
    /// Whether Live Tail was switched off because nobody looked any more.
    pub is_rested: bool,
}

/// Which part of a group's past and future is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub since: Time,
    pub until: Option<Time>,
    pub start: Start,
    /// Whether it ends when everything has been read.
    pub ends: bool,
}

impl Span {
    /// Whether a round that was asked for at this moment was the last one.
    pub fn is_over(&self, asked: Time) -> bool {
        self.ends || self.until.is_some_and(|until| asked > until + super::window::SETTLING)
    }
}

/// Which lines of the past come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A screenful of the newest ones, and then all.
    Newest,
    /// The oldest ones.
    Oldest,
}

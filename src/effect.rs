//! What the console asks of the outside world, as plain data.

mod here;

use crate::domain::action::Action;
use crate::domain::log;
use crate::domain::object::{Prefix, Token};
use crate::domain::pipeline::{self, Pipeline};

pub use here::{Here, Question, Subject};

/// A request to the outside: comparable, printable, replayable.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Watch this pipeline from now on, and stop watching any other.
    Watch(pipeline::Id, Pipeline),
    /// Complete the pipeline from the account, where it holds exactly one of a kind.
    Discover(pipeline::Id, Pipeline),
    /// Read everything of the watched pipeline again, now.
    Refresh,
    /// Read the log groups through this filter pattern of the server from now on; `None`: all lines.
    ///
    /// It has been found valid before, and the groups are read again from the start.
    Pattern(Option<String>),
    /// Take new log lines from there from now on; [`log::Mode::Live`] costs money by the minute.
    Tail(log::Mode),
    /// Read a page of a place; `None` is the first page.
    List(Prefix, Option<Token>),
    /// Carry out what was confirmed, once.
    Act(Action),
    /// Do something within the console.
    Here(Here),
    /// Give the terminal to the shell and stop, until the shell says to go on.
    Suspend,
    /// Take the terminal again after a stop; what was on it is gone.
    Resume,
    /// Leave.
    Quit,
}

/// The effects of one message, in order.
pub type Effects = Vec<Effect>;

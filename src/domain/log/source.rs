//! How a log group is being read.

use crate::domain::fault::Fault;

/// Where new lines are to come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Each group is asked again and again.
    #[default]
    Poll,
    /// Live Tail, which costs money by the minute; polling where it is not to be had.
    Live,
}

/// How one group is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Asked every so many seconds.
    Polling {
        /// Seconds from one question to the next.
        every: u32,
    },
    /// The group does not exist yet; it joins by itself when it does.
    Waiting,
    /// It cannot be read now.
    Failing(Fault),
}

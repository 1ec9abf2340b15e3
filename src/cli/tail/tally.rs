//! What was printed and what was not: shown and left out are all that came.

/// Counts of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// Printed.
    pub shown: u64,
    /// Not let through by `--grep`.
    pub left_out: u64,
    /// Printed after an event that happened later.
    pub late: u64,
}

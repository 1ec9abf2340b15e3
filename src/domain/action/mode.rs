//! How the function is invoked, and what its answer says beside what it returned.

use crate::domain::text::Foreign;

/// Whether the answer of an invocation is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The function runs while the request lasts: `RequestResponse`.
    #[default]
    Sync,
    /// Lambda takes the event, runs the function later, and tries again where that fails: `Event`.
    Async,
}

/// What an answer says beside what the function returned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The HTTP status, which says nothing of the function.
    pub status: u16,
    /// The version that ran: `$LATEST`, or a number.
    pub version: Option<Foreign>,
    /// The last 4 KB that it wrote into its log.
    pub log: Option<Foreign>,
}

impl Mode {
    /// The `InvocationType`.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Sync => "RequestResponse",
            Self::Async => "Event",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Sync => Self::Async,
            Self::Async => Self::Sync,
        }
    }
}

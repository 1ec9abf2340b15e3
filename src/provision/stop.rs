//! Why something was not carried to its end.

use crate::domain::fault::Fault;

/// Why it went no further; everything is said in words for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// AWS could not be asked, or said no.
    Fault(Fault),
    /// It makes no sense as it is asked for; nothing was changed.
    Refused(String),
    /// It was tried and came to a bad end.
    Failed(String),
    /// The user wants no more of it; what goes on in AWS and how to come back to it.
    Interrupted(String),
}

impl Stop {
    /// What happened and what to do, in a line or more.
    pub fn words(&self) -> String {
        match self {
            Self::Fault(fault) => fault.words(),
            Self::Refused(words) | Self::Failed(words) | Self::Interrupted(words) => words.clone(),
        }
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

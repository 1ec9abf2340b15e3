//! A function's configuration.

mod settings;

pub use settings::{Asynchronous, Limits, Settings};

use std::time::Duration;

use super::text::Foreign;
use crate::clock::Time;

/// What `GetFunctionConfiguration` says of a function, as far as the console needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// `LoggingConfig.LogGroup`, else the default group.
    pub log_group: Foreign,
    /// When it is ended by force; at most 900 s.
    pub timeout: Duration,
    /// Megabytes.
    pub memory: u32,
    /// Such as `python3.11`.
    pub runtime: Option<Foreign>,
    /// `Active`, `Pending`, `Inactive`, `Failed`, or as it comes.
    pub state: Option<Foreign>,
    /// When code or configuration last changed.
    pub modified: Option<Time>,
}

/// A function of the account, as `ListFunctions` tells of it: without its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: Foreign,
    /// Its ARN.
    pub arn: Foreign,
    /// What else is told.
    pub function: Function,
}

//! Lines from before what is being read.

use std::sync::Arc;

use crate::clock::Time;

/// Older lines that are wanted: of one run, or of one invocation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Past {
    /// The groups that they are in.
    pub groups: Vec<Arc<str>>,
    /// The stream that they are in: a run's is named after it.
    pub stream: Arc<str>,
    /// From this moment on.
    pub since: Time,
    /// Up to this moment; `None`: up to now.
    pub until: Option<Time>,
}

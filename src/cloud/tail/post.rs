//! What the reader of a group and its live session have in common.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};

use super::core::Core;
use crate::clock::Time;

/// What a live session does for a group at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feeding {
    /// Nothing: the group is polled.
    Off,
    /// It has brought every line since then.
    Live(Time),
    /// It has given no sign of life since then.
    Stale(Time),
    /// It broke off, and is being taken up again.
    Lost,
}

/// A group's account, and what each of its two sides has to know of the other.
#[derive(Debug)]
pub(super) struct Post {
    core: Mutex<Core>,
    /// The group, once it is known that it is there and may have a live session.
    pub group: watch::Sender<Option<Arc<str>>>,
    /// What the live session does.
    pub feeding: watch::Sender<Feeding>,
    /// Rung when the session has something for the reader to do.
    pub bell: Notify,
}

impl Post {
    pub fn new(core: Core) -> Self {
        Self {
            core: Mutex::new(core),
            group: watch::Sender::new(None),
            feeding: watch::Sender::new(Feeding::Off),
            bell: Notify::new(),
        }
    }

    /// The account; never kept across a wait.
    pub fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

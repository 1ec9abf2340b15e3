//! A yes that counts once.

use super::Action;
use crate::domain::identity::Identity;

/// What somebody has said yes to. It cannot be copied, and performing it uses it up: one yes, at most one request.
///
/// Only the dialog and the command line's `--yes` make one, and the executor for each start of a plan that got one as a
/// whole; `tests/layers.rs` holds that.
#[derive(Debug, PartialEq)]
pub struct Confirmation {
    action: Action,
    shown: Option<Identity>,
    id: Option<String>,
}

impl Confirmation {
    /// The yes to an action, by somebody who was shown this identity; `None`: it was not known.
    pub fn given(action: Action, shown: Option<Identity>) -> Self {
        Self { action, shown, id: None }
    }

    /// The same, where the action's id was shown as well.
    #[must_use]
    pub fn named(self, id: String) -> Self {
        Self { id: Some(id), ..self }
    }

    /// The id that was shown; `None`: the executor makes one.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// What was confirmed.
    pub fn action(&self) -> &Action {
        &self.action
    }

    /// As whom it was confirmed: the executor refuses to act as anybody else.
    pub fn shown(&self) -> Option<&Identity> {
        self.shown.as_ref()
    }

    /// The action, for which there is no yes any more.
    pub fn into_action(self) -> Action {
        self.action
    }
}

//! What a pane asks of the console around it. The app does it at once; the outside never hears of it.

use crate::domain::action::Action;
use crate::domain::invocation;
use crate::domain::object::Prefix;
use crate::domain::preview::Target;
use crate::domain::text::Foreign;

/// Something that the console does for the pane that asks, without the outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Here {
    /// Let the user type a line for the pane in front.
    Ask(Question),
    /// Ask the user whether this should be done.
    Confirm(Action),
    /// Say a sentence for some seconds.
    Say(String),
    /// Bring the pane that has the log lines of this to the front, with exactly them.
    Lines(Subject),
    /// Bring the objects of this place to the front.
    Place(Prefix),
    /// Bring back the pane that [`Here::Lines`] left.
    Return,
    /// Show what is inside this object.
    Preview(Target),
    /// Show this JSON as a tree.
    Tree {
        /// What it is, visible already.
        title: String,
        /// The JSON.
        value: serde_json::Value,
    },
}

/// A line that a pane wants typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Which of its questions the pane asks.
    pub name: &'static str,
    /// What stands before the line.
    pub label: &'static str,
    /// What the line begins with.
    pub text: String,
}

/// What wrote log lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A run of the job, by its id.
    Run(Foreign),
    /// An invocation of the ingest.
    Invocation(invocation::Key),
}

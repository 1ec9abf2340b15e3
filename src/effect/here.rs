//! What a pane asks of the console around it. The app does it at once; the outside never hears of it.

use crate::domain::action::Action;
use crate::domain::invocation;
use crate::domain::log::Past;
use crate::domain::object::{Object, Prefix};
use crate::domain::pipeline::Place;
use crate::domain::preview;
use crate::domain::reading::Reading;
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
    /// Bring the pane to the front that has the row of this, with that row selected.
    Find(Target),
    /// Bring back the pane that [`Here::Lines`] or [`Here::Find`] left last.
    Return,
    /// Show the details that the pane in front has now.
    Details,
    /// Show what is inside this object.
    Preview(preview::Target),
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
    /// A crawl, by where and when it wrote: a crawler writes into one stream, one crawl after the other.
    Crawl(Past),
}

/// A row of some pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A run of the job, by its id.
    Run(Foreign),
    /// An invocation.
    Invocation(invocation::Key),
    /// An object, by its whole key.
    Object {
        /// Its bucket.
        bucket: String,
        /// Its whole key.
        key: Foreign,
    },
    /// A place in a bucket.
    Place(Prefix),
    /// A table of the Data Catalog, by its name.
    Table(Foreign),
    /// An alarm, by its name.
    Alarm(Foreign),
}

impl Target {
    /// The object that a pipeline names: by its key, else the newest that was seen.
    pub fn object(place: &Place, newest: &Reading<Option<Object>>) -> Option<Self> {
        let named = place.key.as_deref().map(Foreign::from);
        let key = named.or_else(|| newest.get()?.as_ref().map(|object| object.key.clone()))?;
        Some(Self::Object { bucket: place.bucket.clone(), key })
    }
}

/// Something that belongs to a row, and where it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What it is, for a menu: `its log lines`.
    pub what: &'static str,
    /// Where it is.
    pub whither: Whither,
}

/// Where something is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whither {
    /// Among the log lines.
    Lines(Subject),
    /// At a row.
    Row(Target),
}

impl Related {
    /// The log lines of something.
    pub fn lines(subject: Subject) -> Self {
        Self { what: "its log lines", whither: Whither::Lines(subject) }
    }

    /// A row.
    pub fn row(what: &'static str, target: Target) -> Self {
        Self { what, whither: Whither::Row(target) }
    }

    /// What brings it to the front.
    pub fn go(self) -> Here {
        match self.whither {
            Whither::Lines(subject) => Here::Lines(subject),
            Whither::Row(target) => Here::Find(target),
        }
    }
}

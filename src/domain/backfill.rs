//! A job started once for each of a list of values, one run after the other.

mod progress;
mod series;

use std::collections::BTreeMap;

pub use progress::{End, Progress, Stage};
pub use series::Series;

use super::action::Action;

/// What is confirmed as a whole, and started value by value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The job's name.
    pub job: String,
    /// The arguments that all runs share.
    pub arguments: BTreeMap<String, String>,
    /// The argument that differs, and its values in order.
    pub series: Series,
}

impl Plan {
    /// The start for the value of this number; `None`: there are not so many.
    pub fn start(&self, n: usize) -> Option<Action> {
        let value = self.series.values.get(n)?;
        let mut arguments = self.arguments.clone();
        arguments.insert(self.series.name.clone(), value.clone());
        Some(Action::StartJob { job: self.job.clone(), arguments })
    }

    /// The shared arguments without the one that differs.
    pub fn shared(&self) -> BTreeMap<String, String> {
        let mut shared = self.arguments.clone();
        shared.remove(&self.series.name);
        shared
    }

    /// How many runs it comes to.
    pub fn len(&self) -> usize {
        self.series.values.len()
    }

    /// Whether it comes to no run at all; a series that was parsed does not.
    pub fn is_empty(&self) -> bool {
        self.series.values.is_empty()
    }
}

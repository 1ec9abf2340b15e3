//! What the states of the steps come to.

use serde::Serialize;

use crate::domain::health::State;

/// How a pipeline is as a whole, from the best to the worst: of several pipelines the worst one counts.
///
/// A step that is known to have failed outranks what cannot be read: it needs somebody now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every step did its work, is at work, or was never asked to.
    Well,
    /// A step is late, did half its work, or cannot be read.
    Degraded,
    /// No step can be read.
    NoAccess,
    /// A step failed.
    Failed,
}

impl Verdict {
    /// The word for it, in the table and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Degraded => "degraded",
            Self::NoAccess => "no access",
            Self::Failed => "failed",
        }
    }

    /// The state of a step that looks like it.
    pub(super) fn state(self) -> State {
        match self {
            Self::Well => State::Good,
            Self::Degraded => State::Degraded,
            Self::NoAccess => State::Unreadable,
            Self::Failed => State::Failed,
        }
    }
}

/// Judges a pipeline by its steps; and by whether the account would not say who we are, or what there is.
pub(super) fn of(steps: &[State], has_fault: bool) -> Verdict {
    let has_none_read = steps.iter().all(|state| matches!(state, State::Unreadable | State::Pending));
    let is_off = |state: &State| matches!(state, State::Degraded | State::Unreadable | State::Pending);
    if steps.contains(&State::Failed) {
        Verdict::Failed
    } else if has_none_read {
        Verdict::NoAccess
    } else if has_fault || steps.iter().any(is_off) {
        Verdict::Degraded
    } else {
        Verdict::Well
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Degraded, Failed, Good, Never, Pending, Running, Unreadable};

    #[track_caller]
    fn check(steps: &[State], has_fault: bool, want: Verdict) {
        assert_eq!(of(steps, has_fault), want, "{steps:?} {has_fault}");
    }

    #[test]
    fn a_pipeline_is_as_its_worst_step() {
        check(&[Good, Running, Never], false, Verdict::Well);
        check(&[Good, Degraded], false, Verdict::Degraded);
        check(&[Degraded, Failed, Unreadable], false, Verdict::Failed);
    }

    #[test]
    fn what_could_not_be_read_in_time_is_not_called_well() {
        check(&[Good, Pending], false, Verdict::Degraded);
        check(&[Good, Unreadable], false, Verdict::Degraded);
        check(&[Good, Good], true, Verdict::Degraded);
    }

    #[test]
    fn where_nothing_can_be_read_there_is_no_access() {
        check(&[Unreadable, Unreadable], true, Verdict::NoAccess);
        check(&[Pending, Unreadable], false, Verdict::NoAccess);
        check(&[], true, Verdict::NoAccess);
    }

    #[test]
    fn of_several_pipelines_a_failure_is_the_worst() {
        let order = [Verdict::Well, Verdict::Degraded, Verdict::NoAccess, Verdict::Failed];
        assert!(order.is_sorted());
    }
}

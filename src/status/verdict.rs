//! What the states of the steps come to.

use serde::Serialize;

use crate::domain::fault::{Fault, Kind};
use crate::domain::health::State;

/// How a pipeline is as a whole, from the best to the worst: of several pipelines the worst one counts.
///
/// A step that is known to have failed outranks what cannot be read: it needs somebody now. So does one whose
/// thing does not exist: a name is wrong, or somebody deleted it, and no other login mends that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every step did its work, is at work, or was never asked to.
    Well,
    /// A step is late or slow, did half its work, or cannot be read.
    Degraded,
    /// No step can be read: no login, no permission, no answer.
    NoAccess,
    /// A step failed, or its thing does not exist.
    Failed,
}

/// How a step is, and why its last read failed, if it did.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub state: State,
    pub fault: Option<&'a Fault>,
}

impl Seen<'_> {
    fn is_failed(self) -> bool {
        let is_missing = self.fault.is_some_and(|fault| fault.kind == Kind::Missing);
        self.state == State::Failed || (self.state == State::Unreadable && is_missing)
    }

    /// Whether the account let nobody look.
    fn is_barred(self) -> bool {
        let is_no_access = self.fault.is_none_or(Fault::is_no_access);
        self.state == State::Pending || (self.state == State::Unreadable && is_no_access)
    }

    fn is_off(self) -> bool {
        matches!(self.state, State::Late | State::Slow | State::Degraded | State::Unreadable | State::Pending)
    }
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
pub(super) fn of(steps: &[Seen<'_>], has_fault: bool) -> Verdict {
    if steps.iter().any(|step| step.is_failed()) {
        Verdict::Failed
    } else if steps.iter().all(|step| step.is_barred()) {
        Verdict::NoAccess
    } else if has_fault || steps.iter().any(|step| step.is_off()) {
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
        check_faulty(steps, &Kind::Denied, has_fault, want);
    }

    /// Judges steps of which those that cannot be read all failed alike.
    #[track_caller]
    fn check_faulty(steps: &[State], kind: &Kind, has_fault: bool, want: Verdict) {
        let fault = Fault::new("aws:Op", kind.clone(), "no");
        let see = |state: &State| Seen { state: *state, fault: (*state == Unreadable).then_some(&fault) };
        let seen: Vec<Seen<'_>> = steps.iter().map(see).collect();
        assert_eq!(of(&seen, has_fault), want, "{steps:?} {kind:?} {has_fault}");
    }

    #[test]
    fn a_pipeline_is_as_its_worst_step() {
        check(&[Good, Running, Never], false, Verdict::Well);
        check(&[Good, Degraded], false, Verdict::Degraded);
        check(&[Good, State::Late], false, Verdict::Degraded);
        check(&[Good, State::Slow], false, Verdict::Degraded);
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
    fn names_that_do_not_exist_are_a_failure_and_only_a_shut_door_is_no_access() {
        let expired = Kind::Expired { renew: "aws sso login".into() };
        for kind in [Kind::Denied, expired, Kind::Offline] {
            check_faulty(&[Unreadable, Unreadable], &kind, false, Verdict::NoAccess);
        }
        check_faulty(&[Unreadable, Unreadable], &Kind::Missing, false, Verdict::Failed);
        check_faulty(&[Good, Unreadable], &Kind::Missing, false, Verdict::Failed);
        check_faulty(&[Good, Never], &Kind::Missing, false, Verdict::Well);
        for kind in [Kind::Throttled, Kind::Ours, Kind::Elsewhere { region: None }] {
            check_faulty(&[Unreadable, Unreadable], &kind, false, Verdict::Degraded);
        }
    }

    #[test]
    fn of_several_pipelines_a_failure_is_the_worst() {
        let order = [Verdict::Well, Verdict::Degraded, Verdict::NoAccess, Verdict::Failed];
        assert!(order.is_sorted());
    }
}

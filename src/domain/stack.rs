//! A stack of `CloudFormation`, as far as deploying a pipeline needs it.

use std::collections::BTreeMap;

use super::text::Foreign;
use crate::clock::Time;

mod event;

pub use event::{Event, advice, causes, first_cause, is_over, undone};

/// A stack, as it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stack {
    /// Its ARN, which names it even after it is gone.
    pub id: String,
    /// Its name, which a later stack may have too.
    pub name: String,
    /// Such as `CREATE_COMPLETE`.
    pub status: Foreign,
    /// Why it is in that state; empty where nothing is said.
    pub reason: Foreign,
    /// When it was last changed, or made.
    pub changed: Option<Time>,
    /// What it was made with.
    pub parameters: BTreeMap<String, String>,
    /// What it tells.
    pub outputs: BTreeMap<String, String>,
    /// Whether AWS refuses to delete it until that is lifted.
    pub is_protected: bool,
}

/// What can be done with a stack, going by its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Absent,
    /// Only its name is there: a change set was made for it and not carried out.
    Reviewed,
    /// It can be changed.
    Steady,
    /// Something is going on.
    Busy,
    /// It can only be deleted.
    Dead,
    /// An update could neither be finished nor undone.
    Halfway,
}

impl Standing {
    /// By the status, as the API reference of `Stack` lists them; of a new one it is hoped that it can be changed.
    pub fn of(status: &str) -> Self {
        match status {
            "" | "DELETE_COMPLETE" => Self::Absent,
            "REVIEW_IN_PROGRESS" => Self::Reviewed,
            "CREATE_FAILED" | "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "DELETE_FAILED" => Self::Dead,
            "UPDATE_ROLLBACK_FAILED" => Self::Halfway,
            status if status.ends_with("_IN_PROGRESS") => Self::Busy,
            _ => Self::Steady,
        }
    }
}

impl Stack {
    /// What can be done with it.
    pub fn standing(&self) -> Standing {
        Standing::of(self.status.exact())
    }

    /// Whether it is what it was last meant to be, and not what is left of an attempt.
    pub fn is_well(&self) -> bool {
        matches!(self.status.exact(), "CREATE_COMPLETE" | "UPDATE_COMPLETE" | "IMPORT_COMPLETE")
    }
}

/// A set of changes that is looked at before it is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeSet {
    /// Its ARN.
    pub id: String,
    /// The ARN of its stack.
    pub stack: String,
    /// Such as `CREATE_COMPLETE`.
    pub status: Foreign,
    /// Why it failed; empty where it did not.
    pub reason: Foreign,
    /// Whether it can be carried out.
    pub is_available: bool,
    /// In the order of `CloudFormation`.
    pub changes: Vec<Change>,
}

/// How far a change set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// `CloudFormation` still compares.
    Pending,
    /// It can be carried out.
    Ready,
    /// It holds no changes, which `CloudFormation` calls a failure.
    Empty,
    /// It cannot be carried out; its reason says why.
    Failed,
}

impl ChangeSet {
    /// How far it is. That there are no changes is told by the text alone.
    pub fn progress(&self) -> Progress {
        let says = |text: &str| self.reason.exact().contains(text);
        match self.status.exact() {
            "CREATE_PENDING" | "CREATE_IN_PROGRESS" => Progress::Pending,
            "CREATE_COMPLETE" if self.is_available => Progress::Ready,
            _ if says("didn't contain changes") || says("No updates are to be performed") => Progress::Empty,
            _ => Progress::Failed,
        }
    }
}

/// What becomes of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Such as `Add`.
    pub action: Foreign,
    /// Its name in the template.
    pub logical: Foreign,
    /// Its name in AWS, where it has one.
    pub physical: Foreign,
    /// Such as `AWS::S3::Bucket`.
    pub kind: Foreign,
    /// Whether it is made anew and the old one deleted, with all that is in it.
    pub replacement: Replacement,
}

/// Whether a changed resource is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// It stays.
    No,
    /// That will be seen.
    Perhaps,
    /// It is made anew.
    Yes,
}

/// A resource of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Its name in the template.
    pub logical: Foreign,
    /// Its name in AWS.
    pub physical: Foreign,
    /// Such as `AWS::S3::Bucket`.
    pub kind: Foreign,
    /// Such as `CREATE_COMPLETE`.
    pub status: Foreign,
    /// Why it is in that state; empty where nothing is said.
    pub reason: Foreign,
}

impl Resource {
    /// Whether it is there and the stack's own.
    ///
    /// What could not be made may carry the name of something that somebody else made before.
    pub fn is_there(&self) -> bool {
        let is_made = !matches!(self.status.exact(), "DELETE_COMPLETE" | "CREATE_FAILED");
        is_made && !self.physical.is_empty()
    }
}

/// A version of an object, or a marker that says that the object was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The object.
    pub key: Foreign,
    /// `null` in a bucket that keeps no versions.
    pub id: String,
    /// In bytes; of a marker 0.
    pub size: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_what_can_be_done() {
        for (status, want) in [
            ("DELETE_COMPLETE", Standing::Absent),
            ("REVIEW_IN_PROGRESS", Standing::Reviewed),
            ("CREATE_IN_PROGRESS", Standing::Busy),
            ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", Standing::Busy),
            ("CREATE_COMPLETE", Standing::Steady),
            ("UPDATE_ROLLBACK_COMPLETE", Standing::Steady),
            ("ROLLBACK_COMPLETE", Standing::Dead),
            ("DELETE_FAILED", Standing::Dead),
            ("UPDATE_ROLLBACK_FAILED", Standing::Halfway),
        ] {
            assert_eq!(Standing::of(status), want, "{status}");
        }
    }

    #[test]
    fn a_change_set_without_changes_is_no_failure() {
        let check = |status: &str, is_available, reason: &str, want| {
            let set = ChangeSet {
                status: status.into(),
                is_available,
                reason: reason.into(),
                ..ChangeSet::default()
            };
            assert_eq!(set.progress(), want, "{status} {reason}");
        };
        check("CREATE_PENDING", false, "", Progress::Pending);
        check("CREATE_COMPLETE", true, "", Progress::Ready);
        check("CREATE_COMPLETE", false, "", Progress::Failed);
        check("FAILED", false, "The submitted information didn't contain changes. Submit …", Progress::Empty);
        check("FAILED", false, "No updates are to be performed.", Progress::Empty);
        check("FAILED", false, "Transform X failed", Progress::Failed);
    }
}

//! Why something could not be read or done, in kinds that a person acts on.

use super::text::{Foreign, visible};

/// A failure, told so that the reader knows what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The IAM action that was attempted, such as `glue:GetJobRuns`.
    pub doing: &'static str,
    /// What kind of failure it is.
    pub kind: Kind,
    /// What AWS, or the network, said; with its error code where it has one.
    pub said: Foreign,
}

/// What a person can do about a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The identity lacks the permission; ask for it.
    Denied,
    /// Too many requests; it is tried again by itself.
    Throttled,
    /// The named thing does not exist.
    Missing,
    /// No answer: the network, the name of the host, a deadline.
    Offline,
    /// The login ran out or there is none; the command that renews it.
    Expired {
        /// As one types it into a shell.
        renew: String,
    },
    /// AWS understood and said no: already running, invalid input.
    Refused,
    /// The thing lives in another region.
    Elsewhere {
        /// Where it is, when AWS said so.
        region: Option<String>,
    },
    /// The request may or may not have had its effect.
    Unknown,
    /// A defect or an answer that makes no sense to us.
    Ours,
}

impl Fault {
    /// A failure of `doing`, of a kind, with what was said.
    pub fn new(doing: &'static str, kind: Kind, said: impl Into<Foreign>) -> Self {
        Self { doing, kind, said: said.into() }
    }

    /// One line for a pane or a message: what is wrong and the remedy.
    pub fn words(&self) -> String {
        let (doing, said) = (self.doing, self.said.headline());
        match &self.kind {
            Kind::Denied => format!("not allowed: the identity needs {doing}"),
            Kind::Throttled => format!("throttled: {doing}; trying again"),
            Kind::Missing => format!("not found: {said}"),
            Kind::Offline => format!("no answer to {doing}: {said}"),
            Kind::Expired { renew } => format!("no valid login: run `{}`", visible(renew)),
            Kind::Refused => format!("refused: {said}"),
            Kind::Elsewhere { region: Some(region) } => format!("it is in {}", visible(region)),
            Kind::Elsewhere { region: None } => "it is in another region".to_owned(),
            Kind::Unknown => format!("outcome unknown: {said}"),
            Kind::Ours => format!("{doing}: {said}"),
        }
    }

    /// Whether no access at all is the reason: no login, or no permission.
    pub fn is_no_access(&self) -> bool {
        matches!(self.kind, Kind::Denied | Kind::Expired { .. } | Kind::Offline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Kind, want: &str) {
        assert_eq!(Fault::new("glue:GetJobRuns", kind, "EntityNotFound: no job\nmore").words(), want);
    }

    #[test]
    fn a_fault_names_the_remedy() {
        check(Kind::Denied, "not allowed: the identity needs glue:GetJobRuns");
        check(Kind::Throttled, "throttled: glue:GetJobRuns; trying again");
        check(Kind::Missing, "not found: EntityNotFound: no job");
        check(Kind::Expired { renew: "aws sso login".into() }, "no valid login: run `aws sso login`");
        check(Kind::Elsewhere { region: Some("eu-west-1".into()) }, "it is in eu-west-1");
        check(Kind::Elsewhere { region: Some("\x1b[2J".into()) }, "it is in ␛[2J");
    }
}

//! What only a look at the one object tells.

use super::ObjectRef;
use crate::domain::fault::Fault;
use crate::domain::text::Foreign;

/// Names and values.
pub type Pairs = Vec<(Foreign, Foreign)>;

/// What comes with an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The media type.
    pub kind: Option<Foreign>,
    /// How the content is packed, such as `gzip`.
    pub encoding: Option<Foreign>,
    /// How it is encrypted; with the key, where it is one of KMS.
    pub encryption: Option<Foreign>,
    /// The checksums that S3 keeps, by algorithm.
    pub checksums: Pairs,
    /// What whoever put it wrote beside it.
    pub metadata: Pairs,
    /// The version that was looked at, in a bucket that has them.
    pub version: Option<Foreign>,
}

/// What the policy of a bucket says of the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// There is none.
    None,
    /// It lets in nobody whom it does not name.
    Closed,
    /// It lets in everybody.
    Public,
}

/// Which ways of letting in the public are blocked for a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// All four.
    All,
    /// Some, or others than those of access lists and policies.
    Some {
        /// Public access lists count for nothing.
        lists: bool,
        /// A public policy lets in nobody from outside the account.
        policies: bool,
    },
    /// The bucket has none of its own; the account may have.
    None,
}

/// One thing that was learned of an object, or why it could not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facet {
    /// What comes with it.
    Head(Result<Head, Fault>),
    /// Its tags.
    Tags(Result<Pairs, Fault>),
    /// The bucket's policy.
    Policy(Result<Policy, Fault>),
    /// The bucket's block of public access.
    Block(Result<Block, Fault>),
}

/// What was learned of an object so far: each thing by itself, for each takes a permission of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Insight {
    /// What comes with it.
    pub head: Option<Result<Head, Fault>>,
    /// Its tags.
    pub tags: Option<Result<Pairs, Fault>>,
    /// The bucket's policy.
    pub policy: Option<Result<Policy, Fault>>,
    /// The bucket's block of public access.
    pub block: Option<Result<Block, Fault>>,
}

impl Insight {
    /// Adds what was learned.
    pub fn hear(&mut self, facet: Facet) {
        match facet {
            Facet::Head(head) => self.head = Some(head),
            Facet::Tags(tags) => self.tags = Some(tags),
            Facet::Policy(policy) => self.policy = Some(policy),
            Facet::Block(block) => self.block = Some(block),
        }
    }

    /// Whether the public gets in, as far as policy and block tell; `None`: they do not.
    pub fn publicity(&self) -> Option<&'static str> {
        let policy = self.policy.as_ref().and_then(|policy| policy.as_ref().ok());
        let block = self.block.as_ref().and_then(|block| block.as_ref().ok());
        Some(match (policy, block) {
            (_, Some(Block::All)) => "no: all public access is blocked",
            (Some(Policy::Public), Some(Block::Some { policies: true, .. })) => {
                "no: its policy is public, but blocked"
            }
            (Some(Policy::Public), Some(_)) => "YES: by the policy of the bucket",
            (Some(Policy::Public), None) => "by its policy, unless that is blocked",
            (Some(_), Some(Block::Some { lists: true, .. })) => "no",
            (Some(_), Some(_)) => "not by policy; access lists are not blocked",
            (Some(_), None) => "not by policy",
            (None, _) => return None,
        })
    }
}

/// What was learned of the object that was looked at last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which one.
    pub object: ObjectRef,
    /// What of it.
    pub insight: Insight,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Kind;

    #[track_caller]
    fn check(policy: Option<Policy>, block: Option<Block>, want: Option<&str>) {
        let denied = || Fault::new("s3:x", Kind::Denied, "no");
        let mut insight = Insight::default();
        insight.hear(Facet::Policy(policy.ok_or_else(denied)));
        insight.hear(Facet::Block(block.ok_or_else(denied)));
        assert_eq!(insight.publicity(), want);
    }

    #[test]
    fn whether_the_public_gets_in_is_said_only_as_far_as_it_is_known() {
        let some = |lists, policies| Some(Block::Some { lists, policies });
        check(Some(Policy::None), Some(Block::All), Some("no: all public access is blocked"));
        check(None, Some(Block::All), Some("no: all public access is blocked"));
        check(Some(Policy::Public), some(false, true), Some("no: its policy is public, but blocked"));
        check(Some(Policy::Public), Some(Block::None), Some("YES: by the policy of the bucket"));
        check(Some(Policy::Public), None, Some("by its policy, unless that is blocked"));
        check(Some(Policy::Closed), some(true, false), Some("no"));
        check(Some(Policy::None), Some(Block::None), Some("not by policy; access lists are not blocked"));
        check(Some(Policy::None), None, Some("not by policy"));
        check(None, Some(Block::None), None);
        check(None, None, None);
    }
}

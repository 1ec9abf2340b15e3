//! The ETL job's script, which lies in a bucket of the stack.

use sha2::{Digest as _, Sha256};

use super::{Site, Stop};
use crate::blueprint;
use crate::cloud::Content;
use crate::domain::stack::Stack;

/// How something deployed is to what this program would deploy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// The very same.
    Same,
    /// Other bytes; their hash.
    Differs(String),
    /// It is not there.
    Missing,
}

/// How content in AWS is to ours.
pub(super) fn likeness(content: &Content, ours: &str) -> Likeness {
    match content {
        Content::Missing => Likeness::Missing,
        Content::Is(bytes) if bytes == ours.as_bytes() => Likeness::Same,
        Content::Is(bytes) => Likeness::Differs(hash(bytes)),
    }
}

/// As `sha256sum` prints it.
pub(super) fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Site {
    /// Where the script belongs: bucket and key.
    pub(super) fn script_place(stack: &Stack) -> Option<(&str, &str)> {
        Some((stack.outputs.get("ScriptBucket")?, stack.outputs.get("ScriptKey")?))
    }

    /// How the deployed script is to ours.
    pub(super) async fn script(&self, stack: &Stack) -> Result<Likeness, Stop> {
        let Some((bucket, key)) = Self::script_place(stack) else { return Ok(Likeness::Missing) };
        Ok(likeness(&self.stacks.content(bucket, key).await?, blueprint::ETL))
    }

    /// Puts the script into its place, unless it is there already.
    pub(super) async fn upload(&self, stack: &Stack) -> Result<(), Stop> {
        let Some((bucket, key)) = Self::script_place(stack) else {
            return Err(Stop::Failed("the stack does not tell where the job's script belongs".to_owned()));
        };
        if self.script(stack).await? == Likeness::Same {
            return Ok(());
        }
        self.writes.put(bucket, key, blueprint::ETL).await?;
        self.say(&format!("  uploaded s3://{bucket}/{key}"));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deployed_is_the_same_byte_for_byte_or_told_by_its_hash() {
        assert_eq!(likeness(&Content::Missing, "a"), Likeness::Missing);
        assert_eq!(likeness(&Content::Is(b"a".to_vec()), "a"), Likeness::Same);
        let want = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";
        assert_eq!(likeness(&Content::Is(b"b".to_vec()), "a"), Likeness::Differs(want.into()));
    }
}

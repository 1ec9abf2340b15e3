//! The name of one object, or of one version of it.

use crate::domain::text::{Foreign, visible};

/// Names one object exactly: what is looked into, previewed, fetched, copied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectRef {
    /// The bucket's name.
    pub bucket: String,
    /// The whole key, decoded.
    pub key: Foreign,
    /// `None`: whichever version is the current one. A bucket that was versioned later has one called `null`.
    pub version: Option<Foreign>,
}

impl ObjectRef {
    /// The current version of that key.
    pub fn new(bucket: impl Into<String>, key: impl Into<Foreign>) -> Self {
        Self { bucket: bucket.into(), key: key.into(), version: None }
    }

    /// That version.
    #[must_use]
    pub fn at(self, version: Option<Foreign>) -> Self {
        Self { version, ..self }
    }

    /// As the AWS command line takes it: exact, for copying; it names no version.
    pub fn uri(&self) -> Foreign {
        format!("s3://{}/{}", self.bucket, self.key.exact()).into()
    }

    /// As policies name it: exact, for copying. Some regions have partitions of their own.
    pub fn arn(&self, partition: &str) -> Foreign {
        format!("arn:{partition}:s3:::{}/{}", self.bucket, self.key.exact()).into()
    }

    /// The URI for the screen.
    pub fn visible(&self) -> String {
        format!("s3://{}/{}", visible(&self.bucket), self.key.visible())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_copied_exactly_and_shown_visibly() {
        let object = ObjectRef::new("b", "a/\u{1b}x").at(Some("v1".into()));
        assert_eq!(object.uri().exact(), "s3://b/a/\u{1b}x");
        assert_eq!(object.arn("aws-cn").exact(), "arn:aws-cn:s3:::b/a/\u{1b}x");
        assert_eq!(object.visible(), "s3://b/a/␛x");
    }
}

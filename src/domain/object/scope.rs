//! What can be listed, and how.

use crate::domain::text::Foreign;

/// A place that can be listed: a bucket and a prefix, which is empty or mostly ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix {
    /// The bucket's name.
    pub bucket: String,
    /// Empty: the whole bucket.
    pub prefix: Foreign,
}

/// A place, and how it is listed: what identifies a listing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// Where.
    pub place: Prefix,
    /// How.
    pub manner: Manner,
}

/// How a place is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// The first folders and objects, and no more: what is read again and again.
    Top,
    /// Folder by folder.
    Folders,
    /// Every object, however deep.
    Flat,
    /// Every version and delete marker of every object, however deep.
    Versions,
    /// Every version and delete marker of the one object whose key the prefix is.
    VersionsOf,
}

/// Where the next page of a listing starts; opaque.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(pub String);

impl Prefix {
    /// The top of a bucket.
    pub fn top(bucket: &str) -> Self {
        Self { bucket: bucket.to_owned(), prefix: Foreign::default() }
    }

    /// The place one level up; `None` at the top of the bucket.
    pub fn parent(&self) -> Option<Self> {
        let whole = self.prefix.exact();
        let inner = whole.strip_suffix('/').unwrap_or(whole);
        if whole.is_empty() {
            return None;
        }
        let cut = inner.rfind('/').map_or(0, |slash| slash + 1);
        Some(Self { bucket: self.bucket.clone(), prefix: inner.get(..cut).unwrap_or_default().into() })
    }

    /// What people write for a place: `s3://bucket/prefix`, or without the scheme. `None`: it names no bucket.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let rest = text.strip_prefix("s3://").unwrap_or(text);
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        (!bucket.is_empty()).then(|| Self { bucket: bucket.to_owned(), prefix: prefix.into() })
    }

    /// As [`Prefix::parse`] reads it; exact.
    pub fn uri(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.prefix.exact())
    }

    /// A key of this place without what all of them begin with.
    pub fn name_of<'a>(&self, key: &'a str) -> &'a str {
        key.strip_prefix(self.prefix.exact()).unwrap_or(key)
    }
}

impl Scope {
    /// The first page of a bucket.
    pub fn top(bucket: &str) -> Self {
        Self { place: Prefix::top(bucket), manner: Manner::Top }
    }

    /// A place folder by folder.
    pub fn folders(place: Prefix) -> Self {
        Self { place, manner: Manner::Folders }
    }

    /// The same place, listed otherwise.
    #[must_use]
    pub fn listed(&self, manner: Manner) -> Self {
        Self { place: self.place.clone(), manner }
    }
}

impl Manner {
    /// Whether rows are versions.
    pub fn has_versions(self) -> bool {
        matches!(self, Self::Versions | Self::VersionsOf)
    }

    /// Whether keys that share a folder are shown as that folder.
    pub fn has_folders(self) -> bool {
        matches!(self, Self::Top | Self::Folders)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_of_a_folder_is_one_level_up() {
        let place = |prefix: &str| Prefix { bucket: "b".into(), prefix: prefix.into() };
        assert_eq!(place("x/y/").parent(), Some(place("x/")));
        assert_eq!(place("x/y").parent(), Some(place("x/")));
        assert_eq!(place("x/").parent(), Some(place("")));
        assert_eq!(place("").parent(), None);
    }

    #[test]
    fn a_place_is_written_with_or_without_its_scheme() {
        for (text, want) in [
            ("s3://b/x/y", Some(("b", "x/y"))),
            (" b/x/ ", Some(("b", "x/"))),
            ("b", Some(("b", ""))),
            ("s3://", None),
            ("", None),
            ("/x", None),
        ] {
            let want = want.map(|(bucket, prefix)| Prefix { bucket: bucket.into(), prefix: prefix.into() });
            assert_eq!(Prefix::parse(text), want, "{text:?}");
        }
    }
}

//! What is in a bucket, and how it is emptied.

use std::collections::BTreeMap;

use super::{Site, Stop};
use crate::cloud::Marker;
use crate::domain::stack::Version;

/// What is in a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Contents {
    /// The bucket.
    pub bucket: String,
    /// Every key with how many versions it has: what goes for good is named, however much it is.
    keys: BTreeMap<String, usize>,
    /// How many versions and deletion markers.
    versions: usize,
    /// Of all versions together.
    bytes: u64,
}

impl Contents {
    pub fn of(bucket: &str) -> Self {
        Self { bucket: bucket.to_owned(), ..Self::default() }
    }

    /// Counts a page.
    pub fn count(&mut self, page: &[Version]) {
        for version in page {
            self.versions += 1;
            self.bytes += version.size;
            *self.keys.entry(version.key.visible().into_owned()).or_default() += 1;
        }
    }

    /// A line for the bucket and one for each key.
    pub fn lines(&self) -> Vec<String> {
        let Self { bucket, keys, versions, bytes } = self;
        let bucket = crate::domain::text::visible(bucket);
        if *versions == 0 {
            return vec![format!("  s3://{bucket}: empty")];
        }
        let size = humansize::format_size(*bytes, humansize::BINARY);
        let mut lines = vec![format!("  s3://{bucket}: {}, {size}", counted(*versions, "version"))];
        lines.extend(keys.iter().map(|(key, count)| format!("    {key} ({})", counted(*count, "version"))));
        lines
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

impl Site {
    /// Counts what is in a bucket.
    pub(super) async fn contents(&self, bucket: &str) -> Result<Contents, Stop> {
        let mut contents = Contents::of(bucket);
        let mut from: Option<Marker> = Some((None, None));
        while let Some(marker) = from {
            let (page, next) = self.stacks.versions(bucket, marker).await?;
            contents.count(&page);
            from = next;
            self.go_on()?;
        }
        Ok(contents)
    }

    /// Deletes all that is in a bucket, page by page from its beginning; how much that was.
    pub(super) async fn empty(&self, bucket: &str) -> Result<usize, Stop> {
        let (mut erased, mut before) = (0, Vec::new());
        loop {
            let (page, _) = self.stacks.versions(bucket, (None, None)).await?;
            if page.is_empty() {
                return Ok(erased);
            }
            if page == before {
                return Err(Stop::Failed(format!("s3://{bucket} keeps what S3 says that it deleted")));
            }
            self.writes.erase(bucket, &page).await?;
            erased += page.len();
            before.clone_from(&page);
            self.say(&format!("  emptied s3://{bucket} of {}", counted(erased, "version")));
            self.go_on()?;
        }
    }

    fn go_on(&self) -> Result<(), Stop> {
        if self.interrupt.is_asked() { Err(self.interrupted()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(key: &str, size: u64) -> Version {
        Version { key: key.into(), id: "v".into(), size }
    }

    #[test]
    fn every_key_is_named_with_its_versions() {
        let mut contents = Contents::of("b");
        assert_eq!(contents.lines(), ["  s3://b: empty"]);
        contents.count(&[version("a\u{202e}", 1024), version("a\u{202e}", 512), version("c", 0)]);
        assert_eq!(
            contents.lines(),
            ["  s3://b: 3 versions, 1.50 KiB", "    a<U+202E> (2 versions)", "    c (1 version)"]
        );
        let many: Vec<Version> = (0..1050).map(|n| version(&n.to_string(), 1)).collect();
        contents.count(&many);
        assert_eq!(contents.lines().len(), 1 + 2 + 1050);
    }
}

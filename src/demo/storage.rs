//! S3: buckets and the objects in them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use md5::{Digest, Md5};

use super::account::Account;
use crate::clock::Time;

/// A bucket; its name is the key under which the account holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bucket {
    /// When it was made.
    pub created: Time,
    /// By key, in the order in which S3 lists them (UTF-8 bytes).
    pub objects: BTreeMap<String, Object>,
    /// All that was ever under a key, the oldest first; `None`: the bucket keeps no versions.
    pub versions: Option<BTreeMap<String, Vec<Version>>>,
}

/// What was under a key for a while.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Made of the key and of how many there were before.
    pub id: String,
    /// Since when.
    pub since: Time,
    /// `None`: it was deleted.
    pub object: Option<Object>,
}

/// An object as it is, or as it was in one version.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The whole content.
    pub body: Bytes,
    /// When it was put.
    pub modified: Time,
    /// MD5 of the body in hex, without the quotes that the protocol adds.
    pub etag: String,
    /// The media type it was put with.
    pub content_type: String,
}

/// There is no bucket of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchBucket;

impl Account {
    /// The buckets in order of their names.
    pub fn buckets(&self) -> impl Iterator<Item = (&str, &Bucket)> {
        self.buckets.iter().map(|(name, bucket)| (name.as_str(), bucket))
    }

    /// The bucket of that name.
    pub fn bucket(&self, name: &str) -> Option<&Bucket> {
        self.buckets.get(name)
    }

    /// Puts an object, replacing the one that had its key.
    pub fn put(&mut self, bucket: &str, key: &str, body: Bytes, now: Time) -> Result<(), NoSuchBucket> {
        let bucket = self.buckets.get_mut(bucket).ok_or(NoSuchBucket)?;
        let object = Object::new(key, body, now);
        bucket.note(key, now, Some(&object));
        bucket.objects.insert(key.to_owned(), object);
        Ok(())
    }

    /// Removes an object; that there was none is no error, as on S3.
    pub fn delete(&mut self, bucket: &str, key: &str, now: Time) -> Result<(), NoSuchBucket> {
        let bucket = self.buckets.get_mut(bucket).ok_or(NoSuchBucket)?;
        bucket.note(key, now, None);
        bucket.objects.remove(key);
        Ok(())
    }
}

impl Bucket {
    /// An empty bucket.
    pub(super) fn new(created: Time) -> Self {
        Self { created, objects: BTreeMap::new(), versions: None }
    }

    /// An empty bucket that keeps every version.
    pub(super) fn versioned(created: Time) -> Self {
        Self { versions: Some(BTreeMap::new()), ..Self::new(created) }
    }

    /// Everything that is or was here: the key, its version, whether that is the latest. The newest of a key comes first.
    pub fn all(&self) -> Vec<(&str, Cow<'_, Version>, bool)> {
        let Some(versions) = &self.versions else {
            let only = |object: &Object| Version {
                id: "null".to_owned(),
                since: object.modified,
                object: Some(object.clone()),
            };
            return self.objects.iter().map(|(key, it)| (key.as_str(), Cow::Owned(only(it)), true)).collect();
        };
        let each = versions.iter().flat_map(|(key, versions)| {
            let last = versions.len().saturating_sub(1);
            let newest_first = versions.iter().enumerate().rev();
            newest_first.map(move |(n, version)| (key.as_str(), Cow::Borrowed(version), n == last))
        });
        each.collect()
    }

    /// The version of a key that has this id.
    pub fn version(&self, key: &str, id: &str) -> Option<Cow<'_, Version>> {
        let found = self.all().into_iter().find(|(other, version, _)| *other == key && version.id == id);
        found.map(|(_, version, _)| version)
    }

    /// The id of what is under a key now, where versions are kept.
    pub fn latest(&self, key: &str) -> Option<&str> {
        Some(&self.versions.as_ref()?.get(key)?.last()?.id)
    }

    fn note(&mut self, key: &str, since: Time, object: Option<&Object>) {
        let Some(versions) = &mut self.versions else { return };
        let known = versions.entry(key.to_owned()).or_default();
        let id = etag(format!("{key} {}", known.len()).as_bytes());
        known.push(Version { id, since, object: object.cloned() });
    }
}

impl Object {
    fn new(key: &str, body: Bytes, modified: Time) -> Self {
        Self { etag: etag(&body), content_type: content_type(key).to_owned(), body, modified }
    }
}

fn etag(body: &[u8]) -> String {
    use std::fmt::Write as _;
    Md5::digest(body).iter().fold(String::with_capacity(32), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn content_type(key: &str) -> &'static str {
    match key.rsplit_once('.') {
        Some((_, "json")) => "application/json",
        Some((_, "csv")) => "text/csv",
        Some((_, "txt")) => "text/plain",
        Some((_, "gz")) => "application/gzip",
        Some((_, "zst")) => "application/zstd",
        _ => "binary/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::account::Options;
    use crate::reference::RAW_BUCKET;

    #[test]
    fn a_put_replaces_the_object_of_that_key() {
        let mut account = Account::quiet(Options::default(), Time::UNIX_EPOCH);
        let later = Time::UNIX_EPOCH + chrono::TimeDelta::seconds(1);
        account.put(RAW_BUCKET, "a.json", Bytes::from_static(b"one"), Time::UNIX_EPOCH).unwrap();
        account.put(RAW_BUCKET, "a.json", Bytes::from_static(b"two"), later).unwrap();
        let object = &account.bucket(RAW_BUCKET).unwrap().objects["a.json"];
        assert_eq!((object.body.as_ref(), object.modified), (b"two".as_slice(), later));
        assert_eq!(object.etag, "b8a9f715dbb64fd5c56e7783c6820a61", "the MD5 of the body");
        assert_eq!(object.content_type, "application/json");
    }

    #[test]
    fn a_bucket_with_versions_remembers_what_was_put_and_deleted() {
        let mut account = Account::quiet(Options::default(), Time::UNIX_EPOCH);
        account.buckets.insert("v".into(), Bucket::versioned(Time::UNIX_EPOCH));
        for body in [b"one", b"two"] {
            account.put("v", "k", Bytes::from_static(body), Time::UNIX_EPOCH).unwrap();
        }
        account.delete("v", "k", Time::UNIX_EPOCH).unwrap();
        let bucket = account.bucket("v").unwrap();
        let all = bucket.all();
        let bodies: Vec<Option<&[u8]>> =
            all.iter().map(|(_, it, _)| it.object.as_ref().map(|object| object.body.as_ref())).collect();
        assert_eq!(bodies, [None, Some(&b"two"[..]), Some(b"one")]);
        assert_eq!(all.iter().map(|(_, _, is_latest)| *is_latest).collect::<Vec<_>>(), [true, false, false]);
        let first = bucket.version("k", &all[2].1.id).unwrap();
        assert_eq!(first.object.as_ref().unwrap().body.as_ref(), b"one");
        assert!(bucket.objects.is_empty() && bucket.latest("k") == Some(all[0].1.id.as_str()));
    }

    #[test]
    fn there_has_to_be_a_bucket() {
        let mut account = Account::quiet(Options::default(), Time::UNIX_EPOCH);
        assert_eq!(account.put("nope", "k", Bytes::new(), Time::UNIX_EPOCH), Err(NoSuchBucket));
    }
}

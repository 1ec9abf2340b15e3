//! S3: buckets and the objects in them.

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
}

/// An object as it is now; there are no versions.
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
        bucket.objects.insert(key.to_owned(), Object::new(key, body, now));
        Ok(())
    }

    /// Removes an object; that there was none is no error, as on S3.
    pub fn delete(&mut self, bucket: &str, key: &str) -> Result<(), NoSuchBucket> {
        let bucket = self.buckets.get_mut(bucket).ok_or(NoSuchBucket)?;
        bucket.objects.remove(key);
        Ok(())
    }
}

impl Bucket {
    /// An empty bucket.
    pub(super) fn new(created: Time) -> Self {
        Self { created, objects: BTreeMap::new() }
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
    fn there_has_to_be_a_bucket() {
        let mut account = Account::quiet(Options::default(), Time::UNIX_EPOCH);
        assert_eq!(account.put("nope", "k", Bytes::new(), Time::UNIX_EPOCH), Err(NoSuchBucket));
    }
}

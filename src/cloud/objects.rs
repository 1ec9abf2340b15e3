//! Listings of buckets, and the objects that the steps write.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Config, Region};
use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output as Answer;
use aws_sdk_s3::operation::list_objects_v2::builders::ListObjectsV2FluentBuilder as Request;
use aws_sdk_s3::types::EncodingType;

use super::{Cloud, fault, time};
use crate::clock::Time;
use crate::domain::fault::{Fault, Kind};
use crate::domain::object::{Entry, Object, Page, Prefix, Token};
use crate::domain::pipeline::Place;

const DOING: &str = "s3:ListBucket";

/// Keys on the first page of a place, which is read again and again; the later ones are as long as S3 makes them.
const FIRST: i32 = 300;

/// A client to a region, and which bucket is in which, as far as S3 has told.
#[derive(Debug)]
pub(super) struct Buckets {
    config: Config,
    home: Client,
    others: Mutex<HashMap<String, (String, Client)>>,
}

impl Buckets {
    /// Clients made from this configuration.
    pub fn new(config: Config) -> Self {
        let home = Client::from_conf(config.clone());
        Self { config, home, others: Mutex::default() }
    }

    /// The client of the region that we are in.
    pub fn home(&self) -> &Client {
        &self.home
    }

    /// The client of the region that the bucket is in, as far as is known.
    pub fn client(&self, bucket: &str) -> Client {
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        others.get(bucket).map_or_else(|| self.home.clone(), |(_, client)| client.clone())
    }

    /// Remembers where a bucket is; says whether that is news.
    pub fn moved(&self, bucket: &str, region: &str) -> bool {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if others.get(bucket).is_some_and(|(known, _)| known == region) {
            return false;
        }
        let config = self.config.to_builder().region(Region::new(region.to_owned())).build();
        others.insert(bucket.to_owned(), (region.to_owned(), Client::from_conf(config)));
        true
    }
}

impl Cloud {
    /// Reads a page of a place; the first one without a token.
    pub async fn list(&self, place: &Prefix, token: Option<&Token>) -> Result<Page, Fault> {
        let build = |request: Request| {
            request
                .prefix(place.prefix.exact())
                .delimiter("/")
                .set_max_keys(token.is_none().then_some(FIRST))
                .set_continuation_token(token.map(|token| token.0.clone()))
        };
        let answer = self.listing(&place.bucket, build).await?;
        let next = answer.next_continuation_token.clone().filter(|_| answer.is_truncated == Some(true));
        Ok(Page { asked: token.cloned(), entries: entries(place, answer), next: next.map(Token) })
    }

    /// Reads the object that matters at a place; `None`: it is not there.
    ///
    /// A listing needs `s3:ListBucket` alone, and tells an object that is missing from one that is forbidden.
    pub async fn object(&self, place: &Place) -> Result<Option<Object>, Fault> {
        let Some(key) = &place.key else {
            let answer = self.listing(&place.bucket, |r| r).await?;
            return Ok(objects(answer).into_iter().max_by(|a, b| a.modified.cmp(&b.modified)));
        };
        let answer = self.listing(&place.bucket, |r| r.prefix(key).max_keys(1)).await?;
        Ok(objects(answer).into_iter().find(|object| object.key.exact() == key))
    }

    /// Lists, and where S3 says that the bucket is elsewhere, lists once more there.
    async fn listing(&self, bucket: &str, build: impl Fn(Request) -> Request) -> Result<Answer, Fault> {
        let ask = || {
            let client = self.0.buckets.client(bucket);
            let request = client.list_objects_v2().bucket(bucket).encoding_type(EncodingType::Url);
            let request = build(request);
            async move { request.send().await.map_err(|e| fault::of(&self.0.place, DOING, &e)) }
        };
        match ask().await {
            Err(Fault { kind: Kind::Elsewhere { region: Some(region) }, .. })
                if self.0.buckets.moved(bucket, &region) =>
            {
                ask().await
            }
            answer => answer,
        }
    }
}

/// Folders and objects in the order of their keys; without the marker that stands for the place itself.
fn entries(place: &Prefix, mut answer: Answer) -> Vec<Entry> {
    let encoded = is_encoded(&answer);
    let folders = answer.common_prefixes.take().unwrap_or_default().into_iter().filter_map(|f| f.prefix);
    let folders = folders.map(|prefix| Entry::Folder(decoded(encoded, &prefix).into()));
    let objects = objects(answer).into_iter().filter(|object| object.key != place.prefix).map(Entry::Object);
    let mut entries: Vec<Entry> = folders.chain(objects).collect();
    entries.sort_by(|a, b| a.key().cmp(b.key()));
    entries
}

fn objects(answer: Answer) -> Vec<Object> {
    let encoded = is_encoded(&answer);
    answer.contents.unwrap_or_default().into_iter().map(|object| self::object(encoded, object)).collect()
}

fn is_encoded(answer: &Answer) -> bool {
    answer.encoding_type == Some(EncodingType::Url)
}

fn object(encoded: bool, sdk: aws_sdk_s3::types::Object) -> Object {
    let etag = sdk.e_tag.unwrap_or_default();
    Object {
        key: decoded(encoded, &sdk.key.unwrap_or_default()).into(),
        size: sdk.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
        modified: sdk.last_modified.as_ref().and_then(time::time).unwrap_or(Time::UNIX_EPOCH),
        etag: etag.trim_matches('"').into(),
        storage_class: sdk.storage_class.map(|class| class.as_str().into()),
    }
}

/// Undoes `encoding-type=url`, which is form encoding; the SDK leaves it.
pub(super) fn decoded(encoded: bool, key: &str) -> String {
    if !encoded {
        return key.to_owned();
    }
    let spaced: Cow<'_, str> = if key.contains('+') { key.replace('+', " ").into() } else { key.into() };
    percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(encoded: bool, key: &str, want: &str) {
        assert_eq!(decoded(encoded, key), want);
    }

    #[test]
    fn keys_are_decoded_as_forms_are_where_the_answer_says_so() {
        check(true, "a+b%2Bc%01%C3%A9.txt", "a b+c\u{1}é.txt");
        check(true, "100%", "100%");
        check(false, "a+b%2B", "a+b%2B");
    }
}

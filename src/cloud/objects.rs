//! Listings of buckets, and the objects that the steps write.

mod buckets;
mod inspect;
mod page;
mod setup;
pub(super) mod skim;
mod stream;

use std::borrow::Cow;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Config, Region};
use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output as Answer;
use aws_sdk_s3::operation::list_objects_v2::builders::ListObjectsV2FluentBuilder as Request;
use aws_sdk_s3::types::EncodingType;

use super::{Cloud, fault, time};
use crate::domain::fault::{Fault, Kind};
use crate::domain::object::{Object, Prefix};
use crate::domain::pipeline::Place;
use crate::domain::table::Newest;

const LISTING: &str = "s3:ListBucket";
const VERSIONS: &str = "s3:ListBucketVersions";

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

    /// Looks at the first page of all that is in a place, however deep, for the newest.
    pub async fn newest_data(&self, place: &Prefix) -> Result<Newest, Fault> {
        let answer = self.listing(&place.bucket, |r| r.prefix(place.prefix.exact())).await?;
        let is_all = answer.is_truncated != Some(true);
        Ok(Newest::of(objects(answer), is_all))
    }

    async fn listing(&self, bucket: &str, build: impl Fn(Request) -> Request) -> Result<Answer, Fault> {
        let ask = |client: Client| {
            let request = client.list_objects_v2().bucket(bucket).encoding_type(EncodingType::Url);
            let request = build(request);
            async move { request.send().await.map_err(|e| fault::of(&self.0.place, LISTING, &e)) }
        };
        Box::pin(self.wherever(bucket, ask)).await
    }

    /// Asks, and where S3 says that the bucket is elsewhere, asks once more there.
    pub(super) async fn wherever<T, A>(&self, bucket: &str, ask: impl Fn(Client) -> A) -> Result<T, Fault>
    where
        A: Future<Output = Result<T, Fault>>,
    {
        match ask(self.0.buckets.client(bucket)).await {
            Err(Fault { kind: Kind::Elsewhere { region: Some(region) }, .. })
                if self.0.buckets.moved(bucket, &region) =>
            {
                ask(self.0.buckets.client(bucket)).await
            }
            answer => answer,
        }
    }
}

fn objects(answer: Answer) -> Vec<Object> {
    let encoded = answer.encoding_type == Some(EncodingType::Url);
    answer.contents.unwrap_or_default().into_iter().map(|object| page::object(encoded, object)).collect()
}

/// Undoes `encoding-type=url`, which is form encoding; the SDK leaves it.
pub(super) fn decoded(encoded: bool, key: &str) -> Cow<'_, str> {
    if !encoded || !key.contains(['+', '%']) {
        return key.into();
    }
    let spaced = key.replace('+', " ");
    percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned().into()
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

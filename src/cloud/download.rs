//! Whole objects from an offset on, all objects below a prefix, and URLs that read one.

use std::time::Duration;

use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{EncodingType, ServerSideEncryption};
use aws_sdk_sts::config::ProvideCredentials as _;
use bytes::Bytes;
use tokio::time::timeout;

use super::preview::{Missed, offline};
use super::{Cloud, fault, objects, time};
use crate::clock::Time;
use crate::domain::fault::{Fault, Kind};
use crate::domain::object::{ObjectRef, Prefix};
use crate::domain::preview::{Target, Url};
use crate::domain::words;

/// The most objects that one download fetches.
const MOST: usize = 10_000;
/// Nothing may come for so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// An object that is arriving.
#[derive(Debug)]
pub(crate) struct Stream {
    body: ByteStream,
    /// The MD5 of the whole object in hex, where its `ETag` is that.
    pub md5: Option<String>,
}

impl Stream {
    /// What comes next; `None`: all has come. The SDK compares what S3 says of a checksum.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        match timeout(PATIENCE, self.body.next()).await {
            Ok(None) => Ok(None),
            Ok(Some(Ok(bytes))) => Ok(Some(bytes)),
            Ok(Some(Err(error))) => Err(offline(error.to_string())),
            Err(_) => Err(offline(format!("nothing more after {} s", PATIENCE.as_secs()))),
        }
    }
}

impl Cloud {
    /// Reads an object from an offset on, if it still has the content of the listing.
    pub(crate) async fn arriving(&self, target: &Target, from: u64) -> Result<Stream, Missed> {
        let pinned = format!("\"{}\"", target.etag.exact());
        let range = (from > 0).then(|| format!("bytes={from}-"));
        let answer = self.get(&target.object, |r| r.set_range(range.clone()).if_match(&pinned)).await?;
        let is_plain = matches!(answer.server_side_encryption, None | Some(ServerSideEncryption::Aes256));
        let etag = target.etag.exact();
        let is_md5 = is_plain && etag.len() == 32 && etag.bytes().all(|byte| byte.is_ascii_hexdigit());
        let md5 = is_md5.then(|| etag.to_lowercase());
        Ok(Stream { body: answer.body, md5 })
    }

    /// All objects below a prefix; markers of folders are none.
    pub(crate) async fn below(&self, place: &Prefix) -> Result<Vec<Target>, Fault> {
        let client = self.0.buckets.client(&place.bucket);
        let request = client.list_objects_v2().bucket(&place.bucket).prefix(place.prefix.exact());
        let mut pages = request.encoding_type(EncodingType::Url).into_paginator().send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| fault::of(&self.0.place, "s3:ListBucket", &error))?;
            let is_encoded = page.encoding_type == Some(EncodingType::Url);
            let objects = page.contents.unwrap_or_default().into_iter();
            let targets = objects.map(|object| Target {
                object: ObjectRef::new(
                    &place.bucket,
                    objects::decoded(is_encoded, &object.key.unwrap_or_default()).into_owned(),
                ),
                size: object.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
                modified: object.last_modified.as_ref().and_then(time::time).unwrap_or(Time::UNIX_EPOCH),
                etag: object.e_tag.unwrap_or_default().trim_matches('"').into(),
            });
            found.extend(targets.filter(|target| !target.object.key.exact().ends_with('/')));
            if found.len() > MOST {
                let said = format!("more than {} objects: choose a smaller folder", words::count(MOST));
                return Err(Fault::new("s3:ListBucket", Kind::Refused, said));
            }
        }
        Ok(found)
    }

    /// Signs a URL that reads an object; sends nothing. It ends with the login that signs it, if that ends sooner.
    pub(crate) async fn presign(&self, object: &ObjectRef, lasting: Duration) -> Result<Url, Fault> {
        let ours = |error: String| Fault::new("s3:GetObject", Kind::Ours, error);
        let config = PresigningConfig::expires_in(lasting).map_err(|error| ours(error.to_string()))?;
        let request = self.0.buckets.client(&object.bucket).get_object();
        let version = object.version.as_ref().map(|version| version.exact().to_owned());
        let request = request.bucket(&object.bucket).key(object.key.exact()).set_version_id(version);
        let signed = request.presigned(config).await;
        let signed = signed.map_err(|error| fault::of(&self.0.place, "s3:GetObject", &error))?;
        let what = format!("the URL, good for {}", words::span(lasting));
        let what = match self.login_ends().await {
            Some(left) if left < lasting => {
                format!("{what} but the login that signs it ends in {}, and it with that", words::span(left))
            }
            _ => what,
        };
        Ok(Url { text: signed.uri().into(), what })
    }

    /// In how long the login ends; `None`: it does not, or nobody knows.
    async fn login_ends(&self) -> Option<Duration> {
        let credentials = self.0.login.as_ref()?.provide_credentials().await.ok()?;
        let ends: chrono::DateTime<chrono::Utc> = credentials.expiry()?.into();
        Some((ends - self.0.clock.now()).to_std().unwrap_or_default())
    }
}

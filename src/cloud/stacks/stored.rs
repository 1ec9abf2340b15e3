//! What lies in the buckets of a stack.

use aws_sdk_s3::operation::list_object_versions::ListObjectVersionsOutput;
use aws_sdk_s3::types::EncodingType;

use super::{Content, Stacks};
use crate::cloud::fault;
use crate::cloud::objects::decoded;
use crate::domain::fault::{Fault, Kind};
use crate::domain::stack::Version;

/// Where the next page of versions begins: a key and a version of it.
pub(crate) type Marker = (Option<String>, Option<String>);

impl Stacks {
    /// The bytes of a small object.
    pub async fn content(&self, bucket: &str, key: &str) -> Result<Content, Fault> {
        const DOING: &str = "s3:GetObject";
        let (client, place) = (self.cloud.0.buckets.home(), &self.cloud.0.place);
        let answer = client.get_object().bucket(bucket).key(key).send().await;
        match answer.map_err(|e| fault::of(place, DOING, &e)) {
            Ok(answer) => match answer.body.collect().await {
                Ok(bytes) => Ok(Content::Is(bytes.to_vec())),
                Err(error) => Err(Fault::new(DOING, Kind::Offline, error.to_string())),
            },
            Err(Fault { kind: Kind::Missing, .. }) => Ok(Content::Missing),
            Err(fault) => Err(fault),
        }
    }

    /// A page of everything in a bucket: all versions and deletion markers; nothing where there is no bucket.
    pub async fn versions(
        &self,
        bucket: &str,
        from: Marker,
    ) -> Result<(Vec<Version>, Option<Marker>), Fault> {
        const DOING: &str = "s3:ListBucketVersions";
        let request = self.cloud.0.buckets.home().list_object_versions().bucket(bucket);
        let request = request.encoding_type(EncodingType::Url);
        let request = request.set_key_marker(from.0).set_version_id_marker(from.1);
        match request.send().await.map_err(|e| fault::of(&self.cloud.0.place, DOING, &e)) {
            Ok(answer) => Ok(versions(answer)),
            Err(Fault { kind: Kind::Missing, .. }) => Ok((Vec::new(), None)),
            Err(fault) => Err(fault),
        }
    }
}

fn versions(answer: ListObjectVersionsOutput) -> (Vec<Version>, Option<Marker>) {
    let is_encoded = answer.encoding_type == Some(EncodingType::Url);
    let version = |key: Option<String>, id: Option<String>, size: Option<i64>| Version {
        key: decoded(is_encoded, &key.unwrap_or_default()).into_owned().into(),
        id: id.unwrap_or_else(|| "null".to_owned()),
        size: size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
    };
    let marker = |key: Option<String>| key.map(|key| decoded(is_encoded, &key).into_owned());
    let next = (marker(answer.next_key_marker), answer.next_version_id_marker);
    let next = (answer.is_truncated == Some(true) && next.0.is_some()).then_some(next);
    let objects = answer.versions.unwrap_or_default().into_iter();
    let markers = answer.delete_markers.unwrap_or_default().into_iter();
    let all = objects.map(|object| version(object.key, object.version_id, object.size));
    (all.chain(markers.map(|marker| version(marker.key, marker.version_id, None))).collect(), next)
}

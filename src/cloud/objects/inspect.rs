//! A look at one object, and at who may get at it.

use std::future::Future;

use aws_sdk_s3::Client;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::types::ChecksumMode;
use aws_smithy_types::error::metadata::ProvideErrorMetadata as _;

use crate::cloud::{Cloud, fault};
use crate::domain::fault::Fault;
use crate::domain::object::ObjectRef;
use crate::domain::object::insight::{Block, Facet, Head, Pairs, Policy};
use crate::domain::text::Foreign;

const HEAD: &str = "s3:GetObject";
const TAGS: &str = "s3:GetObjectTagging";
const POLICY: &str = "s3:GetBucketPolicyStatus";
const BLOCK: &str = "s3:GetBucketPublicAccessBlock";

impl Cloud {
    /// Asks all there is to ask of an object at once, and tells each answer as it comes.
    pub async fn inspect<F>(&self, object: &ObjectRef, tell: impl Fn(Facet) -> F)
    where
        F: Future<Output = ()>,
    {
        let bucket = object.bucket.as_str();
        let head = async {
            tell(Facet::Head(self.wherever(bucket, |client| self.head(client, object)).await)).await;
        };
        let tags = async {
            tell(Facet::Tags(self.wherever(bucket, |client| self.tags(client, object)).await)).await;
        };
        let policy = async {
            tell(Facet::Policy(self.wherever(bucket, |client| self.policy(client, bucket)).await)).await;
        };
        let block = async {
            tell(Facet::Block(self.wherever(bucket, |client| self.block(client, bucket)).await)).await;
        };
        futures_util::future::join(
            futures_util::future::join(Box::pin(head), Box::pin(tags)),
            futures_util::future::join(Box::pin(policy), Box::pin(block)),
        )
        .await;
    }

    async fn head(&self, client: Client, object: &ObjectRef) -> Result<Head, Fault> {
        let request = client
            .head_object()
            .bucket(&object.bucket)
            .key(object.key.exact())
            .checksum_mode(ChecksumMode::Enabled)
            .set_version_id(object.version.as_ref().map(|id| id.exact().to_owned()));
        request.send().await.map(head).map_err(|error| fault::of(&self.0.place, HEAD, &error))
    }

    async fn tags(&self, client: Client, object: &ObjectRef) -> Result<Pairs, Fault> {
        let request = client
            .get_object_tagging()
            .bucket(&object.bucket)
            .key(object.key.exact())
            .set_version_id(object.version.as_ref().map(|id| id.exact().to_owned()));
        let answer = request.send().await.map_err(|error| fault::of(&self.0.place, TAGS, &error))?;
        Ok(answer.tag_set.into_iter().map(|tag| (tag.key.into(), tag.value.into())).collect())
    }

    pub(super) async fn policy(&self, client: Client, bucket: &str) -> Result<Policy, Fault> {
        match client.get_bucket_policy_status().bucket(bucket).send().await {
            Ok(answer) => {
                let is_public = answer.policy_status.and_then(|status| status.is_public) == Some(true);
                Ok(if is_public { Policy::Public } else { Policy::Closed })
            }
            Err(error) if error.code() == Some("NoSuchBucketPolicy") => Ok(Policy::None),
            Err(error) => Err(fault::of(&self.0.place, POLICY, &error)),
        }
    }

    pub(super) async fn block(&self, client: Client, bucket: &str) -> Result<Block, Fault> {
        match client.get_public_access_block().bucket(bucket).send().await {
            Ok(answer) => Ok(answer.public_access_block_configuration.map_or(Block::None, |block| {
                let lists = block.ignore_public_acls == Some(true);
                let policies = block.restrict_public_buckets == Some(true);
                let is_all = lists
                    && policies
                    && block.block_public_acls == Some(true)
                    && block.block_public_policy == Some(true);
                if is_all { Block::All } else { Block::Some { lists, policies } }
            })),
            Err(error) if error.code() == Some("NoSuchPublicAccessBlockConfiguration") => Ok(Block::None),
            Err(error) => Err(fault::of(&self.0.place, BLOCK, &error)),
        }
    }
}

fn head(answer: HeadObjectOutput) -> Head {
    let checksums = [
        ("CRC64NVME", answer.checksum_crc64_nvme),
        ("CRC32C", answer.checksum_crc32_c),
        ("CRC32", answer.checksum_crc32),
        ("SHA256", answer.checksum_sha256),
        ("SHA1", answer.checksum_sha1),
    ];
    let checksums = checksums.into_iter().filter_map(|(name, value)| Some((name.into(), value?.into())));
    let mut metadata: Pairs =
        answer.metadata.unwrap_or_default().into_iter().map(|(k, v)| (k.into(), v.into())).collect();
    metadata.sort();
    let encryption = answer.server_side_encryption.map(|how| match &answer.ssekms_key_id {
        Some(key) => format!("{} {key}", how.as_str()),
        None => how.as_str().to_owned(),
    });
    Head {
        kind: answer.content_type.map(Foreign::from),
        encoding: answer.content_encoding.map(Foreign::from),
        encryption: encryption.map(Foreign::from),
        checksums: checksums.collect(),
        metadata,
        version: answer.version_id.map(Foreign::from),
    }
}

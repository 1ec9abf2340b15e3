//! How a bucket is set up, each thing under a permission of its own.

mod rules;

use std::future::Future;

use aws_sdk_s3::Client;
use aws_sdk_s3::types::BucketVersioningStatus;
use aws_smithy_types::error::metadata::ProvideErrorMetadata as _;

use crate::cloud::{Cloud, fault};
use crate::domain::fault::Fault;
use crate::domain::object::bucket::Aspect;
use crate::domain::object::insight::{Block, Policy};
use crate::domain::object::lifecycle;
use crate::domain::text::Foreign;

const REGION: &str = "s3:ListBucket";
const VERSIONING: &str = "s3:GetBucketVersioning";
const ENCRYPTION: &str = "s3:GetEncryptionConfiguration";
const LIFECYCLE: &str = "s3:GetLifecycleConfiguration";
const LOCK: &str = "s3:GetBucketObjectLockConfiguration";
const NOTIFICATION: &str = "s3:GetBucketNotification";

/// All that is asked.
const ASPECTS: [Aspect; 8] = [
    Aspect::Region,
    Aspect::Versioning,
    Aspect::Encryption,
    Aspect::Policy,
    Aspect::Block,
    Aspect::Lifecycle,
    Aspect::Lock,
    Aspect::Notification,
];

impl Cloud {
    /// Asks all there is to ask of a bucket at once, and tells each answer as it comes.
    pub async fn setup<F>(&self, bucket: &str, tell: impl Fn(Aspect, Result<Foreign, Fault>) -> F)
    where
        F: Future<Output = ()>,
    {
        let asked = ASPECTS.map(|aspect| {
            let tell = &tell;
            Box::pin(async move {
                let told = self.wherever(bucket, |client| self.aspect(client, bucket, aspect)).await;
                tell(aspect, told.map(Foreign::from)).await;
            })
        });
        futures_util::future::join_all(asked).await;
    }

    async fn aspect(&self, client: Client, bucket: &str, aspect: Aspect) -> Result<String, Fault> {
        match aspect {
            Aspect::Region => self.home_of(client, bucket).await,
            Aspect::Versioning => self.versioning(client, bucket).await,
            Aspect::Encryption => self.encryption(client, bucket).await,
            Aspect::Policy => {
                self.policy(client, bucket).await.map(|policy| said_of_policy(policy).to_owned())
            }
            Aspect::Block => self.block(client, bucket).await.map(said_of_block),
            Aspect::Lifecycle => self.lifecycle(client, bucket).await,
            Aspect::Lock => self.lock(client, bucket).await,
            Aspect::Notification => self.notification(client, bucket).await,
        }
    }

    async fn home_of(&self, client: Client, bucket: &str) -> Result<String, Fault> {
        let answer = client.head_bucket().bucket(bucket).send().await;
        let answer = answer.map_err(|error| fault::of(&self.0.place, REGION, &error))?;
        Ok(answer.bucket_region.unwrap_or_else(|| "not said".to_owned()))
    }

    async fn versioning(&self, client: Client, bucket: &str) -> Result<String, Fault> {
        let answer = client.get_bucket_versioning().bucket(bucket).send().await;
        let answer = answer.map_err(|error| fault::of(&self.0.place, VERSIONING, &error))?;
        let words = match answer.status {
            Some(BucketVersioningStatus::Enabled) => "every version is kept",
            Some(BucketVersioningStatus::Suspended) => "suspended: those that are there stay",
            _ => "none: what is replaced or deleted is gone",
        };
        let needs_mfa = answer.mfa_delete.is_some_and(|mfa| mfa.as_str() == "Enabled");
        Ok(if needs_mfa { format!("{words}; deleting one takes MFA") } else { words.to_owned() })
    }

    async fn encryption(&self, client: Client, bucket: &str) -> Result<String, Fault> {
        match client.get_bucket_encryption().bucket(bucket).send().await {
            Ok(answer) => {
                let rules =
                    answer.server_side_encryption_configuration.map(|all| all.rules).unwrap_or_default();
                let ways = rules.into_iter().filter_map(|rule| rule.apply_server_side_encryption_by_default);
                let ways = ways.map(|way| match way.kms_master_key_id {
                    Some(key) => format!("{} {key}", way.sse_algorithm.as_str()),
                    None => way.sse_algorithm.as_str().to_owned(),
                });
                Ok(ways.collect::<Vec<_>>().join("\n"))
            }
            Err(error) if error.code() == Some("ServerSideEncryptionConfigurationNotFoundError") => {
                Ok("none of its own".to_owned())
            }
            Err(error) => Err(fault::of(&self.0.place, ENCRYPTION, &error)),
        }
    }

    async fn lifecycle(&self, client: Client, bucket: &str) -> Result<String, Fault> {
        match client.get_bucket_lifecycle_configuration().bucket(bucket).send().await {
            Ok(answer) => {
                let rules: Vec<_> = answer.rules.unwrap_or_default().into_iter().map(rules::rule).collect();
                Ok(lifecycle::words(&rules))
            }
            Err(error) if error.code() == Some("NoSuchLifecycleConfiguration") => Ok(lifecycle::words(&[])),
            Err(error) => Err(fault::of(&self.0.place, LIFECYCLE, &error)),
        }
    }

    async fn lock(&self, client: Client, bucket: &str) -> Result<String, Fault> {
        match client.get_object_lock_configuration().bucket(bucket).send().await {
            Ok(answer) => {
                let rule = answer.object_lock_configuration.and_then(|lock| lock.rule);
                let kept = rule.and_then(|rule| rule.default_retention).map(|kept| {
                    let mode = kept.mode.map(|mode| mode.as_str().to_owned()).unwrap_or_default();
                    let time = match (kept.days, kept.years) {
                        (Some(days), _) => format!("{days} days"),
                        (None, Some(years)) => format!("{years} years"),
                        (None, None) => "a time".to_owned(),
                    };
                    format!("on: each object is kept for {time} ({mode})")
                });
                Ok(kept.unwrap_or_else(|| "on: objects can be locked one by one".to_owned()))
            }
            Err(error) if error.code() == Some("ObjectLockConfigurationNotFoundError") => {
                Ok("off".to_owned())
            }
            Err(error) => Err(fault::of(&self.0.place, LOCK, &error)),
        }
    }

    async fn notification(&self, client: Client, bucket: &str) -> Result<String, Fault> {
        let answer = client.get_bucket_notification_configuration().bucket(bucket).send().await;
        let answer = answer.map_err(|error| fault::of(&self.0.place, NOTIFICATION, &error))?;
        let lambdas = answer.lambda_function_configurations.unwrap_or_default();
        let lambdas = lambdas.into_iter().map(|one| one.lambda_function_arn);
        let queues = answer.queue_configurations.unwrap_or_default().into_iter().map(|one| one.queue_arn);
        let topics = answer.topic_configurations.unwrap_or_default().into_iter().map(|one| one.topic_arn);
        let bridge = answer.event_bridge_configuration.map(|_| "EventBridge".to_owned());
        let told: Vec<String> = lambdas.chain(queues).chain(topics).chain(bridge).collect();
        Ok(if told.is_empty() { "nobody".to_owned() } else { told.join("\n") })
    }
}

fn said_of_policy(policy: Policy) -> &'static str {
    match policy {
        Policy::None => "none",
        Policy::Closed => "lets in nobody whom it does not name",
        Policy::Public => "PUBLIC: it lets in everybody",
    }
}

fn said_of_block(block: Block) -> String {
    let yes = |is_so: bool| if is_so { "blocked" } else { "not blocked" };
    match block {
        Block::All => "all of it is blocked".to_owned(),
        Block::Some { lists, policies } => {
            format!("by access lists {}, by policy {}", yes(lists), yes(policies))
        }
        Block::None => "not blocked here; the account may block it".to_owned(),
    }
}

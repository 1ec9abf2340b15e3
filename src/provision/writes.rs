//! Every request that changes a stack or what is in its buckets; nothing else here sends one.

use std::error::Error;

use aws_sdk_cloudformation as cloudformation;
use aws_sdk_cloudformation::types::{Capability, ChangeSetType, Parameter};
use aws_sdk_s3 as s3;
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::wishes::Value;
use crate::cloud::{self, Access, Manners, Place};
use crate::domain::fault::{Fault, Kind};
use crate::domain::pipeline::Pipeline;
use crate::domain::stack::Version;

/// The clients that change something.
#[derive(Debug)]
pub(super) struct Writes {
    stacks: cloudformation::Client,
    objects: s3::Client,
    place: Place,
}

/// A change set that is to be made.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    /// The name of the stack.
    pub stack: &'a str,
    /// Its own name, which follows from its content, so that making it twice makes it once.
    pub name: &'a str,
    /// Whether the stack is yet to be made.
    pub is_new: bool,
    /// What the stack shall be.
    pub template: &'a str,
    /// With these values.
    pub parameters: &'a [(&'static str, Value)],
}

/// Whether a change set was made, or is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drafted {
    Made,
    Known,
}

impl Writes {
    /// Opens the clients. They repeat what gets no answer: see [`crate::provision`] for why they may.
    pub async fn open(access: &Access, place: &Pipeline) -> Result<Self, Fault> {
        let connection = access.connect(place, Manners::reading()).await?;
        Ok(Self {
            stacks: cloud::cloudformation(&connection),
            objects: s3::Client::from_conf(cloud::s3(&connection)),
            place: connection.place,
        })
    }

    /// Makes a change set, and with it the name of a new stack; nothing else is made yet.
    pub async fn draft(&self, draft: &Draft<'_>) -> Result<Drafted, Fault> {
        let kind = if draft.is_new { ChangeSetType::Create } else { ChangeSetType::Update };
        let request = self
            .stacks
            .create_change_set()
            .stack_name(draft.stack)
            .change_set_name(draft.name)
            .client_token(draft.name)
            .change_set_type(kind)
            .capabilities(Capability::CapabilityIam)
            .template_body(draft.template)
            .set_parameters(Some(draft.parameters.iter().map(parameter).collect()));
        match request.send().await {
            Ok(_) => Ok(Drafted::Made),
            Err(error) if error.code() == Some("AlreadyExistsException") => Ok(Drafted::Known),
            Err(error) => Err(self.fault("cloudformation:CreateChangeSet", &error)),
        }
    }

    /// Throws a change set away.
    pub async fn discard(&self, change_set: &str) -> Result<(), Fault> {
        let answer = self.stacks.delete_change_set().change_set_name(change_set).send().await;
        answer.map(drop).map_err(|error| self.fault("cloudformation:DeleteChangeSet", &error))
    }

    /// Carries a change set out; with this token at most once.
    pub async fn execute(&self, change_set: &str, token: &str) -> Result<(), Fault> {
        let request = self.stacks.execute_change_set().change_set_name(change_set);
        let answer = request.client_request_token(token).send().await;
        answer.map(drop).map_err(|error| self.fault("cloudformation:ExecuteChangeSet", &error))
    }

    /// Begins to delete a stack, by its ARN so that a later one of that name is safe; with this token at most once.
    pub async fn delete(&self, stack: &str, token: &str) -> Result<(), Fault> {
        let request = self.stacks.delete_stack().stack_name(stack).client_request_token(token);
        request.send().await.map(drop).map_err(|error| self.fault("cloudformation:DeleteStack", &error))
    }

    /// Puts a text into an object.
    pub async fn put(&self, bucket: &str, key: &str, text: &str) -> Result<(), Fault> {
        let body = s3::primitives::ByteStream::from(text.as_bytes().to_vec());
        let request = self.objects.put_object().bucket(bucket).key(key).body(body);
        request.send().await.map(drop).map_err(|error| self.fault("s3:PutObject", &error))
    }

    /// Deletes these versions for good; at most a thousand, as S3 takes them.
    pub async fn erase(&self, bucket: &str, versions: &[Version]) -> Result<(), Fault> {
        const DOING: &str = "s3:DeleteObjectVersion";
        let identifier = |version: &Version| {
            let identifier = ObjectIdentifier::builder().key(version.key.exact());
            identifier.version_id(&version.id).build()
        };
        let objects: Result<Vec<_>, _> = versions.iter().map(identifier).collect();
        let objects = objects.map_err(|error| Fault::new(DOING, Kind::Ours, error.to_string()))?;
        let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build();
        let delete = delete.map_err(|error| Fault::new(DOING, Kind::Ours, error.to_string()))?;
        let answer = self.objects.delete_objects().bucket(bucket).delete(delete).send().await;
        let answer = answer.map_err(|error| self.fault(DOING, &error))?;
        match answer.errors.unwrap_or_default().into_iter().next() {
            None => Ok(()),
            Some(error) => Err(unerased(error)),
        }
    }

    fn fault<E>(&self, doing: &'static str, error: &SdkError<E, HttpResponse>) -> Fault
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        cloud::fault::of(&self.place, doing, error)
    }
}

/// Why one of the objects is still there, though the request went well.
fn unerased(error: s3::types::Error) -> Fault {
    let (code, key) = (error.code.unwrap_or_default(), error.key.unwrap_or_default());
    let kind = if code == "AccessDenied" { Kind::Denied } else { Kind::Refused };
    let said = format!("{code}: {key}: {}", error.message.unwrap_or_default());
    Fault::new("s3:DeleteObjectVersion", kind, said)
}

fn parameter((name, value): &(&'static str, Value)) -> Parameter {
    let parameter = Parameter::builder().parameter_key(*name);
    match value {
        Value::Given(value) => parameter.parameter_value(value).build(),
        Value::Kept => parameter.use_previous_value(true).build(),
    }
}

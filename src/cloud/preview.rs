//! Pieces of objects, by range, and of one version only.

mod earlier;

use aws_sdk_s3::operation::get_object::builders::GetObjectFluentBuilder as Request;
use aws_sdk_s3::operation::get_object::{GetObjectError, GetObjectOutput as Answer};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata as _;
use bytes::Bytes;
use std::time::Duration;
use tokio::time::timeout;

use super::{Cloud, fault};
use crate::domain::fault::{Fault, Kind};
use crate::domain::object::ObjectRef;
use crate::domain::text::Foreign;

const DOING: &str = "s3:GetObject";

/// A piece may take so long to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// A piece of an object.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// The bytes.
    pub bytes: Bytes,
    /// How many bytes the whole object has.
    pub size: u64,
    /// Which content it is a piece of.
    pub etag: Foreign,
}

/// Which bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Range {
    /// So many from an offset on.
    From(u64, u64),
}

/// Why there is no piece.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Missed {
    /// The object is no longer the one that the other pieces are of.
    Changed,
    /// The object has no such bytes: it is empty.
    Beyond,
    /// It could not be read.
    Fault(Fault),
}

impl From<Fault> for Missed {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Range {
    /// As the header has it.
    fn header(self) -> String {
        match self {
            Self::From(first, count) => format!("bytes={first}-{}", first + count.max(1) - 1),
        }
    }
}

impl Cloud {
    /// Reads a piece in one request; `of`: only if the object still has this content.
    pub(crate) async fn piece(
        &self,
        object: &ObjectRef,
        range: Range,
        of: Option<&Foreign>,
    ) -> Result<Piece, Missed> {
        let pinned = of.map(|etag| format!("\"{}\"", etag.exact()));
        let build = |request: Request| request.range(range.header()).set_if_match(pinned.clone());
        let answer = self.get(object, build).await?;
        let etag = answer.e_tag.as_deref().unwrap_or_default().trim_matches('"').into();
        let size = total(&answer);
        let collected = timeout(PATIENCE, answer.body.collect()).await;
        let bytes = match collected {
            Ok(Ok(bytes)) => bytes.into_bytes(),
            Ok(Err(error)) => return Err(offline(error.to_string()).into()),
            Err(_) => return Err(offline(format!("nothing more after {} s", PATIENCE.as_secs())).into()),
        };
        Ok(Piece { bytes, size, etag })
    }

    /// Asks for an object, and where S3 says that its bucket is elsewhere, once more there.
    pub(super) async fn get(
        &self,
        object: &ObjectRef,
        build: impl Fn(Request) -> Request,
    ) -> Result<Answer, Missed> {
        let ask = || {
            let request = self.0.buckets.client(&object.bucket).get_object();
            let version = object.version.as_ref().map(|version| version.exact().to_owned());
            let request = request.bucket(&object.bucket).key(object.key.exact()).set_version_id(version);
            let request = build(request);
            async move { request.send().await.map_err(|error| self.missed(&error)) }
        };
        match ask().await {
            Err(Missed::Fault(Fault { kind: Kind::Elsewhere { region: Some(region) }, .. }))
                if self.0.buckets.moved(&object.bucket, &region) =>
            {
                ask().await
            }
            answer => answer,
        }
    }

    fn missed(&self, error: &SdkError<GetObjectError, HttpResponse>) -> Missed {
        match error.code() {
            Some("PreconditionFailed") => Missed::Changed,
            Some("InvalidRange") => Missed::Beyond,
            _ => Missed::Fault(fault::of(&self.0.place, DOING, error)),
        }
    }
}

/// A connection that ended before the piece did.
pub(super) fn offline(said: String) -> Fault {
    Fault::new(DOING, Kind::Offline, said)
}

/// The size of the whole object: after the slash of `bytes 0-9/100`.
fn total(answer: &Answer) -> u64 {
    let of_range = answer.content_range().and_then(|range| range.rsplit('/').next()?.parse().ok());
    let length = answer.content_length().and_then(|length| u64::try_from(length).ok());
    of_range.or(length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_names_its_last_byte() {
        assert_eq!(Range::From(0, 262_144).header(), "bytes=0-262143");
        assert_eq!(Range::From(10, 1).header(), "bytes=10-10");
    }
}

//! Operations on objects.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Method, StatusCode};

use super::range::{Part, part};
use super::{KIND, NAMESPACE, Target, bucket, no_such_bucket};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::storage::Object;
use crate::demo::wire::answer::{Outcome, Refusal, Reply};
use crate::demo::wire::xml::Xml;
use crate::demo::wire::{Call, chunked};
use crate::reference::REGION;

/// `GetObject` and `HeadObject` differ in the body alone.
pub(super) fn get(call: &Call, target: &Target, account: &Account) -> Outcome {
    let (object, version) = wanted(call, target, account)?;
    let told = |reply: Reply| version.iter().fold(reply, |reply, id| reply.header("x-amz-version-id", id));
    content_of(call, object.as_ref()).map(told)
}

/// The object, in the version that is asked for, and the id of that.
fn wanted<'a>(
    call: &Call,
    target: &Target,
    account: &'a Account,
) -> Result<(Cow<'a, Object>, Option<String>), Refusal> {
    let Some(id) = call.query("versionId") else {
        let latest = bucket(target, account)?.latest(&target.key).map(str::to_owned);
        return Ok((Cow::Borrowed(object(target, account)?), latest));
    };
    let version = bucket(target, account)?.version(&target.key, &id).ok_or_else(|| {
        Refusal::new(StatusCode::NOT_FOUND, "NoSuchVersion", "The specified version does not exist.")
            .field("Key", &target.key)
            .field("VersionId", &id)
    })?;
    let object = version.into_owned().object.ok_or_else(|| {
        let message = "The specified method is not allowed against this resource.";
        Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message)
            .field("ResourceType", "DeleteMarker")
    })?;
    Ok((Cow::Owned(object), Some(id)))
}

fn content_of(call: &Call, object: &Object) -> Outcome {
    if call.header("if-match").is_some_and(|tags| !matches(tags, object)) {
        return Err(precondition("If-Match"));
    }
    if call.header("if-none-match").is_some_and(|tags| matches(tags, object)) {
        return Ok(described(Reply::empty(StatusCode::NOT_MODIFIED), object));
    }
    let size = object.body.len();
    let asked = call.header("range");
    match part(asked, size) {
        Part::Whole => Ok(described(content(call, object.body.clone(), StatusCode::OK), object)),
        Part::Between(first, last) => {
            let reply = content(call, object.body.slice(first..=last), StatusCode::PARTIAL_CONTENT);
            let range = format!("bytes {first}-{last}/{size}");
            Ok(described(reply.header("content-range", &range), object))
        }
        Part::Beyond => Err(out_of_range(asked.unwrap_or_default(), size)),
    }
}

fn out_of_range(asked: &str, size: usize) -> Refusal {
    let message = "The requested range is not satisfiable";
    Refusal::new(StatusCode::RANGE_NOT_SATISFIABLE, "InvalidRange", message)
        .field("RangeRequested", asked)
        .field("ActualObjectSize", size.to_string())
}

fn content(call: &Call, body: Bytes, status: StatusCode) -> Reply {
    let size = body.len().to_string();
    let body = if call.method == Method::HEAD { Bytes::new() } else { body };
    let mut reply = Reply::empty(status).header("content-length", &size);
    *reply.response.body_mut() = body;
    reply
}

fn described(reply: Reply, object: &Object) -> Reply {
    let modified = object.modified.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    reply
        .header("content-type", &object.content_type)
        .header("accept-ranges", "bytes")
        .header("last-modified", &modified)
        .header("etag", &quoted(&object.etag))
        .header("x-amz-server-side-encryption", "AES256")
        .header("x-amz-bucket-region", REGION)
}

/// Nothing that is put in the demo has tags.
pub(super) fn tags(call: &Call, target: &Target, account: &Account) -> Outcome {
    wanted(call, target, account)?;
    let xml = Xml::document("Tagging", Some(NAMESPACE), |xml| xml.nest("TagSet", |_| {}));
    Ok(Reply::body(KIND, xml))
}

pub(super) fn put(call: &Call, target: &Target, account: &mut Account, now: Time) -> Outcome {
    let body = uploaded(call)?;
    if call.header("if-none-match").is_some() && object(target, account).is_ok() {
        return Err(precondition("If-None-Match"));
    }
    account.put(&target.bucket, &target.key, body, now).map_err(|_| no_such_bucket(target))?;
    let etag = quoted(&object(target, account)?.etag);
    let reply = Reply::empty(StatusCode::OK).header("etag", &etag);
    let version = bucket(target, account)?.latest(&target.key);
    let reply = version.into_iter().fold(reply, |reply, id| reply.header("x-amz-version-id", id));
    Ok(reply.header("x-amz-server-side-encryption", "AES256"))
}

/// Deleting what is not there succeeds too.
pub(super) fn delete(target: &Target, account: &mut Account, now: Time) -> Outcome {
    account.delete(&target.bucket, &target.key, now).map_err(|_| no_such_bucket(target))?;
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

fn uploaded(call: &Call) -> Result<Bytes, Refusal> {
    if !chunked::is_chunked(&call.headers) {
        return Ok(call.body.clone());
    }
    let announced = call.header("x-amz-decoded-content-length").and_then(|text| text.parse().ok());
    let body = chunked::decode(&call.body);
    let body = body.filter(|body| announced.is_none_or(|size: usize| size == body.len()));
    body.ok_or_else(|| {
        let message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
        Refusal::bad("IncompleteBody", message)
    })
}

fn object<'a>(target: &Target, account: &'a Account) -> Result<&'a Object, Refusal> {
    bucket(target, account)?.objects.get(&target.key).ok_or_else(|| {
        Refusal::new(StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist.")
            .field("Key", &target.key)
    })
}

fn matches(tags: &str, object: &Object) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_matches('"') == object.etag)
}

fn precondition(condition: &str) -> Refusal {
    let message = "At least one of the pre-conditions you specified did not hold";
    Refusal::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message).field("Condition", condition)
}

fn quoted(etag: &str) -> String {
    format!("\"{etag}\"")
}

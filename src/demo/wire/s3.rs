//! S3: REST with XML. Buckets are named by the host or by the first segment of the path.

mod bucket;
mod list;
mod object;
mod range;
mod settings;
mod versions;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, Response, StatusCode};

use super::answer::{Bytes, Outcome, Refusal, Reply, with_header};
use super::xml::Xml;
use super::{Call, decoded};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::storage::Bucket;

const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";
const KIND: &str = "application/xml";

/// Parameters that name another operation than the plain one on the same address.
const SUBRESOURCES: [&str; 26] = [
    "accelerate",
    "acl",
    "analytics",
    "cors",
    "delete",
    "encryption",
    "intelligent-tiering",
    "inventory",
    "legal-hold",
    "lifecycle",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "replication",
    "restore",
    "retention",
    "tagging",
    "uploadId",
    "uploads",
    "versioning",
    "versions",
];

/// What a request is about.
struct Target {
    bucket: String,
    key: String,
}

impl Target {
    fn of(call: &Call) -> Self {
        let path = call.uri.path();
        let path = path.strip_prefix('/').unwrap_or(path);
        if let Some(bucket) = virtual_bucket(call.host()) {
            return Self { bucket: bucket.to_owned(), key: decoded(path) };
        }
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        Self { bucket: decoded(bucket), key: decoded(key) }
    }
}

/// The bucket in a host name such as `bucket.s3.us-east-2.amazonaws.com` or `bucket.localhost`.
fn virtual_bucket(host: &str) -> Option<&str> {
    if let Some(bucket) = host.strip_suffix(".localhost") {
        return Some(bucket);
    }
    let service = host.strip_suffix(".amazonaws.com")?;
    let end = service.rfind(".s3.").or_else(|| service.rfind(".s3-"));
    let bucket = match end {
        Some(end) => service.get(..end)?,
        None => service.strip_suffix(".s3")?,
    };
    Some(bucket)
}

/// The operation's name, from the method, the target and the parameters.
pub(super) fn operation(call: &Call) -> String {
    let target = Target::of(call);
    let subresource = SUBRESOURCES.iter().find(|name| call.query(name).is_some());
    if let Some(name) = subresource {
        return format!("{} ?{name}", call.method);
    }
    let on = (&call.method, !target.bucket.is_empty(), !target.key.is_empty());
    let named = match on {
        (&Method::GET, false, _) => "ListBuckets",
        (&Method::HEAD, true, false) => "HeadBucket",
        (&Method::GET, true, false) if call.query("location").is_some() => "GetBucketLocation",
        (&Method::GET, true, false) if call.query("list-type").is_some() => "ListObjectsV2",
        (&Method::GET, true, false) => "ListObjects",
        (&Method::HEAD, true, true) => "HeadObject",
        (&Method::GET, true, true) => "GetObject",
        (&Method::PUT, true, true) if call.header("x-amz-copy-source").is_some() => "CopyObject",
        (&Method::PUT, true, true) => "PutObject",
        (&Method::DELETE, true, true) => "DeleteObject",
        (&Method::PUT, true, false) => "CreateBucket",
        (&Method::DELETE, true, false) => "DeleteBucket",
        _ => return call.method.to_string(),
    };
    named.to_owned()
}

pub(super) fn answer(call: &Call, account: &mut Account, now: Time) -> Outcome {
    let target = Target::of(call);
    match call.operation.as_str() {
        "ListBuckets" => bucket::list(call, account),
        "HeadBucket" => bucket::head(&target, account),
        "GetBucketLocation" => bucket::location(&target, account),
        "ListObjectsV2" => list::version_2(call, &target, account),
        "ListObjects" => list::version_1(call, &target, account),
        "HeadObject" | "GetObject" => object::get(call, &target, account),
        "GET ?versions" => versions::list(call, &target, account),
        "GET ?tagging" if !target.key.is_empty() => object::tags(call, &target, account),
        "GET ?policyStatus" => bucket::policy(&target, account),
        "GET ?publicAccessBlock" => bucket::block(&target, account),
        "GET ?versioning" => settings::versioning(&target, account),
        "GET ?encryption" => settings::encryption(&target, account),
        "GET ?lifecycle" => settings::lifecycle(&target, account),
        "GET ?object-lock" => settings::lock(&target, account),
        "GET ?notification" => settings::notification(&target, account),
        "PutObject" => object::put(call, &target, account, now),
        "DeleteObject" => object::delete(&target, account, now),
        other => Err(Refusal::new(
            StatusCode::NOT_IMPLEMENTED,
            "NotImplemented",
            format!("The demo does not offer {other}"),
        )),
    }
}

pub(super) fn refuse(call: &Call, refusal: &Refusal) -> Reply {
    let (id, host) = (request_id(call), host_id(call));
    let xml = Xml::document("Error", None, |xml| {
        xml.text("Code", &refusal.code);
        xml.text("Message", &refusal.message);
        for (name, value) in &refusal.fields {
            xml.text(name, value);
        }
        xml.text("RequestId", id);
        xml.text("HostId", host);
    });
    let body = if call.method == Method::HEAD { String::new() } else { xml };
    Reply::body(KIND, body)
}

/// The response with the ids that every answer of S3 carries.
pub(super) fn stamped(call: &Call, response: Response<Bytes>) -> Response<Bytes> {
    let response = with_header(response, "x-amz-request-id", &request_id(call));
    with_header(response, "x-amz-id-2", &host_id(call))
}

fn request_id(call: &Call) -> String {
    format!("{:016X}", fastrand::Rng::with_seed(call.number).u64(..))
}

fn host_id(call: &Call) -> String {
    let mut random = fastrand::Rng::with_seed(!call.number);
    STANDARD.encode(std::array::from_fn::<u8, 56, _>(|_| random.u8(..)))
}

fn bucket<'a>(target: &Target, account: &'a Account) -> Result<&'a Bucket, Refusal> {
    account.bucket(&target.bucket).ok_or_else(|| no_such_bucket(target))
}

fn no_such_bucket(target: &Target) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "NoSuchBucket", "The specified bucket does not exist")
        .field("BucketName", &target.bucket)
}

/// A parameter that S3 does not understand.
fn invalid_argument(name: &str, value: &str, message: &str) -> Refusal {
    Refusal::bad("InvalidArgument", message).field("ArgumentName", name).field("ArgumentValue", value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(host: &str, bucket: Option<&str>) {
        assert_eq!(virtual_bucket(host), bucket, "{host}");
    }

    #[test]
    fn a_host_may_name_the_bucket() {
        check("raw.s3.us-east-2.amazonaws.com", Some("raw"));
        check("a.b.s3.amazonaws.com", Some("a.b"));
        check("raw.s3.dualstack.us-east-2.amazonaws.com", Some("raw"));
        check("raw.s3-us-west-2.amazonaws.com", Some("raw"));
        check("s3.us-east-2.amazonaws.com", None);
        check("127.0.0.1", None);
        check("raw.localhost", Some("raw"));
    }
}

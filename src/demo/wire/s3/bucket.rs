//! Operations on buckets.

use http::StatusCode;

use super::{KIND, NAMESPACE, Target, bucket, invalid_argument};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::storage::Bucket;
use crate::demo::wire::answer::{Outcome, Refusal, Reply};
use crate::demo::wire::xml::Xml;
use crate::demo::wire::{Call, token};
use crate::reference::REGION;

/// The id that S3 gives an account.
const OWNER: &str = "7009a8971cd538e11f6b6606438875e7c86c5b672f46db45460ddcd087d36c32";
const MOST: usize = 10_000;

pub(super) fn list(call: &Call, account: &Account) -> Outcome {
    let size = size(call)?;
    let prefix = call.query("prefix").unwrap_or_default();
    let after = position(call)?;
    let mut rest = account.buckets().filter(|(name, _)| {
        name.starts_with(&prefix) && after.as_ref().is_none_or(|after| *name > after.as_str())
    });
    let page: Vec<(&str, &Bucket)> = rest.by_ref().take(size).collect();
    let last = page.last().filter(|_| rest.next().is_some());
    let next = last.map(|(name, _)| token::seal("ListBuckets", name));
    let told = tells_region(call);
    let xml = Xml::document("ListAllMyBucketsResult", Some(NAMESPACE), |xml| {
        owner(xml);
        xml.nest("Buckets", |xml| page.iter().for_each(|(name, bucket)| entry(xml, name, bucket, told)));
        if !prefix.is_empty() {
            xml.text("Prefix", &prefix);
        }
        if let Some(next) = next {
            xml.text("ContinuationToken", next);
        }
    });
    Ok(Reply::body(KIND, xml))
}

/// Whom everything belongs to.
pub(super) fn owner(xml: &mut Xml) {
    xml.nest("Owner", |xml| xml.text("ID", OWNER));
}

/// The region is told only to those who ask with at least one parameter; `x-id` is none.
fn tells_region(call: &Call) -> bool {
    let query = call.uri.query().unwrap_or_default();
    query.split('&').any(|pair| !pair.is_empty() && !pair.starts_with("x-id="))
}

fn entry(xml: &mut Xml, name: &str, bucket: &Bucket, with_region: bool) {
    xml.nest("Bucket", |xml| {
        xml.text("Name", name);
        xml.text("CreationDate", moment(bucket.created));
        if with_region {
            xml.text("BucketRegion", REGION);
            xml.text("BucketArn", format!("arn:aws:s3:::{name}"));
        }
    });
}

fn size(call: &Call) -> Result<usize, Refusal> {
    let Some(asked) = call.query("max-buckets") else { return Ok(MOST) };
    let size = asked.parse().ok().filter(|size| (1..=MOST).contains(size));
    let message = "Argument max-buckets must be an integer between 1 and 10000";
    size.ok_or_else(|| invalid_argument("max-buckets", &asked, message))
}

fn position(call: &Call) -> Result<Option<String>, Refusal> {
    let Some(given) = call.query("continuation-token") else { return Ok(None) };
    let position = token::open("ListBuckets", &given).map(Some);
    let message = "The continuation token provided is incorrect";
    position.ok_or_else(|| invalid_argument("continuation-token", &given, message))
}

pub(super) fn head(target: &Target, account: &Account) -> Outcome {
    bucket(target, account)?;
    let reply = Reply::empty(StatusCode::OK).header("content-type", KIND);
    Ok(reply.header("x-amz-bucket-region", REGION).header("x-amz-access-point-alias", "false"))
}

pub(super) fn location(target: &Target, account: &Account) -> Outcome {
    bucket(target, account)?;
    let xml = Xml::document("LocationConstraint", Some(NAMESPACE), |xml| xml.bare(REGION));
    Ok(Reply::body(KIND, xml))
}

/// No bucket of the demo has a policy.
pub(super) fn policy(target: &Target, account: &Account) -> Outcome {
    bucket(target, account)?;
    let message = "The bucket policy does not exist";
    let refusal = Refusal::new(StatusCode::NOT_FOUND, "NoSuchBucketPolicy", message);
    Err(refusal.field("BucketName", &target.bucket))
}

/// Every bucket of the demo keeps the public out, as S3 makes them since 2023.
pub(super) fn block(target: &Target, account: &Account) -> Outcome {
    bucket(target, account)?;
    let xml = Xml::document("PublicAccessBlockConfiguration", Some(NAMESPACE), |xml| {
        for name in ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] {
            xml.text(name, true);
        }
    });
    Ok(Reply::body(KIND, xml))
}

/// A time as S3's XML has it.
pub(super) fn moment(time: Time) -> String {
    time.format("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

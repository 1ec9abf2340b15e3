//! Listing objects, in both versions of the operation.

use std::collections::BTreeMap;
use std::ops::Bound;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::bucket::{moment, owner};
use super::{KIND, NAMESPACE, Target, bucket, invalid_argument};
use crate::demo::account::Account;
use crate::demo::storage::Object;
use crate::demo::wire::answer::{Outcome, Refusal, Reply};
use crate::demo::wire::xml::Xml;
use crate::demo::wire::{Call, token};
use crate::reference::REGION;

/// No page holds more keys and common prefixes together.
const MOST: usize = 1000;

/// What `encoding-type=url` leaves as it is, besides letters and digits; a space becomes `+`.
const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'*').remove(b'/').remove(b' ');

/// What both versions ask for.
struct Question {
    prefix: String,
    delimiter: String,
    size: usize,
    url: bool,
    /// Whether every key comes with its owner.
    owner: bool,
    /// What has been listed before: only names after it count.
    after: String,
}

/// What stands in a listing.
enum Entry<'a> {
    Key(&'a str, &'a Object),
    Prefix(&'a str),
}

impl Entry<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Key(name, _) | Self::Prefix(name) => name,
        }
    }
}

struct Listing<'a> {
    entries: Vec<Entry<'a>>,
    truncated: bool,
}

pub(super) fn version_2(call: &Call, target: &Target, account: &Account) -> Outcome {
    let bucket = bucket(target, account)?;
    let start_after = call.query("start-after");
    let scope = format!("ListObjectsV2 {}", target.bucket);
    let given = call.query("continuation-token");
    let after = match &given {
        Some(given) => Some(token::open(&scope, given).ok_or_else(|| bad_token(given))?),
        None => start_after.clone(),
    };
    let question = Question::of(call, after.unwrap_or_default())?;
    let listing = question.ask(&bucket.objects);
    let next = listing.entries.last().filter(|_| listing.truncated);
    let next = next.map(|entry| token::seal(&scope, entry.name()));
    let xml = Xml::document("ListBucketResult", Some(NAMESPACE), |xml| {
        question.head(xml, &target.bucket);
        xml.text("KeyCount", listing.entries.len());
        xml.text("IsTruncated", listing.truncated);
        optional(xml, "ContinuationToken", given);
        optional(xml, "NextContinuationToken", next);
        optional(xml, "StartAfter", start_after.map(|key| question.coded(&key)));
        question.body(xml, &listing);
    });
    Ok(Reply::body(KIND, xml).header("x-amz-bucket-region", REGION))
}

pub(super) fn version_1(call: &Call, target: &Target, account: &Account) -> Outcome {
    let bucket = bucket(target, account)?;
    let marker = call.query("marker").unwrap_or_default();
    let question = Question::of(call, marker.clone())?;
    let listing = question.ask(&bucket.objects);
    // Version 1 names the next marker only where there is a delimiter: else it is the last key.
    let named = listing.truncated && !question.delimiter.is_empty();
    let next = listing.entries.last().filter(|_| named).map(|entry| question.coded(entry.name()));
    let xml = Xml::document("ListBucketResult", Some(NAMESPACE), |xml| {
        question.head(xml, &target.bucket);
        xml.text("Marker", question.coded(&marker));
        optional(xml, "NextMarker", next);
        xml.text("IsTruncated", listing.truncated);
        question.body(xml, &listing);
    });
    Ok(Reply::body(KIND, xml).header("x-amz-bucket-region", REGION))
}

fn optional(xml: &mut Xml, tag: &str, text: Option<String>) {
    if let Some(text) = text {
        xml.text(tag, text);
    }
}

fn bad_token(given: &str) -> Refusal {
    invalid_argument("continuation-token", given, "The continuation token provided is incorrect")
}

impl Question {
    fn of(call: &Call, after: String) -> Result<Self, Refusal> {
        let encoding = call.query("encoding-type");
        if let Some(other) = encoding.as_deref().filter(|name| *name != "url") {
            let message = "Invalid Encoding Method specified in Request";
            return Err(invalid_argument("encoding-type", other, message));
        }
        Ok(Self {
            prefix: call.query("prefix").unwrap_or_default(),
            delimiter: call.query("delimiter").unwrap_or_default(),
            size: size(call)?,
            url: encoding.is_some(),
            owner: call.query("list-type").is_none() || call.query("fetch-owner").as_deref() == Some("true"),
            after,
        })
    }

    /// Keys and common prefixes share one budget; what is grouped counts once.
    fn ask<'a>(&self, objects: &'a BTreeMap<String, Object>) -> Listing<'a> {
        let mut entries: Vec<Entry<'a>> = Vec::new();
        for (key, object) in self.candidates(objects) {
            let entry = self.grouped(key).map_or(Entry::Key(key, object), Entry::Prefix);
            let seen = entries.last().is_some_and(|last| last.name() == entry.name());
            if seen || (!self.after.is_empty() && entry.name() <= self.after.as_str()) {
                continue;
            }
            if entries.len() == self.size {
                return Listing { entries, truncated: self.size > 0 };
            }
            entries.push(entry);
        }
        Listing { entries, truncated: false }
    }

    fn candidates<'a>(
        &self,
        objects: &'a BTreeMap<String, Object>,
    ) -> impl Iterator<Item = (&'a str, &'a Object)> {
        let from = self.after.as_str().max(self.prefix.as_str());
        let range = objects.range::<str, _>((Bound::Included(from), Bound::Unbounded));
        let prefix = self.prefix.clone();
        range.map(|(key, object)| (key.as_str(), object)).take_while(move |(key, _)| key.starts_with(&prefix))
    }

    /// The common prefix that stands for the key.
    fn grouped<'a>(&self, key: &'a str) -> Option<&'a str> {
        if self.delimiter.is_empty() {
            return None;
        }
        let rest = key.get(self.prefix.len()..)?;
        let end = rest.find(&self.delimiter)?;
        key.get(..self.prefix.len() + end + self.delimiter.len())
    }

    fn head(&self, xml: &mut Xml, bucket: &str) {
        xml.text("Name", bucket);
        xml.text("Prefix", self.coded(&self.prefix));
        if !self.delimiter.is_empty() {
            xml.text("Delimiter", self.coded(&self.delimiter));
        }
        xml.text("MaxKeys", self.size);
        if self.url {
            xml.text("EncodingType", "url");
        }
    }

    fn body(&self, xml: &mut Xml, listing: &Listing) {
        for entry in &listing.entries {
            match entry {
                Entry::Key(key, object) => xml.nest("Contents", |xml| self.contents(xml, key, object)),
                Entry::Prefix(prefix) => {
                    xml.nest("CommonPrefixes", |xml| xml.text("Prefix", self.coded(prefix)));
                }
            }
        }
    }

    fn contents(&self, xml: &mut Xml, key: &str, object: &Object) {
        xml.text("Key", self.coded(key));
        xml.text("LastModified", moment(object.modified));
        xml.text("ETag", format!("\"{}\"", object.etag));
        xml.text("Size", object.body.len());
        if self.owner {
            owner(xml);
        }
        xml.text("StorageClass", "STANDARD");
    }

    fn coded(&self, text: &str) -> String {
        if self.url { url_coded(text) } else { text.to_owned() }
    }
}

/// Form encoding that leaves slashes alone.
pub(super) fn url_coded(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string().replace(' ', "+")
}

fn size(call: &Call) -> Result<usize, Refusal> {
    let Some(asked) = call.query("max-keys") else { return Ok(MOST) };
    let size: Option<usize> = asked.parse().ok();
    let message = "Provided max-keys not an integer or within integer range";
    size.map(|size| size.min(MOST)).ok_or_else(|| invalid_argument("max-keys", &asked, message))
}

#[cfg(test)]
mod tests;

//! Listing versions. No bucket of the demo has them, so each object is the one version of itself that is called `null`.

use std::ops::Bound;

use super::bucket::moment;
use super::list::url_coded;
use super::{KIND, NAMESPACE, Target, bucket, invalid_argument};
use crate::demo::account::Account;
use crate::demo::storage::Object;
use crate::demo::wire::Call;
use crate::demo::wire::answer::{Outcome, Reply};
use crate::demo::wire::xml::Xml;

/// No page holds more.
const MOST: usize = 1000;

pub(super) fn list(call: &Call, target: &Target, account: &Account) -> Outcome {
    let bucket = bucket(target, account)?;
    if call.query("delimiter").is_some_and(|delimiter| !delimiter.is_empty()) {
        let message = "The demo lists versions without a delimiter";
        return Err(invalid_argument("delimiter", "", message));
    }
    let prefix = call.query("prefix").unwrap_or_default();
    let marker = call.query("key-marker").unwrap_or_default();
    let size = call.query("max-keys").and_then(|size| size.parse().ok()).unwrap_or(MOST).min(MOST);
    let is_url = call.query("encoding-type").is_some();
    let coded = |text: &str| if is_url { url_coded(text) } else { text.to_owned() };
    let after = if marker.is_empty() { Bound::Unbounded } else { Bound::Excluded(marker.as_str()) };
    let objects = bucket.objects.range::<str, _>((after, Bound::Unbounded));
    let mut objects = objects.filter(|(key, _)| key.starts_with(&prefix));
    let page: Vec<(&String, &Object)> = objects.by_ref().take(size).collect();
    let last = page.last().filter(|_| objects.next().is_some());
    let xml = Xml::document("ListVersionsResult", Some(NAMESPACE), |xml| {
        xml.text("Name", &target.bucket);
        xml.text("Prefix", coded(&prefix));
        xml.text("KeyMarker", coded(&marker));
        xml.text("MaxKeys", size);
        xml.text("IsTruncated", last.is_some());
        if let Some((key, _)) = last {
            xml.text("NextKeyMarker", coded(key));
            xml.text("NextVersionIdMarker", "null");
        }
        if is_url {
            xml.text("EncodingType", "url");
        }
        for (key, object) in &page {
            xml.nest("Version", |xml| version(xml, &coded(key), object));
        }
    });
    Ok(Reply::body(KIND, xml))
}

fn version(xml: &mut Xml, key: &str, object: &Object) {
    xml.text("Key", key);
    xml.text("VersionId", "null");
    xml.text("IsLatest", true);
    xml.text("LastModified", moment(object.modified));
    xml.text("ETag", format!("\"{}\"", object.etag));
    xml.text("Size", object.body.len());
    xml.text("StorageClass", "STANDARD");
}

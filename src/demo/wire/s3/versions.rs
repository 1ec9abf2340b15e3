//! Listing versions. Where a bucket keeps none, each object is the one version of itself that is called `null`.

use super::bucket::moment;
use super::list::url_coded;
use super::{KIND, NAMESPACE, Target, bucket, invalid_argument};
use crate::demo::account::Account;
use crate::demo::storage::Version;
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
    let version_marker = call.query("version-id-marker").unwrap_or_default();
    let size = call.query("max-keys").and_then(|size| size.parse().ok()).unwrap_or(MOST).min(MOST);
    let is_url = call.query("encoding-type").is_some();
    let coded = |text: &str| if is_url { url_coded(text) } else { text.to_owned() };
    let all = bucket.all();
    let start = match all.iter().position(|(key, it, _)| *key == marker && it.id == version_marker) {
        Some(last) => last + 1,
        None => all.iter().take_while(|(key, _, _)| !marker.is_empty() && *key <= marker.as_str()).count(),
    };
    let mut rest = all.iter().skip(start).filter(|(key, _, _)| key.starts_with(&prefix));
    let page: Vec<_> = rest.by_ref().take(size).collect();
    let last = page.last().filter(|_| rest.next().is_some());
    let xml = Xml::document("ListVersionsResult", Some(NAMESPACE), |xml| {
        xml.text("Name", &target.bucket);
        xml.text("Prefix", coded(&prefix));
        xml.text("KeyMarker", coded(&marker));
        xml.text("MaxKeys", size);
        xml.text("IsTruncated", last.is_some());
        if let Some((key, version, _)) = last {
            xml.text("NextKeyMarker", coded(key));
            xml.text("NextVersionIdMarker", &version.id);
        }
        if is_url {
            xml.text("EncodingType", "url");
        }
        for (key, it, is_latest) in &page {
            let name = if it.object.is_some() { "Version" } else { "DeleteMarker" };
            xml.nest(name, |xml| version(xml, &coded(key), it, *is_latest));
        }
    });
    Ok(Reply::body(KIND, xml))
}

fn version(xml: &mut Xml, key: &str, version: &Version, is_latest: bool) {
    xml.text("Key", key);
    xml.text("VersionId", &version.id);
    xml.text("IsLatest", is_latest);
    xml.text("LastModified", moment(version.since));
    if let Some(object) = &version.object {
        xml.text("ETag", format!("\"{}\"", object.etag));
        xml.text("Size", object.body.len());
        xml.text("StorageClass", "STANDARD");
    }
}

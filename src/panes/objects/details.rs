//! Everything there is to say of an object, or of a place.

use crate::domain::fault::Fault;
use crate::domain::object::bucket::Bucket;
use crate::domain::object::insight::Insight;
use crate::domain::object::{Listing, Object, ObjectRef, Prefix, Restore, Version};
use crate::domain::pipeline;
use crate::domain::reading::Reading;
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::pane::{Cx, Details};

/// What S3 leaves out of its answers.
const STANDARD: &str = "STANDARD";

/// A folder.
pub fn folder(place: &Prefix) -> Details {
    Details::new("folder")
        .with("uri", uri(&place.bucket, &place.prefix))
        .with("bucket", visible(&place.bucket))
}

/// A place: where it is, when it was read, and why it could not be.
pub fn place(cx: Cx<'_>, place: &Prefix, listing: &Listing) -> Details {
    let fault = listing.fault.as_ref();
    let said = fault.map(|fault| fault.said.lines().collect::<Vec<_>>().join("\n"));
    let details = Details::new(format!("bucket {}", visible(&place.bucket)))
        .with("uri", uri(&place.bucket, &place.prefix))
        .with_some("fault", fault.map(crate::domain::fault::Fault::words))
        .with_some("AWS said", said.filter(|said| !said.is_empty()))
        .with_some("asked for", fault.map(|fault| fault.doing))
        .with_some("read", listing.read.map(|read| moment(cx, read)));
    set_up(cx, details, &place.bucket)
}

/// A bucket of the account.
pub fn bucket(cx: Cx<'_>, bucket: &Bucket) -> Details {
    let name = bucket.name.exact();
    let details = Details::new(format!("bucket {}", visible(name)))
        .with("uri", uri(name, &Foreign::default()))
        .with_some("created", bucket.created.map(|created| moment(cx, created)))
        .with_some("read", cx.world.listings.buckets().read.map(|read| moment(cx, read)));
    set_up(cx, details, name)
}

/// Adds how a bucket is set up; what is not allowed says so, each by itself.
fn set_up(cx: Cx<'_>, details: Details, bucket: &str) -> Details {
    let told = cx.world.listings.setup(bucket).map(|setup| setup.told.as_slice()).unwrap_or_default();
    told.iter().fold(details, |details, (aspect, told)| {
        let words = told.as_ref().map_or_else(Fault::words, lines_of);
        details.with(aspect.name(), words)
    })
}

/// A text of several lines.
fn lines_of(text: &Foreign) -> String {
    text.exact().lines().map(visible).collect::<Vec<_>>().join("\n")
}

/// An object: what the listing tells of it, and what a look at it does.
pub fn object(cx: Cx<'_>, named: &ObjectRef, object: &Object) -> Details {
    let size = format!("{} bytes", words::count(usize::try_from(object.size).unwrap_or(usize::MAX)));
    let size = if object.size < 1_024 { size } else { format!("{size} ({})", words::size(object.size)) };
    let class = object.storage_class.as_ref().map(|class| class.visible().into_owned());
    let details = Details::new("object")
        .with("uri", named.visible())
        .with_some("pipeline", role(cx, &named.bucket, &object.key))
        .with("size", size)
        .with("modified", moment(cx, object.modified))
        .with("ETag", object.etag.visible())
        .with("class", class.unwrap_or_else(|| STANDARD.to_owned()))
        .with_some("restore", object.restore.map(|restore| restored(cx, restore)))
        .with_some("version", object.version.as_ref().map(version));
    let Some(insight) = cx.world.listings.insight(named) else { return details };
    looked_at(details, insight)
}

/// What the pipeline does with an object: it is one of those that the pipeline names.
pub fn role(cx: Cx<'_>, bucket: &str, key: &Foreign) -> Option<&'static str> {
    let is = |place: &Option<pipeline::Place>, newest: &Reading<Option<Object>>| {
        let place = place.as_ref().filter(|place| place.bucket == bucket);
        place.is_some_and(|place| match &place.key {
            Some(named) => named == key.exact(),
            None => newest.get().into_iter().flatten().any(|object| object.key == *key),
        })
    };
    let (raw, processed) = (&cx.pipeline.raw, &cx.pipeline.processed);
    match (is(raw, &cx.world.raw), is(processed, &cx.world.processed)) {
        (true, _) => Some("the ingest writes it, the ETL job reads it"),
        (false, true) => Some("the ETL job writes it"),
        (false, false) => None,
    }
}

fn uri(bucket: &str, key: &Foreign) -> String {
    format!("s3://{}/{}", visible(bucket), key.visible())
}

fn moment(cx: Cx<'_>, time: crate::clock::Time) -> String {
    format!("{} ({})", cx.date(time), words::ago(cx.now - time))
}

fn version(version: &Version) -> String {
    let state = match (version.is_latest, version.is_marker) {
        (true, true) => ": a delete marker, the latest",
        (false, true) => ": a delete marker",
        (true, false) => ": the latest",
        (false, false) => "",
    };
    format!("{}{state}", version.id.visible())
}

fn restored(cx: Cx<'_>, restore: Restore) -> String {
    match restore {
        Restore::Ongoing => "on its way".to_owned(),
        Restore::Until(time) => format!("can be read until {}", cx.date(time)),
    }
}

/// Adds what a look has told; what is not allowed says so, each by itself.
fn looked_at(details: Details, insight: &Insight) -> Details {
    let details = match &insight.head {
        None => details,
        Some(Err(fault)) => details.with("headers", fault.words()),
        Some(Ok(head)) => details
            .with_some("type", head.kind.as_ref().map(shown))
            .with_some("encoding", head.encoding.as_ref().map(shown))
            .with(
                "encryption",
                head.encryption.as_ref().map_or_else(|| "none that S3 tells of".to_owned(), shown),
            )
            .with("checksum", pairs(&head.checksums))
            .with("metadata", pairs(&head.metadata))
            .with_some("version", head.version.as_ref().map(shown)),
    };
    let said = |fault: &Fault| fault.words();
    let tags = insight.tags.as_ref().map(|tags| tags.as_ref().map_or_else(said, |tags| pairs(tags)));
    let denied = |fault: Option<&Fault>| fault.map(Fault::words);
    let policy = insight.policy.as_ref().and_then(|policy| denied(policy.as_ref().err()));
    let block = insight.block.as_ref().and_then(|block| denied(block.as_ref().err()));
    details
        .with_some("tags", tags)
        .with_some("public", insight.publicity())
        .with_some("policy", policy)
        .with_some("block", block)
}

fn shown(text: &Foreign) -> String {
    text.visible().into_owned()
}

fn pairs(pairs: &[(Foreign, Foreign)]) -> String {
    if pairs.is_empty() {
        return "none".to_owned();
    }
    let lines = pairs.iter().map(|(name, value)| format!("{} = {}", name.visible(), value.visible()));
    lines.collect::<Vec<_>>().join("\n")
}

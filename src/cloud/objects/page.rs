//! Reading a page of a listing: straight from the XML into a block, without anything in between.

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, Event};

use super::decoded;
use crate::clock::Time;
use crate::domain::object::{Block, Builder, Entry, Given, Manner, Object, Prefix, Restore, Token};
use crate::domain::text::Foreign;

/// Between the parts of a token of a listing of versions; no key holds it, for S3 takes none with it.
const APART: char = '\0';

/// What the next page is to be asked for with; found without reading the page.
pub(super) fn next(body: &[u8], manner: Manner) -> Option<Token> {
    if find(body, "IsTruncated")? != "true" {
        return None;
    }
    if !manner.has_versions() {
        return find(body, "NextContinuationToken").map(Token);
    }
    let key = find(body, "NextKeyMarker")?;
    let key = decoded(is_encoded(body), &key);
    let version = find(body, "NextVersionIdMarker").unwrap_or_default();
    Some(Token(format!("{key}{APART}{version}")))
}

/// The key and the version that a token of a listing of versions stands for.
pub(super) fn markers(token: &Token) -> (&str, Option<&str>) {
    let (key, version) = token.0.split_once(APART).unwrap_or((&token.0, ""));
    (key, Some(version).filter(|version| !version.is_empty()))
}

/// The text of the first element of that name. Within texts `<` is always escaped, so nothing else looks like it.
fn find(body: &[u8], name: &str) -> Option<String> {
    let start = memmem::find(body, format!("<{name}>").as_bytes())? + name.len() + 2;
    let rest = body.get(start..)?;
    let text = std::str::from_utf8(rest.get(..memchr::memchr(b'<', rest)?)?).ok()?;
    unescape(text).ok().map(std::borrow::Cow::into_owned)
}

fn is_encoded(body: &[u8]) -> bool {
    memmem::find(body, b"<EncodingType>url</EncodingType>").is_some()
}

/// The entries on a page of this place; what is wrong with it where it is none.
pub(super) fn read(body: &[u8], place: &Prefix, manner: Manner) -> Result<Block, String> {
    let mut page = Page { place, manner, encoded: is_encoded(body), ..Page::of(place) };
    let mut reader = Reader::from_reader(body);
    let mut has_root = false;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                let name = start.local_name();
                if !has_root && !matches!(name.as_ref(), "ListBucketResult" | "ListVersionsResult") {
                    return Err(format!("<{}> is no listing", name.as_ref()));
                }
                has_root = true;
                page.open(name.as_ref());
            }
            Event::Empty(_) => has_root = true,
            Event::Text(text) => page.text.push_str(&text.xml10_content()),
            Event::CData(text) => page.text.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => page.text.push_str(&resolved(&name)),
            Event::End(end) => page.close(end.local_name().as_ref()),
            Event::Eof if has_root => return Ok(page.finish()),
            Event::Eof => return Err("there is no XML in it".to_owned()),
            _ => {}
        }
    }
}

fn resolved(name: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c.to_string();
    }
    let name = name.xml10_content();
    match name.as_ref() {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{other};"),
    }
}

/// What is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Nothing,
    Folder,
    Object,
    Marker,
}

struct Page<'a> {
    place: &'a Prefix,
    manner: Manner,
    encoded: bool,
    builder: Builder,
    folders: Vec<String>,
    item: Item,
    /// The text since the latest tag.
    text: String,
    key: String,
    etag: String,
    class: String,
    version: String,
    size: u64,
    seconds: i64,
    is_latest: bool,
    is_restoring: bool,
    restored_until: Option<i64>,
}

impl<'a> Page<'a> {
    fn of(place: &'a Prefix) -> Self {
        Self {
            place,
            manner: Manner::Folders,
            encoded: false,
            builder: Builder::default(),
            folders: Vec::new(),
            item: Item::Nothing,
            text: String::new(),
            key: String::new(),
            etag: String::new(),
            class: String::new(),
            version: String::new(),
            size: 0,
            seconds: 0,
            is_latest: false,
            is_restoring: false,
            restored_until: None,
        }
    }

    fn open(&mut self, name: &str) {
        self.text.clear();
        self.item = match name {
            "CommonPrefixes" => Item::Folder,
            "Contents" | "Version" => Item::Object,
            "DeleteMarker" => Item::Marker,
            _ => return,
        };
        for text in [&mut self.key, &mut self.etag, &mut self.class, &mut self.version] {
            text.clear();
        }
        (self.size, self.seconds, self.is_latest) = (0, 0, false);
        (self.is_restoring, self.restored_until) = (false, None);
    }

    fn close(&mut self, name: &str) {
        match (self.item, name) {
            (Item::Nothing, _) => {}
            (Item::Folder, "Prefix") => self.folders.push(decoded(self.encoded, &self.text).into_owned()),
            (Item::Folder, "CommonPrefixes") => self.item = Item::Nothing,
            (_, "Key") => std::mem::swap(&mut self.key, &mut self.text),
            (_, "ETag") => std::mem::swap(&mut self.etag, &mut self.text),
            (_, "StorageClass") => std::mem::swap(&mut self.class, &mut self.text),
            (_, "VersionId") => std::mem::swap(&mut self.version, &mut self.text),
            (_, "Size") => self.size = self.text.trim().parse().unwrap_or_default(),
            (_, "LastModified") => self.seconds = seconds(&self.text).unwrap_or_default(),
            (_, "IsLatest") => self.is_latest = self.text == "true",
            (_, "IsRestoreInProgress") => self.is_restoring = self.text == "true",
            (_, "RestoreExpiryDate") => self.restored_until = seconds(&self.text),
            (_, "Contents" | "Version" | "DeleteMarker") => self.object(),
            _ => {}
        }
        self.text.clear();
    }

    /// Adds the object that was read, unless it only stands for the place itself.
    fn object(&mut self) {
        let is_marker = std::mem::replace(&mut self.item, Item::Nothing) == Item::Marker;
        let key = decoded(self.encoded, &self.key);
        let is_place = self.manner.has_folders() && key == self.place.prefix.exact();
        let is_other = self.manner == Manner::VersionsOf && key != self.place.prefix.exact();
        if is_place || is_other {
            return;
        }
        let until = self.restored_until.and_then(|seconds| Time::from_timestamp(seconds, 0));
        let restore = until.map(Restore::Until).filter(|_| !self.is_restoring);
        self.builder.object(&Given {
            key: &key,
            size: self.size,
            seconds: self.seconds,
            etag: self.etag.trim_matches('"'),
            class: Some(self.class.as_str()).filter(|class| !class.is_empty()),
            restore: restore.or(self.is_restoring.then_some(Restore::Ongoing)),
            version: Some(self.version.as_str()).filter(|_| self.manner.has_versions()),
            is_latest: self.is_latest,
            is_marker,
        });
    }

    /// Folders come after all objects, and are put where they belong; so are keys of a bucket that does not sort them.
    fn finish(self) -> Block {
        let is_unsorted = self.builder.is_unsorted();
        let block = self.builder.finish();
        if self.folders.is_empty() && !is_unsorted {
            return block;
        }
        let folders = self.folders.into_iter().map(|prefix| Entry::Folder(prefix.into()));
        let objects = (0..block.len()).filter_map(|n| block.get(n));
        Block::of(&folders.chain(objects).collect::<Vec<_>>())
    }
}

/// `2026-10-01T10:45:00.000Z` in seconds of the epoch.
fn seconds(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let day = chrono::NaiveDate::from_ymd_opt(number(0..4)?.cast_signed(), number(5..7)?, number(8..10)?)?;
    let time = day.and_hms_opt(number(11..13)?, number(14..16)?, number(17..19)?)?;
    Some(time.and_utc().timestamp())
}

/// The object that the SDK read, for the few that are asked for by name.
pub(super) fn object(encoded: bool, sdk: aws_sdk_s3::types::Object) -> Object {
    let etag = sdk.e_tag.unwrap_or_default();
    Object {
        key: Foreign::from(decoded(encoded, &sdk.key.unwrap_or_default()).into_owned()),
        size: sdk.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
        modified: sdk.last_modified.as_ref().and_then(super::time::time).unwrap_or(Time::UNIX_EPOCH),
        etag: etag.trim_matches('"').into(),
        storage_class: sdk.storage_class.map(|class| class.as_str().into()),
        ..Object::default()
    }
}

#[cfg(test)]
mod tests;

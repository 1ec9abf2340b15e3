//! Packing.

use super::{Block, STRIDE};
use crate::domain::object::{Object, Restore};
use crate::domain::text::Foreign;

/// It is no folder.
pub(super) const OBJECT: u8 = 1;
/// Its storage class follows.
pub(super) const CLASS: u8 = 1 << 1;
/// Its restore state follows.
pub(super) const RESTORE: u8 = 1 << 2;
/// The id of its version follows.
pub(super) const VERSION: u8 = 1 << 3;
/// It is the latest version.
pub(super) const LATEST: u8 = 1 << 4;
/// It is a delete marker.
pub(super) const MARKER: u8 = 1 << 5;
/// What its tag is made of.
pub(super) const TAG: u8 = 0b1100_0000;
/// A text.
pub(super) const TEXT: u8 = 1 << 6;
/// Sixteen bytes, in hexadecimal.
pub(super) const HASH: u8 = 2 << 6;
/// The same, and the number of parts.
pub(super) const PARTS: u8 = 3 << 6;

/// An object that is to be packed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// The whole key.
    pub key: &'a str,
    /// Bytes.
    pub size: u64,
    /// When it was put: seconds of the epoch.
    pub seconds: i64,
    /// Without quotes.
    pub etag: &'a str,
    /// Absent: STANDARD.
    pub class: Option<&'a str>,
    /// Where it is being brought back from an archive.
    pub restore: Option<Restore>,
    /// The id of the version.
    pub version: Option<&'a str>,
    /// Whether that is the latest.
    pub is_latest: bool,
    /// Whether that is a delete marker.
    pub is_marker: bool,
}

impl<'a> Given<'a> {
    /// An object that has been unpacked.
    pub fn of(object: &'a Object) -> Self {
        let version = object.version.as_ref();
        Self {
            key: object.key.exact(),
            size: object.size,
            seconds: object.modified.timestamp(),
            etag: object.etag.exact(),
            class: object.storage_class.as_ref().map(Foreign::exact),
            restore: object.restore,
            version: version.map(|version| version.id.exact()),
            is_latest: version.is_some_and(|version| version.is_latest),
            is_marker: version.is_some_and(|version| version.is_marker),
        }
    }
}

/// A block under construction.
#[derive(Debug, Default)]
pub struct Builder {
    bytes: Vec<u8>,
    marks: Vec<u32>,
    len: usize,
    folders: usize,
    classes: Vec<Foreign>,
    last: String,
    is_unsorted: bool,
}

impl Builder {
    /// Adds a folder.
    pub fn folder(&mut self, prefix: &str) {
        self.bytes.push(0);
        self.key(prefix);
        self.folders += 1;
    }

    /// Adds an object.
    pub fn object(&mut self, given: &Given<'_>) {
        let class = given.class.and_then(|class| self.class(class));
        let tag = Tag::of(given.etag);
        let mut flags = OBJECT | tag.flag();
        for (is, flag) in [
            (class.is_some(), CLASS),
            (given.restore.is_some(), RESTORE),
            (given.version.is_some(), VERSION),
            (given.is_latest, LATEST),
            (given.is_marker, MARKER),
        ] {
            flags |= if is { flag } else { 0 };
        }
        self.bytes.push(flags);
        self.key(given.key);
        self.number(given.size);
        self.signed(given.seconds);
        self.tag(&tag);
        self.bytes.extend(class);
        match given.restore {
            None => {}
            Some(Restore::Ongoing) => self.number(0),
            Some(Restore::Until(time)) => self.number(u64::try_from(time.timestamp()).unwrap_or(1).max(1)),
        }
        if let Some(id) = given.version {
            self.text(id);
        }
    }

    /// Whether some key came before one that it should have come after: then it has to be packed anew.
    pub fn is_unsorted(&self) -> bool {
        self.is_unsorted
    }

    /// The block.
    pub fn finish(self) -> Block {
        Block {
            bytes: self.bytes.into(),
            marks: self.marks.into(),
            len: self.len,
            folders: self.folders,
            classes: self.classes.into(),
        }
    }

    /// Writes a key, whole or without what it shares with the one before; it follows the flags.
    fn key(&mut self, key: &str) {
        let is_whole = self.len.is_multiple_of(STRIDE);
        if is_whole {
            let start = self.bytes.len().saturating_sub(1);
            self.marks.push(u32::try_from(start).unwrap_or(u32::MAX));
        }
        self.is_unsorted |= self.len > 0 && key < self.last.as_str();
        let shared = if is_whole { 0 } else { shared(&self.last, key) };
        self.number(shared as u64);
        self.text(key.get(shared..).unwrap_or_default());
        self.last.truncate(shared);
        self.last.push_str(key.get(shared..).unwrap_or_default());
        self.len += 1;
    }

    /// The number of a class; none beyond the 255th, which S3 is far from.
    fn class(&mut self, class: &str) -> Option<u8> {
        if class == "STANDARD" {
            return None;
        }
        let known = self.classes.iter().position(|known| known.exact() == class);
        let n = known.unwrap_or_else(|| {
            self.classes.push(class.into());
            self.classes.len() - 1
        });
        u8::try_from(n).ok()
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::None => {}
            Tag::Text(text) => self.text(text),
            Tag::Hash(hash) => self.bytes.extend(hash),
            Tag::Parts(hash, parts) => {
                self.bytes.extend(hash);
                self.number(*parts);
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }

    fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63).cast_unsigned());
    }

    /// Seven bits to a byte, the lowest first.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push((number & 0x7f) as u8);
    }
}

/// Bytes that two keys begin with alike, and that end a character.
fn shared(a: &str, b: &str) -> usize {
    let mut same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(same) {
        same -= 1;
    }
    same
}

/// What a tag is made of. Most are the MD5 of the content, or of its parts.
enum Tag<'a> {
    None,
    Text(&'a str),
    Hash([u8; 16]),
    Parts([u8; 16], u64),
}

impl<'a> Tag<'a> {
    fn of(text: &'a str) -> Self {
        let (hash, parts) = text.split_once('-').map_or((text, None), |(hash, parts)| (hash, Some(parts)));
        let number = parts.and_then(|parts| parts.parse().ok());
        let is_plain = parts.is_none_or(|parts| number.is_some_and(|n: u64| n.to_string() == parts));
        match (unhex(hash).filter(|_| is_plain), number) {
            _ if text.is_empty() => Self::None,
            (Some(hash), Some(parts)) => Self::Parts(hash, parts),
            (Some(hash), None) => Self::Hash(hash),
            (None, _) => Self::Text(text),
        }
    }

    fn flag(&self) -> u8 {
        match self {
            Self::None => 0,
            Self::Text(_) => TEXT,
            Self::Hash(_) => HASH,
            Self::Parts(..) => PARTS,
        }
    }
}

/// Sixteen bytes in lower-case hexadecimal.
fn unhex(text: &str) -> Option<[u8; 16]> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut hash = [0; 16];
    if text.len() != 32 {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(hash)
}

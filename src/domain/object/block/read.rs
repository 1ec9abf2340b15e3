//! Unpacking.

use std::fmt::Write as _;

use super::build::{CLASS, HASH, LATEST, MARKER, OBJECT, PARTS, RESTORE, TAG, TEXT, VERSION};
use super::{Block, STRIDE};
use crate::clock::Time;
use crate::domain::object::Restore;
use crate::domain::text::Foreign;

/// An entry as a block holds it: nothing is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The whole key or prefix.
    pub key: &'a str,
    /// What there is to say of an object; `None`: it is a folder.
    pub facts: Option<Facts<'a>>,
}

/// What a block holds of an object, beside its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Bytes.
    pub size: u64,
    /// When it was put: seconds of the epoch.
    pub seconds: i64,
    /// Its tag.
    pub etag: Etag<'a>,
    /// Absent: STANDARD.
    pub class: Option<&'a Foreign>,
    /// Where it is being brought back from an archive.
    pub restore: Option<Restore>,
    /// The id of the version.
    pub version: Option<&'a str>,
    /// Whether that is the latest.
    pub is_latest: bool,
    /// Whether that is a delete marker.
    pub is_marker: bool,
}

/// A tag, packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Etag<'a> {
    /// None was given.
    None,
    /// As it came.
    Text(&'a str),
    /// In hexadecimal, and where there were several the number of parts.
    Hash(&'a [u8], Option<u64>),
}

impl Etag<'_> {
    /// As S3 gives it.
    pub fn text(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) => (*text).to_owned(),
            Self::Hash(hash, parts) => {
                let mut text = String::with_capacity(36);
                for byte in *hash {
                    let _ = write!(text, "{byte:02x}");
                }
                if let Some(parts) = parts {
                    let _ = write!(text, "-{parts}");
                }
                text
            }
        }
    }
}

/// Walks through a block. It lends each row until it is asked for the next one.
#[derive(Debug)]
pub struct Rows<'a> {
    block: &'a Block,
    rest: Rest<'a>,
    key: String,
}

impl<'a> Rows<'a> {
    /// From the `mark`-th entry on that stands whole.
    pub(super) fn new(block: &'a Block, mark: usize) -> Self {
        Self { block, rest: Rest::from(block, mark), key: String::new() }
    }

    /// The next row.
    pub fn next(&mut self) -> Option<Row<'_>> {
        let flags = self.rest.byte()?;
        let shared = self.rest.length()?;
        if self.key.is_char_boundary(shared) {
            self.key.truncate(shared);
        }
        self.key.push_str(self.rest.text()?);
        let facts = if flags & OBJECT == 0 { None } else { Some(self.rest.facts(flags, self.block)?) };
        Some(Row { key: &self.key, facts })
    }
}

/// The key of the `n`-th entry that stands whole.
pub(super) fn whole(block: &Block, n: usize) -> Option<&str> {
    let mut rest = Rest::from(block, n);
    rest.byte()?;
    rest.length()?;
    rest.text()
}

#[derive(Debug)]
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn from(block: &'a Block, mark: usize) -> Self {
        debug_assert!(mark * STRIDE <= block.len + STRIDE);
        let start = block.marks.get(mark).map(|start| *start as usize);
        Self(start.and_then(|start| block.bytes.get(start..)).unwrap_or_default())
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn length(&mut self) -> Option<usize> {
        self.number().and_then(|number| usize::try_from(number).ok())
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn facts(&mut self, flags: u8, block: &'a Block) -> Option<Facts<'a>> {
        let size = self.number()?;
        let folded = self.number()?;
        let seconds = (folded >> 1).cast_signed() ^ -((folded & 1).cast_signed());
        let etag = match flags & TAG {
            TEXT => Etag::Text(self.text()?),
            HASH => Etag::Hash(self.take(16)?, None),
            PARTS => Etag::Hash(self.take(16)?, Some(self.number()?)),
            _ => Etag::None,
        };
        let class = if flags & CLASS == 0 { None } else { block.classes.get(usize::from(self.byte()?)) };
        let restore = if flags & RESTORE == 0 { None } else { Some(restore(self.number()?)) };
        let version = if flags & VERSION == 0 { None } else { Some(self.text()?) };
        let (is_latest, is_marker) = (flags & LATEST != 0, flags & MARKER != 0);
        Some(Facts { size, seconds, etag, class, restore, version, is_latest, is_marker })
    }
}

fn restore(seconds: u64) -> Restore {
    match i64::try_from(seconds).ok().and_then(|seconds| Time::from_timestamp(seconds, 0)) {
        Some(time) if seconds > 0 => Restore::Until(time),
        _ => Restore::Ongoing,
    }
}

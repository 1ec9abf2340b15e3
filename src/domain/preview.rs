//! What is inside an object, as far as it has been read: text, a tree, a table or bytes; and its shape.
//!
//! Everything here is bounded: how much is unpacked, how many rows, columns and parts are kept, how long a cell is.

pub mod csv;
pub mod grid;
pub mod json;
pub mod kind;
pub mod lines;
pub mod pack;
pub mod parquet;
pub mod records;
pub mod shape;

use std::sync::Arc;

use super::fault::Fault;
use super::object::ObjectRef;
use super::text::Foreign;
use super::world::Change;
use crate::clock::Time;

pub use grid::Grid;
pub use kind::Format;
pub use lines::Lines;
pub use pack::Packing;
pub use shape::{Basis, Shape};

/// The most bytes of an object that a preview reads.
pub const MOST_READ: u64 = 8 << 20;
/// The most bytes that are made of them: what unpacks to more is shown up to here.
pub const MOST_UNPACKED: usize = 8 << 20;
/// The most bytes of one JSON value that become a tree.
const MOST_OF_A_TREE: usize = 2 << 20;

/// An object that is looked into, or fetched.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// Which.
    pub object: ObjectRef,
    /// Bytes, as a listing gave them.
    pub size: u64,
    /// When it was written.
    pub modified: Time,
    /// As a listing gave it.
    pub etag: Foreign,
}

impl Target {
    /// The part of the key after its last `/`.
    pub fn name(&self) -> &str {
        self.object.key.exact().rsplit('/').next().unwrap_or_default()
    }
}

/// How much of an object has not been looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    Nothing,
    /// More can be read.
    More,
    /// As much as is read for a preview, or unpacked for one, is here.
    Bound,
}

/// What more of an object is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// What comes after what is there.
    Rows,
    /// The values of more columns.
    Columns,
}

/// What an object shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Lines of text.
    Text(Lines),
    /// One JSON value, or as much of it as has been read.
    Tree(serde_json::Value),
    /// Rows and columns.
    Table(Grid),
    /// Bytes that are no text, after they have been unpacked.
    Bytes(Vec<u8>),
}

/// What has been read of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What it was found to be.
    pub format: Format,
    /// How it is compressed.
    pub packing: Packing,
    /// What it shows.
    pub content: Content,
    /// The beginning of it as it lies in the bucket.
    pub head: Arc<[u8]>,
    /// Columns, types, rows.
    pub shape: Shape,
    /// Bytes of the object; as its answer said, not the listing.
    pub size: u64,
    /// How many of them have been read.
    pub read: u64,
    /// How many bytes they were unpacked to.
    pub unpacked: usize,
    /// What has not been looked at.
    pub rest: Rest,
    /// Something that is wrong with it, or that is left out.
    pub remark: Option<String>,
}

impl Look {
    /// Whether columns are named whose values have not been read.
    pub fn has_more_columns(&self) -> bool {
        self.format == Format::Parquet
            && matches!(&self.content, Content::Table(grid) if grid.columns.len() < self.shape.columns.len())
    }
}

/// How many bytes from the beginning are kept as they lie in the bucket.
const HEAD: usize = 256 << 10;

/// What a beginning of an object shows; `name` decides only where the content does not.
pub fn look(name: &str, raw: &[u8], size: u64) -> Look {
    let read = u64::try_from(raw.len()).unwrap_or(u64::MAX);
    let (packing, unpacked) = pack::unpack(raw, read >= size);
    let text = unpacked.bytes.as_ref();
    let is_whole = unpacked.end == pack::End::Whole;
    let found = read_as(kind::format(packing.inner(name), text, is_whole), text, is_whole);
    let shape = shape::of(&found.content, text.len(), is_whole);
    let is_bound = read >= MOST_READ || unpacked.end == pack::End::Bound || found.is_bound;
    let rest = match (is_whole, is_bound) {
        (true, false) => Rest::Nothing,
        (_, true) => Rest::Bound,
        (false, false) if read >= size => Rest::Nothing,
        (false, false) => Rest::More,
    };
    let remark = match unpacked.end {
        pack::End::Broken(said) => Some(format!("{} is broken here: {said}", packing.name())),
        _ => found.remark,
    };
    let unpacked = text.len();
    let head = raw.get(..raw.len().min(HEAD)).unwrap_or_default().into();
    Look {
        format: found.format,
        packing,
        content: found.content,
        head,
        shape,
        size,
        read,
        unpacked,
        rest,
        remark,
    }
}

/// What bytes were found to be.
struct Found {
    format: Format,
    content: Content,
    remark: Option<String>,
    /// Whether more bytes would not be shown either.
    is_bound: bool,
}

impl Found {
    fn new(format: Format, content: Content) -> Self {
        Self { format, content, remark: None, is_bound: false }
    }

    fn text(bytes: &[u8]) -> Self {
        Self::new(Format::Text, Content::Text(Lines::new(&kind::text(bytes))))
    }
}

/// Reads bytes as the format that they look like; what turns out to be something else is text.
fn read_as(format: Format, bytes: &[u8], is_whole: bool) -> Found {
    match format {
        Format::Json => tree(bytes, is_whole),
        Format::JsonLines => match records::grid(&kind::text(bytes), is_whole) {
            Some((grid, remark)) => Found { remark, ..Found::new(Format::JsonLines, Content::Table(grid)) },
            None => Found::text(bytes),
        },
        Format::Csv(dialect) => {
            let (grid, remark) = csv::grid(&kind::text(bytes), dialect, is_whole);
            Found { remark, ..Found::new(Format::Csv(dialect), Content::Table(grid)) }
        }
        Format::Text => Found::text(bytes),
        other => Found::new(other, Content::Bytes(bytes.to_vec())),
    }
}

fn tree(bytes: &[u8], is_whole: bool) -> Found {
    let text = kind::text(bytes);
    let is_bound = text.len() > MOST_OF_A_TREE;
    let head = text.get(..text.floor_char_boundary(MOST_OF_A_TREE)).unwrap_or_default();
    match json::value(head, is_whole && !is_bound) {
        Ok(value) => Found { is_bound, ..Found::new(Format::Json, Content::Tree(value)) },
        Err(said) => Found { remark: Some(format!("no JSON after all: {said}")), ..Found::text(bytes) },
    }
}

/// What is known of the inside of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Which object.
    pub target: Target,
    /// What has been read.
    pub look: Option<Arc<Look>>,
    /// Why the latest read failed.
    pub fault: Option<Fault>,
    /// What it is compared with.
    pub earlier: Option<Earlier>,
}

/// What an object is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Earlier {
    /// There is none.
    Nothing,
    /// This object, and what it shows.
    Object(Box<Target>, Arc<Look>),
    /// It could not be read.
    Fault(Fault),
}

/// A URL that lets whoever has it read one object for a while. It is a secret, and is not printed.
#[derive(Clone, PartialEq)]
pub struct Url {
    /// The very text.
    pub text: Foreign,
    /// What it is, and for how long it is good.
    pub what: String,
}

impl std::fmt::Debug for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

/// Something was learned of the inside of an object.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// It was read, so far.
    Look(Target, Result<Arc<Look>, Fault>),
    /// What came before it was read.
    Earlier(Target, Earlier),
}

/// Folds news into what is known: of one object at a time.
pub fn hear(known: &mut Option<Box<Preview>>, news: News) -> Change {
    let (News::Look(target, _) | News::Earlier(target, _)) = &news;
    if known.as_ref().is_none_or(|known| known.target != *target) {
        *known = Some(Box::new(Preview { target: target.clone(), look: None, fault: None, earlier: None }));
    }
    let Some(preview) = known else { return Change::Same };
    match news {
        News::Look(_, Ok(look)) => (preview.look, preview.fault) = (Some(look), None),
        News::Look(_, Err(fault)) => preview.fault = Some(fault),
        News::Earlier(_, earlier) => preview.earlier = Some(earlier),
    }
    Change::News
}

#[cfg(test)]
mod tests;

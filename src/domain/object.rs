//! Objects in S3 and listings of them.

mod arrange;
mod block;
pub mod bucket;
mod change;
pub mod insight;
pub mod lifecycle;
mod listing;
mod listings;
mod reference;
mod scope;
mod shelf;

pub use arrange::{Arrangement, Order, Sorting, arrange};
pub use block::{Block, Builder, Facts, Given, Row};
pub use change::{Changes, Novelty, changes};
pub use listing::{Flow, Listing, Page};
pub use listings::{Listings, News};
pub use reference::ObjectRef;
pub use scope::{Manner, Prefix, Scope, Token};
pub use shelf::{KEPT, Shelf};

use super::text::Foreign;
use crate::clock::Time;

/// An object as a listing shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Object {
    /// The whole key, decoded.
    pub key: Foreign,
    /// Bytes.
    pub size: u64,
    /// The only time that S3 orders by.
    pub modified: Time,
    /// As S3 gives it, without the quotes; not always an MD5.
    pub etag: Foreign,
    /// Absent: STANDARD.
    pub storage_class: Option<Foreign>,
    /// Where it is being brought back from an archive, or has been.
    pub restore: Option<Restore>,
    /// Which version it is, in a listing of versions.
    pub version: Option<Version>,
}

/// What a listing says of an archived object that was asked back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restore {
    /// It is on its way.
    Ongoing,
    /// A copy can be read until then.
    Until(Time),
}

/// A version of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Opaque; `null` for what was there before the bucket had versions.
    pub id: Foreign,
    /// Whether it is what one gets without asking for a version.
    pub is_latest: bool,
    /// Whether it says that the object was deleted, and has no content.
    pub is_marker: bool,
}

/// What a listing shows: a folder or an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A common prefix: whole, with its trailing `/`.
    Folder(Foreign),
    /// An object, or a version of one.
    Object(Object),
}

impl Entry {
    /// The whole key or prefix.
    pub fn key(&self) -> &Foreign {
        match self {
            Self::Folder(prefix) => prefix,
            Self::Object(object) => &object.key,
        }
    }

    /// The id of the version, where the listing is of versions.
    pub fn version(&self) -> Option<&Foreign> {
        match self {
            Self::Folder(_) => None,
            Self::Object(object) => object.version.as_ref().map(|version| &version.id),
        }
    }
}

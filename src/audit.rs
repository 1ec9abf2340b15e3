//! The record of everything that was ever done: who, where, what, and what became of it.
//!
//! One JSON object to a line. What is about to be done is on the disk before it is asked for, so that no action can be
//! without its record; where the record cannot be kept nothing is done. Payloads and arguments are in it by their hash
//! alone. Every record holds the hash of the one before, and the newest hash is kept beside the file too: whoever
//! changes a record, or cuts some off, is found out by `farol audit --verify`.

mod chain;
mod entry;
mod file;
mod moment;
mod reading;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use crate::clock::Time;

pub(crate) use chain::hex as hash;
pub use entry::{Entry, Intent, Known, Record, Result as Ending, Target, Who};
pub use file::Trouble;
pub use reading::{Break, Head, Line, Reading, Unresolved};

/// Where records go. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Journal {
    /// Nowhere, on purpose: what is done to the embedded AWS concerns nobody.
    Off,
    /// Nowhere, because this machine names no place for it; nothing can be done.
    Homeless,
    /// Into this file, which other consoles may be writing too.
    At(PathBuf),
}

impl Journal {
    /// The file of this user: `$XDG_STATE_HOME/farol/audit.jsonl`.
    pub fn of_user() -> Self {
        let place = directories::ProjectDirs::from("", "", "farol")
            .map(|dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).join("audit.jsonl"));
        place.map_or(Self::Homeless, Self::At)
    }

    /// The file, if there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::At(path) => Some(path),
            Self::Off | Self::Homeless => None,
        }
    }

    /// Puts a record on the disk and returns once it is there. It blocks, for up to some seconds where another console
    /// holds the file.
    pub fn append(&self, at: Time, entry: Entry) -> std::result::Result<(), Trouble> {
        match self {
            Self::Off => Ok(()),
            Self::Homeless => Err(Trouble::Homeless),
            Self::At(path) => file::append(path, at, entry),
        }
    }

    /// Everything that was recorded; nothing where there is no file yet.
    pub fn read(&self) -> std::result::Result<Reading, Trouble> {
        match self {
            Self::Off => Ok(Reading::default()),
            Self::Homeless => Err(Trouble::Homeless),
            Self::At(path) => file::read(path),
        }
    }
}

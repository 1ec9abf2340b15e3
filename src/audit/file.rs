//! The file: one writer at a time, nothing told as written before it is on the disk.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

use super::chain::{self, GENESIS};
use super::entry::{Entry, Record};
use super::reading::{Head, Reading};
use crate::clock::Time;
use crate::domain::fault::{Fault, Kind};

/// How often, and how long apart, the lock is tried for; another console holds it for milliseconds.
const TRIES: u32 = 200;
const PAUSE: Duration = Duration::from_millis(25);

/// How much of the end is searched for the newest record.
const TAIL: u64 = 256 << 10;

/// Why a record cannot be kept, or read.
#[derive(Debug)]
pub enum Trouble {
    /// The machine names no place for it.
    Homeless,
    /// The system says no.
    System(PathBuf, io::Error),
    /// Somebody holds the file and does not let go.
    Busy(PathBuf),
    /// There is something else in its place.
    Strange(PathBuf),
}

impl Trouble {
    /// What is wrong, and what to do about it.
    pub fn words(&self) -> String {
        match self {
            Self::Homeless => "there is no place for the audit record: set HOME or XDG_STATE_HOME".to_owned(),
            Self::System(path, error) => format!(
                "the audit record {} cannot be kept: {error}; make room or give way there, or set XDG_STATE_HOME",
                path.display()
            ),
            Self::Busy(path) => {
                format!("the audit record {} is held by another process; end that one", path.display())
            }
            Self::Strange(path) => format!(
                "{} does not end in audit records: move it away, and a new one is begun",
                path.display()
            ),
        }
    }

    /// Why an action is not sent.
    pub fn fault(&self) -> Fault {
        Fault::new("audit", Kind::Refused, self.words())
    }
}

/// Adds a record, durably.
pub(super) fn append(path: &Path, at: Time, entry: Entry) -> Result<(), Trouble> {
    let system = |error| Trouble::System(path.to_owned(), error);
    let is_new = !path.exists();
    let mut file = open(path).map_err(system)?;
    lock(&file, path)?;
    let (last, needs_break) = last(&mut file, path)?;
    let (n, prev) = last.unwrap_or((0, GENESIS.to_owned()));
    let record = Record { n: n + 1, at, entry, prev };
    let (line, hash) = chain::line(&record).ok_or_else(|| Trouble::Strange(path.to_owned()))?;
    let line = if needs_break { format!("\n{line}") } else { line };
    file.write_all(line.as_bytes()).and_then(|()| file.sync_data()).map_err(system)?;
    if is_new {
        sync_folder(path).map_err(system)?;
    }
    write_head(path, &Head { n: record.n, hash }).map_err(system)
}

/// Reads all records, and checks their chain.
pub(super) fn read(path: &Path) -> Result<Reading, Trouble> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Reading::of(&bytes, read_head(path))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Reading::of(&[], read_head(path))),
        Err(error) => Err(Trouble::System(path.to_owned(), error)),
    }
}

/// Opens the file for its owner alone, and makes it and its folder where they are missing. A link is not followed.
fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let nofollow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or_default();
    let file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .custom_flags(nofollow)
        .open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.permissions().mode() & 0o077 != 0 {
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// Waits for the file to be ours; it is given back when it is closed, however this process ends.
fn lock(file: &File, path: &Path) -> Result<(), Trouble> {
    for _ in 0..TRIES {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::WOULDBLOCK | rustix::io::Errno::INTR) => std::thread::sleep(PAUSE),
            Err(error) => return Err(Trouble::System(path.to_owned(), error.into())),
        }
    }
    Err(Trouble::Busy(path.to_owned()))
}

/// The number and the hash of the newest whole record, and whether what follows it is a line that never ended.
fn last(file: &mut File, path: &Path) -> Result<(Option<(u64, String)>, bool), Trouble> {
    let system = |error| Trouble::System(path.to_owned(), error);
    let length = file.metadata().map_err(system)?.len();
    let from = length.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(from)).map_err(system)?;
    let mut bytes = Vec::new();
    file.take(length - from).read_to_end(&mut bytes).map_err(system)?;
    let text = String::from_utf8_lossy(&bytes);
    let newest = text.lines().rev().find_map(chain::record);
    match newest {
        Some((record, hash)) => Ok((Some((record.n, hash)), !bytes.ends_with(b"\n"))),
        // A first record that was never finished leaves no record behind.
        None if length > 0 && text.lines().count() > 1 => Err(Trouble::Strange(path.to_owned())),
        None => Ok((None, length > 0 && !bytes.ends_with(b"\n"))),
    }
}

/// Without this a new file may be gone after a power cut, whatever is in it.
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn head_path(path: &Path) -> PathBuf {
    path.with_extension("head")
}

/// Notes the newest record beside the file, so that cutting off the end is found out.
fn write_head(path: &Path, head: &Head) -> io::Result<()> {
    let (place, fresh) = (head_path(path), path.with_extension("head.new"));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
    file.write_all(serde_json::to_string(head)?.as_bytes())?;
    std::fs::rename(fresh, place)
}

fn read_head(path: &Path) -> Option<Head> {
    serde_json::from_slice(&std::fs::read(head_path(path)).ok()?).ok()
}

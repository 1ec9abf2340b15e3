//! Writes log lines to a file, in a thread of its own.
//!
//! The file has another name while it is written, so that under its own there is all of it or nothing.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use humansize::{DECIMAL, format_size};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::app::Msg;
use crate::domain::errand::{Errand, Step};
use crate::domain::text::visible;
use crate::domain::words;
use crate::effect::{Existing, Save};
use crate::state;

/// How long the last word waits for room, again and again.
const PAUSE: Duration = Duration::from_millis(5);

/// A file that is being written; dropped, it is stopped, and nothing of it is left.
#[derive(Debug)]
pub struct Saving {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Saving {
    /// Starts writing; how far it is, and what became of it, is said to `told`.
    pub fn start(save: Save, told: mpsc::Sender<Msg>) -> Self {
        let stop = Arc::<AtomicBool>::default();
        let is_stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            let goes_on = || !is_stopped.load(Ordering::Relaxed);
            let name = name(&save.path);
            let say = |percent| {
                let words = format!("writing {name}: {percent} %");
                // One that finds no room is left out: the next one says more.
                drop(told.try_send(Msg::Step(Errand::Save, Step::At(words))));
            };
            if let Some(over) = saved(&save, goes_on, say) {
                tell(&told, Msg::Step(Errand::Save, Step::Over(over)), goes_on);
            }
        });
        Self { stop, thread: Some(thread) }
    }

    /// Whether nothing is written any more.
    pub fn is_over(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

impl Drop for Saving {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // It ends with its next piece, and has taken its file away then.
        self.thread.take().map(JoinHandle::join);
    }
}

/// Says the last word, unless nobody waits for it any more.
fn tell(told: &mpsc::Sender<Msg>, mut msg: Msg, goes_on: impl Fn() -> bool) {
    while goes_on() {
        match told.try_send(msg) {
            Err(TrySendError::Full(back)) => msg = back,
            Ok(()) | Err(TrySendError::Closed(_)) => return,
        }
        thread::sleep(PAUSE);
    }
}

/// What became of it, in words; `None`: it was stopped.
fn saved(save: &Save, goes_on: impl Fn() -> bool, say: impl FnMut(usize)) -> Option<Result<String, String>> {
    let name = name(&save.path);
    let told = match write(save, goes_on, say).transpose()? {
        Ok(Written { lines, bytes }) => {
            let lines =
                if lines == 1 { "1 line".to_owned() } else { format!("{} lines", words::count(lines)) };
            Ok(format!("saved {lines} ({}) to {name}", format_size(bytes, DECIMAL)))
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(format!("{name} is there already; nothing was written"))
        }
        Err(error) => Err(format!("{name} could not be written: {error}")),
    };
    Some(told)
}

struct Written {
    lines: usize,
    bytes: usize,
}

/// `None`: it was stopped.
fn write(save: &Save, goes_on: impl Fn() -> bool, mut say: impl FnMut(usize)) -> io::Result<Option<Written>> {
    let path = destination(save)?;
    let (part, file) = Part::beside(&path)?;
    let mut out = BufWriter::new(file);
    let (all, mut looked, mut told) = (save.lines.len().max(1), 0, 0);
    let mut written = Written { lines: 0, bytes: 0 };
    for piece in save.lines.pieces() {
        if !goes_on() {
            return Ok(None);
        }
        out.write_all(piece.text.as_bytes())?;
        written.lines += piece.lines;
        written.bytes += piece.text.len();
        looked += piece.looked;
        let percent = looked * 100 / all;
        if percent > told && percent < 100 {
            say(percent);
            told = percent;
        }
    }
    out.into_inner()?;
    part.become_file(&path, save.existing)?;
    Ok(Some(written))
}

/// Where it goes: what is replaced is a file, found through links.
fn destination(save: &Save) -> io::Result<PathBuf> {
    match (fs::symlink_metadata(&save.path), save.existing) {
        (Err(_), _) => Ok(save.path.clone()),
        (Ok(_), Existing::Stays) => Err(io::ErrorKind::AlreadyExists.into()),
        (Ok(_), Existing::Goes) if fs::metadata(&save.path)?.is_file() => fs::canonicalize(&save.path),
        (Ok(_), Existing::Goes) => Err(io::Error::other("it is there and no file")),
    }
}

/// The file under its other name; dropped, it is taken away.
struct Part(PathBuf);

impl Part {
    /// One that only its owner may read, in the same folder.
    fn beside(path: &Path) -> io::Result<(Self, File)> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let (part, file) = state::fresh(folder.unwrap_or(Path::new(".")), ".farol", ".part")?;
        Ok((Self(part), file))
    }

    /// Gives it its own name. A link to it is never made over a file that is there; where there are no links, it is looked
    /// first.
    fn become_file(self, path: &Path, existing: Existing) -> io::Result<()> {
        if existing == Existing::Goes {
            return fs::rename(&self.0, path);
        }
        match fs::hard_link(&self.0, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => {
                fs::rename(&self.0, path)
            }
            linked => linked,
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // It may have its own name already.
        let _ = fs::remove_file(&self.0);
    }
}

fn name(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests;

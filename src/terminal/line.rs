//! The terminal as a file of our own, so that what we set on it is nobody else's.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open as open_file};
use rustix::io::Errno;
use rustix::stdio::stdout;
use rustix::termios::ttyname;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Opens the terminal behind standard output anew, to be written without ever waiting.
///
/// Standard output itself is shared with the shell and with whoever else has it, and so would be its waiting or not. It is what
/// we get where the terminal cannot be reached by its name; then a terminal that takes nothing makes us wait.
///
/// # Errors
/// When no more files may be open.
pub fn open() -> io::Result<OwnedFd> {
    let how = OFlags::WRONLY | OFlags::NOCTTY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let anew = ttyname(stdout(), Vec::new()).and_then(|name| open_file(name, how, Mode::empty()));
    anew.map_or_else(|_| stdout().try_clone_to_owned(), Ok)
}

/// Writes what the terminal takes at once; the rest of the bytes is left.
///
/// # Errors
/// When the terminal has gone.
pub fn write_some<'a>(line: &OwnedFd, mut bytes: &'a [u8]) -> io::Result<&'a [u8]> {
    while !bytes.is_empty() {
        match rustix::io::write(line, bytes) {
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(bytes)
}

/// Writes all of it, as the terminal takes it; not beyond `patience` without progress, nor when `bell` can be read.
///
/// # Errors
/// [`io::ErrorKind::TimedOut`], or the terminal has gone.
pub fn write_all(
    line: &OwnedFd,
    mut bytes: &[u8],
    patience: Option<Duration>,
    bell: Option<&dyn AsFd>,
) -> io::Result<()> {
    let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
    loop {
        bytes = write_some(line, bytes)?;
        if bytes.is_empty() {
            return Ok(());
        }
        let mut waited = vec![PollFd::new(line, PollFlags::OUT)];
        waited.extend(bell.map(|bell| PollFd::from_borrowed_fd(bell.as_fd(), PollFlags::IN)));
        let is_late = poll(&mut waited, patience.as_ref())? == 0;
        if is_late || waited.iter().skip(1).any(|bell| !bell.revents().is_empty()) {
            return Err(io::ErrorKind::TimedOut.into());
        }
    }
}

/// Has the runtime wait for a terminal.
///
/// # Errors
/// When the system cannot wait for it.
#[expect(unsafe_code, reason = "tokio has no safe way to wait for a terminal")]
pub fn watched(terminal: OwnedFd, interest: Interest) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an `OwnedFd` is open and names one descriptor for as long as it lives, and it lives in the `AsyncFd`.
    Ok(unsafe { AsyncFd::register_with_interest(terminal, interest) }?)
}

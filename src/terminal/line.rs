//! The terminal as a file of our own, so that what we set on it is nobody else's.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{Mode, OFlags, open as open_file};
use rustix::termios::ttyname;

/// Opens the terminal behind `of` anew, to be written without ever waiting.
///
/// Standard output itself is shared with the shell and with whoever else has it, and so would be its waiting or not.
///
/// # Errors
/// When it is no terminal, or cannot be reached by its name.
pub fn open(of: impl AsFd) -> io::Result<OwnedFd> {
    let name = ttyname(of, Vec::new())?;
    let how = OFlags::WRONLY | OFlags::NOCTTY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    Ok(open_file(name, how, Mode::empty())?)
}

//! Every mode of the terminal back to what a shell expects, each on its own, whoever set it.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::getpgrp;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetpgrp, tcsetattr};

use crate::terminal::line;

/// In order: the end of whatever sequence was cut off; the region that scrolls; modes of the mouse, of focus and paste;
/// keyboards; keypad and cursor keys; wrapping; a frame held back; the character set; colours; the cursor; the screen. Last the
/// screen, for it brings the cursor back to its place.
pub const RESTORE: &str = "\x1b\\\x1b[r\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\
                           \x1b[<u\x1b[>4m\x1b>\x1b[?1l\x1b[?7h\x1b[?2026l\x1b(B\x0f\x1b[0m\x1b[?25h\x1b[?1049l";

/// Restores the terminal, which had the modes `found`; waits for a terminal that takes nothing, but not beyond `patience`
/// and not when `bell` rings.
///
/// A job in the background has no business there: whoever is in the foreground has set what it needs.
pub(super) fn restore(found: &Termios, bell: &impl AsFd, patience: Option<Duration>) {
    if tcgetpgrp(stdin()).is_ok_and(|foreground| foreground != getpgrp()) {
        return;
    }
    // There is nobody left to tell if either fails, and neither keeps the other from being tried.
    let _ = tcsetattr(stdin(), OptionalActions::Now, found);
    let _ = line::open(stdout()).and_then(|line| write(&line, bell, patience));
}

fn write(line: &OwnedFd, bell: &impl AsFd, patience: Option<Duration>) -> io::Result<()> {
    let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
    let mut rest = RESTORE.as_bytes();
    while !rest.is_empty() {
        match rustix::io::write(line, rest) {
            Ok(count) => rest = rest.get(count..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => {
                let mut ready = [PollFd::new(line, PollFlags::OUT), PollFd::new(bell, PollFlags::IN)];
                let is_late = poll(&mut ready, patience.as_ref())? == 0;
                if is_late || ready.last().is_some_and(|bell| !bell.revents().is_empty()) {
                    return Err(io::ErrorKind::TimedOut.into());
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

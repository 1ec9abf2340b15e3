//! Every mode of the terminal back to what a shell expects, each on its own, whoever set it.

use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use rustix::process::getpgrp;
use rustix::stdio::stdin;
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
pub(super) fn restore(found: &Termios, bell: &dyn AsFd, patience: Option<Duration>) {
    if tcgetpgrp(stdin()).is_ok_and(|foreground| foreground != getpgrp()) {
        return;
    }
    // There is nobody left to tell if either fails, and neither keeps the other from being tried.
    let _ = tcsetattr(stdin(), OptionalActions::Now, found);
    let written = |line: OwnedFd| line::write_all(&line, RESTORE.as_bytes(), patience, Some(bell));
    let _ = line::open().and_then(written);
}

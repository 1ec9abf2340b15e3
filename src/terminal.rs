//! The terminal: taken at the start, always given back, written to as little as possible.

pub mod clipboard;
pub mod editor;
pub mod input;
pub mod line;
pub mod pen;
pub mod tty;

use std::io::{self, IsTerminal, Write};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};

use crate::guardian::{Bond, Hold};

/// Alternate screen, no cursor, pastes in brackets.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[0m\x1b[2J";
/// Each mode back to what a shell expects.
const LEAVE: &[u8] = b"\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Holds the terminal in the console's modes; gives it back when dropped.
#[derive(Debug)]
pub struct Taken(Bond);

/// Whether there is a terminal that the console can be shown on.
pub fn is_there() -> bool {
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
    !is_dumb && io::stdout().is_terminal() && io::stdin().is_terminal()
}

impl Taken {
    /// Takes the terminal, and tells the guardian.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`] when there is none, or it is too dumb; the text says what to use instead.
    pub fn take(bond: Bond) -> io::Result<Self> {
        if !is_there() {
            let words = "the console needs a terminal; `farol status` works without one";
            return Err(io::Error::new(io::ErrorKind::Unsupported, words));
        }
        give_back_on_panic(bond.clone());
        let taken = Self(bond);
        taken.enter()?;
        Ok(taken)
    }

    /// Tells first: whoever dies in the middle of it has taken something.
    fn enter(&self) -> io::Result<()> {
        self.0.tell(Hold::Taken);
        enable_raw_mode()?;
        write(ENTER)
    }

    /// Gives the terminal to the shell and stops, as a job of the shell; SIGCONT follows in any case.
    ///
    /// The whole job stops, for the shell waits for what it started, which may be a parent of this process.
    ///
    /// # Errors
    /// When the process may not be stopped.
    pub fn suspend(&self) -> io::Result<()> {
        if is_without_shell()? {
            return Ok(kill_process(getpid(), Signal::CONT)?);
        }
        give_back(&self.0);
        Ok(kill_current_process_group(Signal::STOP)?)
    }

    /// Gives the terminal to another program, until [`Self::resume`].
    pub fn lend(&self) {
        give_back(&self.0);
    }

    /// Takes the terminal again after a stop, whether or not it was given back before; it is clear then.
    ///
    /// # Errors
    /// When the terminal has gone.
    pub fn resume(&self) -> io::Result<()> {
        // What was found at the start is put back first, or the raw modes would be believed to be still there.
        disable_raw_mode()?;
        // Its modes come before anything is written: they stop a job in the background, which has no business on the screen.
        self.enter()
    }
}

/// Whether nobody could continue the job: it holds the leader of the session, where a shell would be.
pub(crate) fn is_without_shell() -> io::Result<bool> {
    Ok(getsid(None)? == getpgrp())
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back(&self.0);
    }
}

/// Restores every mode on its own, so that one failure does not keep the others; what failed is left to the guardian.
fn give_back(bond: &Bond) {
    let written = write(LEAVE);
    let cooked = disable_raw_mode();
    if written.is_ok() && cooked.is_ok() {
        bond.tell(Hold::Given);
    }
}

/// A panic of the interface gives the terminal back before it speaks; one of a task must not, for the interface goes on.
fn give_back_on_panic(bond: Bond) {
    let interface = std::thread::current().id();
    let speak = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == interface {
            give_back(&bond);
            speak(panic);
        } else {
            tracing::error!("a task panicked: {panic}");
        }
    }));
}

fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

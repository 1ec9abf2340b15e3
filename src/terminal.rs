//! The terminal: taken at the start, always given back, written to as little as possible.

pub mod clipboard;
pub mod editor;
pub mod input;
pub mod line;
pub mod out;
mod panic;
pub mod pen;
pub mod tty;

use std::io::{self, IsTerminal};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};

use crate::guardian::{Bond, Hold};

/// Alternate screen, no cursor, pastes in brackets.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[0m\x1b[2J";
/// The end of what may have been cut off, and each mode back to what a shell expects.
const LEAVE: &[u8] = b"\x1b\\\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// How long a terminal that takes nothing is waited for; then it is the guardian's, who has more time.
const PATIENCE: Duration = Duration::from_millis(100);

/// Holds the terminal in the console's modes; gives it back when dropped.
#[derive(Debug)]
pub struct Taken(Arc<Held>);

#[derive(Debug)]
struct Held {
    bond: Bond,
    line: OwnedFd,
    /// Given back, it is not given back again: the second time would overwrite what was said since.
    is_ours: AtomicBool,
}

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
        let held = Arc::new(Held { bond, line: line::open()?, is_ours: AtomicBool::new(false) });
        give_back_on_panic(Arc::clone(&held));
        held.enter()?;
        Ok(Self(held))
    }

    /// Where pictures go.
    ///
    /// # Errors
    /// When no more files may be open.
    pub fn out(&self) -> io::Result<out::Out> {
        self.0.line.try_clone().map(out::Out::new)
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
        self.0.give_back();
        Ok(kill_current_process_group(Signal::STOP)?)
    }

    /// Gives the terminal to another program, until [`Self::resume`]; the guardian is to be told which one.
    pub fn lend(&self) -> Bond {
        self.0.give_back();
        self.0.bond.clone()
    }

    /// Takes the terminal again after a stop, whether or not it was given back before; it is clear then.
    ///
    /// # Errors
    /// When the terminal has gone.
    pub fn resume(&self) -> io::Result<()> {
        // What was found at the start is put back first, or the raw modes would be believed to be still there.
        disable_raw_mode()?;
        // Its modes come before anything is written: they stop a job in the background, which has no business on the screen.
        self.0.enter()
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

impl Held {
    /// Tells first: whoever dies in the middle of it has taken something.
    fn enter(&self) -> io::Result<()> {
        self.bond.tell(Hold::Taken);
        self.is_ours.store(true, Ordering::Relaxed);
        enable_raw_mode()?;
        line::write_all(&self.line, ENTER, Some(PATIENCE), None)
    }

    /// Restores every mode on its own, so that one failure does not keep the others; what failed is left to the guardian.
    fn give_back(&self) {
        if !self.is_ours.swap(false, Ordering::Relaxed) {
            return;
        }
        let written = line::write_all(&self.line, LEAVE, Some(PATIENCE), None);
        let cooked = disable_raw_mode();
        if written.is_ok() && cooked.is_ok() {
            self.bond.tell(Hold::Given);
        }
    }
}

/// Whether nobody could continue the job: it holds the leader of the session, where a shell would be.
pub(crate) fn is_without_shell() -> io::Result<bool> {
    Ok(getsid(None)? == getpgrp())
}

/// A panic of the interface gives the terminal back before it speaks, and is the end; one of a task must not, for the interface
/// goes on, and shows what is missing.
fn give_back_on_panic(held: Arc<Held>) {
    let interface = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        let words = panic::words(panic);
        if std::thread::current().id() == interface {
            held.give_back();
            let report = panic::report(&words);
            // The last thing there is to say, and nobody to tell if it cannot be said.
            let _ = io::Write::write_all(&mut io::stderr(), format!("{report}\n").as_bytes());
            // Unwinding would wait for readers that wait for AWS.
            std::process::exit(PANICKED);
        }
        tracing::error!("a task panicked: {words}");
    }));
}

/// What a Rust program ends with after a panic.
const PANICKED: i32 = 101;

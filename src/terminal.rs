//! The terminal: taken at the start, always given back, written to as little as possible.

pub mod clipboard;
pub mod editor;
pub mod input;
pub mod pen;
pub mod tty;

use std::io::{self, IsTerminal, Write};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};

/// Alternate screen, no cursor, pastes in brackets.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[0m\x1b[2J";
/// Each mode back to what a shell expects.
const LEAVE: &[u8] = b"\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Holds the terminal in the console's modes; gives it back when dropped.
#[derive(Debug)]
pub struct Taken(());

impl Taken {
    /// Takes the terminal.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`] when there is none, or it is too dumb; the text says what to use instead.
    pub fn take() -> io::Result<Self> {
        let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb" || term.is_empty());
        if is_dumb || !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            let words = "the console needs a terminal; `farol status` works without one";
            return Err(io::Error::new(io::ErrorKind::Unsupported, words));
        }
        enable_raw_mode()?;
        let taken = Self(());
        give_back_on_panic();
        write(ENTER)?;
        Ok(taken)
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
        give_back();
        Ok(kill_current_process_group(Signal::STOP)?)
    }

    /// Gives the terminal to another program, until [`Self::resume`].
    pub fn lend(&self) {
        give_back();
    }

    /// Takes the terminal again after a stop, whether or not it was given back before; it is clear then.
    ///
    /// # Errors
    /// When the terminal has gone.
    pub fn resume(&self) -> io::Result<()> {
        // What was found at the start is put back first, or the raw modes would be believed to be still there.
        disable_raw_mode()?;
        // Before anything is written: it stops a job in the background, which has no business on the screen.
        enable_raw_mode()?;
        write(ENTER)
    }
}

/// Whether nobody could continue the job: it holds the leader of the session, where a shell would be.
fn is_without_shell() -> io::Result<bool> {
    Ok(getsid(None)? == getpgrp())
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Restores every mode on its own, so that one failure does not keep the others.
fn give_back() {
    let written = write(LEAVE);
    let cooked = disable_raw_mode();
    // There is nobody left to tell: the terminal itself is what failed.
    drop((written, cooked));
}

/// A panic of the interface gives the terminal back before it speaks; one of a task must not, for the interface goes on.
fn give_back_on_panic() {
    let interface = std::thread::current().id();
    let speak = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == interface {
            give_back();
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

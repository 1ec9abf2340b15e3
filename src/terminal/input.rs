//! Keys, pastes and sizes from the terminal, and signals, as messages.
//!
//! The terminal is waited for by the interface's own thread. crossterm's event stream would do it in a thread
//! of its own, which costs every key two switches between threads, and which spins when the terminal goes away.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind};
use futures_util::Stream;
use futures_util::stream::unfold;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{mpsc, watch};

use crate::app::Msg;

/// Who reads the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// This one.
    Console,
    /// The user's editor: its keys are its own, and so are the signals that keys make.
    Editor,
}

/// What the user does, and what is told beside; until the terminal ends or a signal asks to leave.
///
/// # Errors
/// When the terminal or the signals cannot be listened to.
pub fn messages(
    told: mpsc::Receiver<Msg>,
    reader: watch::Receiver<Reader>,
) -> io::Result<impl Stream<Item = Msg> + Unpin> {
    let source = Source::open(told, reader)?;
    Ok(Box::pin(unfold(source, |mut source| async move {
        let msg = source.next().await?;
        Some((msg, source))
    })))
}

/// Everything that a message can come from.
struct Source {
    terminal: AsyncFd<OwnedFd>,
    resized: Signal,
    stop: Signal,
    resumed: Signal,
    leave: [Signal; 3],
    told: mpsc::Receiver<Msg>,
    reader: watch::Receiver<Reader>,
}

impl Source {
    fn open(told: mpsc::Receiver<Msg>, reader: watch::Receiver<Reader>) -> io::Result<Self> {
        let terminal = io::stdin().as_fd().try_clone_to_owned()?;
        Ok(Self {
            terminal: watched(terminal)?,
            resized: signal(SignalKind::window_change())?,
            stop: signal(kind(rustix::process::Signal::TSTP))?,
            resumed: signal(kind(rustix::process::Signal::CONT))?,
            leave: [
                signal(SignalKind::terminate())?,
                signal(SignalKind::hangup())?,
                signal(SignalKind::interrupt())?,
            ],
            told,
            reader,
        })
    }

    async fn next(&mut self) -> Option<Msg> {
        loop {
            // A terminal that is gone has no end of nothing to read, and crossterm would read it for ever.
            if has_gone(self.terminal.get_ref()) {
                return None;
            }
            let is_ours = *self.reader.borrow_and_update() == Reader::Console;
            if is_ours && let Some(msg) = pending().ok()? {
                return Some(msg);
            }
            let [terminate, hangup, interrupt] = &mut self.leave;
            tokio::select! {
                // Who hangs up also says to go on: leaving comes first.
                biased;
                _ = terminate.recv() => return None,
                _ = hangup.recv() => return None,
                _ = interrupt.recv() => if is_ours { return None },
                Ok(()) = self.reader.changed() => {}
                ready = self.terminal.readable(), if is_ours => ready.ok()?.clear_ready(),
                _ = self.resized.recv() => return Some(Msg::Resize(size()?)),
                _ = self.stop.recv() => if is_ours { return Some(Msg::Suspend) },
                _ = self.resumed.recv() => if is_ours { return Some(Msg::Resume(size()?)) },
                Some(msg) = self.told.recv() => return Some(msg),
            }
        }
    }
}

fn has_gone(terminal: &OwnedFd) -> bool {
    let mut state = [PollFd::new(terminal, PollFlags::empty())];
    let polled = poll(&mut state, Some(&Timespec::default()));
    polled.is_ok() && state.iter().any(|state| !state.revents().is_empty())
}

/// `None`: the terminal has gone.
fn size() -> Option<Size> {
    let (width, height) = crossterm::terminal::size().ok()?;
    Some(Size { width, height })
}

fn kind(signal: rustix::process::Signal) -> SignalKind {
    SignalKind::from_raw(signal.as_raw())
}

#[expect(unsafe_code, reason = "tokio has no safe way to wait for a terminal")]
fn watched(terminal: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an `OwnedFd` is open and names one descriptor for as long as it lives, and it lives in the `AsyncFd`.
    Ok(unsafe { AsyncFd::register_with_interest(terminal, Interest::READABLE) }?)
}

/// The next event that is there already.
fn pending() -> io::Result<Option<Msg>> {
    while event::poll(Duration::ZERO)? {
        if let Some(msg) = message(event::read()?) {
            return Ok(Some(msg));
        }
    }
    Ok(None)
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(key)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        // A new size comes by its signal.
        Event::Key(_) | Event::Resize(..) | Event::Mouse(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

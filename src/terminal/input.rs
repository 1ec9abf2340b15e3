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
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::app::Msg;

/// What the user does, until the terminal ends or a signal asks to leave.
///
/// # Errors
/// When the terminal or the signals cannot be listened to.
pub fn messages() -> io::Result<impl Stream<Item = Msg> + Unpin> {
    let source = Source::open()?;
    Ok(Box::pin(unfold(source, |mut source| async move {
        let msg = source.next().await?;
        Some((msg, source))
    })))
}

/// Everything that a message can come from.
struct Source {
    terminal: AsyncFd<OwnedFd>,
    resized: Signal,
    leave: [Signal; 3],
}

impl Source {
    fn open() -> io::Result<Self> {
        let terminal = io::stdin().as_fd().try_clone_to_owned()?;
        Ok(Self {
            terminal: watched(terminal)?,
            resized: signal(SignalKind::window_change())?,
            leave: [
                signal(SignalKind::terminate())?,
                signal(SignalKind::hangup())?,
                signal(SignalKind::interrupt())?,
            ],
        })
    }

    async fn next(&mut self) -> Option<Msg> {
        loop {
            if let Some(msg) = pending().ok()? {
                return Some(msg);
            }
            let [terminate, hangup, interrupt] = &mut self.leave;
            tokio::select! {
                ready = self.terminal.readable() => {
                    let mut ready = ready.ok()?;
                    // A terminal that is gone stays readable for ever: asking it again would spin.
                    if ready.ready().is_read_closed() {
                        return None;
                    }
                    ready.clear_ready();
                }
                _ = self.resized.recv() => {
                    let (width, height) = crossterm::terminal::size().ok()?;
                    return Some(Msg::Resize(Size { width, height }));
                }
                _ = terminate.recv() => return None,
                _ = hangup.recv() => return None,
                _ = interrupt.recv() => return None,
            }
        }
    }
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

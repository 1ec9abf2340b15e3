//! Keys, pastes and sizes from the terminal, and signals, as messages.
//!
//! The terminal is waited for by the interface's own thread. crossterm's event stream would do it in a thread
//! of its own, which costs every key two switches between threads, and which spins when the terminal goes away.

mod hands;
mod keys;

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, OwnedFd};

use futures_util::Stream;
use futures_util::stream::unfold;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, kill_current_process_group};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::signal::unix::{self, SignalKind, signal};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};

use crate::app::Msg;
use crate::keys::Reaches;
use hands::{Deed, Hands};

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
/// How long a key waits to see whether it begins a paste depends on how far it may reach. Which signal that was goes to `cause`; the end of the terminal counts as a hang-up.
///
/// # Errors
/// When the terminal or the signals cannot be listened to.
pub fn messages(
    told: mpsc::Receiver<Msg>,
    reader: watch::Receiver<Reader>,
    cause: oneshot::Sender<Signal>,
    reaches: Reaches,
) -> io::Result<impl Stream<Item = Msg> + Unpin> {
    let source = Source::open(told, reader, cause, Hands::new(reaches))?;
    Ok(Box::pin(unfold(source, |mut source| async move {
        let msg = source.next().await?;
        Some((msg, source))
    })))
}

/// Everything that a message can come from.
struct Source {
    terminal: AsyncFd<OwnedFd>,
    hands: Hands,
    done: VecDeque<Deed>,
    began: Instant,
    resized: unix::Signal,
    stop: unix::Signal,
    resumed: unix::Signal,
    terminate: unix::Signal,
    hangup: unix::Signal,
    interrupt: unix::Signal,
    quit: unix::Signal,
    told: mpsc::Receiver<Msg>,
    reader: watch::Receiver<Reader>,
    cause: Option<oneshot::Sender<Signal>>,
}

impl Source {
    fn open(
        told: mpsc::Receiver<Msg>,
        reader: watch::Receiver<Reader>,
        cause: oneshot::Sender<Signal>,
        hands: Hands,
    ) -> io::Result<Self> {
        let terminal = io::stdin().as_fd().try_clone_to_owned()?;
        Ok(Self {
            terminal: super::line::watched(terminal, Interest::READABLE)?,
            hands,
            done: VecDeque::new(),
            began: now(),
            resized: signal(SignalKind::window_change())?,
            stop: signal(kind(Signal::TSTP))?,
            resumed: signal(kind(Signal::CONT))?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            told,
            reader,
            cause: Some(cause),
        })
    }

    async fn next(&mut self) -> Option<Msg> {
        let came = self.await_one().await;
        came.map_err(|cause| self.cause.take().map(|tell| tell.send(cause))).ok()
    }

    /// Reads until there is something to tell, or no more; from a terminal that is the editor's, nothing but whether it has gone.
    fn look(&mut self, is_ours: bool) -> Result<(), Signal> {
        while self.look_once(is_ours)? > 0 && self.done.is_empty() {}
        Ok(())
    }

    fn look_once(&mut self, is_ours: bool) -> Result<usize, Signal> {
        let mut bytes = [0; 4096];
        let room = if is_ours { &mut bytes[..] } else { &mut [] };
        let count = read(self.terminal.get_ref(), room)?;
        let now = now() - self.began;
        let deeds = match bytes.get(..count) {
            Some(bytes) if count > 0 => self.hands.take(now, bytes),
            _ => self.hands.settle(now),
        };
        self.done.extend(deeds);
        Ok(count)
    }

    /// The next message, or the signal that says to leave.
    async fn await_one(&mut self) -> Result<Msg, Signal> {
        loop {
            let is_ours = *self.reader.borrow_and_update() == Reader::Console;
            self.look(is_ours)?;
            if let Some(deed) = self.done.pop_front() {
                return Ok(message(deed));
            }
            let due = self.hands.due().map(|due| self.began + due);
            tokio::select! {
                // Who hangs up also says to go on: leaving comes first.
                biased;
                _ = self.terminate.recv() => return Err(Signal::TERM),
                _ = self.hangup.recv() => return Err(Signal::HUP),
                _ = self.interrupt.recv() => if is_ours { return Err(Signal::INT) },
                _ = self.quit.recv() => if is_ours { return Err(Signal::QUIT) },
                Ok(()) = self.reader.changed() => {}
                ready = self.terminal.readable(), if is_ours => {
                    ready.map_err(|_| Signal::HUP)?.clear_ready();
                }
                _ = self.resized.recv() => return size().map(Msg::Resize),
                _ = self.stop.recv() => if is_ours { return Ok(Msg::Suspend) } else { stop_the_job() },
                _ = self.resumed.recv() => if is_ours { return size().map(Msg::Resume) },
                Some(msg) = self.told.recv() => return Ok(msg),
                () = until(due) => {}
            }
        }
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// An editor that stops itself stops alone, for its job's other processes hear of it by a signal that they have handlers for.
fn stop_the_job() {
    // Without a shell nobody would wake it, so the job goes on.
    let is_alone = super::is_without_shell().unwrap_or(true);
    let _ = kill_current_process_group(if is_alone { Signal::CONT } else { Signal::STOP });
}

#[expect(clippy::disallowed_methods, reason = "how fast keys come is known by the loop's own clock")]
fn now() -> Instant {
    Instant::now()
}

/// What the terminal has for us, if there is room for it; the error: it has gone. It never waits.
fn read(terminal: &OwnedFd, bytes: &mut [u8]) -> Result<usize, Signal> {
    let wanted = if bytes.is_empty() { PollFlags::empty() } else { PollFlags::IN };
    let mut state = [PollFd::new(terminal, wanted)];
    let polled = poll(&mut state, Some(&Timespec::default()));
    let [state] = state;
    match state.revents() {
        _ if polled.is_err() => Ok(0),
        what if what.is_empty() => Ok(0),
        what if what != PollFlags::IN => Err(Signal::HUP),
        _ => match rustix::io::read(terminal, bytes) {
            Err(Errno::INTR | Errno::AGAIN) => Ok(0),
            // A terminal that is gone has no end of nothing to read.
            Ok(0) | Err(_) => Err(Signal::HUP),
            Ok(count) => Ok(count),
        },
    }
}

fn size() -> Result<Size, Signal> {
    let (width, height) = crossterm::terminal::size().map_err(|_| Signal::HUP)?;
    Ok(Size { width, height })
}

fn kind(signal: Signal) -> SignalKind {
    SignalKind::from_raw(signal.as_raw())
}

fn message(deed: Deed) -> Msg {
    match deed {
        Deed::Press(key) => Msg::Key(key),
        Deed::Paste(text) => Msg::Paste(text),
    }
}

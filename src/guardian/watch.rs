//! The guardian's loop: it sleeps until the child, a signal or the terminal has news.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, WaitOptions, WaitStatus, getpgid, getpgrp, getpid, kill_process,
    waitid, waitpid,
};
use rustix::stdio::stdin;
use rustix::termios::Termios;

use super::bell::{Bell, Hush};
use super::bond::{Ear, Hold};
use super::kin;
use super::pages;
use super::restore::restore;
use crate::terminal::is_without_shell;

/// How long the interface may take to leave, once it was told to or has no terminal.
const GRACE: Duration = Duration::from_millis(700);

/// How often an editor that has to go is looked at.
const TICK: Duration = Duration::from_millis(10);

/// How the interface ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With this code.
    Exit(i32),
    /// By this signal.
    Signal(i32),
}

impl Ending {
    fn of(status: WaitStatus) -> Option<Self> {
        status.exit_status().map(Self::Exit).or_else(|| status.terminating_signal().map(Self::Signal))
    }

    /// What the guardian ends with: the same code, or 128 and the number of the signal, as shells do.
    pub(super) fn code(self) -> ExitCode {
        let code = match self {
            Self::Exit(code) => code,
            Self::Signal(signal) => signal.saturating_add(128),
        };
        ExitCode::from(u8::try_from(code).unwrap_or(u8::MAX))
    }
}

/// Waits until the interface has ended, and restores the terminal unless the interface has.
pub(super) fn until_the_end(child: Pid, ear: &Ear, found: &Termios, hush: Hush) -> Ending {
    let bell = Bell::hang();
    drop(hush);
    // Without a bell there is still the child to wait for.
    let Ok(bell) = bell else { return wait(child) };
    pages::let_go();
    let mut watch = Watch {
        child,
        ear,
        found,
        bell,
        hold: Hold::Given,
        went_on: false,
        is_leaving: false,
        is_gone: false,
    };
    loop {
        if let Some(ending) = watch.look() {
            watch.finish(ending);
            return ending;
        }
        if watch.sleep() == Slept::TooLong {
            watch.send(Signal::KILL);
        }
        let rung = watch.bell.rung();
        watch.pass_on(&rung);
    }
}

fn wait(child: Pid) -> Ending {
    let ended = waitpid(Some(child), WaitOptions::empty()).ok().flatten();
    ended.and_then(|(_, status)| Ending::of(status)).unwrap_or(LOST)
}

/// Somebody else has waited for the child, so that nobody knows how it ended.
const LOST: Ending = Ending::Exit(1);

struct Watch<'a> {
    child: Pid,
    ear: &'a Ear,
    found: &'a Termios,
    bell: Bell,
    hold: Hold,
    /// The interface went on after a stop, by the signal that its whole job got.
    went_on: bool,
    /// The interface was told to leave.
    is_leaving: bool,
    /// The terminal has vanished.
    is_gone: bool,
}

#[derive(PartialEq, Eq)]
enum Slept {
    UntilNews,
    TooLong,
}

impl Watch<'_> {
    /// Whether the child has ended; follows its stops.
    fn look(&mut self) -> Option<Ending> {
        let how = WaitOptions::NOHANG | WaitOptions::UNTRACED | WaitOptions::CONTINUED;
        loop {
            let status = match waitpid(Some(self.child), how) {
                Ok(None) => return None,
                Ok(Some((_, status))) => status,
                Err(_) => return Some(LOST),
            };
            if let Some(ending) = Ending::of(status) {
                return Some(ending);
            }
            if status.stopped() {
                self.follow_a_stop();
            } else {
                self.went_on = true;
            }
        }
    }

    /// The interface stops by itself only after it has given the terminal back, and its whole job with it. If it was stopped
    /// otherwise, the guardian gives the terminal to the shell, stops too, and wakes it when the shell goes on with the job.
    fn follow_a_stop(&mut self) {
        self.hold = self.ear.hear(self.hold);
        if self.hold != Hold::Taken || is_without_shell().unwrap_or(true) {
            return;
        }
        restore(self.found, &self.bell, Some(GRACE));
        self.hold = Hold::Given;
        let _ = kill_process(getpid(), Signal::STOP);
        // Here it goes on.
        self.send(Signal::CONT);
        let rung: Vec<Signal> =
            self.bell.rung().into_iter().filter(|signal| *signal != Signal::CONT).collect();
        self.pass_on(&rung);
    }

    /// Sleeps until there is news of the child, a signal, or the end of the terminal.
    fn sleep(&mut self) -> Slept {
        let is_urgent = self.is_leaving || self.is_gone;
        let grace = Timespec::try_from(GRACE).ok().filter(|_| is_urgent);
        let line = stdin();
        let bell = PollFd::new(&self.bell, PollFlags::IN);
        let polled = if self.is_gone {
            poll(&mut [bell], grace.as_ref())
        } else {
            // No event of the terminal is asked for: its end is told in any case, and keys wake nobody.
            let mut both = [bell, PollFd::new(&line, PollFlags::empty())];
            let polled = poll(&mut both, grace.as_ref());
            let [_, terminal] = both;
            self.is_gone = polled.is_ok() && !terminal.revents().is_empty();
            polled
        };
        if polled == Ok(0) { Slept::TooLong } else { Slept::UntilNews }
    }

    /// Lets the interface have the signals that were meant for it.
    fn pass_on(&mut self, rung: &[Signal]) {
        let last_start = rung.iter().rposition(|signal| *signal == Signal::CONT);
        for (n, signal) in rung.iter().enumerate() {
            match *signal {
                Signal::CHILD => {}
                // The stop that was asked for has been, and ended.
                Signal::TSTP if last_start.is_some_and(|start| n < start) => {}
                Signal::CONT if self.has_gone_on() => {}
                signal => self.send(signal),
            }
            self.is_leaving |= matches!(*signal, Signal::TERM | Signal::HUP);
        }
    }

    /// Whether the interface was stopped and went on with the guardian, and so has the signal already.
    fn has_gone_on(&mut self) -> bool {
        let how = WaitIdOptions::CONTINUED | WaitIdOptions::NOHANG;
        self.went_on |= matches!(waitid(WaitId::Pid(self.child), how), Ok(Some(_)));
        std::mem::take(&mut self.went_on)
    }

    fn send(&self, signal: Signal) {
        // It may just have ended; then there is nobody to tell.
        let _ = kill_process(self.child, signal);
    }

    /// Gives back what the interface has not, and says why.
    fn finish(&mut self, ending: Ending) {
        self.hold = self.ear.hear(self.hold);
        if let Hold::Lent(editor) = self.hold {
            end(editor);
        }
        if self.hold == Hold::Given || self.is_gone {
            return;
        }
        // The child's end rang too, and is no reason to hurry.
        self.bell.rung();
        restore(self.found, &self.bell, self.is_leaving.then_some(GRACE));
        if let Ending::Signal(signal) = ending {
            let words = "farol: the screen was ended by signal";
            let _ = writeln!(io::stderr(), "{words} {signal}; the terminal is as it was");
        }
    }
}

/// Ends an editor whose console has ended, and what it started, as if their terminal had gone, so that they can keep what was
/// typed; one that stays would read the terminal beside the shell.
fn end(editor: Pid) {
    let is_there = |process: &Pid| getpgid(Some(*process)).is_ok_and(|group| group == getpgrp());
    // A script's own end leaves its children without a parent, so that they are found before.
    let family: Vec<Pid> = kin::family(editor).into_iter().filter(is_there).collect();
    let send = |signal| {
        for process in family.iter().filter(|process| is_there(process)) {
            // It may just have ended.
            let _ = kill_process(*process, signal);
        }
    };
    send(Signal::HUP);
    for _ in 0..GRACE.as_millis() / TICK.as_millis() {
        if !family.iter().any(is_there) {
            return;
        }
        std::thread::sleep(TICK);
    }
    send(Signal::KILL);
}

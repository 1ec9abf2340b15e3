//! A process on a pseudo-terminal. Everything that is waited for has a deadline.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::process::{Pid, Signal, ioctl_tiocsctty, kill_process, setsid};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetattr, tcgetpgrp, tcsetwinsize};

use super::sequences::{Screen, Token, modes as modes_of, tokens};

/// How long anything may take, on a busy machine too.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// Columns and rows.
pub type Size = (u16, u16);

/// A process and its terminal; both end with it.
pub struct Pty {
    /// The terminal's own side; `None`: it has gone.
    terminal: Option<File>,
    /// The side of the processes, kept open to look at its modes afterwards.
    line: OwnedFd,
    found: String,
    process: Pid,
    exit: Receiver<ExitStatus>,
    status: Option<ExitStatus>,
    written: Vec<u8>,
}

impl Pty {
    /// Starts a program as the leader of a session on a new terminal, with this environment and no home.
    pub fn start(size: Size, program: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let (terminal, line) = pair();
        tcsetwinsize(&terminal, winsize(size)).unwrap();
        let found = modes(&line);
        let end = || Stdio::from(line.try_clone().unwrap());
        let mut command = Command::new(program);
        command.args(arguments).env_clear().envs(environment.iter().copied());
        command.env("HOME", "/nowhere").env("PATH", "/usr/bin:/bin");
        lead_a_session(command.stdin(end()).stdout(end()).stderr(end()));
        let child = command.spawn().unwrap();
        let process = Pid::from_child(&child);
        Self {
            terminal: Some(File::from(terminal)),
            line,
            found,
            process,
            exit: waited(child),
            status: None,
            written: Vec::new(),
        }
    }

    /// Everything that was written so far.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.written).into_owned()
    }

    /// The same, in tokens. Fails for what is no known sequence.
    pub fn tokens(&self) -> Vec<Token> {
        tokens(&self.written)
    }

    /// The modes of the line now.
    pub fn modes(&self) -> String {
        modes(&self.line)
    }

    /// The modes of the line before the start.
    pub fn found(&self) -> String {
        self.found.clone()
    }

    /// Types.
    pub fn write(&mut self, keys: &str) {
        self.terminal.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    /// Sends a signal to the process that was started, if it is still there.
    pub fn signal(&self, signal: Signal) {
        let _ = kill_process(self.process, signal);
    }

    /// Reads for so long.
    pub fn read_for(&mut self, time: Duration) {
        let end = now() + time;
        while now() < end {
            self.read_now(Duration::from_millis(1));
        }
    }

    /// Whether it has ended within this time; everything that it wrote is read.
    pub fn has_ended(&mut self, patience: Duration) -> bool {
        self.exit_within(patience);
        self.status.is_some()
    }

    /// The same, while nothing is read.
    pub fn ends_unread(&mut self, patience: Duration) -> bool {
        self.status = self.exit.recv_timeout(patience).ok();
        self.status.is_some()
    }

    /// The process that shows the console, the last under the one that was started, if there is one now. Linux alone can tell.
    pub fn interface(&self) -> Option<Pid> {
        std::iter::successors(child_of(self.process), |child| child_of(*child)).last()
    }

    /// Whether the terminal is as it was found: every mode of the line, and of the screen.
    #[track_caller]
    pub fn assert_restored(&self, what: &str) {
        assert_eq!(self.modes(), self.found(), "{what}");
        let tokens = self.tokens();
        assert_eq!(modes_of(&tokens), BTreeSet::from([7, 25]), "{what}: {:?}", self.text());
        let last_pen = tokens.iter().rev().find(|token| matches!(token, Token::Pen(_)));
        assert!(last_pen.is_none_or(|pen| *pen == Token::Pen(vec![0])), "{what}: {last_pen:?}");
    }

    /// Fails unless this process, which need not be ours, ends within this time.
    ///
    /// Returns how much time of a processor it took meanwhile, in hundredths of a second.
    #[track_caller]
    pub fn until_gone(&mut self, process: Pid, patience: Duration) -> u64 {
        until_gone(process, patience, || while self.read_now(Duration::ZERO) {})
    }

    /// Sends a signal to the job that has the terminal now.
    pub fn signal_job(&self, signal: Signal) {
        kill_process(tcgetpgrp(self.terminal.as_ref().unwrap()).unwrap(), signal).unwrap();
    }

    /// Makes the terminal larger or smaller, which the kernel tells the job that has it.
    pub fn resize(&self, size: Size) {
        tcsetwinsize(self.terminal.as_ref().unwrap(), winsize(size)).unwrap();
    }

    /// Closes the terminal, as a lost connection does.
    pub fn go_away(&mut self) {
        self.terminal = None;
    }

    /// Reads until `holds`; `what` is waited for.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let end = now() + DEADLINE;
        while !holds(self) {
            assert!(now() < end, "no {what} in time:\n{}", Screen::of(&self.tokens()).text());
            assert!(self.read(), "{what}: the terminal has gone");
        }
    }

    /// How the process ended; everything that it wrote is read.
    pub fn exit(&mut self) -> Option<i32> {
        self.exit_within(DEADLINE)
    }

    /// The same; `None`: not within this time, or by a signal.
    pub fn exit_within(&mut self, patience: Duration) -> Option<i32> {
        let end = now() + patience;
        while self.status.is_none() && now() < end {
            self.status = if self.read() {
                self.exit.try_recv().ok()
            } else {
                self.exit.recv_timeout(end.saturating_duration_since(now())).ok()
            };
        }
        while self.read_now(Duration::ZERO) {}
        self.status?.code()
    }

    /// Reads what comes within a moment; `false`: there is no terminal.
    fn read(&mut self) -> bool {
        self.read_now(Duration::from_millis(20));
        self.terminal.is_some()
    }

    /// Reads once; `false`: nothing came.
    pub fn read_now(&mut self, patience: Duration) -> bool {
        let Some(terminal) = &mut self.terminal else { return false };
        let patience = Timespec { tv_sec: 0, tv_nsec: patience.subsec_nanos().into() };
        let mut ready = [PollFd::new(terminal, PollFlags::IN)];
        if poll(&mut ready, Some(&patience)).unwrap() == 0 {
            return false;
        }
        let mut chunk = [0; 4096];
        let count = terminal.read(&mut chunk).unwrap();
        self.written.extend_from_slice(&chunk[..count]);
        count > 0
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.status.is_none() {
            let _ = kill_process(self.process, Signal::KILL);
        }
    }
}

fn child_of(process: Pid) -> Option<Pid> {
    let id = process.as_raw_nonzero();
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
    Pid::from_raw(children.trim().parse().ok()?)
}

/// Lets time pass without reading, so that a terminal can be one that takes nothing.
pub fn pause(patience: Duration) {
    let patience = Timespec::try_from(patience).unwrap();
    poll(&mut [], Some(&patience)).unwrap();
}

/// As [`Pty::until_gone`]; `meanwhile` what comes may be read, or not.
#[track_caller]
pub fn until_gone(process: Pid, patience: Duration, mut meanwhile: impl FnMut()) -> u64 {
    let end = now() + patience;
    let begun = ticks(process);
    let mut last = begun;
    while let Some(ticks) = ticks(process) {
        assert!(now() < end, "{process:?} is still there");
        last = Some(ticks);
        pause(Duration::from_millis(5));
        meanwhile();
    }
    last.unwrap_or(0) - begun.unwrap_or(0)
}

/// How much time of a processor it took, in hundredths of a second; `None`: it does not run. One that has ended and that
/// nobody waited for does not.
fn ticks(process: Pid) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero())).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    (fields[0] != "Z").then(|| fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap())
}

fn pair() -> (OwnedFd, OwnedFd) {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let line = open(ptsname(&terminal, Vec::new()).unwrap(), flags, Mode::empty()).unwrap();
    (terminal, line)
}

#[expect(unsafe_code, reason = "there is no safe way to give a child a terminal of its own")]
fn lead_a_session(command: &mut Command) {
    // SAFETY: between fork and exec these are two system calls, which neither allocate nor lock.
    unsafe {
        command.pre_exec(|| {
            setsid()?;
            Ok(ioctl_tiocsctty(rustix::stdio::stdin())?)
        });
    }
}

/// The end of a process, told when it comes.
fn waited(mut child: Child) -> Receiver<ExitStatus> {
    let (tell, told) = sync_channel(1);
    std::thread::spawn(move || {
        let _ = tell.send(child.wait().unwrap());
    });
    told
}

#[expect(clippy::disallowed_methods, reason = "a process of its own has a time of its own")]
fn now() -> Instant {
    Instant::now()
}

fn winsize((columns, rows): Size) -> Winsize {
    Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

fn modes(line: &OwnedFd) -> String {
    format!("{:?}", tcgetattr(line).unwrap())
}

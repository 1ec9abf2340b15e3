//! The parent that gives the terminal back, whatever becomes of the interface.
//!
//! Before there is any thread the process splits in two. The child is the interface; the parent keeps the modes of the
//! terminal as they were found, waits, and puts every one of them back if the child ends without having done so itself: by
//! a panic, by any signal, by SIGKILL too. They share a process group, so that the shell sees one job. Beyond it is only
//! the death of both at once.
//!
//! The other way round: when the guardian dies the interface is told to leave (on Linux, by the kernel), and when the
//! terminal vanishes the guardian sees to it that the interface goes.

mod bell;
mod bond;
mod kin;
mod pages;
mod restore;
mod watch;

use std::io;
use std::process::ExitCode;

use rustix::process::{Pid, Resource, Rlimit, Signal, getpid, getppid, setrlimit};
use rustix::stdio::stdin;
use rustix::termios::{Termios, tcgetattr};

use bell::Hush;
pub use bond::{Bond, Hold};
pub use pages::let_go;

/// Which of the two a process has become.
#[derive(Debug)]
pub enum Role {
    /// The one that shows the console, and tells the guardian when it holds the terminal.
    Interface(Bond),
    /// The one that has waited for the other, and ends as it did.
    Guardian(ExitCode),
}

/// Splits the process, if there is a terminal to guard; returns in both.
///
/// No thread may have been started. Where the system has no second process for us the interface is alone, and gives the
/// terminal back itself, as far as it can.
pub fn divide() -> Role {
    // A core would hold credentials and payloads. A system that refuses to make the limit smaller does not exist.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    if !crate::terminal::is_there() {
        return Role::Interface(Bond::none());
    }
    let divided = tcgetattr(stdin()).map_err(io::Error::from).and_then(|found| guarded(&found));
    divided.unwrap_or_else(|_| Role::Interface(Bond::none()))
}

fn guarded(found: &Termios) -> io::Result<Role> {
    let (ear, bond) = bond::pair()?;
    let guardian = getpid();
    let hush = Hush::keep();
    if let Some(child) = fork()? {
        drop(bond);
        return Ok(Role::Guardian(watch::until_the_end(child, &ear, found, hush).code()));
    }
    follow(guardian);
    drop(hush);
    Ok(Role::Interface(bond))
}

/// Sees to it that the interface is told when the guardian dies.
///
/// It is told to leave rather than killed: then nobody but itself is there to give the terminal back. Elsewhere than on
/// Linux it stays until its terminal goes.
fn follow(guardian: Pid) {
    #[cfg(target_os = "linux")]
    {
        // It cannot fail with a signal that exists.
        let _ = rustix::process::set_parent_process_death_signal(Some(Signal::TERM));
    }
    if getppid() != Some(guardian) {
        // It died before we asked to be told.
        let _ = rustix::process::kill_process(getpid(), Signal::TERM);
    }
}

/// A second process like this one; `None` is what it gets.
#[expect(unsafe_code, reason = "there is no safe fork: it is sound only without threads")]
fn fork() -> io::Result<Option<Pid>> {
    // SAFETY: `divide` is called first in `main`, before any thread is started, so no lock is held by a thread that the
    // child would lack, and the child may do all that its parent may. Descriptors are meant to be shared.
    let child = unsafe { libc::fork() };
    if child < 0 { Err(io::Error::last_os_error()) } else { Ok(Pid::from_raw(child)) }
}

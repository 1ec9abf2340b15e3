//! The signals that the guardian hears, as bytes in a pipe, so that it can wait for them and for the terminal at once.

use std::io::{self, PipeReader, PipeWriter, Read as _};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, IntoRawFd as _};
use std::sync::atomic::{AtomicI32, Ordering};

use rustix::process::Signal;

/// What the guardian passes on, and what tells it of the child.
const HEARD: [Signal; 7] =
    [Signal::CHILD, Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT, Signal::TSTP, Signal::CONT];

/// Where the handler writes; never closed.
static PIPE: AtomicI32 = AtomicI32::new(-1);

/// The end that is waited for.
pub(super) struct Bell(PipeReader);

impl Bell {
    /// Hangs the bell: from now on these signals end or stop nothing by themselves.
    pub(super) fn hang() -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        rustix::io::ioctl_fionbio(&reader, true)?;
        rustix::io::ioctl_fionbio(&writer, true)?;
        keep(writer);
        for signal in HEARD {
            handle(signal)?;
        }
        Ok(Self(reader))
    }

    /// The signals that came since the last time, in order.
    pub(super) fn rung(&self) -> Vec<Signal> {
        let mut bytes = Vec::new();
        // It always ends with "would block", after all that is there.
        let _ = (&self.0).read_to_end(&mut bytes);
        bytes.into_iter().filter_map(|byte| Signal::from_named_raw(byte.into())).collect()
    }
}

/// While it is there these signals wait: whoever splits or has no bell yet would be ended by them alone.
pub(super) struct Hush(libc::sigset_t);

impl Hush {
    /// From now on they wait.
    #[expect(unsafe_code, reason = "there is no safe way to hold signals back")]
    pub(super) fn keep() -> Self {
        let mut heard = MaybeUninit::<libc::sigset_t>::uninit();
        let mut before = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: `sigemptyset` makes the first one, and `sigprocmask` the second, which cannot fail with `SIG_BLOCK` and a set;
        // the process has one thread.
        unsafe {
            libc::sigemptyset(heard.as_mut_ptr());
            for signal in HEARD {
                libc::sigaddset(heard.as_mut_ptr(), signal.as_raw());
            }
            libc::sigprocmask(libc::SIG_BLOCK, heard.as_ptr(), before.as_mut_ptr());
            Self(before.assume_init())
        }
    }
}

impl Drop for Hush {
    /// Those that came meanwhile come now.
    #[expect(unsafe_code, reason = "there is no safe way to let signals through")]
    fn drop(&mut self) {
        // SAFETY: the set is the one that was in force before; the process has one thread still.
        unsafe {
            libc::sigprocmask(libc::SIG_SETMASK, &raw const self.0, std::ptr::null_mut());
        }
    }
}

impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

fn keep(writer: PipeWriter) {
    PIPE.store(writer.into_raw_fd(), Ordering::Relaxed);
}

/// Notes a signal. A full pipe holds thousands of them, and loses only repetitions.
#[expect(unsafe_code, reason = "a signal handler is called from anywhere")]
extern "C" fn ring(signal: libc::c_int) {
    let byte = signal.to_le_bytes();
    // SAFETY: it is `write` alone, which may be called in a handler; the descriptor was leaked, so it stays open and ours.
    unsafe {
        let pipe = BorrowedFd::borrow_raw(PIPE.load(Ordering::Relaxed));
        let _ = rustix::io::write(pipe, byte.get_unchecked(..1));
    }
}

#[expect(unsafe_code, reason = "there is no safe way to set a handler")]
fn handle(signal: Signal) -> io::Result<()> {
    let mut action = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: all zeros is a valid `sigaction` (the default handler, no flags); its mask is then made by `sigemptyset`. `ring`
    // has the signature that a handler without `SA_SIGINFO` has, and does nothing that a handler may not do.
    let set = unsafe {
        let place = action.as_mut_ptr();
        (*place).sa_sigaction = ring as extern "C" fn(libc::c_int) as libc::sighandler_t;
        (*place).sa_flags = libc::SA_RESTART;
        libc::sigemptyset(&raw mut (*place).sa_mask);
        libc::sigaction(signal.as_raw(), place, std::ptr::null_mut())
    };
    if set == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

//! Standard output, written in large pieces, and at once when nothing more comes.

use std::io::{self, Write};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How many bytes are written at once.
const PIECE: usize = 64 << 10;

/// Where lines go.
pub(super) trait Sink: Write {
    /// Whether nobody reads any more, as far as can be told without writing.
    fn is_closed(&self) -> bool;
}

impl Sink for io::Stdout {
    fn is_closed(&self) -> bool {
        let mut fds = [PollFd::new(self, PollFlags::empty())];
        let told = poll(&mut fds, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }));
        told.is_ok() && fds.iter().any(|fd| fd.revents().intersects(PollFlags::ERR | PollFlags::HUP))
    }
}

/// A sink with what has not been written to it yet.
#[derive(Debug)]
pub(super) struct Out<S> {
    /// What comes next.
    pub buffer: Vec<u8>,
    sink: S,
}

impl<S: Sink> Out<S> {
    pub fn new(sink: S) -> Self {
        Self { buffer: Vec::with_capacity(2 * PIECE), sink }
    }

    /// Writes when there is enough.
    pub fn relieve(&mut self) -> io::Result<()> {
        if self.buffer.len() < PIECE { Ok(()) } else { self.flush() }
    }

    /// Writes everything.
    pub fn flush(&mut self) -> io::Result<()> {
        if !self.buffer.is_empty() {
            self.sink.write_all(&self.buffer)?;
            self.buffer.clear();
            self.sink.flush()?;
        }
        Ok(())
    }

    /// Fails when nobody reads any more.
    pub fn check(&self) -> io::Result<()> {
        if self.sink.is_closed() { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
    }

    #[cfg(test)]
    pub fn sink(&self) -> &S {
        &self.sink
    }
}

//! The way to the terminal, which never waits: what the terminal does not take stays here, and meanwhile nothing is painted.
//!
//! So a terminal that is slower than the pictures gets fewer of them, and always the newest.

use std::io::{self, Write};
use std::os::fd::OwnedFd;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::line;

/// The most that waits for a terminal that takes nothing: a picture, and what was copied meanwhile.
const MOST: usize = 1 << 20;

/// A terminal that is written to without waiting.
#[derive(Debug)]
pub struct Out {
    line: OwnedFd,
    rest: Vec<u8>,
    /// Made when the terminal is slow for the first time.
    watched: Option<AsyncFd<OwnedFd>>,
}

impl Out {
    /// The terminal behind this line, which is made not to wait by who opened it.
    pub fn new(line: OwnedFd) -> Self {
        Self { line, rest: Vec::new(), watched: None }
    }

    /// Whether the terminal has not taken everything yet.
    pub fn is_behind(&self) -> bool {
        !self.rest.is_empty()
    }

    /// Forgets what was not taken: the terminal is another now.
    pub fn forget(&mut self) {
        self.rest.clear();
    }

    /// Waits until the terminal has taken everything. Nothing is lost when it is dropped meanwhile.
    ///
    /// # Errors
    /// When the terminal has gone.
    pub async fn catch_up(&mut self) -> io::Result<()> {
        while self.is_behind() {
            let watched = match &mut self.watched {
                Some(watched) => watched,
                none => none.insert(line::watched(self.line.try_clone()?, Interest::WRITABLE)?),
            };
            let mut ready = watched.writable().await?;
            let left = line::write_some(&self.line, &self.rest)?.len();
            if left > 0 {
                ready.clear_ready();
            }
            self.rest.drain(..self.rest.len() - left);
        }
        Ok(())
    }
}

impl Write for Out {
    /// Takes all of it, unless too much waits already.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_behind() {
            self.rest.extend_from_slice(line::write_some(&self.line, bytes)?);
        } else if self.rest.len() + bytes.len() <= MOST {
            self.rest.extend_from_slice(bytes);
        } else {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    /// An `Out` into a pipe that never waits, and the pipe's other end.
    fn piped() -> (Out, io::PipeReader) {
        let (reader, writer) = io::pipe().unwrap();
        rustix::io::ioctl_fionbio(&writer, true).unwrap();
        (Out::new(writer.into()), reader)
    }

    #[tokio::test]
    async fn what_is_not_taken_at_once_is_taken_later_in_order() {
        let (mut out, mut reader) = piped();
        let picture: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        out.write_all(&picture).unwrap();
        assert!(out.is_behind());
        out.write_all(b"and this").unwrap();
        let read = std::thread::spawn(move || {
            let mut all = Vec::new();
            reader.read_to_end(&mut all).map(|_| all)
        });
        out.catch_up().await.unwrap();
        assert!(!out.is_behind());
        drop(out);
        assert!(read.join().unwrap().unwrap() == [&picture[..], b"and this"].concat());
    }

    #[tokio::test]
    async fn a_terminal_that_has_gone_is_an_error_and_no_wait() {
        let (mut out, reader) = piped();
        out.write_all(&vec![b'x'; 200_000]).unwrap();
        drop(reader);
        assert_eq!(out.catch_up().await.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        out.forget();
        assert_eq!(out.write_all(b"x").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn a_terminal_that_takes_nothing_gets_no_more_than_a_bound() {
        let (mut out, _reader) = piped();
        let error = (0..100).find_map(|_| out.write_all(&vec![b'x'; 75_000]).err());
        assert_eq!(error.map(|error| error.kind()), Some(io::ErrorKind::WouldBlock));
        assert!(out.rest.len() <= MOST);
    }
}

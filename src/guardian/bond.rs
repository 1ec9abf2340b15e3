//! What the interface tells its guardian: whether it holds the terminal.

use std::io::{self, PipeReader, PipeWriter, Read as _, Write as _};
use std::sync::Arc;

use rustix::process::Pid;

/// Whose modes the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Those that were found.
    Given,
    /// The console's.
    Taken,
    /// Those of this process, the user's editor, which goes when the console goes.
    Lent(Pid),
}

/// A word to the guardian: which it is, and a process.
const WORD: usize = 5;

impl Hold {
    fn bytes(self) -> [u8; WORD] {
        let (kind, process) = match self {
            Self::Given => (0, 0),
            Self::Taken => (1, 0),
            Self::Lent(process) => (2, process.as_raw_nonzero().get()),
        };
        let [a, b, c, d] = process.to_le_bytes();
        [kind, a, b, c, d]
    }

    fn of(word: &[u8]) -> Option<Self> {
        let [kind, process @ ..]: [u8; WORD] = word.try_into().ok()?;
        match kind {
            0 => Some(Self::Given),
            1 => Some(Self::Taken),
            _ => Pid::from_raw(i32::from_le_bytes(process)).map(Self::Lent),
        }
    }
}

/// The interface's end; cheap to clone.
#[derive(Debug, Clone)]
pub struct Bond(Option<Arc<PipeWriter>>);

/// The guardian's end.
pub(super) struct Ear(PipeReader);

pub(super) fn pair() -> io::Result<(Ear, Bond)> {
    let (reader, writer) = io::pipe()?;
    rustix::io::ioctl_fionbio(&reader, true)?;
    Ok((Ear(reader), Bond(Some(Arc::new(writer)))))
}

impl Bond {
    /// There is no guardian.
    pub fn none() -> Self {
        Self(None)
    }

    /// Tells that the terminal is about to be taken, or has been given back.
    pub fn tell(&self, hold: Hold) {
        if let Some(pipe) = &self.0 {
            // A guardian that is gone needs no telling.
            let _ = (&**pipe).write_all(&hold.bytes());
        }
    }
}

impl Ear {
    /// What was told since the last time, with `before` for what was known then.
    pub(super) fn hear(&self, before: Hold) -> Hold {
        let mut heard = before;
        // A word is written at once, so that whole ones come.
        let mut bytes = [0; 16 * WORD];
        while let Ok(count @ 1..) = (&self.0).read(&mut bytes) {
            let words = bytes.get(..count).unwrap_or_default().chunks_exact(WORD);
            heard = words.last().and_then(Hold::of).unwrap_or(heard);
        }
        heard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_counts_and_silence_changes_nothing() {
        let (ear, bond) = pair().unwrap();
        assert_eq!(ear.hear(Hold::Given), Hold::Given);
        for hold in [Hold::Taken, Hold::Given, Hold::Taken] {
            bond.tell(hold);
        }
        assert_eq!(ear.hear(Hold::Given), Hold::Taken);
        assert_eq!(ear.hear(Hold::Taken), Hold::Taken);
        let lent = Hold::Lent(rustix::process::getpid());
        (0..40).for_each(|_| bond.tell(lent));
        assert_eq!(ear.hear(Hold::Given), lent);
        bond.clone().tell(Hold::Given);
        drop(bond);
        assert_eq!(ear.hear(Hold::Taken), Hold::Given);
    }
}

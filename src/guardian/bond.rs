//! What the interface tells its guardian: whether it holds the terminal.

use std::io::{self, PipeReader, PipeWriter, Read as _, Write as _};
use std::sync::Arc;

/// Whose modes the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Those that were found.
    Given,
    /// The console's.
    Taken,
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
            let _ = (&**pipe).write_all(&[hold as u8]);
        }
    }
}

impl Ear {
    /// What was told since the last time, with `before` for what was known then.
    pub(super) fn hear(&self, before: Hold) -> Hold {
        let mut heard = before;
        let mut bytes = [0; 64];
        while let Ok(count @ 1..) = (&self.0).read(&mut bytes) {
            let last = bytes.get(count - 1);
            heard = if last == Some(&(Hold::Taken as u8)) { Hold::Taken } else { Hold::Given };
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
        bond.clone().tell(Hold::Given);
        drop(bond);
        assert_eq!(ear.hear(Hold::Taken), Hold::Given);
    }
}

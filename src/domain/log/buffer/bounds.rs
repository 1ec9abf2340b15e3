//! How much is kept, and what is not.

use std::ops::AddAssign;

/// How much is kept; what is older is forgotten, and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The most lines.
    pub lines: usize,
    /// The most bytes of memory, for the texts and all that is known of them; the newest lines are kept even beyond.
    pub bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { lines: 250_000, bytes: 64 << 20 }
    }
}

/// What is no longer here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Forgotten {
    /// How many lines.
    pub lines: u64,
    /// The bytes of their texts.
    pub bytes: u64,
}

impl Forgotten {
    /// So many lines of so many bytes.
    pub fn new(lines: usize, bytes: usize) -> Self {
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Self { lines: number(lines), bytes: number(bytes) }
    }
}

impl AddAssign for Forgotten {
    fn add_assign(&mut self, other: Self) {
        self.lines += other.lines;
        self.bytes += other.bytes;
    }
}

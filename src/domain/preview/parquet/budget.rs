//! How much may be made of a file in one look.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// The bytes that one look may unpack and hold.
const MOST: usize = 128 << 20;

/// What is left of it, shared by all columns.
#[derive(Debug, Clone)]
pub struct Budget(Arc<State>);

#[derive(Debug)]
struct State {
    left: AtomicUsize,
    refused: OnceLock<String>,
}

impl Default for Budget {
    fn default() -> Self {
        Self(Arc::new(State { left: AtomicUsize::new(MOST), refused: OnceLock::new() }))
    }
}

impl Budget {
    /// Takes so many bytes; `None`: there are no more.
    pub fn take(&self, bytes: usize) -> Option<()> {
        let less = |left: usize| left.checked_sub(bytes);
        self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).ok().map(drop)
    }

    /// Remembers why a page is not read; the first reason stays.
    pub fn refuse(&self, said: String) {
        drop(self.0.refused.set(said));
    }

    /// Why a page was not read.
    pub fn refused(&self) -> Option<String> {
        self.0.refused.get().cloned()
    }
}

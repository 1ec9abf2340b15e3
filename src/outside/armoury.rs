//! The way to an executor that is made only when the console is armed.

use std::fmt;

use crate::actions::Actions;

/// Makes the executor; there is none before, and none after.
pub struct Armoury(Box<dyn Fn() -> Actions + Send>);

impl Armoury {
    /// An armoury that makes executors so.
    pub fn new(make: impl Fn() -> Actions + Send + 'static) -> Self {
        Self(Box::new(make))
    }

    pub(super) fn make(&self) -> Actions {
        (self.0)()
    }
}

impl fmt::Debug for Armoury {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Armoury")
    }
}

//! Where one was looking in a pane, to come back to.

use std::any::Any;

/// Where one was looking in a pane: known to that pane alone.
pub struct Memory(Box<dyn Any>);

impl Memory {
    /// A place of a pane.
    pub fn of(place: impl Any) -> Self {
        Self(Box::new(place))
    }

    /// The place again, if it is of this kind.
    pub fn place<T: Any>(self) -> Option<T> {
        self.0.downcast().ok().map(|place| *place)
    }
}

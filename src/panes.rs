//! The panes, in order. Adding one is one file and two lines here.

mod catalog;
mod invocations;
pub(crate) mod logs;
mod objects;
mod runs;

use crate::pane::AnyPane;

/// Every pane of the console; the first four share a wide screen.
pub fn all() -> Vec<Box<dyn AnyPane>> {
    vec![
        Box::<objects::Objects>::default(),
        Box::<invocations::Invocations>::default(),
        Box::<runs::Runs>::default(),
        Box::<logs::Logs>::default(),
        Box::<catalog::Catalog>::default(),
    ]
}

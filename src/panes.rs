//! The panes, in order. Adding one is one file and two lines here.

mod alarms;
mod catalog;
mod invocations;
pub(crate) mod logs;
mod objects;
mod runs;

use crate::pane::AnyPane;
use crate::sheet::{self, List};

/// Every pane of the console; the first four share a wide screen.
pub fn all() -> Vec<Box<dyn AnyPane>> {
    vec![
        Box::<objects::Objects>::default(),
        Box::<invocations::Invocations>::default(),
        Box::<runs::Runs>::default(),
        Box::<logs::Logs>::default(),
        Box::<catalog::Catalog>::default(),
        Box::<alarms::Alarms>::default(),
    ]
}

/// The lists that have columns, by the names that the configuration knows them by.
pub fn lists() -> Vec<List> {
    vec![
        sheet::list::<crate::domain::run::Run>(),
        sheet::list::<crate::domain::invocation::Invocation>(),
        sheet::list::<crate::domain::function::Listed>(),
        sheet::list::<crate::domain::object::bucket::Bucket>(),
        sheet::list::<crate::domain::alarm::Alarm>(),
    ]
}

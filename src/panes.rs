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

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_of_the_configuration_names_every_list_and_its_columns() {
        let example = include_str!("../config.example.toml");
        let about =
            example.split("# The columns of a list").nth(1).unwrap().split("# [columns]").next().unwrap();
        let words: Vec<&str> = about.split(|c: char| !c.is_ascii_alphabetic()).collect();
        for (list, columns) in super::lists() {
            for word in columns.into_iter().chain([list]) {
                assert!(words.contains(&word), "{list}: {word}");
            }
        }
    }
}

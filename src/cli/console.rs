//! `farol [console]`: the screen.

use super::launch::Launch;
use super::options::Options;
use super::{Exit, complain, rows};

/// Opens the console, unless anything about the configuration is wrong.
pub(super) fn run(options: &Options) -> Exit {
    match Launch::prepare(options, &rows()) {
        Ok(launch) => open(&launch),
        Err(wrong) => super::refuse_launch(&wrong),
    }
}

fn open(launch: &Launch) -> Exit {
    let _ = launch;
    complain("the console is not wired yet");
    Exit::Failed
}

//! `farol status`: how every step is, read once.

use clap::Args;

use super::launch::Launch;
use super::options::Options;
use super::{Exit, complain, rows};

/// How to say it.
#[derive(Debug, Args)]
pub struct Status {
    /// Print JSON instead of a table
    #[arg(long)]
    pub json: bool,
}

impl Status {
    pub(super) fn run(&self, options: &Options) -> Exit {
        match Launch::prepare(options, &rows()) {
            Ok(launch) => self.read(&launch),
            Err(wrong) => super::refuse_launch(&wrong),
        }
    }

    fn read(&self, launch: &Launch) -> Exit {
        let _ = (launch, self.json);
        complain("status is not wired yet");
        Exit::Failed
    }
}

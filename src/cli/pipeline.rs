//! `farol pipeline …`: the pipeline itself, deployed as a stack, looked at and deleted.
//!
//! What is said while something goes on goes to standard error, and what it comes to to standard output, so that
//! `farol pipeline deploy --yes >> config.toml` keeps the section alone.

mod ask;
mod delete;
mod deploy;
mod show;
mod site;
mod status;

use clap::{Args, Subcommand};

use super::Exit;
use super::options::Options;

/// What about it.
#[derive(Debug, Args)]
pub struct Pipeline {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the pipeline in the account, or change it to what this program would make
    Deploy(deploy::Deploy),
    /// Say how what is deployed is to what this program would deploy
    Status(status::Status),
    /// Delete the pipeline with every object in its buckets
    Delete(delete::Delete),
    /// Print a file of the pipeline
    Show(show::Show),
}

impl Pipeline {
    pub(super) fn run(&self, options: &Options) -> Exit {
        match &self.command {
            Command::Deploy(deploy) => deploy.run(options),
            Command::Status(status) => status.run(options),
            Command::Delete(delete) => delete.run(options),
            Command::Show(show) => show.run(options),
        }
    }
}

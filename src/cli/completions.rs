//! `farol completions SHELL`.

use clap::Args;
use clap_complete::Shell;

use super::{Exit, command, print};

/// For which shell.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Exit {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command(), "farol", &mut script);
        print(&String::from_utf8_lossy(&script), Exit::Well)
    }
}

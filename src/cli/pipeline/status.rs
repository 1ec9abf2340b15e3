//! `farol pipeline status`.

use clap::Args;

use super::site::{Intent, tell, visit};
use crate::cli::options::Options;
use crate::cli::{Exit, print};
use crate::provision::{Name, State};

/// Which one.
#[derive(Debug, Args)]
pub struct Status {
    /// What it was deployed as [default: public-apis]
    #[arg(long, value_name = "NAME")]
    pub name: Option<Name>,
}

impl Status {
    pub(super) fn run(&self, options: &Options) -> Exit {
        let name = self.name.clone().unwrap_or_default();
        visit(options, &name, Intent::Look, async |site, _| {
            let Some(stack) = site.stack().await? else {
                tell(&format!("There is no stack {} there.", name.stack()));
                return Ok(Exit::Failed);
            };
            let drift = site.drift(stack).await?;
            Ok(print(&drift.text(&site), drift.state().into()))
        })
    }
}

impl From<State> for Exit {
    fn from(state: State) -> Self {
        match state {
            State::Well => Self::Well,
            State::Drifted => Self::Degraded,
            State::Broken => Self::Failed,
        }
    }
}

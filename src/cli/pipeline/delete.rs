//! `farol pipeline delete`.

use clap::Args;

use super::ask::{ask, is_anybody_there};
use super::site::{Intent, tell, visit};
use crate::cli::options::Options;
use crate::cli::{Exit, complain};
use crate::provision::{Interrupt, Name};

/// Which one.
#[derive(Debug, Args)]
pub struct Delete {
    /// What it was deployed as [default: public-apis]
    #[arg(long, value_name = "NAME")]
    pub name: Option<Name>,
    /// Do it without asking; needs --name
    #[arg(long, short, requires = "name")]
    pub yes: bool,
}

impl Delete {
    pub(super) fn run(&self, options: &Options) -> Exit {
        if !self.yes && !is_anybody_there() {
            complain("there is nobody to ask for the name: give --name NAME --yes");
            return Exit::Usage;
        }
        let name = self.name.clone().unwrap_or_default();
        visit(options, &name, Intent::Change, async |site, interrupt| {
            let Some(removal) = site.inventory().await? else {
                tell(&format!("There is no stack {} there: nothing is left to delete.", name.stack()));
                return Ok(Exit::Well);
            };
            tell(removal.text(&site).trim_end());
            if !self.is_wanted(&name, &interrupt).await {
                tell("Nothing was deleted.");
                return Ok(Exit::Failed);
            }
            site.remove(&removal).await?;
            tell("Deleted; nothing is left.");
            Ok(Exit::Well)
        })
    }

    async fn is_wanted(&self, name: &Name, interrupt: &Interrupt) -> bool {
        let question = format!("Type {} to delete all of it for good:", name.as_str());
        self.yes || ask(&question, interrupt).await.as_deref() == Some(name.as_str())
    }
}

//! `farol pipeline deploy`.

use clap::Args;

use super::ask::{ask, is_anybody_there};
use super::site::{Intent, tell, visit};
use crate::cli::demo::rate;
use crate::cli::options::Options;
use crate::cli::{Exit, complain, print};
use crate::provision::{Deployment, Interrupt, Name, Site, Stop, Wishes, api_url, layer};

/// What it shall be like; what is not given stays as it is deployed, or has its default.
#[derive(Debug, Args)]
pub struct Deploy {
    /// What all names derive from [default: public-apis]
    #[arg(long, value_name = "NAME")]
    pub name: Option<Name>,
    /// Let anyone in the world read the raw objects; `--public-read=false` takes that back
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub public_read: Option<bool>,
    /// How often the job fails on purpose, from 0 (never) to 1 (always)
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub failure_rate: Option<f64>,
    /// Where the function fetches from
    // Not checked by clap, which would repeat what was given, and that may hold a key.
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url)]
    pub api_url: Option<String>,
    /// The ARN of a layer for the function; empty for none
    #[arg(long, value_name = "ARN", value_parser = layer)]
    pub layer: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do it without asking
    #[arg(long, short)]
    pub yes: bool,
}

impl Deploy {
    pub(super) fn run(&self, options: &Options) -> Exit {
        if !self.yes && !self.dry_run && !is_anybody_there() {
            complain("there is nobody to ask whether to deploy: give --yes, or --dry-run to look first");
            return Exit::Usage;
        }
        let wishes = match self.wishes() {
            Ok(wishes) => wishes,
            Err(expected) => {
                complain(&format!("--api-url: {expected}"));
                return Exit::Usage;
            }
        };
        let intent = if self.dry_run { Intent::Look } else { Intent::Change };
        visit(options, &wishes.name.clone(), intent, async |site, interrupt| {
            let deployment = site.prepare(&wishes).await?;
            if self.dry_run {
                site.abandon(&deployment).await?;
                return Ok(print(&deployment.text(&site), Exit::Well));
            }
            self.carry_out(&site, deployment, &interrupt).await
        })
    }

    fn wishes(&self) -> Result<Wishes, String> {
        let Self { name, public_read, failure_rate, api_url, layer, .. } = self;
        Ok(Wishes {
            name: name.clone().unwrap_or_default(),
            public_read: *public_read,
            failure_rate: *failure_rate,
            api_url: api_url.as_deref().map(self::api_url).transpose()?,
            layer: layer.clone(),
        })
    }

    async fn carry_out(
        &self,
        site: &Site,
        deployment: Deployment,
        interrupt: &Interrupt,
    ) -> Result<Exit, Stop> {
        tell(deployment.text(site).trim_end());
        if !deployment.is_nothing() && !self.is_wanted(interrupt).await {
            site.abandon(&deployment).await?;
            tell("Nothing was changed.");
            return Ok(Exit::Failed);
        }
        let done = if deployment.is_nothing() { "" } else { "Deployed. " };
        let stack = site.deploy(deployment).await?;
        tell(&format!("{done}For the console's configuration:"));
        Ok(print(&site.section(&stack), Exit::Well))
    }

    async fn is_wanted(&self, interrupt: &Interrupt) -> bool {
        self.yes || matches!(ask("Do it? [y/N]", interrupt).await.as_deref(), Some("y" | "Y" | "yes"))
    }
}

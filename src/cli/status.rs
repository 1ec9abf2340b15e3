//! `farol status`: how every step is, read once.

use std::io::IsTerminal as _;

use clap::Args;
use futures_util::future::join_all;
use ratatui::backend::IntoCrossterm as _;
use ratatui::crossterm::style::ContentStyle;

use super::launch::{Launch, Wrong};
use super::options::Options;
use super::{Exit, complain, print, refuse_launch, rows, theme};
use crate::clock::Clock;
use crate::cloud::Access;
use crate::domain::World;
use crate::domain::fault::Kind;
use crate::domain::health::State;
use crate::domain::pipeline::Pipeline;
use crate::status::{Report, SCHEMA, Verdict, text};
use crate::theme::Theme;

mod once;

/// What [`SCHEMA`] is introduced with.
pub(super) const JSON: &str = "What --json prints; what is unknown is null, and every field is always there";

/// How to say it.
#[derive(Debug, Args)]
#[command(after_long_help = format!("{JSON}:\n\n{SCHEMA}"))]
pub struct Status {
    /// Print JSON instead of a table
    #[arg(long)]
    pub json: bool,
}

impl Status {
    pub(super) fn run(&self, options: &Options) -> Exit {
        let launch = match Launch::prepare(options, &rows()) {
            Ok(launch) => launch,
            Err(wrong) => return refuse_launch(&wrong),
        };
        match read(&launch, &Access::from(options)) {
            Ok(read) => self.say(&read, launch.settings.theme),
            Err(error) => {
                complain(&error.to_string());
                Exit::Failed
            }
        }
    }

    fn say(&self, read: &[(Pipeline, World)], configured: Theme) -> Exit {
        if let Some(words) = read.iter().find_map(|(pipeline, world)| nothing_named(pipeline, world)) {
            return refuse_launch(&Wrong::Usage(words));
        }
        let report = Report::new(Clock::System.now(), read);
        let exit = if report.is_misconfigured() { Exit::Usage } else { report.state.into() };
        match self.write(&report, configured) {
            Ok(text) => print(&text, exit),
            Err(error) => {
                complain(&error.to_string());
                Exit::Failed
            }
        }
    }

    fn write(&self, report: &Report, configured: Theme) -> serde_json::Result<String> {
        if self.json {
            return serde_json::to_string_pretty(report).map(|json| json + "\n");
        }
        let theme = theme(configured);
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let is_coloured = theme == Theme::Ansi && std::io::stdout().is_terminal() && !is_dumb;
        let paint = |state: State, text: &str| {
            let style: ContentStyle = theme.state(state).into_crossterm();
            style.apply(text).to_string()
        };
        Ok(text::table(report, if is_coloured { &paint } else { &text::plain }))
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Well => Self::Well,
            Verdict::Failed => Self::Failed,
            Verdict::Degraded => Self::Degraded,
            Verdict::NoAccess => Self::NoAccess,
        }
    }
}

/// Reads the pipelines that were asked for, all at the same time.
fn read(launch: &Launch, access: &Access) -> std::io::Result<Vec<(Pipeline, World)>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let asked = launch.asked().map(|(_, pipeline)| once::read(access, pipeline.clone(), Clock::System));
    let read = runtime.block_on(join_all(asked));
    // What still waits for an answer after the deadline is not waited for.
    runtime.shutdown_background();
    Ok(read)
}

/// Why there is nothing to say of a pipeline that nothing names, though the account could be searched.
fn nothing_named(pipeline: &Pipeline, world: &World) -> Option<String> {
    let doubt = match &world.discovery {
        None => "the account has none of a pipeline's parts".to_owned(),
        Some(fault) if fault.kind == Kind::Ours => fault.said.headline().into_owned(),
        Some(_) => return None,
    };
    (pipeline.is_bare() && world.identity.fault().is_none())
        .then(|| format!("there is no pipeline to look at: {doubt}; see --help"))
}

#[cfg(test)]
mod tests;

//! `farol tail`: the console's tail on standard output.

mod asked;
mod groups;
mod ink;
mod json;
mod known;
mod label;
mod listen;
mod order;
mod out;
mod printer;
mod record;
mod session;
mod stamp;
mod tally;
mod text;
mod voice;
mod when;

use std::io::{self, ErrorKind, IsTerminal as _};

use chrono::TimeDelta;
use clap::{Args, ValueEnum};

use super::launch::{Launch, Wrong};
use super::options::{Options, by};
use super::{Exit, complain, refuse_launch, rows, theme};
use crate::app::Discovery;
use crate::clock::Clock;
use crate::cloud::{Access, tail};
use crate::config::rules;
use crate::console::runtime;
use crate::domain::log::pattern::Pattern;
use crate::domain::log::{Mode, Needle};
use crate::domain::pipeline::Pipeline;
use crate::theme::Theme;
use ink::Ink;
pub(super) use record::SCHEMA;
use session::{Form, Wish};
use when::When;

/// What [`SCHEMA`] is introduced with.
pub(super) const JSON: &str =
    "What --json prints, a record to a line; every field of a record is always there";

const AFTER: &str = "\
A line is TIME SOURCE MESSAGE. Lines of all groups are merged by time: those of the past exactly, new ones as far as \
waiting 200 ms can do it; a line that comes later still is printed when it comes, and one that is two seconds or more \
behind says so (`late:12s`). A line break within a message is `⏎`, and what a terminal would act on is made visible.

Times are `15m` or `2h` (ago), `+5m` (from now), `2026-01-02T03:04:05Z`, `2026-01-02 03:04`, or `03:04` (the last one).

How groups are read is said on standard error when that is a terminal; what cannot be read is always said.

Exit codes: 0 everything was printed, or somebody ended it; 1 a group could not be read or does not exist, or nothing \
could be written; 2 lines are missing or may be; 3 no access; 64 bad usage or configuration.";

/// Which lines, and how to print them.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "a flag of the command line is a bool to clap")]
#[command(after_help = AFTER, after_long_help = format!("{AFTER}\n\n{JSON}:\n\n{SCHEMA}"))]
pub struct Tail {
    /// A log group, by its name, a part of it, or what the console calls it; may be given several times
    /// [default: those of the pipeline]
    #[arg(long = "group", value_name = "GROUP", value_parser = by(rules::group))]
    groups: Vec<String>,
    /// Begin with lines of this time [default: `log_since` of the configuration, 15m]
    #[arg(long, value_name = "TIME")]
    since: Option<When>,
    /// End with lines of this time
    #[arg(long, value_name = "TIME")]
    until: Option<When>,
    /// Ask only for lines that match this filter pattern of CloudWatch
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    filter: Option<String>,
    /// Print only lines that match this regular expression; capitals count if it has some
    #[arg(long, value_name = "REGEX", value_parser = Needle::regex)]
    grep: Option<Needle>,
    /// Let CloudWatch push new lines, which costs money by the minute
    #[arg(long, conflicts_with_all = ["poll", "no_follow"])]
    live: bool,
    /// Ask for new lines again and again (the default)
    #[arg(long)]
    poll: bool,
    /// Print what there is, and leave
    #[arg(long)]
    no_follow: bool,
    /// Print JSON, a record to a line
    #[arg(long, conflicts_with = "raw")]
    json: bool,
    /// Print messages alone; into a pipe or a file exactly as they are
    #[arg(long)]
    raw: bool,
    /// Whether text is coloured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Colour,
}

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

fn pattern(text: &str) -> Result<String, String> {
    Pattern::parse(text).map(|pattern| pattern.as_str().to_owned()).map_err(|error| error.to_string())
}

impl Tail {
    pub(super) fn run(self, options: &Options) -> Exit {
        let wish = match self.prepare(options) {
            Ok(wish) => wish,
            Err(wrong) => return refuse_launch(&wrong),
        };
        let ended = runtime().and_then(|runtime| {
            let exit = runtime.block_on(session::run(wish, &Access::from(options)));
            // Readers that still wait for an answer are not waited for.
            runtime.shutdown_background();
            exit
        });
        ended.unwrap_or_else(|error| broken(&error))
    }

    fn prepare(self, options: &Options) -> Result<Wish, Wrong> {
        let launch = Launch::prepare(options, &rows())?;
        let (now, zone) = (Clock::System.now(), launch.settings.time);
        let back = TimeDelta::from_std(launch.settings.log_since).unwrap_or_default();
        let since = self.since.unwrap_or(When::Ago(back)).moment(now, zone);
        let until = self.until.map(|until| until.moment(now, zone));
        if since > now {
            return Err(Wrong::Usage("--since is in the future".to_owned()));
        }
        if until.is_some_and(|until| until < since) {
            return Err(Wrong::Usage("--until is before --since".to_owned()));
        }
        Ok(Wish {
            pipeline: only(&launch)?,
            is_searched: launch.discovery == Discovery::On,
            groups: self.groups,
            options: tail::Options {
                since,
                until,
                pattern: self.filter,
                mode: if self.live { Mode::Live } else { Mode::Poll },
                follow: !self.no_follow,
            },
            grep: self.grep,
            form: form(self.json, self.raw),
            zone,
            ink: ink(self.color, launch.settings.theme),
        })
    }
}

/// The pipeline that is meant.
fn only(launch: &Launch) -> Result<Pipeline, Wrong> {
    let mut asked = launch.asked().map(|(_, pipeline)| pipeline);
    if let (Some(pipeline), None) = (asked.next(), asked.next()) {
        return Ok(pipeline.clone());
    }
    let names: Vec<&str> = launch.pipelines.iter().map(|pipeline| pipeline.name.as_str()).collect();
    Err(Wrong::Usage(format!("say with --pipeline which one: {}", names.join(", "))))
}

fn form(json: bool, raw: bool) -> Form {
    match (json, raw) {
        (true, _) => Form::Json,
        (_, true) => Form::Raw,
        _ => Form::Text,
    }
}

fn ink(colour: Colour, configured: Theme) -> Ink {
    let is_dumb = || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match colour {
        Colour::Always => Ink::Some(Theme::Ansi),
        Colour::Auto if io::stdout().is_terminal() && !is_dumb() && theme(configured) == Theme::Ansi => {
            Ink::Some(Theme::Ansi)
        }
        Colour::Auto | Colour::Never => Ink::None,
    }
}

/// A reader that has gone away is no failure.
fn broken(error: &io::Error) -> Exit {
    if error.kind() == ErrorKind::BrokenPipe {
        return Exit::Well;
    }
    complain(&format!("standard output: {error}"));
    Exit::Failed
}

#[cfg(test)]
mod tests;

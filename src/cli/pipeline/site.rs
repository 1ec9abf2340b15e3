//! What every subcommand that talks to AWS begins with.

use std::future::Future;
use std::io::Write as _;
use std::sync::Arc;

use crate::cli::launch::{Launch, Wrong};
use crate::cli::options::{Names, Options};
use crate::cli::{Exit, complain, refuse_launch, rows};
use crate::cloud::Access;
use crate::config::Config;
use crate::domain::fault::{Fault, Kind};
use crate::domain::pipeline::Pipeline;
use crate::provision::{Interrupt, Name, Site, Stop};

/// Whether a subcommand changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intent {
    Look,
    Change,
}

/// Opens the site that the options name and runs a subcommand there, to its end.
pub(super) fn visit<F, R>(options: &Options, name: &Name, intent: Intent, run: F) -> Exit
where
    F: FnOnce(Site, Interrupt) -> R,
    R: Future<Output = Result<Exit, Stop>>,
{
    let place = match place(options, intent) {
        Ok(place) => place,
        Err(wrong) => return refuse_launch(&wrong),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(&error.to_string());
            return Exit::Failed;
        }
    };
    let end = runtime.block_on(async {
        let interrupt = Interrupt::listen();
        let (access, voice) = (Access::from(options), Arc::new(tell));
        let site = Site::open(&access, &place, name.clone(), interrupt.clone(), voice).await?;
        run(site, interrupt).await
    });
    // A question that nobody answers is not waited for.
    runtime.shutdown_background();
    end.unwrap_or_else(|stop| complain_of(&stop, intent))
}

/// Profile and region: of the options, else of the pipeline that they choose.
fn place(options: &Options, intent: Intent) -> Result<Pipeline, Wrong> {
    if options.names != Names::default() {
        return Err(Wrong::Usage(
            "the names of a deployed pipeline derive from --name: give no others".to_owned(),
        ));
    }
    let launch = Launch::merge(Config::load(options.config.as_deref(), &rows())?, options)?;
    if intent == Intent::Change && launch.settings.read_only != crate::config::ReadOnly::Off {
        return Err(Wrong::Usage("farol is read-only here, so nothing is deployed or deleted".to_owned()));
    }
    let chosen = launch.chosen.and_then(|id| launch.pipelines.get(id.0)).cloned();
    let (profile, region) = (options.profile.clone(), options.region.clone());
    let Pipeline { profile, region, .. } =
        chosen.unwrap_or_else(|| Pipeline { profile, region, ..Pipeline::default() });
    Ok(Pipeline { profile, region, ..Pipeline::default() })
}

/// Says a line of progress. When nobody listens any more it goes on all the same.
pub(super) fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn complain_of(stop: &Stop, intent: Intent) -> Exit {
    complain(&stop.words());
    match stop {
        Stop::Fault(Fault { kind: Kind::Offline, .. }) if intent == Intent::Change => {
            tell("The same command again goes on where this one stopped.");
            Exit::NoAccess
        }
        Stop::Fault(fault) if fault.is_no_access() => Exit::NoAccess,
        Stop::Refused(_) | Stop::Fault(_) | Stop::Failed(_) | Stop::Interrupted(_) => Exit::Failed,
    }
}

//! `farol demo`: the same console on an AWS in this process, or that AWS alone on loopback.

use std::io;
use std::net::SocketAddr;

use clap::Args;

use super::launch::{Launch, Wrong};
use super::options::{Names, Options};
use super::{Exit, complain, rows};
use crate::app::Badge;
use crate::audit::Journal;
use crate::clock::Clock;
use crate::config::Config;
use crate::console::runtime;
use crate::demo::account::Options as AccountOptions;
use crate::demo::{Aws, serve};
use crate::guardian::Bond;
use crate::reference;

mod lines;

pub use lines::Lines;

/// What the embedded AWS is made of.
#[derive(Debug, Clone, PartialEq, Args)]
pub struct Demo {
    /// What happens, and when, follows from this number
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How often the ETL job fails, from 0 (never) to 1 (always)
    #[arg(long, value_name = "RATE", default_value_t = 0.5, value_parser = rate)]
    pub failure_rate: f64,
    /// How many seconds pass there in one second here
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = speed)]
    pub speed: f64,
    /// Open no screen: serve the account on this loopback address
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = loopback)]
    pub serve: Option<SocketAddr>,
    /// What is written to its log groups.
    #[command(flatten)]
    pub lines: Lines,
}

impl Demo {
    /// Opens the console on the demo, or serves the demo.
    pub(super) fn run(&self, options: &Options, rehearsal: bool, bond: Bond) -> Exit {
        match prepare(options) {
            Ok(launch) => self.open(Launch { rehearsal, ..launch }, bond),
            Err(wrong) => super::refuse_launch(&wrong),
        }
    }

    fn open(&self, launch: Launch, bond: Bond) -> Exit {
        let clock = Clock::simulated(Clock::System.now(), self.speed);
        let options = AccountOptions {
            seed: self.seed,
            failure_rate: self.failure_rate,
            // Who is served may look for the pipeline, which has to be the only one of its kind then.
            neighbours: self.serve.is_none(),
            ..Default::default()
        };
        let make = || {
            let aws = Aws::new(options, clock);
            self.lines.put(&aws).map(|()| aws)
        };
        if let Some(address) = self.serve {
            return served(address, make);
        }
        match make() {
            Ok(aws) => {
                super::console::open(launch, aws.access(), Journal::Off, clock, vec![Badge::Demo], bond)
            }
            Err(error) => failed("--load", &error),
        }
    }
}

/// Serves the account until somebody interrupts it.
fn served(address: SocketAddr, make: impl FnOnce() -> io::Result<Aws>) -> Exit {
    let serving = runtime().and_then(|runtime| {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(address).await?;
            let bound = listener.local_addr()?;
            super::print(&serve::instructions(bound), Exit::Well);
            serve::serve(make()?, listener).await
        })
    });
    match serving {
        Ok(()) => Exit::Well,
        Err(error) => failed(&format!("--serve {address}"), &error),
    }
}

fn failed(option: &str, error: &io::Error) -> Exit {
    complain(&format!("{option}: {error}"));
    Exit::Failed
}

/// The settings of the configuration, and the reference pipeline whatever else it holds.
fn prepare(options: &Options) -> Result<Launch, Wrong> {
    foreign(options)?;
    let Config { settings, .. } = Config::load(options.config.as_deref(), &rows())?;
    let (bucket, prefix) = (options.bucket.clone(), options.prefix.clone());
    let options = Options { read_only: options.read_only, bucket, prefix, ..Options::default() };
    Launch::merge(Config { pipelines: vec![reference::pipeline()], settings }, &options)
}

/// The common options that the demo takes.
const TAKEN: [&str; 5] = ["config", "read_only", "log_file", "bucket", "prefix"];

/// Keeps what [`foreign`] refuses out of the demo's help; it is still read, so that the refusal says why.
pub(super) fn hide_foreign(demo: clap::Command) -> clap::Command {
    let all = Options::augment_args(clap::Command::new("options"));
    let foreign = all.get_arguments().filter(|option| !TAKEN.contains(&option.get_id().as_str()));
    demo.args(foreign.map(|option| option.clone().hide(true)))
}

/// The demo has an account of its own: options that choose another make no sense.
pub(super) fn foreign(options: &Options) -> Result<(), Wrong> {
    let given = [
        ("--profile", options.profile.is_some()),
        ("--region", options.region.is_some()),
        ("--endpoint-url", options.endpoint_url.is_some()),
        ("--pipeline", options.pipeline.is_some()),
        ("names of a pipeline", options.names != Names::default()),
    ];
    match given.iter().find(|(_, is_given)| *is_given) {
        Some((what, _)) => Err(Wrong::Usage(format!("demo takes no {what}: it has an account of its own"))),
        None => Ok(()),
    }
}

pub(super) fn rate(text: &str) -> Result<f64, String> {
    within(text, |rate| (0.0..=1.0).contains(&rate), "a number from 0 to 1")
}

fn speed(text: &str) -> Result<f64, String> {
    within(text, |speed| (0.01..=10_000.0).contains(&speed), "a number from 0.01 to 10000")
}

fn within(text: &str, is_good: impl Fn(f64) -> bool, expected: &str) -> Result<f64, String> {
    text.parse().ok().filter(|number| is_good(*number)).ok_or_else(|| format!("expected {expected}"))
}

/// The demo checks no signature, so it is served to this machine alone.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: Option<SocketAddr> = text.parse().ok();
    address
        .filter(|address| address.ip().is_loopback())
        .ok_or_else(|| "expected a loopback address and a port, such as 127.0.0.1:4566".to_owned())
}

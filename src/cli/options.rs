//! The options that every subcommand takes.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, complain};
use crate::cloud::Access;
use crate::config::rules;
use crate::trace;

/// Where to look, and what for. What is said here outranks the file.
#[derive(Debug, Clone, Default, Args)]
#[command(next_display_order = 100)]
pub struct Options {
    /// Read this file instead of ~/.config/farol/config.toml
    #[arg(long, global = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Choose this pipeline of the configuration
    #[arg(long, global = true, value_name = "NAME")]
    pub pipeline: Option<String>,
    /// Use this profile of the AWS configuration, even where the environment holds keys
    #[arg(long, global = true, value_name = "NAME", value_parser = by(rules::name))]
    pub profile: Option<String>,
    /// Look into this region
    #[arg(long, global = true, value_name = "REGION", value_parser = by(rules::region))]
    pub region: Option<String>,
    /// Talk to this endpoint instead of AWS
    #[arg(long, global = true, value_name = "URL", value_parser = endpoint, value_hint = clap::ValueHint::Url)]
    pub endpoint_url: Option<String>,
    /// Open the console at the objects of this bucket
    #[arg(long, global = true, value_name = "BUCKET", value_parser = by(rules::bucket))]
    pub bucket: Option<String>,
    /// Open the console at this prefix of it; a folder ends in /
    #[arg(long, global = true, value_name = "PREFIX", value_parser = by(rules::key))]
    pub prefix: Option<String>,
    /// Refuse every action
    #[arg(long, global = true)]
    pub read_only: bool,
    /// Write a log of what farol does to this file, without secrets
    #[arg(long, global = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub log_file: Option<PathBuf>,
    /// The names of a pipeline, for running without a file.
    #[command(flatten)]
    pub names: Names,
}

/// The names of a pipeline.
#[derive(Debug, Clone, Default, PartialEq, Args)]
#[command(next_help_heading = "Names, instead of a configuration or over it")]
pub struct Names {
    /// The Lambda function that fetches
    #[arg(long, global = true, value_name = "NAME", value_parser = by(rules::function))]
    pub function: Option<String>,
    /// What it is invoked with: JSON, @FILE, or - for standard input [default: the configuration's, else {}]
    #[arg(long, global = true, value_name = "JSON", value_parser = payload)]
    pub payload: Option<serde_json::Value>,
    /// The bucket that it writes to
    #[arg(long, global = true, value_name = "BUCKET", value_parser = by(rules::bucket))]
    pub raw_bucket: Option<String>,
    /// The object that it writes
    #[arg(long, global = true, value_name = "KEY", value_parser = by(rules::key))]
    pub raw_key: Option<String>,
    /// The Glue job
    #[arg(long, global = true, value_name = "NAME", value_parser = by(rules::glue))]
    pub job: Option<String>,
    /// The bucket that the job writes to
    #[arg(long, global = true, value_name = "BUCKET", value_parser = by(rules::bucket))]
    pub processed_bucket: Option<String>,
    /// The object that the job writes
    #[arg(long, global = true, value_name = "KEY", value_parser = by(rules::key))]
    pub processed_key: Option<String>,
    /// The crawler
    #[arg(long, global = true, value_name = "NAME", value_parser = by(rules::glue))]
    pub crawler: Option<String>,
    /// The database of the Data Catalog
    #[arg(long, global = true, value_name = "NAME", value_parser = by(rules::glue))]
    pub database: Option<String>,
    /// A log group to tail; may be given several times
    #[arg(long = "log-group", global = true, value_name = "GROUP", value_parser = by(rules::group))]
    pub log_groups: Vec<String>,
}

impl Options {
    /// Runs a subcommand, with a log of it if one is asked for.
    pub(super) fn logged(&self, run: impl FnOnce(&Self) -> Exit) -> Exit {
        let Some(path) = &self.log_file else { return run(self) };
        match trace::to_file(path) {
            Ok(()) => run(self),
            Err(error) => {
                complain(&format!("--log-file {}: {error}", path.display()));
                Exit::Usage
            }
        }
    }
}

impl From<&Options> for Access {
    fn from(options: &Options) -> Self {
        Self { endpoint_url: options.endpoint_url.clone(), ..Self::default() }
    }
}

/// A parser that takes what follows a rule of [`rules`].
pub(super) fn by(rule: fn(&str) -> rules::Verdict) -> impl Fn(&str) -> Result<String, String> + Clone {
    move |text| rule(text).map(|()| text.to_owned()).map_err(|expected| format!("expected {expected}"))
}

fn endpoint(text: &str) -> Result<String, String> {
    let expected = || "expected a URL such as http://127.0.0.1:4566".to_owned();
    let url: http::Uri = text.parse().map_err(|_| expected())?;
    let plain =
        matches!(url.scheme_str(), Some("http" | "https")) && !text.contains('@') && url.query().is_none();
    if plain && url.host().is_some_and(|host| !host.is_empty()) {
        Ok(text.to_owned())
    } else {
        Err(expected())
    }
}

fn payload(text: &str) -> Result<serde_json::Value, String> {
    super::act::input::json(text).map_err(|why| format!("expected JSON: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_plain_url() {
        for good in ["http://127.0.0.1:4566", "https://vpce.example.com", "http://localhost:1/path"] {
            assert_eq!(endpoint(good), Ok(good.to_owned()));
        }
        for bad in ["", "127.0.0.1:4566", "localhost", "ftp://x", "http://", "http://u:p@h", "http://h/?q=1"]
        {
            assert!(endpoint(bad).is_err(), "{bad:?}");
        }
    }
}

//! `farol status --json` as a process: its exit code and what it prints.

use std::process::{Command, Output, Stdio};

use farol::domain::pipeline::Pipeline;
use serde_json::Value;

use super::server::client;
use super::watcher::pipeline;

/// What `farol status --json` said of a pipeline, and how it ended.
pub struct Status {
    /// The exit code.
    pub code: Option<i32>,
    report: Value,
}

impl Status {
    /// Asks for the pipeline of this name, by flags alone.
    pub fn of(endpoint: &str, name: &str) -> Self {
        Self::with_key(endpoint, name, "test")
    }

    /// Likewise, with this access key.
    pub fn with_key(endpoint: &str, name: &str, key: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_farol"));
        command.args(["status", "--json", "--endpoint-url", endpoint]).args(flags(&pipeline(name)));
        // The endpoint of the environment is nobody's, so that the flag has to win.
        command.env_clear().envs(client("http://127.0.0.1:9")).env("HOME", env!("CARGO_TARGET_TMPDIR"));
        command.env("AWS_ACCESS_KEY_ID", key);
        let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&stderr), "");
        Self { code: status.code(), report: serde_json::from_slice(&stdout).unwrap() }
    }

    /// Compares the exit code, the words for the whole, and every step's name and state.
    #[track_caller]
    pub fn check(&self, code: i32, state: &str, steps: &str) {
        let said: Vec<String> = self
            .steps()
            .iter()
            .map(|step| format!("{} {}", word(step, "step"), word(step, "state")))
            .collect();
        let found = (self.code, word(&self.report, "state"), said.join(", "));
        assert_eq!(found, (Some(code), state, steps.to_owned()), "{:#}", self.report);
        assert_eq!(
            (&self.report["version"], &self.pipeline()["state"]),
            (&Value::from(1), &Value::from(state))
        );
    }

    /// A field of a step; empty where it is null.
    pub fn step(&self, step: &str, field: &str) -> &str {
        let found = self.steps().iter().find(|found| word(found, "step") == step);
        found.map(|step| word(step, field)).unwrap_or_default()
    }

    /// A field of the pipeline.
    pub fn field(&self, field: &str) -> &str {
        word(self.pipeline(), field)
    }

    /// What kind of failure kept the account from saying who we are.
    pub fn fault(&self) -> &str {
        word(&self.pipeline()["fault"], "kind")
    }

    fn pipeline(&self) -> &Value {
        &self.report["pipelines"][0]
    }

    fn steps(&self) -> &[Value] {
        self.pipeline()["steps"].as_array().unwrap()
    }
}

fn word<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// The pipeline as one names it on the command line.
fn flags(pipeline: &Pipeline) -> Vec<String> {
    let Pipeline { region, ingest, raw, etl, processed, catalog, .. } = pipeline.clone();
    let (ingest, etl, catalog) = (ingest.unwrap(), etl.unwrap(), catalog.unwrap());
    let (raw, processed) = (raw.unwrap(), processed.unwrap());
    let flags = [
        ("--region", region),
        ("--function", Some(ingest.function)),
        ("--raw-bucket", Some(raw.bucket)),
        ("--raw-key", raw.key),
        ("--job", Some(etl.job)),
        ("--processed-bucket", Some(processed.bucket)),
        ("--processed-key", processed.key),
        ("--crawler", catalog.crawler),
        ("--database", catalog.database),
    ];
    flags.into_iter().flat_map(|(flag, value)| [flag.to_owned(), value.unwrap()]).collect()
}

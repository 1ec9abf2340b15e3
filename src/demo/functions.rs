//! Lambda: the functions, the environments they run in, and what an invocation leaves behind.

use std::collections::BTreeMap;

use super::account::Account;
use crate::clock::Time;

/// A function and its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// The name that invocations use.
    pub name: String,
    /// The whole ARN, without a qualifier.
    pub arn: String,
    /// What it is for, in words.
    pub description: String,
    /// The ARN of the role it runs with.
    pub role: String,
    /// For example `python3.11`.
    pub runtime: String,
    /// `module.function`.
    pub handler: String,
    /// `x86_64` or `arm64`.
    pub architecture: String,
    /// Its memory limit.
    pub memory_mb: i32,
    /// An invocation is killed after so long.
    pub timeout_seconds: i32,
    /// Bytes of the deployed package.
    pub code_size: i64,
    /// SHA-256 of the package, in base64.
    pub code_sha256: String,
    /// Where it logs to.
    pub log_group: String,
    /// When its code or configuration changed last.
    pub last_modified: Time,
    /// Environment variables.
    pub environment: BTreeMap<String, String>,
}

/// What an invocation answers, known at its start; its traces appear as time reaches them.
#[derive(Debug, Clone, PartialEq)]
pub struct Invocation {
    /// A UUID.
    pub request_id: String,
    /// When the answer is there.
    pub ends: Time,
    /// `Unhandled` where the function raised, timed out or crashed.
    pub function_error: Option<&'static str>,
    /// JSON: what the handler returned, or the error.
    pub payload: String,
    /// The log lines of this invocation, for `LogType=Tail`; not yet cut to 4 KB.
    pub log: String,
}

/// Why an invocation did not begin.
#[derive(Debug, Clone, PartialEq)]
pub enum InvokeError {
    /// There is no such function.
    ResourceNotFound,
    /// The payload is no JSON; AWS's words.
    InvalidRequestContent(String),
}

/// A function with the environments that are alive for it.
#[derive(Debug, Clone)]
pub struct Fleet {
    /// The function itself.
    pub function: Function,
}

impl Account {
    /// The functions in order of their names.
    pub fn functions(&self) -> impl Iterator<Item = &Function> {
        self.fleets.values().map(|fleet| &fleet.function)
    }

    /// Begins an invocation `now`; the caller answers when it `ends`.
    pub fn invoke(&mut self, function: &str, _payload: &[u8], now: Time) -> Result<Invocation, InvokeError> {
        let _ = self.fleets.get(function).ok_or(InvokeError::ResourceNotFound)?;
        Ok(Invocation {
            request_id: String::new(),
            ends: now,
            function_error: None,
            payload: String::new(),
            log: String::new(),
        })
    }
}

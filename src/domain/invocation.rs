//! Invocations of the ingest, put together from the function's log.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use super::text::Foreign;
use crate::clock::Time;

/// The longest type and the longest message of an error that are kept, in bytes.
const LONGEST: usize = 1_000;

/// One invocation as its log lines show it.
#[derive(Debug, Clone, PartialEq)]
pub struct Invocation {
    /// What identifies it: asynchronous retries share a request id, so the stream and the START count too.
    pub key: Key,
    /// Lambda's request id.
    pub request_id: Foreign,
    /// When it started.
    pub started: Time,
    /// Milliseconds; `None` until its REPORT is read.
    pub duration_ms: Option<f64>,
    /// Milliseconds; includes the initialisation.
    pub billed_ms: Option<f64>,
    /// Megabytes that the function may use.
    pub memory_mb: Option<u32>,
    /// Megabytes that it used.
    pub used_mb: Option<u32>,
    /// Milliseconds of a cold start; `None`: a warm one.
    pub init_ms: Option<f64>,
    /// How it ended.
    pub outcome: Outcome,
}

/// What identifies an invocation: its stream, and when it started there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// When START was written.
    pub started: Time,
    /// The log stream.
    pub stream: Arc<str>,
    /// Which of the STARTs of one millisecond in that stream; almost always 0.
    pub nth: u32,
}

/// How an invocation ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// START was read, REPORT was not.
    Running,
    /// REPORT says nothing of a failure, and nothing else does.
    Good,
    /// The function returned this status, seen in its log or in the answer to our own invocation.
    Returned(u16),
    /// It raised: the error's type and message.
    Raised(Foreign),
    /// It ran longer than it may.
    TimedOut,
    /// It used more memory than it may.
    OutOfMemory,
    /// The runtime failed: the error type of REPORT, such as `Runtime.ImportModuleError`.
    Crashed(Foreign),
}

impl Invocation {
    /// How long the handler ran; `None` until its REPORT is read.
    pub fn took(&self) -> Option<Duration> {
        Duration::try_from_secs_f64(self.duration_ms? / 1_000.0).ok()
    }

    /// When the handler was done; `None` until its REPORT is read.
    pub fn ended(&self) -> Option<Time> {
        self.started.checked_add_signed(TimeDelta::from_std(self.took()?).ok()?)
    }
}

impl Outcome {
    /// What an error's type and message come to, from wherever they were read.
    ///
    /// A timeout and a lack of memory have several forms; `Runtime.…` types are Lambda's own.
    pub fn failure(kind: &str, message: &str) -> Self {
        if kind == "Sandbox.Timedout" || message.contains("Task timed out after ") {
            return Self::TimedOut;
        }
        if kind == "Runtime.OutOfMemory" || message.contains("signal: killed") {
            return Self::OutOfMemory;
        }
        let what = match (first_line(kind), first_line(message)) {
            ("", message) => message.into(),
            (kind, "") => kind.into(),
            (kind, message) => format!("{kind}: {message}").into(),
        };
        if kind.starts_with("Runtime.") { Self::Crashed(what) } else { Self::Raised(what) }
    }

    /// Whether the invocation is over and did its work.
    pub fn is_good(&self) -> bool {
        *self != Self::Running && !self.is_bad()
    }

    /// Whether the invocation is over and did not do its work.
    pub fn is_bad(&self) -> bool {
        match self {
            Self::Running | Self::Good => false,
            Self::Returned(status) => !(200..300).contains(status),
            Self::Raised(_) | Self::TimedOut | Self::OutOfMemory | Self::Crashed(_) => true,
        }
    }

    /// The outcome in a word or two.
    pub fn words(&self) -> String {
        match self {
            Self::Running => "running".into(),
            Self::Good => "ok".into(),
            Self::Returned(status) => status.to_string(),
            Self::Raised(what) | Self::Crashed(what) => what.headline().into_owned(),
            Self::TimedOut => "timed out".into(),
            Self::OutOfMemory => "out of memory".into(),
        }
    }
}

/// The first line that says something, and not too much of it.
fn first_line(text: &str) -> &str {
    let line = text.split(['\n', '\r']).map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.get(..line.floor_char_boundary(LONGEST)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: &str, message: &str, want: &Outcome) {
        assert_eq!(Outcome::failure(kind, message), *want);
    }

    #[test]
    fn a_failure_is_told_from_its_type_and_message() {
        check("KeyError", "'x'\n more", &Outcome::Raised("KeyError: 'x'".into()));
        check("KeyError", "", &Outcome::Raised("KeyError".into()));
        check("", "oh", &Outcome::Raised("oh".into()));
        check(
            "Runtime.ImportModuleError",
            "no app",
            &Outcome::Crashed("Runtime.ImportModuleError: no app".into()),
        );
        check("Runtime.OutOfMemory", "", &Outcome::OutOfMemory);
        check("Runtime.ExitError", "Runtime exited with error: signal: killed", &Outcome::OutOfMemory);
        check("Sandbox.Timedout", "", &Outcome::TimedOut);
        check("", "2024-04-14T01:28:52.171Z x Task timed out after 3.03 seconds", &Outcome::TimedOut);
    }

    #[test]
    fn an_endless_message_is_cut() {
        let Outcome::Raised(what) = Outcome::failure("E", &"é".repeat(LONGEST)) else { panic!() };
        assert!(what.exact().len() <= LONGEST + "E: ".len());
    }

    #[test]
    fn only_a_status_of_success_is_good() {
        for (status, is_bad) in
            [(200, false), (204, false), (199, true), (301, true), (401, true), (503, true)]
        {
            assert_eq!(Outcome::Returned(status).is_bad(), is_bad, "{status}");
        }
    }
}

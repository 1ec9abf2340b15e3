//! What Lambda writes around an invocation, and what it answers to it.

use chrono::TimeDelta;

use super::{Function, Invocation};
use crate::clock::Time;
use crate::demo::ingest::{self, End, Performance};
use crate::demo::python::Exception;

/// An invocation as Lambda sees it.
pub struct Trace<'a> {
    pub function: &'a Function,
    pub request_id: &'a str,
    pub performance: &'a Performance,
    /// When the environment began to start up, and for how long; absent where it was warm.
    pub init: Option<(Time, TimeDelta)>,
    /// When the handler began.
    pub began: Time,
}

impl Trace<'_> {
    /// What the caller is answered, so long after the end.
    pub fn invocation(&self, on_the_way: TimeDelta) -> Invocation {
        Invocation {
            request_id: self.request_id.to_owned(),
            ends: self.ended() + on_the_way,
            function_error: self.function_error(),
            payload: self.payload(),
            log: tail(&self.lines()),
        }
    }

    /// When the handler ended.
    fn ended(&self) -> Time {
        self.began + self.performance.duration
    }

    /// `FunctionError`.
    fn function_error(&self) -> Option<&'static str> {
        (!matches!(self.performance.end, End::Returned { .. })).then_some("Unhandled")
    }

    /// The response's payload.
    fn payload(&self) -> String {
        let id = self.request_id;
        match &self.performance.end {
            End::Returned { status, body } => ingest::returned(*status, body),
            End::Raised(exception) => error_payload(exception, id),
            End::TimedOut => format!(
                r#"{{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: {id} Error: {}"}}"#,
                self.timeout_words()
            ),
        }
    }

    /// Every line with its time, `INIT_START` first where there is one.
    pub fn lines(&self) -> Vec<(Time, String)> {
        let id = self.request_id;
        let mut lines = Vec::with_capacity(self.performance.lines.len() + 5);
        if let Some((at, _)) = self.init {
            lines.push((at, init_start()));
        }
        lines.push((self.began, format!("START RequestId: {id} Version: $LATEST\n")));
        lines.extend(
            self.performance.lines.iter().map(|(after, line)| (self.began + *after, format!("{line}\n"))),
        );
        lines.extend(self.failure().map(|line| (self.ended(), line)));
        lines.push((self.ended(), format!("END RequestId: {id}\n")));
        lines.push((self.ended(), self.report()));
        lines
    }

    fn failure(&self) -> Option<String> {
        match &self.performance.end {
            End::Returned { .. } => None,
            End::Raised(exception) => Some(error_event(exception)),
            End::TimedOut => {
                let at = self.ended().format("%Y-%m-%dT%H:%M:%S%.3fZ");
                Some(format!("{at} {} {}\n\n", self.request_id, self.timeout_words()))
            }
        }
    }

    fn timeout_words(&self) -> String {
        format!("Task timed out after {}.00 seconds", self.function.timeout_seconds)
    }

    /// Billed are the handler and the start-up of the environment, in whole milliseconds.
    fn report(&self) -> String {
        let duration = self.performance.duration;
        let init = self.init.map(|(_, duration)| duration);
        let billed = (duration + init.unwrap_or_default() + TimeDelta::microseconds(999)).num_milliseconds();
        let init = init.map(|init| format!("Init Duration: {} ms\t", hundredths(init))).unwrap_or_default();
        let status = if self.performance.end == End::TimedOut { "Status: timeout" } else { "" };
        format!(
            "REPORT RequestId: {}\tDuration: {} ms\tBilled Duration: {billed} ms\tMemory Size: {} MB\t\
             Max Memory Used: {} MB\t{init}{status}\n",
            self.request_id,
            hundredths(duration),
            self.function.memory_mb,
            self.performance.memory_mb,
        )
    }
}

fn init_start() -> String {
    "INIT_START Runtime Version: python:3.11.v84\tRuntime Version ARN: arn:aws:lambda:us-east-2::runtime:\
     8a5b2d3e0f5a4c7f9b6e1d2c3b4a5968778695a4b3c2d1e0f9e8d7c6b5a49382\n"
        .to_owned()
}

/// Milliseconds with two decimals.
fn hundredths(duration: TimeDelta) -> String {
    let hundredths = duration.num_microseconds().unwrap_or_default() / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// As the Python runtime writes it: one event, indented with no-break spaces.
fn error_event(exception: &Exception) -> String {
    let mut lines = format!("[ERROR] {}\nTraceback (most recent call last):", exception.headline());
    for line in
        exception.frames.iter().flat_map(|frame| frame.text().lines().map(str::to_owned).collect::<Vec<_>>())
    {
        let code = line.trim_start_matches(' ');
        lines.push('\n');
        lines.extend(std::iter::repeat_n('\u{a0}', line.len() - code.len()));
        lines.push_str(code);
    }
    lines
}

fn error_payload(exception: &Exception, request_id: &str) -> String {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    let stack: Vec<String> = exception.frames.iter().map(|frame| text(&frame.text())).collect();
    format!(
        r#"{{"errorMessage": {}, "errorType": {}, "requestId": "{request_id}", "stackTrace": [{}]}}"#,
        text(&exception.message),
        text(exception.kind()),
        stack.join(", ")
    )
}

/// The start-up of the environment is not in the tail.
fn tail(lines: &[(Time, String)]) -> String {
    let lines = lines.iter().map(|(_, line)| line.as_str()).filter(|line| !line.starts_with("INIT_START"));
    lines.flat_map(|line| if line.ends_with('\n') { [line, ""] } else { [line, "\n"] }).collect()
}

//! The answers to invocations of our own, which know the outcome before the log does.

use std::collections::VecDeque;

use serde_json::Value;

use super::mark::status_of;
use crate::domain::invocation::Outcome;
use crate::domain::text::Foreign;

/// The most answers that are kept: an invocation whose answer is forgotten is judged by its log alone.
const CAPACITY: usize = 256;

/// Outcomes by request id.
#[derive(Debug, Default)]
pub struct Answers(VecDeque<(Foreign, Outcome)>);

impl Answers {
    /// Takes an answer; a second one to the same request replaces the first.
    pub fn hear(&mut self, request_id: &Foreign, outcome: Outcome) {
        self.0.retain(|(id, _)| id != request_id);
        self.0.push_back((request_id.clone(), outcome));
        if self.0.len() > CAPACITY {
            self.0.pop_front();
        }
    }

    /// The outcome that was answered.
    pub fn get(&self, request_id: &Foreign) -> Option<&Outcome> {
        self.0.iter().find(|(id, _)| id == request_id).map(|(_, outcome)| outcome)
    }
}

/// What `Invoke`'s answer says of the function; that Lambda answered at all says nothing of it.
pub fn outcome(function_error: Option<&Foreign>, payload: &Foreign) -> Outcome {
    let payload: Value = serde_json::from_str(payload.exact()).unwrap_or_default();
    let text = |name: &str| payload.get(name).and_then(Value::as_str).unwrap_or_default();
    match function_error {
        Some(error) => match (text("errorType"), text("errorMessage")) {
            ("", "") => Outcome::Raised(error.clone()),
            (kind, message) => Outcome::failure(kind, message),
        },
        None => status_of(&payload).map_or(Outcome::Good, Outcome::Returned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(function_error: Option<&str>, payload: &str, want: &Outcome) {
        assert_eq!(outcome(function_error.map(Foreign::from).as_ref(), &payload.into()), *want, "{payload}");
    }

    #[test]
    fn an_answer_is_judged_by_what_is_in_it() {
        check(None, r#"{"statusCode": 503, "body": "request failed"}"#, &Outcome::Returned(503));
        check(None, "null", &Outcome::Good);
        check(None, "not JSON", &Outcome::Good);
        check(None, r#"{"statusCode": "503"}"#, &Outcome::Good);
        let error = Some("Unhandled");
        check(error, "", &Outcome::Raised("Unhandled".into()));
        check(
            error,
            r#"{"errorMessage": "'bucket_name'", "errorType": "KeyError", "stackTrace": []}"#,
            &Outcome::Raised("KeyError: 'bucket_name'".into()),
        );
        check(
            error,
            r#"{"errorMessage": "2024-04-14T01:28:52.171Z x Task timed out after 3.03 seconds"}"#,
            &Outcome::TimedOut,
        );
        check(
            error,
            r#"{"errorType": "Sandbox.Timedout", "errorMessage": "RequestId: x Error: Task timed out after 3.00 seconds"}"#,
            &Outcome::TimedOut,
        );
        check(
            error,
            r#"{"errorType": "Runtime.ExitError", "errorMessage": "RequestId: x Error: Runtime exited with error: signal: killed"}"#,
            &Outcome::OutOfMemory,
        );
    }
}

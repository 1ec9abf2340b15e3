//! `Invoke`: the one answer that takes its time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;

use super::{KIND, function, invalid, missing};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::functions::{Invocation, InvokeError};
use crate::demo::wire::Call;
use crate::demo::wire::answer::{Outcome, Refusal, Reply};

/// A request may be so long.
const MOST_SYNCHRONOUS: usize = 6 * 1024 * 1024;
/// An event may be so long.
const MOST_ASYNCHRONOUS: usize = 1024 * 1024;
/// The tail of the log that an answer carries.
const TAIL: usize = 4096;

pub(super) fn answer(call: &Call, account: &mut Account, now: Time) -> Outcome {
    let name = function(call, account)?.name.clone();
    let payload = if call.body.is_empty() { b"{}".as_slice() } else { call.body.as_ref() };
    match call.header("x-amz-invocation-type").unwrap_or("RequestResponse") {
        "DryRun" => Ok(Reply::empty(StatusCode::NO_CONTENT)),
        "Event" => {
            fits(payload, MOST_ASYNCHRONOUS)?;
            let invocation = started(account.invoke(&name, payload, now), call, account)?;
            let reply = Reply::empty(StatusCode::ACCEPTED);
            Ok(reply.header("x-amzn-requestid", &invocation.request_id))
        }
        "RequestResponse" => {
            fits(payload, MOST_SYNCHRONOUS)?;
            let invocation = started(account.invoke(&name, payload, now), call, account)?;
            Ok(finished(call, &invocation))
        }
        other => Err(invalid(format!("Value '{other}' at 'invocationType' is not valid"))),
    }
}

fn fits(payload: &[u8], most: usize) -> Result<(), Refusal> {
    if payload.len() <= most {
        return Ok(());
    }
    let message = format!("Request must be smaller than {most} bytes for the InvokeFunction operation");
    Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLargeException", message))
}

fn started(
    begun: Result<Invocation, InvokeError>,
    call: &Call,
    account: &Account,
) -> Result<Invocation, Refusal> {
    begun.map_err(|error| match error {
        InvokeError::ResourceNotFound => missing(call, account),
        InvokeError::ReservedConcurrencyReached => {
            let refusal =
                Refusal::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException", "Rate Exceeded.");
            refusal.field("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded")
        }
        InvokeError::InvalidRequestContent(said) => Refusal::bad("InvalidRequestContentException", said),
    })
}

fn finished(call: &Call, invocation: &Invocation) -> Reply {
    let mut reply = Reply::body(KIND, invocation.payload.clone())
        .at(invocation.ends)
        .header("x-amz-executed-version", "$LATEST")
        .header("x-amzn-requestid", &invocation.request_id);
    if let Some(error) = invocation.function_error {
        reply = reply.header("x-amz-function-error", error);
    }
    if call.header("x-amz-log-type") == Some("Tail") {
        reply = reply.header("x-amz-log-result", &STANDARD.encode(tail(&invocation.log)));
    }
    reply
}

/// The last 4 KB, cut wherever that falls.
fn tail(log: &str) -> &[u8] {
    let bytes = log.as_bytes();
    bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_of_a_log_is_its_last_four_kilobytes() {
        assert_eq!(tail("short"), b"short");
        let long = "x".repeat(5000);
        assert_eq!(tail(&long).len(), TAIL);
    }
}

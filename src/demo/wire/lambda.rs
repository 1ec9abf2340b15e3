//! Lambda: REST with JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::answer::{Outcome, Refusal, Reply, with_header};
use super::{Call, json, token};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::functions::{Function, Invocation, InvokeError};
use crate::reference::REGION;

const KIND: &str = "application/json";
/// No page of `ListFunctions` holds more, whatever was asked for.
const PAGE: usize = 50;
/// A request may be so long.
const MOST_SYNCHRONOUS: usize = 6 * 1024 * 1024;
/// An event may be so long.
const MOST_ASYNCHRONOUS: usize = 1024 * 1024;
/// The tail of the log that an answer carries.
const TAIL: usize = 4096;

/// The operation's name, from method and path: `/{date}/functions/{name}/{what}`.
pub(super) fn operation(call: &Call) -> String {
    let mut segments = call.segments().skip(2).filter(|segment| !segment.is_empty());
    let (root, name, what) = (segments.next(), segments.next(), segments.next());
    let named = match (&call.method, root.as_deref(), name, what.as_deref()) {
        (&Method::GET, Some("functions"), None, None) => "ListFunctions",
        (&Method::GET, Some("functions"), Some(_), None) => "GetFunction",
        (&Method::GET, Some("functions"), Some(_), Some("configuration")) => "GetFunctionConfiguration",
        (&Method::GET, Some("functions"), Some(_), Some("concurrency")) => "GetFunctionConcurrency",
        (&Method::POST, Some("functions"), Some(_), Some("invocations")) => "Invoke",
        _ => return format!("{} {}", call.method, call.uri.path()),
    };
    named.to_owned()
}

pub(super) fn answer(call: &Call, account: &mut Account, now: Time) -> Outcome {
    match call.operation.as_str() {
        "ListFunctions" => list(call, account),
        "GetFunction" => Ok(reply(details(function(call, account)?))),
        "GetFunctionConfiguration" => Ok(reply(configuration(function(call, account)?, true))),
        "GetFunctionConcurrency" => {
            function(call, account)?;
            Ok(reply(json!({})))
        }
        "Invoke" => invoke(call, account, now),
        other => Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "UnknownOperationException",
            format!("The demo does not offer {other}"),
        )),
    }
}

pub(super) fn refuse(refusal: &Refusal) -> Reply {
    let server = refusal.status >= StatusCode::INTERNAL_SERVER_ERROR;
    let lower = matches!(
        refusal.code.as_ref(),
        "TooManyRequestsException"
            | "InvalidParameterValueException"
            | "InvalidRequestContentException"
            | "RequestTooLargeException"
    );
    let kind = if server { "Service" } else { "User" };
    let head =
        [("Type", kind.to_owned()), (if lower { "message" } else { "Message" }, refusal.message.clone())];
    let reply = Reply::json(KIND, &json::members(head, refusal));
    Reply { response: with_header(reply.response, "x-amzn-errortype", &refusal.code), ..reply }
}

fn reply(value: Value) -> Reply {
    Reply::json(KIND, &json::without_nulls(value))
}

fn list(call: &Call, account: &Account) -> Outcome {
    let size = call.query("MaxItems").map_or(Ok(PAGE), |text| most(&text))?;
    let after = call.query("Marker").map(|marker| token::open("ListFunctions", &marker).ok_or(marker));
    let after = after.transpose().map_err(|_| invalid("The Marker is not valid."))?;
    let mut rest =
        account.functions().filter(|function| after.as_ref().is_none_or(|after| function.name > *after));
    let page: Vec<&Function> = rest.by_ref().take(size).collect();
    let last = page.last().filter(|_| rest.next().is_some());
    let marker = last.map(|function| token::seal("ListFunctions", &function.name));
    let functions: Vec<Value> = page.iter().map(|function| configuration(function, false)).collect();
    Ok(reply(json!({ "Functions": functions, "NextMarker": marker })))
}

fn most(text: &str) -> Result<usize, Refusal> {
    let asked: usize = text
        .parse()
        .ok()
        .filter(|size| (1..=10_000).contains(size))
        .ok_or_else(|| invalid(format!("Value '{text}' at 'maxItems' must be between 1 and 10000")))?;
    Ok(asked.min(PAGE))
}

fn details(function: &Function) -> Value {
    let location = format!("https://awslambda-{REGION}-tasks.s3.{REGION}.amazonaws.com/{}", function.name);
    json!({
        "Configuration": configuration(function, true),
        "Code": { "RepositoryType": "S3", "Location": location },
    })
}

/// The shape `FunctionConfiguration`; lists leave the state out.
fn configuration(function: &Function, with_state: bool) -> Value {
    let state = |word: &'static str| with_state.then_some(word);
    json!({
        "FunctionName": function.name,
        "FunctionArn": function.arn,
        "Runtime": function.runtime,
        "Role": function.role,
        "Handler": function.handler,
        "CodeSize": function.code_size,
        "Description": function.description,
        "Timeout": function.timeout_seconds,
        "MemorySize": function.memory_mb,
        "LastModified": function.last_modified.format("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string(),
        "CodeSha256": function.code_sha256,
        "Version": "$LATEST",
        "Environment": (!function.environment.is_empty()).then(|| json!({ "Variables": function.environment })),
        "TracingConfig": { "Mode": "PassThrough" },
        "State": state("Active"),
        "LastUpdateStatus": state("Successful"),
        "PackageType": "Zip",
        "Architectures": [function.architecture],
        "EphemeralStorage": { "Size": 512 },
        "SnapStart": { "ApplyOn": "None", "OptimizationStatus": "Off" },
        "LoggingConfig": { "LogFormat": "Text", "LogGroup": function.log_group },
    })
}

fn invoke(call: &Call, account: &mut Account, now: Time) -> Outcome {
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

fn function<'a>(call: &Call, account: &'a Account) -> Result<&'a Function, Refusal> {
    let (name, qualifier) = asked(call);
    let qualifier = call.query("Qualifier").or(qualifier);
    let known = qualifier.is_none_or(|qualifier| qualifier == "$LATEST");
    let found = account.functions().find(|function| known && function.name == name);
    found.ok_or_else(|| missing(call, account))
}

/// Name and qualifier: `name`, `name:alias`, `account:function:name` and whole ARNs are all accepted.
fn asked(call: &Call) -> (String, Option<String>) {
    let given = call.segments().nth(3).unwrap_or_default();
    let named = given.rsplit_once("function:").map_or(given.as_str(), |(_, name)| name);
    match named.split_once(':') {
        Some((name, qualifier)) => (name.to_owned(), Some(qualifier.to_owned())),
        None => (named.to_owned(), None),
    }
}

fn missing(call: &Call, account: &Account) -> Refusal {
    let (name, qualifier) = asked(call);
    let qualifier = call.query("Qualifier").or(qualifier).map(|it| format!(":{it}")).unwrap_or_default();
    let message =
        format!("Function not found: arn:aws:lambda:{REGION}:{}:function:{name}{qualifier}", account.id());
    Refusal::new(StatusCode::NOT_FOUND, "ResourceNotFoundException", message)
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::bad("InvalidParameterValueException", message)
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

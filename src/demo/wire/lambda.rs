//! Lambda: REST with JSON.

mod functions;
mod invoke;

use http::{Method, StatusCode};
use serde_json::Value;

use super::answer::{Outcome, Refusal, Reply, with_header};
use super::{Call, json};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::functions::Function;
use crate::reference::REGION;

const KIND: &str = "application/json";

/// The operation's name, from method and path: `/{date}/functions/{name}/{what}`.
pub(super) fn operation(call: &Call) -> String {
    let mut segments = call.segments().skip(2).filter(|segment| !segment.is_empty());
    let (root, name, what) = (segments.next(), segments.next(), segments.next());
    let named = match (&call.method, root.as_deref(), name, what.as_deref()) {
        (&Method::GET, Some("functions"), None, None) => "ListFunctions",
        (&Method::GET, Some("functions"), Some(_), None) => "GetFunction",
        (&Method::GET, Some("functions"), Some(_), Some("configuration")) => "GetFunctionConfiguration",
        (&Method::GET, Some("functions"), Some(_), Some("concurrency")) => "GetFunctionConcurrency",
        (&Method::GET, Some("functions"), Some(_), Some("event-invoke-config")) => {
            "GetFunctionEventInvokeConfig"
        }
        (&Method::GET, Some("account-settings"), None, None) => "GetAccountSettings",
        (&Method::PUT, Some("functions"), Some(_), Some("concurrency")) => "PutFunctionConcurrency",
        (&Method::DELETE, Some("functions"), Some(_), Some("concurrency")) => "DeleteFunctionConcurrency",
        (&Method::POST, Some("functions"), Some(_), Some("invocations")) => "Invoke",
        _ => return format!("{} {}", call.method, call.uri.path()),
    };
    named.to_owned()
}

pub(super) fn answer(call: &Call, account: &mut Account, now: Time) -> Outcome {
    match call.operation.as_str() {
        "ListFunctions" => functions::list(call, account),
        "GetFunction" => Ok(reply(functions::details(function(call, account)?))),
        "GetFunctionConfiguration" => Ok(reply(functions::configuration(function(call, account)?, true))),
        "GetFunctionConcurrency" => {
            Ok(reply(functions::concurrency(function(call, account)?.reserved_concurrency)))
        }
        "GetFunctionEventInvokeConfig" => Err(functions::no_event_config(function(call, account)?)),
        "GetAccountSettings" => Ok(reply(functions::account_settings(account))),
        "PutFunctionConcurrency" => functions::reserve(call, account),
        "DeleteFunctionConcurrency" => functions::give_back(call, account),
        "Invoke" => invoke::answer(call, account, now),
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

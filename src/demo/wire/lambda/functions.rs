//! Functions and their settings.

use http::StatusCode;
use serde_json::{Value, json};

use super::{function, invalid, reply};
use crate::demo::account::Account;
use crate::demo::functions::Function;
use crate::demo::wire::answer::{Outcome, Refusal, Reply};
use crate::demo::wire::{Call, token};
use crate::reference::REGION;

/// No page of `ListFunctions` holds more, whatever was asked for.
const PAGE: usize = 50;

pub(super) fn list(call: &Call, account: &Account) -> Outcome {
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

pub(super) fn details(function: &Function) -> Value {
    let location = format!("https://awslambda-{REGION}-tasks.s3.{REGION}.amazonaws.com/{}", function.name);
    json!({
        "Configuration": configuration(function, true),
        "Code": { "RepositoryType": "S3", "Location": location },
        "Concurrency": function.reserved_concurrency.map(|it| concurrency(Some(it))),
    })
}

/// The shape `Concurrency`: empty where nothing is reserved.
pub(super) fn concurrency(reserved: Option<i32>) -> Value {
    json!({ "ReservedConcurrentExecutions": reserved })
}

/// What an account may have at a time, unless it has asked for more.
const CONCURRENT: i32 = 1_000;

/// What all functions share.
pub(super) fn account_settings(account: &Account) -> Value {
    let reserved: i32 = account.functions().filter_map(|function| function.reserved_concurrency).sum();
    let size: i64 = account.functions().map(|function| function.code_size).sum();
    json!({
        "AccountLimit": {
            "TotalCodeSize": 80_530_636_800_i64,
            "CodeSizeUnzipped": 262_144_000,
            "CodeSizeZipped": 52_428_800,
            "ConcurrentExecutions": CONCURRENT,
            "UnreservedConcurrentExecutions": CONCURRENT - reserved,
        },
        "AccountUsage": { "TotalCodeSize": size, "FunctionCount": account.functions().count() },
    })
}

/// No function here has a configuration of its own for invocations that nobody waits for.
pub(super) fn no_event_config(function: &Function) -> Refusal {
    let message = format!("The function {} doesn't have an EventInvokeConfig", function.arn);
    Refusal::new(StatusCode::NOT_FOUND, "ResourceNotFoundException", message)
}

pub(super) fn reserve(call: &Call, account: &mut Account) -> Outcome {
    let name = function(call, account)?.name.clone();
    let asked: Option<Value> = serde_json::from_slice(&call.body).ok();
    let asked = asked.as_ref().and_then(|body| body.get("ReservedConcurrentExecutions")?.as_i64());
    let reserved = asked.and_then(|most| i32::try_from(most).ok()).filter(|most| *most >= 0);
    let reserved = reserved.ok_or_else(|| invalid("ReservedConcurrentExecutions must be 0 or more"))?;
    account.reserve_concurrency(&name, Some(reserved));
    Ok(reply(concurrency(Some(reserved))))
}

pub(super) fn give_back(call: &Call, account: &mut Account) -> Outcome {
    let name = function(call, account)?.name.clone();
    account.reserve_concurrency(&name, None);
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// The shape `FunctionConfiguration`; lists leave the state out.
pub(super) fn configuration(function: &Function, with_state: bool) -> Value {
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

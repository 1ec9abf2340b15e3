//! Describing groups and streams.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::group;
use crate::demo::account::Account;
use crate::demo::events::{LogGroup, LogStream};
use crate::demo::wire::answer::Outcome;
use crate::demo::wire::json::{Input, page, reply};
use crate::reference::REGION;

/// No page holds more groups or streams.
const MOST: usize = 50;

pub(super) fn describe(input: &Input, account: &Account) -> Outcome {
    let (prefix, pattern) = (input.text("logGroupNamePrefix"), input.text("logGroupNamePattern"));
    if prefix.is_some() && pattern.is_some() {
        let message = "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.";
        return Err(input.refuse(message));
    }
    let wanted = account.log_groups().filter(|(name, _)| {
        prefix.is_none_or(|prefix| name.starts_with(prefix))
            && pattern.is_none_or(|pattern| name.contains(pattern))
    });
    let scope = format!("{prefix:?} {pattern:?}");
    let page = page(input, &scope, input.size("limit", MOST)?, wanted, |(name, _)| (*name).to_owned())?;
    let shape = |(name, group)| {
        if pattern.is_some() { brief(name, group, account) } else { whole(name, group, account) }
    };
    let groups: Vec<Value> = page.items.into_iter().map(shape).collect();
    Ok(reply(json!({ "logGroups": groups, "nextToken": page.next })))
}

fn arn(name: &str, account: &Account) -> String {
    format!("arn:aws:logs:{REGION}:{}:log-group:{name}", account.id())
}

fn whole(name: &str, group: &LogGroup, account: &Account) -> Value {
    json!({
        "logGroupName": name,
        "creationTime": group.created.timestamp_millis(),
        "retentionInDays": group.retention_days,
        "metricFilterCount": 0,
        "arn": format!("{}:*", arn(name, account)),
        "storedBytes": group.stored_bytes,
        "logGroupClass": group.class.as_str(),
        "logGroupArn": arn(name, account),
        "deletionProtectionEnabled": false,
    })
}

/// With a pattern only these members come back.
fn brief(name: &str, group: &LogGroup, account: &Account) -> Value {
    json!({
        "logGroupName": name,
        "creationTime": group.created.timestamp_millis(),
        "arn": format!("{}:*", arn(name, account)),
    })
}

pub(super) fn streams(input: &Input, account: &Account) -> Outcome {
    let (name, group) = group(input, account)?;
    let prefix = input.text("logStreamNamePrefix");
    let by_time = match input.text("orderBy").unwrap_or("LogStreamName") {
        "LogStreamName" => false,
        "LastEventTime" => true,
        other => return Err(input.refuse(format!("Value '{other}' at 'orderBy' is not valid."))),
    };
    if by_time && prefix.is_some() {
        return Err(input.refuse("Cannot order by LastEventTime with a logStreamNamePrefix."));
    }
    let mut wanted: Vec<(&String, &LogStream)> = group
        .streams
        .iter()
        .filter(|(name, _)| prefix.is_none_or(|prefix| name.starts_with(prefix)))
        .collect();
    let descending = input.flag("descending").unwrap_or(false);
    match (by_time, descending) {
        (false, false) => {}
        (false, true) => wanted.reverse(),
        (true, false) => wanted.sort_by_key(|(_, stream)| stream.last),
        (true, true) => wanted.sort_by_key(|(_, stream)| Reverse(stream.last)),
    }
    let scope = format!("{name} {prefix:?} {by_time} {descending}");
    let size = input.size("limit", MOST)?;
    let page = page(input, &scope, size, wanted.into_iter(), |(name, _)| (*name).clone())?;
    let streams: Vec<Value> =
        page.items.into_iter().map(|(stream, it)| shape(stream, it, &arn(name, account))).collect();
    Ok(reply(json!({ "logStreams": streams, "nextToken": page.next })))
}

/// Stored bytes of streams have been 0 since 2019.
fn shape(name: &str, stream: &LogStream, group_arn: &str) -> Value {
    let if_any = |millis: i64| (stream.count > 0).then_some(millis);
    json!({
        "logStreamName": name,
        "creationTime": stream.created.timestamp_millis(),
        "firstEventTimestamp": if_any(stream.first),
        "lastEventTimestamp": if_any(stream.last),
        "lastIngestionTime": if_any(stream.last_ingestion),
        "uploadSequenceToken": format!("4{:055}", stream.count),
        "arn": format!("{group_arn}:log-stream:{name}"),
        "storedBytes": 0,
    })
}

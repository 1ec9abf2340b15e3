//! Logs Insights: `StartQuery`, `GetQueryResults`, `StopQuery`.

use serde_json::{Value, json};

use super::missing;
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::queries::{Query, Question};
use crate::demo::wire::answer::{Outcome, Refusal};
use crate::demo::wire::json::{Input, reply};

/// An answer has no more rows.
const PAGE: usize = 10_000;
const MOST_GROUPS: usize = 50;

pub(super) fn start(input: &Input, account: &mut Account, now: Time) -> Outcome {
    let groups = groups(input, account)?;
    let (from, to) = (input.number("startTime").unwrap_or(0), input.number("endTime").unwrap_or(0));
    if from > to {
        return Err(input.refuse("startTime must be less than or equal to endTime."));
    }
    let mut question = Question::parse(input.required("queryString")?).map_err(|part| malformed(&part))?;
    if let Some(limit) = input.number("limit").and_then(|limit| usize::try_from(limit).ok()) {
        question.limit = limit.min(question.limit);
    }
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    let id = account.begin_query(&groups, (from * 1000, to * 1000), &question, now);
    Ok(reply(json!({ "queryId": id })))
}

fn groups(input: &Input, account: &Account) -> Result<Vec<String>, Refusal> {
    let mut given = input.texts("logGroupNames");
    given.extend(input.text("logGroupName"));
    let identifiers = input.texts("logGroupIdentifiers");
    given.extend(identifiers.iter().map(|it| it.split(":log-group:").last().unwrap_or(it)));
    if !(1..=MOST_GROUPS).contains(&given.len()) {
        return Err(input.refuse(format!("Between 1 and {MOST_GROUPS} log groups have to be given.")));
    }
    let unknown = given.iter().find(|name| account.log_events(name).is_none());
    match unknown {
        Some(name) => {
            Err(missing(&format!("Log group '{name}' does not exist for account ID '{}'", account.id())))
        }
        None => Ok(given.into_iter().map(str::to_owned).collect()),
    }
}

fn malformed(part: &str) -> Refusal {
    Refusal::bad("MalformedQueryException", format!("The demo does not understand: {part}"))
}

pub(super) fn results(input: &Input, account: &Account, now: Time) -> Outcome {
    let id = input.required("queryId")?;
    let query = account.query(id).ok_or_else(no_query)?;
    let first: usize = match input.position("nextToken", id)? {
        Some(place) => place.parse().unwrap_or_default(),
        None => 0,
    };
    let is_complete = query.ready <= now && !query.is_stopped;
    let rows = if is_complete { query.rows.get(first..).unwrap_or_default() } else { &[] };
    let page = rows.get(..PAGE).unwrap_or(rows);
    let next = (rows.len() > page.len()).then(|| input.token(id, &(first + page.len()).to_string()));
    Ok(reply(json!({
        "queryLanguage": "CWLI",
        "results": page.iter().map(|row| shape(row)).collect::<Vec<Value>>(),
        "statistics": statistics(query),
        "status": status(query, is_complete),
        "nextToken": next,
    })))
}

fn status(query: &Query, is_complete: bool) -> &'static str {
    match (query.is_stopped, is_complete) {
        (true, _) => "Cancelled",
        (false, true) => "Complete",
        (false, false) => "Running",
    }
}

fn shape(row: &[(String, String)]) -> Value {
    row.iter().map(|(field, value)| json!({ "field": field, "value": value })).collect()
}

fn statistics(query: &Query) -> Value {
    let (records, bytes) = query.scanned;
    #[expect(clippy::cast_precision_loss, reason = "counts of a demo fit into 53 bits")]
    let number = |count: usize| count as f64;
    json!({
        "recordsMatched": number(query.matched), "recordsScanned": number(records), "bytesScanned": number(bytes),
    })
}

pub(super) fn stop(input: &Input, account: &mut Account, now: Time) -> Outcome {
    match account.stop_query(input.required("queryId")?, now) {
        None => Err(no_query()),
        Some(false) => Err(input.refuse("Query with given ID is not running.")),
        Some(true) => Ok(reply(json!({ "success": true }))),
    }
}

fn no_query() -> Refusal {
    missing("Query with given ID does not exist.")
}

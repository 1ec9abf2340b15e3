//! `StartLiveTail`: the one answer that goes on.

use std::sync::Arc;

use http::StatusCode;
use serde_json::json;

use super::{missing, pattern};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::events::LogClass;
use crate::demo::tails::{Streams, Wanted};
use crate::demo::wire::Call;
use crate::demo::wire::answer::{Outcome, Refusal, Reply};
use crate::demo::wire::frames::Session;
use crate::demo::wire::json::{Input, without_nulls};
use crate::reference::REGION;

const KIND: &str = "application/vnd.amazon.eventstream";
const MOST_GROUPS: usize = 10;
const MOST_STREAMS: usize = 100;

pub(super) fn start(call: &Call, input: &Input, account: &mut Account, now: Time) -> Outcome {
    let wanted = wanted(input, account)?;
    let arn = arn(account);
    let (number, next) = account.tails.open(wanted, now).ok_or_else(too_many)?;
    let start = json!({
        "requestId": call.request_id(),
        "sessionId": format!("00000000-0000-4000-a000-{number:012x}"),
        "logGroupIdentifiers": input.member("logGroupIdentifiers"),
        "logStreamNames": input.member("logStreamNames"),
        "logStreamNamePrefixes": input.member("logStreamNamePrefixes"),
        "logEventFilterPattern": input.member("logEventFilterPattern"),
    });
    let session = Session { number, next, start: without_nulls(start), arn };
    Ok(Reply { opens: Some(session), ..Reply::body(KIND, "") })
}

fn wanted(input: &Input, account: &Account) -> Result<Wanted, Refusal> {
    let identifiers = input.texts("logGroupIdentifiers");
    if !(1..=MOST_GROUPS).contains(&identifiers.len()) {
        return Err(
            input.refuse(format!("logGroupIdentifiers must have between 1 and {MOST_GROUPS} members"))
        );
    }
    let groups =
        identifiers.iter().map(|identifier| group(input, account, identifier)).collect::<Result<_, _>>()?;
    let streams = streams(input, identifiers.len())?;
    Ok(Wanted { groups, streams, pattern: pattern(input, "logEventFilterPattern")? })
}

/// A group by its ARN, which is without the `:*` that others have.
fn group(input: &Input, account: &Account, identifier: &str) -> Result<Arc<str>, Refusal> {
    let name = identifier.strip_prefix(&arn(account)).filter(|name| !name.ends_with(":*"));
    let name =
        name.ok_or_else(|| input.refuse(format!("The log group identifier {identifier} is not valid.")))?;
    let group = account.log_groups().find(|(known, _)| *known == name);
    let (_, group) = group.ok_or_else(|| missing("The specified log group does not exist."))?;
    match group.class {
        LogClass::Standard => Ok(name.into()),
        LogClass::InfrequentAccess => Err(super::wrong_class(name, group, "StartLiveTail")),
    }
}

fn arn(account: &Account) -> String {
    format!("arn:aws:logs:{REGION}:{}:log-group:", account.id())
}

/// Streams can be chosen in one group alone.
fn streams(input: &Input, groups: usize) -> Result<Streams, Refusal> {
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (names, prefixes) =
        (owned(input.texts("logStreamNames")), owned(input.texts("logStreamNamePrefixes")));
    if names.is_empty() && prefixes.is_empty() {
        return Ok(Streams::All);
    }
    if !names.is_empty() && !prefixes.is_empty() {
        return Err(input.refuse("logStreamNames and logStreamNamePrefixes are mutually exclusive."));
    }
    if groups > 1 || names.len().max(prefixes.len()) > MOST_STREAMS {
        let message = format!("Up to {MOST_STREAMS} log streams can be chosen, and in one log group alone.");
        return Err(input.refuse(message));
    }
    Ok(if names.is_empty() { Streams::Prefixed(prefixes) } else { Streams::Named(names) })
}

fn too_many() -> Refusal {
    let message = "The number of concurrent Live Tail sessions exceeds the limit.";
    Refusal::new(StatusCode::BAD_REQUEST, "LimitExceededException", message)
}

//! CloudWatch Logs: `awsJson1.1`.

mod filter;
mod groups;
mod insights;
mod live;
mod stream;
mod writes;

use super::Call;
use super::answer::{Outcome, Refusal};
use super::json::{Input, unknown};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::events::{LogEvent, LogGroup};
use crate::domain::log::pattern::Pattern;

/// A page of events holds no more of them.
const MOST_EVENTS: usize = 10_000;
/// A page of events holds no more bytes; an event counts its UTF-8 and 26 more.
const MOST_BYTES: usize = 1_048_576;
const OVERHEAD: usize = 26;

pub(super) fn answer(call: &Call, account: &mut Account, now: Time) -> Outcome {
    let input = Input::read(call, "InvalidParameterException")?;
    match call.operation.as_str() {
        "DescribeLogGroups" => groups::describe(&input, account),
        "DescribeLogStreams" => groups::streams(&input, account),
        "FilterLogEvents" => filter::answer(&input, account),
        "GetLogEvents" => stream::answer(&input, account),
        "StartLiveTail" => live::start(call, &input, account, now),
        "StartQuery" => insights::start(&input, account, now),
        "GetQueryResults" => insights::results(&input, account, now),
        "StopQuery" => insights::stop(&input, account, now),
        "CreateLogGroup" => writes::create_group(&input, account, now),
        "DeleteLogGroup" => writes::delete_group(&input, account),
        "CreateLogStream" => writes::create_stream(&input, account, now),
        "PutLogEvents" => writes::put(&input, account, now),
        _ => Err(unknown(call)),
    }
}

/// The group that a request names, by name or ARN.
fn group<'a>(input: &Input, account: &'a Account) -> Result<(&'a str, &'a LogGroup), Refusal> {
    let given = match (input.text("logGroupName"), input.text("logGroupIdentifier")) {
        (Some(_), Some(_)) => {
            return Err(input.refuse("LogGroup name and LogGroup ARN are mutually exclusive parameters."));
        }
        (Some(name), None) => name,
        (None, Some(identifier)) => identifier.split(":log-group:").last().unwrap_or(identifier),
        (None, None) => return Err(input.refuse("Either logGroupName or logGroupIdentifier must be given.")),
    };
    let found = account.log_groups().find(|(name, _)| *name == given);
    found.ok_or_else(|| missing("The specified log group does not exist."))
}

/// The pattern that a request filters by.
fn pattern(input: &Input, member: &str) -> Result<Pattern, Refusal> {
    let text = input.text(member).unwrap_or_default();
    Pattern::parse(text).map_err(|error| input.refuse(format!("Invalid {member}: {error}")))
}

/// What a group of this class does not do.
fn wrong_class(name: &str, group: &LogGroup, operation: &str) -> Refusal {
    let class = group.class.as_str();
    let message = format!(
        "The log group {name} is of log-group-class {class}. {operation} is not supported for this log class."
    );
    Refusal::bad("InvalidOperationException", message)
}

fn missing(what: &str) -> Refusal {
    Refusal::bad("ResourceNotFoundException", what)
}

/// Where an event stands among all events of its group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    timestamp: i64,
    ingestion: i64,
    number: u128,
}

impl Place {
    fn of(event: &LogEvent) -> Self {
        let (timestamp, ingestion, number) = event.order();
        Self { timestamp, ingestion, number }
    }

    /// Before every event of that time.
    fn before(timestamp: i64) -> Self {
        Self { timestamp, ingestion: i64::MIN, number: 0 }
    }

    fn written(&self) -> String {
        format!("{}/{}/{}", self.timestamp, self.ingestion, self.number)
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '/');
        Some(Self {
            timestamp: parts.next()?.parse().ok()?,
            ingestion: parts.next()?.parse().ok()?,
            number: parts.next()?.parse().ok()?,
        })
    }

    fn is_before(&self, event: &LogEvent) -> bool {
        *self < Self::of(event)
    }

    fn is_after(&self, event: &LogEvent) -> bool {
        *self > Self::of(event)
    }
}

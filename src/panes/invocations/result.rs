//! What the last invocation from here was answered.

use serde_json::{Map, Value, json};

use crate::domain::action::{Attempt, Outcome, Receipt, Reply, Verb};
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::effect::Here;
use crate::pane::Cx;

/// The answer as a tree, or why there is none.
pub fn of(cx: Cx<'_>) -> Here {
    let Some(attempt) = cx.world.attempts.get(&Verb::Invoke) else {
        return Here::Say("nothing has been invoked from here yet".to_owned());
    };
    let value = match &attempt.outcome {
        None => return Here::Say("it has not been answered yet".to_owned()),
        Some(Outcome::Refused(fault) | Outcome::Unknown(fault)) => return Here::Say(fault.words()),
        Some(Outcome::Accepted(receipt)) => answer(cx, attempt, receipt),
    };
    Here::Tree { title: format!("answer of {}", visible(attempt.action.target())), value }
}

fn answer(cx: Cx<'_>, attempt: &Attempt, receipt: &Receipt) -> Value {
    let mut all = Map::new();
    all.insert("sent".to_owned(), cx.date(attempt.sent).into());
    match receipt {
        Receipt::Invoked { request_id, function_error, payload, reply } => {
            all.insert("status".to_owned(), reply.status.into());
            all.insert("functionError".to_owned(), function_error.as_ref().map(Foreign::exact).into());
            all.insert("duration".to_owned(), duration(cx, request_id, reply).into());
            all.insert("version".to_owned(), reply.version.as_ref().map(Foreign::exact).into());
            all.insert("requestId".to_owned(), request_id.exact().into());
            all.insert("payload".to_owned(), read(payload));
            all.insert("log".to_owned(), lines(reply));
        }
        Receipt::Queued { request_id } => {
            all.insert("status".to_owned(), 202.into());
            all.insert("requestId".to_owned(), request_id.exact().into());
            all.insert("attempts".to_owned(), attempts(cx, request_id));
        }
        Receipt::Run(_) | Receipt::Crawling | Receipt::Stopping | Receipt::Reset => {}
    }
    Value::Object(all)
}

/// JSON as what it is, other things as text.
fn read(payload: &Foreign) -> Value {
    serde_json::from_str(payload.exact()).unwrap_or_else(|_| payload.exact().into())
}

/// The end of the log, a line each.
fn lines(reply: &Reply) -> Value {
    let log = reply.log.as_ref().map(Foreign::exact).unwrap_or_default();
    log.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().into()
}

/// How long it took, by its REPORT in the end of its log, else by the history.
fn duration(cx: Cx<'_>, request_id: &Foreign, reply: &Reply) -> Option<String> {
    let log = reply.log.as_ref().map(Foreign::exact).unwrap_or_default();
    let told = log.lines().filter(|line| line.starts_with("REPORT ")).find_map(|line| {
        let (_, rest) = line.split_once("\tDuration: ")?;
        rest.split_once(" ms")?.0.parse::<f64>().ok()
    });
    let mut known = cx.world.history.invocations().iter();
    let known = || known.find(|known| known.request_id == *request_id)?.duration_ms;
    told.or_else(known).map(words::millis)
}

/// What the log tells so far of the attempts at an event, oldest first.
fn attempts(cx: Cx<'_>, request_id: &Foreign) -> Value {
    let alike = cx.world.history.invocations().iter().filter(|known| known.request_id == *request_id);
    let told =
        alike.map(|known| json!({ "started": cx.date(known.started), "outcome": known.outcome.words() }));
    let mut told: Vec<Value> = told.collect();
    told.reverse();
    told.into()
}

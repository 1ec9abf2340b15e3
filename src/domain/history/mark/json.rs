//! The JSON format of Lambda's log: records of the platform and of the application.

use serde_json::Value;

use super::{Mark, Report, Says, status_of, text};

/// Reads a line that starts like an object.
pub fn read(line: &str) -> Option<Mark> {
    // Most lines are an application's own business, and not worth parsing.
    let matters = ["\"platform.", "statusCode", "errorType", "errorMessage", "Task timed out"];
    if !matters.iter().any(|word| line.contains(word)) {
        return None;
    }
    let object: Value = serde_json::from_str(line).ok()?;
    match object.get("type").and_then(Value::as_str) {
        Some(kind) if kind.starts_with("platform.") => platform(kind, object.get("record")?),
        _ => application(&object),
    }
}

fn platform(kind: &str, record: &Value) -> Option<Mark> {
    let says = match kind {
        "platform.start" => Says::Start,
        "platform.report" => Says::Report(Box::new(Report::from_record(record))),
        _ => return None,
    };
    Some(Mark::of(says, Some(id_of(record)?)))
}

fn application(object: &Value) -> Option<Mark> {
    let id = id_of(object);
    raised(object, id).or_else(|| returned(object, id)).or_else(|| message(object, id))
}

/// What the runtime writes of an exception that nobody caught; a logger would have put its name or a message in.
fn raised(object: &Value, id: Option<&str>) -> Option<Mark> {
    let level = ["level", "log_level"].iter().find_map(|name| object.get(*name))?.as_str()?;
    let error = object.get("message").filter(|message| message.is_object()).unwrap_or(object);
    let text = |name: &str| error.get(name).and_then(Value::as_str);
    let (kind, message) = (text("errorType"), text("errorMessage"));
    let is_logged = object.get("logger").is_some() || object.get("message").is_some_and(Value::is_string);
    let is_caught = is_logged || !matches!(level, "ERROR" | "FATAL");
    (!is_caught && (kind.is_some() || message.is_some()))
        .then(|| Mark::failed(kind.unwrap_or_default(), message.unwrap_or_default(), id))
}

fn returned(object: &Value, id: Option<&str>) -> Option<Mark> {
    Some(Mark::of(Says::Returned { plainly: false, status: status_of(object)? }, id))
}

fn message(object: &Value, id: Option<&str>) -> Option<Mark> {
    let message = object.get("message")?.as_str()?;
    text::said(message, id).or_else(|| text::timed_out(message))
}

fn id_of(object: &Value) -> Option<&str> {
    ["requestId", "AWSRequestId"].iter().find_map(|name| object.get(*name))?.as_str()
}

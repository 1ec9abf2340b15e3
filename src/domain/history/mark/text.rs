//! The text format of Lambda's log, and what applications print into either format.

use serde_json::Value;

use super::{Mark, Report, Says, is_status, status_of};
use crate::domain::invocation::Outcome;

/// Reads a line that is not JSON.
pub fn read(line: &str) -> Option<Mark> {
    if let Some(rest) = line.strip_prefix("START RequestId: ") {
        return Some(Mark::of(Says::Start, Some(word(rest)?)));
    }
    if let Some(rest) = line.strip_prefix("REPORT RequestId: ") {
        return Some(Mark::of(Says::Report(Box::new(Report::from_fields(rest))), Some(word(rest)?)));
    }
    if let Some(rest) = line.strip_prefix("RequestId: ") {
        return killed(rest);
    }
    if let Some(rest) = line.strip_prefix("[ERROR] ") {
        return raised(rest);
    }
    said(line, None).or_else(|| timed_out(line)).or_else(|| logged(line))
}

/// What an application's own message says, without what its logger puts before it.
pub fn said(message: &str, id: Option<&str>) -> Option<Mark> {
    let (object, plainly) = match message.strip_prefix("returned ") {
        Some(rest) => (rest, true),
        None => (message, false),
    };
    if !object.starts_with('{') || !object.contains("statusCode") {
        return None;
    }
    let status = match serde_json::from_str(object) {
        Ok(object) => status_of(&object)?,
        Err(_) if plainly => status_in(object)?,
        Err(_) => return None,
    };
    Some(Mark::of(Says::Returned { plainly, status }, id))
}

/// The status in an object that was cut off, or printed as Python prints a dictionary.
fn status_in(object: &str) -> Option<u16> {
    let rest = object.split_once("statusCode")?.1.trim_start_matches(['\'', '"', ' ', ':']);
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok().filter(|number| is_status(*number))
}

/// `<id> Error: Runtime exited with error: …\nRuntime.ExitError`: the sandbox went away.
fn killed(rest: &str) -> Option<Mark> {
    let (id, what) = rest.split_once(' ')?;
    let kind = what.lines().nth(1).map_or("Runtime.ExitError", str::trim);
    match what.strip_prefix("Error: ") {
        Some(error) => Some(Mark::failed(kind, error, Some(id))),
        None if what.starts_with("Process exited") => Some(Mark::failed(kind, what, Some(id))),
        None => None,
    }
}

/// `KeyError: 'bucket_name'\nTraceback…`: the one event of an exception that nobody caught.
fn raised(rest: &str) -> Option<Mark> {
    let mut lines = rest.split(['\n', '\r']).filter(|line| !line.is_empty());
    let headline = lines.next()?;
    let (kind, message) = headline.split_once(": ").unwrap_or((headline, ""));
    let is_type = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let is_name = kind.chars().all(is_type)
        && (kind.contains('.') || kind.ends_with("Error") || kind.ends_with("Exception"));
    let has_traceback = lines.next().is_some_and(|line| line.starts_with("Traceback"));
    (is_name || has_traceback).then(|| Mark::failed(kind, message, None))
}

/// `2024-04-14T01:28:52.171Z <id> Task timed out after 3.03 seconds`.
pub fn timed_out(line: &str) -> Option<Mark> {
    let (head, _) = line.lines().next()?.split_once(" Task timed out after ")?;
    let (time, id) = head.split_once(' ')?;
    (time.ends_with('Z') && word(id) == Some(id)).then(|| Mark::of(Says::Failed(Outcome::TimedOut), Some(id)))
}

/// A line of a logger: `[LEVEL]\t<time>\t<id>\t…` of Python, `<time>\t<id>\t<LEVEL>\t…` of Node.
fn logged(line: &str) -> Option<Mark> {
    let mut fields = line.splitn(4, '\t');
    let (first, second, third, message) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    if first.starts_with('[') {
        return said(message, word(third));
    }
    match (third, message.split_once('\t')) {
        ("ERROR", Some((what, object)))
            if what.starts_with("Invoke Error") || what.starts_with("Uncaught") =>
        {
            let error: Value = serde_json::from_str(object).ok()?;
            let text = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default();
            Some(Mark::failed(text("errorType"), text("errorMessage"), word(second)))
        }
        _ => said(message, word(second)),
    }
}

/// The first word; `None` where there is none.
fn word(text: &str) -> Option<&str> {
    text.split_whitespace().next()
}

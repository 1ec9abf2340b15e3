//! The input of an action as text that a person edits, and back.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::action::Action;
use super::backfill::Plan;

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// From 1.
    pub line: usize,
    /// From 1, in bytes as JSON's parser counts them.
    pub column: usize,
    /// What was expected, or found.
    pub what: String,
}

impl Mistake {
    /// It in a line.
    pub fn words(&self) -> String {
        format!("line {}, column {}: {}", self.line, self.column, super::text::visible(&self.what))
    }
}

/// The input as text: JSON, or a row `--name value` for each argument. `None`: the action has none.
pub fn text(action: &Action) -> Option<String> {
    match action {
        Action::Invoke { payload, .. } => serde_json::to_string_pretty(payload).ok(),
        Action::StartJob { arguments, .. } => rows(arguments),
        Action::Backfill(plan) => rows(&plan.shared()),
        Action::StartCrawler { .. }
        | Action::StopRun { .. }
        | Action::StopCrawler { .. }
        | Action::ResetBookmark { .. } => None,
    }
}

fn rows(arguments: &BTreeMap<String, String>) -> Option<String> {
    if !arguments.iter().all(fits_row) {
        return serde_json::to_string_pretty(arguments).ok();
    }
    let rows: Vec<String> = arguments.iter().map(|(name, value)| format!("{name} {value}")).collect();
    Some(rows.join("\n"))
}

/// How a file of it is called.
pub fn suffix(action: &Action) -> &'static str {
    if matches!(action, Action::Invoke { .. }) { ".json" } else { ".txt" }
}

/// Whether an argument reads back from a row as it was written.
fn fits_row((name, value): (&String, &String)) -> bool {
    let is_one_word = !name.is_empty() && !name.contains(char::is_whitespace);
    is_one_word && !value.contains(['\n', '\r']) && value.trim() == value
}

/// The same action with the input that a text says.
///
/// # Errors
/// What is wrong with the text, and where.
pub fn parse(action: &Action, text: &str) -> Result<Action, Mistake> {
    match action {
        Action::Invoke { function, mode, .. } => {
            Ok(Action::Invoke { function: function.clone(), payload: json(text)?, mode: *mode })
        }
        Action::StartJob { job, .. } => {
            Ok(Action::StartJob { job: job.clone(), arguments: arguments(text)? })
        }
        Action::Backfill(plan) => Ok(Action::Backfill(Plan { arguments: arguments(text)?, ..plan.clone() })),
        Action::StartCrawler { .. }
        | Action::StopRun { .. }
        | Action::StopCrawler { .. }
        | Action::ResetBookmark { .. } => Ok(action.clone()),
    }
}

fn json(text: &str) -> Result<Value, Mistake> {
    serde_json::from_str(text).map_err(|error| {
        let said = error.to_string();
        let what = said.rsplit_once(" at line ").map_or(said.as_str(), |(what, _)| what).to_owned();
        // What is missing at the end is missing after the last character.
        let column = error.column() + usize::from(error.is_eof());
        Mistake { line: error.line().max(1), column: column.max(1), what }
    })
}

/// Arguments: a JSON object of strings, or rows.
fn arguments(text: &str) -> Result<BTreeMap<String, String>, Mistake> {
    if text.trim_start().starts_with('{') {
        return of_object(json(text)?);
    }
    let mut arguments = BTreeMap::new();
    for (n, row) in text.lines().enumerate().filter(|(_, row)| !row.trim().is_empty()) {
        let mistake = |what: &str| Mistake { line: n + 1, column: 1, what: what.to_owned() };
        let (name, value) = row.trim().split_once(char::is_whitespace).unwrap_or((row.trim(), ""));
        if !name.starts_with("--") || name.len() == 2 {
            return Err(mistake("expected --name value"));
        }
        if arguments.insert(name.to_owned(), value.trim().to_owned()).is_some() {
            return Err(mistake("this name is there already"));
        }
    }
    Ok(arguments)
}

fn of_object(value: Value) -> Result<BTreeMap<String, String>, Mistake> {
    let mistake = |what: String| Mistake { line: 1, column: 1, what };
    let Value::Object(members) = value else { return Err(mistake("expected an object".into())) };
    if let Some((name, _)) =
        members.iter().find(|(name, value)| !name.starts_with("--") || !value.is_string())
    {
        return Err(mistake(format!("`{name}`: expected a name with -- before it and a string")));
    }
    Ok(strings(members))
}

fn strings(members: Map<String, Value>) -> BTreeMap<String, String> {
    let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
    members.into_iter().map(|(name, value)| (name, text(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Mode;

    fn job(pairs: &[(&str, &str)]) -> Action {
        let arguments = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Action::StartJob { job: "j".into(), arguments }
    }

    fn invoke(payload: Value) -> Action {
        Action::Invoke { function: "f".into(), payload, mode: Mode::Sync }
    }

    #[test]
    fn an_input_reads_back_as_it_was_written() {
        for action in [
            invoke(serde_json::json!({ "a": [1, { "b": "ü\n" }] })),
            invoke(Value::Null),
            job(&[]),
            job(&[("--a", "1"), ("--b", "two words"), ("--c", "")]),
            job(&[("--a", " padded"), ("--b", "two\nlines")]),
        ] {
            let text = text(&action).unwrap();
            assert_eq!(parse(&action, &text), Ok(action), "{text}");
        }
        assert_eq!(text(&Action::StartCrawler { crawler: "c".into() }), None);
    }

    #[track_caller]
    fn check(action: &Action, text: &str, want: &str) {
        assert_eq!(parse(action, text).unwrap_err().words(), want);
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let lambda = invoke(Value::Null);
        check(&lambda, "{\n  \"a\": ,\n}", "line 2, column 8: expected value");
        check(&lambda, "{\"a\":1", "line 1, column 7: EOF while parsing an object");
        check(&lambda, "", "line 1, column 1: EOF while parsing a value");
        check(&lambda, "{} {}", "line 1, column 4: trailing characters");
        let glue = job(&[]);
        check(&glue, "--a 1\nb 2", "line 2, column 1: expected --name value");
        check(&glue, "--a 1\n\n--a 2", "line 3, column 1: this name is there already");
        check(
            &glue,
            "{\"--a\": 1}",
            "line 1, column 1: `--a`: expected a name with -- before it and a string",
        );
    }
}

//! How the input of an action differs from the one that did its work last.

use std::collections::BTreeMap;

use serde_json::Value;

use super::action::{Action, MARK};
use super::run::Run;
use super::text::visible;

/// One named value of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The argument's name, or the path to the value within JSON; no two values of an input share one.
    pub name: String,
    /// The value as it would be sent.
    pub value: String,
    /// How it compares.
    pub part: Part,
}

/// How a value compares with the one of the same name that was good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// There is nothing to compare it with.
    Plain,
    /// It is the same.
    Same,
    /// It was not there.
    New,
    /// It was this.
    Changed(String),
    /// It was there, and is no more: its old value.
    Gone,
}

impl Row {
    /// Whether it differs.
    pub fn is_different(&self) -> bool {
        !matches!(self.part, Part::Plain | Part::Same)
    }

    /// In a line, with a sign before what differs.
    pub fn words(&self) -> String {
        let text = format!("{} {}", visible(&self.name), visible(&self.value));
        let text = text.trim_start();
        match &self.part {
            Part::Plain | Part::Same => format!("  {text}"),
            Part::New => format!("+ {text}"),
            Part::Gone => format!("- {text}"),
            Part::Changed(old) => format!("~ {text}  (it was {})", visible(old)),
        }
    }
}

/// How many values differ from those of the last good input, in words.
pub fn sum(rows: &[Row]) -> String {
    match rows.iter().filter(|row| row.is_different()).count() {
        0 => "as in the last good one".to_owned(),
        1 => "one difference from the last good one".to_owned(),
        n => format!("{n} differences from the last good one"),
    }
}

/// What a run was started with, as an action like this one; `None`: it is no job's.
pub fn started_with(action: &Action, run: &Run) -> Option<Action> {
    let Action::StartJob { job, .. } = action else { return None };
    let arguments =
        run.arguments.iter().map(|(name, value)| (name.exact().to_owned(), value.exact().to_owned()));
    Some(Action::StartJob { job: job.clone(), arguments: arguments.collect() })
}

/// The input of an action, value by value, beside the one that was good; nothing for what has no input.
pub fn rows(action: &Action, good: Option<&Action>) -> Vec<Row> {
    let now = values(action);
    let Some(good) = good.map(values) else {
        let plain = |(name, value)| Row { name, value, part: Part::Plain };
        return now.into_iter().map(plain).collect();
    };
    let find = |name: &str| good.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let here = now.iter().map(|(name, value)| {
        let part = match find(name) {
            None => Part::New,
            Some(old) if old == value => Part::Same,
            Some(old) => Part::Changed(old.clone()),
        };
        Row { name: name.clone(), value: value.clone(), part }
    });
    let is_gone = |(name, _): &&(String, String)| !now.iter().any(|(known, _)| known == name);
    let gone = good.iter().filter(is_gone);
    let gone = gone.map(|(name, value)| Row { name: name.clone(), value: value.clone(), part: Part::Gone });
    here.chain(gone).collect()
}

fn values(action: &Action) -> Vec<(String, String)> {
    match action {
        Action::Invoke { payload, .. } => {
            let mut leaves = Vec::new();
            walk(String::new(), payload, &mut leaves);
            leaves
        }
        Action::StartJob { arguments, .. } => own(arguments).collect(),
        Action::Backfill(plan) => own(&plan.shared()).collect(),
        Action::StartCrawler { .. }
        | Action::StopRun { .. }
        | Action::StopCrawler { .. }
        | Action::ResetBookmark { .. } => Vec::new(),
    }
}

/// The arguments that a person gave; the id by which a lost run is found again is ours.
fn own(arguments: &BTreeMap<String, String>) -> impl Iterator<Item = (String, String)> + use<> {
    let given = arguments.iter().filter(|(name, _)| *name != MARK);
    given.map(|(name, value)| (name.clone(), value.clone())).collect::<Vec<_>>().into_iter()
}

/// Puts every value that has no parts into `leaves`, each under the path that leads to it.
fn walk(path: String, value: &Value, leaves: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                walk(member(&path, name), value, leaves);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (n, value) in items.iter().enumerate() {
                walk(format!("{path}[{n}]"), value, leaves);
            }
        }
        leaf => leaves.push((path, leaf.to_string())),
    }
}

/// A name that could be taken for something else is quoted, so that two paths never look alike.
fn member(path: &str, name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    match (path, !name.is_empty() && name.chars().all(is_plain)) {
        ("", true) => name.to_owned(),
        (_, true) => format!("{path}.{name}"),
        (_, false) => format!("{path}[{}]", Value::from(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Mode;

    fn invoke(payload: Value) -> Action {
        Action::Invoke { function: "f".into(), payload, mode: Mode::Sync }
    }

    #[track_caller]
    fn check(now: Value, good: Option<Value>, want: &[(&str, &str, Part)]) {
        let rows = rows(&invoke(now), good.map(invoke).as_ref());
        let rows: Vec<_> = rows.iter().map(|r| (r.name.as_str(), r.value.as_str(), r.part.clone())).collect();
        assert_eq!(rows, want);
    }

    #[test]
    fn json_is_compared_value_by_value() {
        let good = serde_json::json!({ "bucket": "a", "items": [1, 2], "old": null });
        let now = serde_json::json!({ "bucket": "b", "items": [1], "new": {} });
        check(
            now,
            Some(good),
            &[
                ("bucket", "\"b\"", Part::Changed("\"a\"".into())),
                ("items[0]", "1", Part::Same),
                ("new", "{}", Part::New),
                ("items[1]", "2", Part::Gone),
                ("old", "null", Part::Gone),
            ],
        );
        check(serde_json::json!(7), None, &[("", "7", Part::Plain)]);
    }

    #[test]
    fn two_paths_never_look_alike() {
        check(serde_json::json!({ "a.b": 1 }), None, &[(r#"["a.b"]"#, "1", Part::Plain)]);
        check(serde_json::json!({ "a": { "b": 1 } }), None, &[("a.b", "1", Part::Plain)]);
        check(serde_json::json!({ "": [{ "x y": 1 }] }), None, &[(r#"[""][0]["x y"]"#, "1", Part::Plain)]);
    }

    #[test]
    fn the_id_that_farol_adds_is_no_difference() {
        let job = |pairs: &[(&str, &str)]| Action::StartJob {
            job: "j".into(),
            arguments: pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
        };
        let rows = rows(&job(&[("--a", "1")]), Some(&job(&[("--a", "1"), (MARK, "x")])));
        assert_eq!(rows, [Row { name: "--a".into(), value: "1".into(), part: Part::Same }]);
    }
}

//! Crawls as the crawler's history tells them, and what each of them changed.

use std::time::Duration;

use serde_json::Value;

use crate::clock::Time;
use crate::domain::text::Foreign;

/// How many crawls are read: the newest.
pub const NEWEST: usize = 50;

/// A crawl of the history (`ListCrawls`): other words for its state than [`super::Crawl`] has, and an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// A UUID.
    pub id: Foreign,
    /// `RUNNING`, `COMPLETED`, `FAILED`, `STOPPED`, or as it comes.
    pub state: Foreign,
    /// When it was asked for.
    pub started: Option<Time>,
    /// `None` while it runs.
    pub ended: Option<Time>,
    /// What went wrong.
    pub error: Option<Foreign>,
    /// Thousandths of a DPU hour that it used up.
    pub dpu: u32,
    /// What it did to the catalog.
    pub changes: Changes,
    /// The log group of its lines.
    pub log_group: Option<Foreign>,
    /// The log stream of its lines: the crawler's name.
    pub log_stream: Option<Foreign>,
    /// What its lines start with, in brackets.
    pub message_prefix: Option<Foreign>,
}

impl Past {
    /// Whether the crawl did its work.
    pub fn is_good(&self) -> bool {
        matches!(self.state.exact(), "COMPLETED" | "SUCCEEDED")
    }

    /// Whether it is going on.
    pub fn is_running(&self) -> bool {
        self.state.exact() == "RUNNING"
    }

    /// How long it took; `None` while it runs.
    pub fn took(&self) -> Option<Duration> {
        (self.ended? - self.started?).to_std().ok()
    }
}

/// What a crawl added, changed and removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes(Vec<Change>);

/// One kind of change to one kind of thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was changed: `TABLE`, `PARTITION`, or as it comes.
    pub what: Foreign,
    /// How: `ADD`, `UPDATE`, `DELETE`, or as it comes.
    pub how: Foreign,
    /// How many.
    pub count: u64,
    /// Which, as far as they are named.
    pub names: Vec<Foreign>,
}

impl Changes {
    /// Reads the summary of a crawl: JSON, `{"TABLE":{"ADD":{"Details":{"names":["t"]},"Count":1}}}`. What is not
    /// understood is left out.
    pub fn parse(summary: &str) -> Self {
        let value = serde_json::from_str(summary).unwrap_or_default();
        let changes = members(&value).flat_map(|(what, kinds)| {
            let kinds = unpacked(kinds);
            members(&kinds).filter_map(|(how, change)| of(what, how, &unpacked(change))).collect::<Vec<_>>()
        });
        Self(changes.collect())
    }

    /// All of them.
    pub fn all(&self) -> &[Change] {
        &self.0
    }

    /// In a few words, visible: `+1 table, ~3 partitions`; empty: it changed nothing.
    pub fn words(&self) -> String {
        self.0.iter().map(Change::words).collect::<Vec<_>>().join(", ")
    }
}

impl Change {
    /// In a few words, visible: `+1 table`.
    pub fn words(&self) -> String {
        let Self { what, how, count, .. } = self;
        let (sign, verb) = match how.exact() {
            "ADD" => ("+", None),
            "UPDATE" => ("~", None),
            "DELETE" => ("−", None),
            _ => ("", Some(how.visible().to_lowercase())),
        };
        let plural = if *count == 1 { "" } else { "s" };
        let verb = verb.map(|verb| format!(" {verb}")).unwrap_or_default();
        format!("{sign}{count} {}{plural}{verb}", what.visible().to_lowercase())
    }
}

fn of(what: &str, how: &str, change: &Value) -> Option<Change> {
    let details = change.get("Details").map(unpacked).unwrap_or_default();
    let names = details.get("names").and_then(Value::as_array).into_iter().flatten();
    let names: Vec<Foreign> = names.filter_map(Value::as_str).map(Into::into).collect();
    let told = || u64::try_from(names.len()).ok();
    let count = change.get("Count").and_then(count).or_else(told)?;
    (count > 0).then(|| Change { what: what.into(), how: how.into(), count, names })
}

fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// JSON within a text of JSON is taken for what it says.
fn unpacked(value: &Value) -> Value {
    value.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| value.clone())
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(summary: &str, want: &str) {
        assert_eq!(Changes::parse(summary).words(), want, "{summary}");
    }

    #[test]
    fn a_summary_says_what_was_added_changed_and_removed() {
        check(r#"{"TABLE":{"ADD":{"Details":{"names":["a"]},"Count":1}}}"#, "+1 table");
        check(
            r#"{"PARTITION":{"ADD":{"Count":12},"DELETE":{"Count":"1"}},"TABLE":{"UPDATE":{"Count":2}}}"#,
            "+12 partitions, −1 partition, ~2 tables",
        );
        check(
            r#"{"TABLE":"{\"ADD\":{\"Details\":\"{\\\"names\\\":[\\\"a\\\",\\\"b\\\"]}\"}}"}"#,
            "+2 tables",
        );
        check(r#"{"TABLE":{"RENAME":{"Count":1}}}"#, "1 table rename");
    }

    #[test]
    fn what_a_summary_does_not_say_is_no_change() {
        for summary in ["", "{}", "[1]", "no JSON", r#"{"TABLE":3}"#, r#"{"TABLE":{"ADD":{"Count":0}}}"#] {
            check(summary, "");
        }
    }

    #[test]
    fn names_are_kept_with_their_change() {
        let changes = Changes::parse(r#"{"TABLE":{"ADD":{"Details":{"names":["a","b"]},"Count":2}}}"#);
        assert_eq!(changes.all()[0].names, ["a".into(), "b".into()]);
    }
}

//! Everything there is to say of one event.

use serde_json::Value;

use super::sources::Sources;
use crate::clock::Time;
use crate::domain::log::Line;
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::pane::{Cx, Details};

/// The bytes of a text that details show; of a longer one they show as much of either end.
const MOST: usize = 64 * 1_024;
/// How many places of a text are tried for the beginning of JSON.
const STARTS: usize = 8;

/// What an event is called.
pub fn title(sources: &Sources, event: Line<'_>) -> String {
    format!("event of {}", sources.label(event.group()))
}

/// Everything there is to say of one event, or of the report that begins with it: `words` is all of its text.
pub fn details(cx: Cx<'_>, sources: &Sources, event: Line<'_>, words: &str) -> Details {
    let local = |time: Time| time.with_timezone(&cx.zone).format("%Y-%m-%d %H:%M:%S%.3f %:z").to_string();
    Details::new(title(sources, event))
        .with("time", local(event.time()))
        .with("UTC", event.time().format("%Y-%m-%d %H:%M:%S%.3f").to_string())
        .with("group", visible(event.group()))
        .with("stream", visible(event.stream()))
        .with_some("event id", event.id().map(|id| visible(&id).into_owned()))
        .with("text", text(words))
}

/// The text as it is; JSON with its parts on lines of their own.
fn text(text: &str) -> String {
    let exact = text.trim_end();
    if exact.len() <= MOST {
        let pretty = json(exact).and_then(|json| serde_json::to_string_pretty(&json).ok());
        return lines(&pretty.unwrap_or_else(|| exact.to_owned()));
    }
    let head = exact.get(..exact.floor_char_boundary(MOST / 2)).unwrap_or_default();
    let tail = exact.get(exact.ceil_char_boundary(exact.len() - MOST / 2)..).unwrap_or_default();
    let size = |bytes: usize| words::size(u64::try_from(bytes).unwrap_or(u64::MAX));
    let (all, left) = (size(exact.len()), size(exact.len() - head.len() - tail.len()));
    format!("{}\n… {left} of {all} are left out here; y copies all …\n{}", lines(head), lines(tail))
}

fn lines(text: &str) -> String {
    Foreign::new(text).lines().collect::<Vec<_>>().join("\n")
}

/// The JSON object or array that a text is, or ends with.
pub fn json(text: &str) -> Option<Value> {
    let starts = text.match_indices(['{', '[']).map(|(at, _)| at).take(STARTS);
    let mut values = starts.filter_map(|at| serde_json::from_str(text.get(at..)?).ok());
    values.find(|value: &Value| match value {
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, want: &str) {
        assert_eq!(text(given), want);
    }

    #[test]
    fn json_has_its_parts_on_lines_of_their_own_in_their_order() {
        check(r#"{"b":1,"a":["x"]}"#, "{\n  \"b\": 1,\n  \"a\": [\n    \"x\"\n  ]\n}");
        check(r#"{"a":"\u001b[2J"}"#, "{\n  \"a\": \"\\u001b[2J\"\n}");
    }

    #[test]
    fn other_text_is_as_it_is_but_visible() {
        check("[ERROR] x\n\ty\u{1b}", "[ERROR] x\n  y␛");
        check("{not json", "{not json");
        check("at last", "at last");
    }

    #[test]
    fn of_an_endless_text_both_ends_are_shown() {
        let shown = text(&format!("first {} last", "x".repeat(1 << 20)));
        assert!(shown.len() < MOST + 80 && shown.starts_with("first x") && shown.ends_with("x last"));
        assert!(
            shown.contains("x\n… 960.0K of 1.0M are left out here; y copies all …\nx"),
            "{}",
            shown.len()
        );
    }

    #[test]
    fn json_may_follow_other_words() {
        for (text, want) in [
            (r#"{"a":1}"#, Some(r#"{"a":1}"#)),
            ("[INFO]\t{\"a\":[2]}\n", Some(r#"{"a":[2]}"#)),
            ("took [1,2]", Some("[1,2]")),
            ("{not json", None),
            ("nothing {} []", None),
            ("7", None),
        ] {
            assert_eq!(json(text).map(|json| json.to_string()).as_deref(), want, "{text}");
        }
    }
}

//! Everything there is to say of one event.

use super::sources::Sources;
use crate::clock::Time;
use crate::domain::log::Line;
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::pane::{Cx, Details};

/// The bytes of a text that details show; a text that is longer is no longer read on a screen.
const MOST: usize = 64 * 1_024;

/// Everything there is to say of one event.
pub fn details(cx: Cx<'_>, sources: &Sources, event: Line<'_>) -> Details {
    let local = |time: Time| time.with_timezone(&cx.zone).format("%Y-%m-%d %H:%M:%S%.3f %:z").to_string();
    Details::new(format!("event of {}", sources.label(event.group())))
        .with("time", local(event.time()))
        .with("UTC", event.time().format("%Y-%m-%d %H:%M:%S%.3f").to_string())
        .with("group", visible(event.group()))
        .with("stream", visible(event.stream()))
        .with_some("event id", event.id().map(|id| visible(&id).into_owned()))
        .with("text", text(event.text()))
}

/// The text as it is; JSON with its parts on lines of their own.
fn text(text: &str) -> String {
    let exact = text.trim_end();
    let head = exact.get(..exact.floor_char_boundary(MOST)).unwrap_or_default();
    if head.len() < exact.len() {
        let size = u64::try_from(exact.len()).unwrap_or(u64::MAX);
        return format!("{}\n… {} in all", lines(head), words::size(size));
    }
    lines(&pretty(head).unwrap_or_else(|| head.to_owned()))
}

fn lines(text: &str) -> String {
    Foreign::new(text).lines().collect::<Vec<_>>().join("\n")
}

/// The text, if it is a JSON object or array, with its parts on lines of their own.
fn pretty(text: &str) -> Option<String> {
    let is_likely = text.trim_start().starts_with(['{', '[']);
    let value: serde_json::Value = is_likely.then(|| serde_json::from_str(text).ok()).flatten()?;
    serde_json::to_string_pretty(&value).ok()
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
    }

    #[test]
    fn an_endless_text_is_cut_and_says_how_long_it_is() {
        let shown = text(&"x".repeat(1 << 20));
        assert!(shown.len() < MOST + 64 && shown.ends_with("\n… 1.0M in all"));
    }
}

//! Events as text: one line each.

use chrono::TimeDelta;

use super::ink::{Ink, Pen};
use super::label::Labels;
use super::stamp::Stamp;
use crate::config::Zone;
use crate::domain::log::{Event, Level};
use crate::domain::text::visible;
use crate::domain::words;
use crate::panes::logs::level;
use crate::theme::Theme;

/// From when on a line that comes out of order says so.
const LATE: TimeDelta = TimeDelta::seconds(2);

/// Stands for a line break within a message.
const BREAK: &str = "⏎";

/// Writes `TIME SOURCE MESSAGE`.
#[derive(Debug)]
pub(super) struct Text {
    stamp: Stamp,
    labels: Vec<(String, String)>,
    faint: Pen,
    late: Pen,
    levels: Option<[Pen; 4]>,
}

impl Text {
    /// Text of these groups, with times in a zone.
    pub fn new(zone: Zone, labels: &Labels, ink: Ink) -> Self {
        let levels = [Level::Routine, Level::Plain, Level::Warning, Level::Bad];
        let pens = levels.map(|level| ink.pen(|theme| level::style(level, theme)));
        Self {
            stamp: Stamp::new(zone),
            labels: labels.painted(ink),
            faint: ink.pen(Theme::faint),
            late: ink.pen(Theme::warning),
            levels: (ink != Ink::None).then_some(pens),
        }
    }

    /// Writes an event, which is so much behind one that went before.
    pub fn push(&mut self, event: &Event, behind: Option<TimeDelta>, out: &mut Vec<u8>) {
        out.extend_from_slice(self.faint.begin.as_bytes());
        self.stamp.push(event.time, out);
        out.extend_from_slice(self.faint.end.as_bytes());
        out.push(b' ');
        if let Some((_, label)) = self.labels.iter().find(|(group, _)| **group == *event.group) {
            out.extend_from_slice(label.as_bytes());
            out.push(b' ');
        }
        if let Some(behind) = behind.filter(|behind| *behind >= LATE) {
            out.extend_from_slice(self.late.paint(&format!("late:{}", words::age(behind))).as_bytes());
            out.push(b' ');
        }
        self.push_message(event.text.exact(), out);
        out.push(b'\n');
    }

    fn push_message(&self, text: &str, out: &mut Vec<u8>) {
        let pen = self.levels.as_ref().and_then(|pens| pens.get(Level::of(text) as usize));
        if let Some(pen) = pen {
            out.extend_from_slice(pen.begin.as_bytes());
        }
        push_line(text, out);
        if let Some(pen) = pen {
            out.extend_from_slice(pen.end.as_bytes());
        }
    }
}

/// Writes a text in one line, everything visible.
fn push_line(text: &str, out: &mut Vec<u8>) {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            out.extend_from_slice(BREAK.as_bytes());
        }
        out.extend_from_slice(visible(&line.replace('\t', "  ")).as_bytes());
    }
}

/// Writes the message alone: as it is, or, for a terminal, with everything in it visible but its line breaks.
pub(super) fn push_raw(text: &str, exact: bool, out: &mut Vec<u8>) {
    if exact {
        out.extend_from_slice(text.as_bytes());
    } else {
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                out.push(b'\n');
            }
            push_line(line, out);
        }
    }
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;

    fn event(text: &str) -> Event {
        let time = Time::from_timestamp_millis(1_767_323_045_678).unwrap();
        Event {
            id: "1".into(),
            group: "/aws/lambda/getPublicAPIs".into(),
            stream: "s".into(),
            time,
            ingested: time,
            text: text.into(),
        }
    }

    fn line(text: &str, behind: Option<TimeDelta>, ink: Ink) -> String {
        let labels =
            Labels::new(&crate::reference::pipeline(), None, &["/aws/lambda/getPublicAPIs".to_owned()]);
        let mut out = Vec::new();
        Text::new(Zone::Utc, &labels, ink).push(&event(text), behind, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(line(text, None, Ink::None), format!("2026-01-02T03:04:05.678Z ingest {want}\n"));
    }

    #[test]
    fn an_event_is_one_line_whatever_is_in_it() {
        check("plain", "plain");
        check("", "");
        check("[ERROR] X\nTraceback:\n  File \"f\"", "[ERROR] X⏎Traceback:⏎  File \"f\"");
        check("REPORT\tDuration: 1 ms\t", "REPORT  Duration: 1 ms  ");
        check("\u{1b}[2J\u{202e}\0\r", "␛[2J<U+202E>␀␍");
    }

    #[test]
    fn a_line_that_comes_late_says_how_late() {
        let late = |millis| line("x", Some(TimeDelta::milliseconds(millis)), Ink::None);
        assert!(late(75_000).ends_with(" ingest late:1m x\n"));
        assert!(late(900).ends_with(" ingest x\n"));
    }

    #[test]
    fn colours_are_of_ours_alone() {
        let coloured = line("[ERROR] \u{1b}[31m", None, Ink::Some(Theme::Ansi));
        assert!(coloured.contains("\u{1b}[") && coloured.contains("␛[31m"), "{coloured:?}");
    }

    #[test]
    fn raw_is_exact_in_a_pipe_and_harmless_on_a_terminal() {
        let raw = |exact| {
            let mut out = Vec::new();
            push_raw("a\tb\n\u{1b}c", exact, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(raw(true), "a\tb\n\u{1b}c\n");
        assert_eq!(raw(false), "a  b\n␛c\n");
    }

    proptest::proptest! {
        #[test]
        fn no_message_brings_anything_but_plain_text_to_a_terminal(text in "(?s).*|[\\x00-\\x9f]*") {
            let is_harmless = |c| matches!(c, '\n' | '␀'..='␡') || crate::domain::text::is_plain(c);
            let line = line(&text, None, Ink::None);
            proptest::prop_assert!(line.chars().all(is_harmless) && line.matches('\n').count() == 1, "{line:?}");
            let mut raw = Vec::new();
            push_raw(&text, false, &mut raw);
            proptest::prop_assert!(String::from_utf8(raw).unwrap().chars().all(is_harmless));
            let mut json = Vec::new();
            super::super::json::push(&text, &mut json);
            let json = String::from_utf8(json).unwrap();
            proptest::prop_assert!(json.chars().all(is_harmless) && json.matches('\n').count() == 1, "{json:?}");
        }
    }
}

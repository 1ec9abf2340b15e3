//! What a line is to its runtime, told once, when it is stored.

/// What a line is to its runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What a program says.
    Text,
    /// An object of JSON, which a program says.
    Json,
    /// An environment is being made ready.
    Init,
    /// An environment has been made ready, or could not be.
    Ready,
    /// An invocation starts.
    Start,
    /// An invocation has ended.
    End,
    /// What an invocation took.
    Report,
    /// A report of an exception, with where it came from.
    Traceback,
}

/// How Lambda's lines begin in its text format.
const TEXT: [(&str, Kind); 5] = [
    ("START RequestId:", Kind::Start),
    ("END RequestId:", Kind::End),
    ("REPORT RequestId:", Kind::Report),
    ("INIT_START", Kind::Init),
    ("INIT_REPORT", Kind::Ready),
];
/// Lambda's system events in its JSON format.
const JSON: [(&str, Kind); 6] = [
    ("platform.start", Kind::Start),
    ("platform.runtimeDone", Kind::End),
    ("platform.report", Kind::Report),
    ("platform.initStart", Kind::Init),
    ("platform.initRuntimeDone", Kind::Ready),
    ("platform.initReport", Kind::Ready),
];

/// The bytes in which the type of a system event must be.
const HEAD: usize = 512;

impl Kind {
    /// Whether it begins an invocation, or makes an environment ready for one.
    pub fn is_head(self) -> bool {
        matches!(self, Self::Init | Self::Start)
    }

    /// What a text is, by its beginning.
    pub fn of(text: &str) -> Self {
        let text = text.trim_start();
        if text.starts_with('{') {
            return json(text);
        }
        match TEXT.iter().find(|(word, _)| text.starts_with(word)) {
            Some((_, kind)) => *kind,
            None if is_traceback(text) => Self::Traceback,
            None => Self::Text,
        }
    }
}

fn json(text: &str) -> Kind {
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default();
    let name = head.split_once("\"type\"").and_then(|(_, after)| after.split('"').nth(1));
    JSON.iter().find(|(word, _)| Some(*word) == name).map_or(Kind::Json, |(_, kind)| *kind)
}

/// Python's, with its lines ended as Lambda and Glue write them; and Java's.
fn is_traceback(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(16 * HEAD)).unwrap_or_default();
    let Some(first) = head.find(['\n', '\r']) else { return false };
    let rest = head.get(first..).unwrap_or_default();
    head.contains("Traceback (most recent call last)") || rest.contains("\tat ") || rest.contains("  File \"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_by_how_it_begins() {
        for (text, want) in [
            ("", Kind::Text),
            ("reading", Kind::Text),
            ("START RequestId: 6bc2 Version: $LATEST\n", Kind::Start),
            ("END RequestId: 6bc2", Kind::End),
            ("REPORT RequestId: 6bc2\tDuration: 2 ms", Kind::Report),
            ("INIT_START Runtime Version: python:3.11.v107", Kind::Init),
            ("INIT_REPORT Init Duration: 1 ms\tPhase: invoke\tStatus: error", Kind::Ready),
            (r#"{"level":"ERROR","type":"x"}"#, Kind::Json),
            (r#"{"time":"2024-03-13T18:56:24.046Z","type":"platform.start","record":{}}"#, Kind::Start),
            (r#"{"time": "x", "type": "platform.report", "record": {"metrics": {}}}"#, Kind::Report),
            ("[ERROR] KeyError: 'x'\rTraceback (most recent call last):\r\u{a0} File", Kind::Traceback),
            ("Traceback (most recent call last):\n  File \"a.py\", line 1", Kind::Traceback),
            ("java.lang.IllegalStateException: no\n\tat a.B.c(B.java:3)", Kind::Traceback),
            ("a Traceback (most recent call last)", Kind::Text),
        ] {
            assert_eq!(Kind::of(text), want, "{text}");
        }
    }
}

//! How bad a line is, told by its words.

use crate::theme::Theme;
use ratatui::style::Style;

/// How bad a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It only marks where something begins or ends.
    Routine,
    /// It says nothing of a mistake.
    Plain,
    /// It warns.
    Warning,
    /// It says that something went wrong.
    Bad,
}

/// Words of mistakes, as loggers, Python, Java, Lambda and Glue write them.
const BAD: [&str; 9] = [
    "ERROR",
    "Traceback",
    "Exception",
    "Error:",
    "Task timed out",
    "Status: timeout",
    "Status: error",
    "CRITICAL",
    "FATAL",
];
const ROUTINE: [&str; 3] = ["START RequestId:", "END RequestId:", "INIT_START"];

impl Level {
    /// How bad a text is.
    pub fn of(text: &str) -> Self {
        if BAD.iter().any(|word| text.contains(word)) {
            Self::Bad
        } else if text.contains("WARN") {
            Self::Warning
        } else if ROUTINE.iter().any(|word| text.starts_with(word)) {
            Self::Routine
        } else {
            Self::Plain
        }
    }

    /// How it looks; its words say the same.
    pub fn style(self, theme: Theme) -> Style {
        match self {
            Self::Routine => theme.faint(),
            Self::Plain => Style::new(),
            Self::Warning => theme.warning(),
            Self::Bad => theme.bad().patch(theme.strong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_how_bad_a_line_is() {
        for (text, want) in [
            ("[ERROR] KeyError: 'bucket_name'", Level::Bad),
            ("Traceback (most recent call last):", Level::Bad),
            ("Exception: Random exception", Level::Bad),
            ("ValueError: no", Level::Bad),
            ("2026-03-01T03:00:00Z 6bc2 Task timed out after 3.00 seconds", Level::Bad),
            ("REPORT RequestId: 6bc2\tStatus: timeout", Level::Bad),
            ("[WARNING] slow", Level::Warning),
            ("START RequestId: 6bc2 Version: $LATEST", Level::Routine),
            ("REPORT RequestId: 6bc2\tDuration: 2.46 ms", Level::Plain),
            ("no errors, 0 exceptions", Level::Plain),
        ] {
            assert_eq!(Level::of(text), want, "{text}");
        }
    }
}

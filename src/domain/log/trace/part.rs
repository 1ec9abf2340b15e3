//! What a line can be in a report of several events.

use crate::domain::log::Kind;

/// The bytes of the longest line that can be part of a report.
const LONG: usize = 4 * 1_024;

const JOINTS: [&str; 2] =
    ["During handling of the above exception", "The above exception was the direct cause"];

/// What a line can be in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first line of a Python traceback.
    Header,
    /// Where it came from: an indented line.
    Frame,
    /// Where it came from in Java.
    At,
    /// What it was caused by, in Java.
    Cause,
    /// What stands between two tracebacks of Python.
    Joint,
    /// Nothing.
    Blank,
    /// What a program says; the line that names the mistake.
    Other,
    /// No part of any.
    Foreign,
}

impl Part {
    /// What a line of that kind and text can be.
    pub fn of(kind: Kind, text: &str) -> Self {
        match kind {
            Kind::Text => Self::read(text),
            _ => Self::Foreign,
        }
    }

    fn read(text: &str) -> Self {
        let text = text.trim_end();
        let words = text.trim_start();
        if text.len() > LONG || memchr::memchr2(b'\n', b'\r', words.as_bytes()).is_some() {
            return Self::Foreign;
        }
        match words {
            "" => Self::Blank,
            _ if words.starts_with("Traceback (most recent call last)") => Self::Header,
            _ if words.len() < text.len() && (words.starts_with("at ") || words.starts_with("... ")) => {
                Self::At
            }
            _ if words.len() < text.len() => Self::Frame,
            _ if words.starts_with("Caused by: ") => Self::Cause,
            _ if JOINTS.iter().any(|joint| words.starts_with(joint)) => Self::Joint,
            _ => Self::Other,
        }
    }

    /// Whether of several that follow each other only the first or the last can be part of a report.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Header | Self::Other | Self::Foreign)
    }

    /// Whether in a report the next line of the stream can be this.
    pub fn joins(self, next: Self) -> bool {
        use Part::{At, Blank, Cause, Frame, Header, Joint, Other};
        match self {
            Header => matches!(next, Frame | At),
            Frame | At => matches!(next, Frame | At | Cause | Other | Blank | Joint),
            Cause => matches!(next, Frame | At | Cause),
            Other => matches!(next, At | Blank | Joint),
            Blank | Joint => matches!(next, Blank | Joint | Header),
            Self::Foreign => false,
        }
    }
}

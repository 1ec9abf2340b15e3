//! Mistakes in a file, collected while it is read.

use std::collections::BTreeSet;
use std::ops::Range;

/// A place in a text, as editors count: from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Of the first line 1.
    pub line: usize,
    /// In characters from 1, whatever their width.
    pub column: usize,
}

impl Position {
    /// The place of the byte at `offset`, or of the end of the text.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let last = before.rsplit('\n').next().unwrap_or_default();
        Self { line: before.matches('\n').count() + 1, column: last.chars().count() + 1 }
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One mistake: where, and what is expected there. Ordered by its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Where it starts.
    pub at: Position,
    /// What is wrong, what is expected, and the nearest valid name; one line.
    pub what: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

/// The mistakes found so far in one text.
///
/// Where the TOML itself is broken, the parser's guess at the rest is worth nothing: only one mistake
/// is said of such a line, of the lines below a broken `[table]` none, and nothing is called missing.
pub(super) struct Mistakes<'a> {
    source: &'a str,
    list: Vec<Mistake>,
    doubtful: BTreeSet<usize>,
}

impl<'a> Mistakes<'a> {
    pub(super) fn new(source: &'a str, errors: &[toml::de::Error]) -> Self {
        let mut mistakes = Self { source, list: Vec::new(), doubtful: BTreeSet::new() };
        let mut errors: Vec<_> = errors.iter().map(|error| (error.span().unwrap_or(0..0), error)).collect();
        errors.sort_by_key(|(span, _)| span.start);
        let mut said = BTreeSet::new();
        for (span, error) in errors {
            let at = Position::of(source, span.start);
            if said.insert(at.line) {
                mistakes.list.push(Mistake { at, what: broken(error.message(), source.get(span)) });
                mistakes.doubt(at.line);
            }
        }
        mistakes
    }

    /// A broken line is doubtful; below a broken header so is everything up to the next header.
    fn doubt(&mut self, line: usize) {
        let is_header = |text: &&str| text.trim_start().starts_with('[');
        let mut from = self.source.lines().skip(line - 1);
        let below = match from.next() {
            Some(text) if is_header(&text) => from.take_while(|text| !is_header(text)).count(),
            _ => 0,
        };
        self.doubtful.extend(line..=line + below);
    }

    /// Adds what is wrong at the byte `offset`.
    pub(super) fn add(&mut self, offset: usize, what: String) {
        let at = Position::of(self.source, offset);
        if !self.doubtful.contains(&at.line) {
            self.list.push(Mistake { at, what });
        }
    }

    /// Adds that something is missing from what starts at the byte `offset`.
    pub(super) fn add_missing(&mut self, offset: usize, what: String) {
        if self.doubtful.is_empty() {
            self.add(offset, what);
        }
    }

    /// The text of the file at `span`, short enough for a message and safe to print.
    pub(super) fn text(&self, span: Range<usize>) -> String {
        clipped(self.source.get(span).unwrap_or_default())
    }

    /// The line of the byte at `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        Position::of(self.source, offset).line
    }

    pub(super) fn into_sorted(mut self) -> Vec<Mistake> {
        self.list.sort();
        self.list
    }
}

/// What the parser says of `text`, which it does not understand, in fewer words.
fn broken(message: &str, text: Option<&str>) -> String {
    let text = clipped(text.unwrap_or_default());
    match (message.strip_suffix(", expected literal string").unwrap_or(message), text.as_str()) {
        ("string values must be quoted", "") => "a value is missing".to_owned(),
        (message, "") => message.to_owned(),
        (message, text) => format!("{message}: `{text}`"),
    }
}

/// The first line of a text, at most 40 characters of it, with nothing that a terminal would act on.
fn clipped(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(40).collect();
    let more = if short.len() < text.trim_end().len() { "…" } else { "" };
    format!("{}{more}", crate::domain::text::visible(&short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: usize, want: &str) {
        assert_eq!(Position::of(text, offset).to_string(), want);
    }

    #[test]
    fn places_are_counted_as_editors_do() {
        check("", 0, "1:1");
        check("ab\ncd", 1, "1:2");
        check("ab\ncd", 3, "2:1");
        check("né = 1\n", 4, "1:4");
        check("a\n", 99, "2:1");
    }

    #[test]
    fn a_long_or_hostile_text_is_shown_short_and_safe() {
        assert_eq!(clipped("\u{1b}[2J"), "␛[2J");
        assert_eq!(clipped("[1,\n2]"), "[1,…");
        assert_eq!(clipped(&"x".repeat(50)), format!("{}…", "x".repeat(40)));
    }
}

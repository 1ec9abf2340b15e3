//! The rows of a log event: its lines made visible, and cut or wrapped to a width.
//!
//! An event may have a megabyte. Its rows are made from its beginning alone, so that no event costs much;
//! an ellipsis says where there is more.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::cells;
use crate::domain::text::visible;
use crate::domain::words;

/// The bytes of an event that rows are made from.
const EXCERPT: usize = 8 * 1_024;
/// The most rows that an event gets.
const MOST: usize = 100;

/// What happens to a line that is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fold {
    /// It is cut.
    #[default]
    Cut,
    /// It goes on in the next row.
    Wrap,
}

/// The shape of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The cells of the first row.
    pub first: usize,
    /// The cells of every other row.
    pub more: usize,
    /// What happens to a line that is too long.
    pub fold: Fold,
    /// The cells that are left out at the beginning of each line; only of lines that are cut.
    pub skip: usize,
}

impl Shape {
    fn width(self, row: usize) -> usize {
        if row == 0 { self.first } else { self.more }
    }
}

/// How many rows a text takes; at least one.
pub fn height(text: &str, shape: Shape) -> usize {
    count(text, shape, MOST).max(1)
}

fn count(text: &str, shape: Shape, most: usize) -> usize {
    match shape.fold {
        Fold::Cut => lines(text).take(most).count(),
        Fold::Wrap => wrapped(text, shape).take(most).count(),
    }
}

/// Some of the rows of a text.
pub fn rows(text: &str, shape: Shape, wanted: Range<usize>) -> Vec<String> {
    let (skip, take) = (wanted.start, wanted.len());
    let mut rows: Vec<String> = match shape.fold {
        Fold::Cut => {
            let lines = lines(text).enumerate().skip(skip).take(take);
            lines.map(|(n, line)| cut(line, shape.skip, shape.width(n))).collect()
        }
        Fold::Wrap => wrapped(text, shape).skip(skip).take(take).collect(),
    };
    if rows.is_empty() && skip == 0 {
        rows.push(String::new());
    }
    if let Some(last) = rows.last_mut() {
        let width = shape.width(wanted.end.saturating_sub(1));
        if text.len() > EXCERPT && wanted.end == height(text, shape) {
            *last = sized(last, text.len(), width);
        } else if wanted.end == MOST && count(text, shape, MOST + 1) > MOST {
            *last = continued(last, width);
        }
    }
    rows
}

/// A row with the length of its text at its end.
fn sized(row: &str, bytes: usize, width: usize) -> String {
    let size = format!("… {}", words::size(u64::try_from(bytes).unwrap_or(u64::MAX)));
    let row = cells::cut(row, width.saturating_sub(cells::width(&size)));
    format!("{}{size}", row.trim_end_matches('…'))
}

/// The beginning of a text, which its rows are made from.
pub fn excerpt(text: &str) -> &str {
    text.get(..text.floor_char_boundary(EXCERPT)).unwrap_or_default().trim_end()
}

/// The lines from the first that says something on.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    excerpt(text).lines().map(str::trim_end).skip_while(|line| line.is_empty())
}

fn wrapped(text: &str, shape: Shape) -> impl Iterator<Item = String> {
    let mut lines = lines(text).map(prose);
    let first = lines.next().map(|line| wrap_first(&line, shape)).unwrap_or_default();
    first.into_iter().chain(lines.flat_map(move |line| wrap(&line, shape.more)))
}

/// A line whose first row has another width than the rest.
fn wrap_first(line: &str, shape: Shape) -> Vec<String> {
    let mut rows = wrap(line, shape.first);
    rows.truncate(1);
    let rest = rows.first().and_then(|first| line.get(first.len()..)).unwrap_or_default().trim_start();
    if !rest.is_empty() {
        rows.extend(wrap(rest, shape.more));
    }
    rows
}

/// A line in rows; what is sure to fit is not measured.
fn wrap(line: &str, width: usize) -> Vec<String> {
    if line.len() <= width && line.is_ascii() { vec![line.to_owned()] } else { cells::wrap(line, width) }
}

/// A line from `skip` cells on, made visible from its beginning alone.
fn cut(line: &str, skip: usize, width: usize) -> String {
    let head = line.get(..line.floor_char_boundary(4 * (skip + width) + 64)).unwrap_or_default();
    let row = cells::cut(&without(&prose(head), skip), width);
    if head.len() < line.len() { continued(&row, width) } else { row }
}

/// A row without its first cells; an ellipsis says that there are some.
fn without(row: &str, skip: usize) -> String {
    if skip == 0 {
        return row.to_owned();
    }
    let mut left = skip + 1;
    let rest = row.graphemes(true).skip_while(|grapheme| {
        let is_left = left > 0;
        left = left.saturating_sub(cells::width(grapheme));
        is_left
    });
    let rest: String = rest.collect();
    if row.is_empty() { rest } else { format!("…{rest}") }
}

/// A row with an ellipsis at its end.
fn continued(row: &str, width: usize) -> String {
    if row.ends_with('…') { row.to_owned() } else { cells::cut(&format!("{row}…"), width) }
}

fn prose(line: &str) -> String {
    visible(&line.replace('\t', "  ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fold: Fold, text: &str, want: &[&str]) {
        let shape = Shape { first: 8, more: 9, fold, skip: 0 };
        let height = height(text, shape);
        assert_eq!(rows(text, shape, 0..height), want);
        let singly: Vec<String> = (0..height).flat_map(|n| rows(text, shape, n..n + 1)).collect();
        assert_eq!(singly, want);
    }

    #[test]
    fn a_text_has_a_row_for_each_line_between_its_blank_ends() {
        check(Fold::Cut, "one", &["one"]);
        check(Fold::Cut, "\n\nTraceback\n  File\n\nlast\n\n", &["Traceba…", "  File", "", "last"]);
        check(Fold::Cut, "a\tb\r\nc", &["a  b", "c"]);
        check(Fold::Wrap, "one two three fours\nx", &["one two ", "three ", "fours", "x"]);
    }

    #[test]
    fn what_a_terminal_would_act_on_is_shown_instead() {
        check(Fold::Cut, "a\u{1b}[2Jb", &["a␛[2Jb"]);
        check(Fold::Cut, "a\rb", &["a␍b"]);
        check(Fold::Cut, "\u{202e}a", &["<U+202E…"]);
        check(Fold::Wrap, "\u{9b}", &["<U+009B>"]);
    }

    #[test]
    fn an_endless_text_has_few_rows_and_says_that_it_goes_on() {
        let shape = |fold| Shape { first: 8, more: 9, fold, skip: 0 };
        for fold in [Fold::Cut, Fold::Wrap] {
            for text in ["x".repeat(1 << 20), "x\n".repeat(1 << 19), "e\u{301}".repeat(1 << 19)] {
                let height = height(&text, shape(fold));
                let rows = rows(&text, shape(fold), 0..height);
                assert!(height <= MOST && rows.len() == height);
                let is_sized =
                    rows.last().unwrap().ends_with("… 1.0M") || rows.last().unwrap().ends_with("… 1.5M");
                assert!(is_sized || (height == MOST && text.len() <= EXCERPT), "{rows:?}");
            }
        }
    }

    #[test]
    fn cut_lines_are_scrolled_sideways() {
        for (skip, want) in [(0, "abcdefg…"), (2, "…defghi…"), (5, "…ghijklm"), (7, "…ijklm"), (99, "…")]
        {
            let shape = Shape { first: 8, more: 8, fold: Fold::Cut, skip };
            assert_eq!(rows("abcdefghijklm", shape, 0..1), [want], "{skip}");
        }
        let shape = Shape { first: 8, more: 8, fold: Fold::Cut, skip: 3 };
        assert_eq!(rows("a\n日本語", shape, 0..2), ["…", "…語"]);
    }

    #[test]
    fn nothing_is_a_row_of_nothing() {
        check(Fold::Cut, "", &[""]);
        check(Fold::Wrap, " \n ", &[""]);
    }
}

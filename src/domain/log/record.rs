//! A line as a file or the clipboard has it.

use super::Line;
use crate::domain::text::visible;

/// A line with its time in UTC and its group's short name: what can be cut out, sorted and searched again.
///
/// It is safe to show: control characters but tabs and line ends are made visible.
pub fn record(label: &str, line: Line<'_>) -> String {
    let time = line.time().format("%Y-%m-%dT%H:%M:%S%.3fZ");
    format!("{time} {label} {}\n", safe(line.text().trim_end()))
}

fn safe(text: &str) -> String {
    let pieces = text.split_inclusive(['\n', '\t']).map(|piece| match piece.char_indices().next_back() {
        Some((at, end @ ('\n' | '\t'))) => format!("{}{end}", visible(piece.get(..at).unwrap_or_default())),
        _ => visible(piece).into_owned(),
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_lines_can_be_shown_on_a_terminal() {
        for (text, want) in [
            ("plain", "plain"),
            ("a\tb\n\tc", "a\tb\n\tc"),
            ("\u{1b}[2J\n\u{202e}x", "␛[2J\n<U+202E>x"),
            ("é\t\n", "é\t\n"),
        ] {
            assert_eq!(safe(text), want);
        }
    }
}

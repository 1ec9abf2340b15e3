//! What stands out in a row: levels, ids, numbers, times, and what a filter or a search has found.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::Span;

use super::level;
use crate::domain::log::{Level, Needle};
use crate::theme::Theme;

/// What a piece of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Level(Level),
    Debug,
    Info,
    Id,
    Number,
    Moment,
}

impl Kind {
    fn style(self, theme: Theme) -> Style {
        match self {
            Self::Level(level) => level::style(level, theme),
            Self::Debug | Self::Moment => theme.faint(),
            Self::Info => theme.good(),
            Self::Id => theme.id(),
            Self::Number => theme.number(),
        }
    }
}

/// The row in pieces; `found` is what to look for in it.
///
/// A row that is bad as a whole, or only routine, keeps its look, but for ids.
pub fn spans(theme: Theme, row: &str, level: Level, found: &[&Needle]) -> Vec<Span<'static>> {
    let all = matches!(level, Level::Plain | Level::Warning);
    let mut styles = vec![level::style(level, theme); row.len()];
    for (range, kind) in tokens(row).filter(|(_, kind)| all || *kind == Kind::Id) {
        paint(&mut styles, range, kind.style(theme));
    }
    mark(theme, row, &mut styles, found);
    runs(row, &styles)
}

/// The row in one look, but for what is found in it.
pub fn plain(theme: Theme, row: &str, style: Style, found: &[&Needle]) -> Vec<Span<'static>> {
    let mut styles = vec![style; row.len()];
    mark(theme, row, &mut styles, found);
    runs(row, &styles)
}

fn mark(theme: Theme, row: &str, styles: &mut [Style], found: &[&Needle]) {
    for range in found.iter().flat_map(|needle| needle.ranges(row)) {
        paint(styles, range, theme.found());
    }
}

fn paint(styles: &mut [Style], range: Range<usize>, style: Style) {
    for cell in styles.get_mut(range).unwrap_or_default() {
        *cell = cell.patch(style);
    }
}

fn runs(row: &str, styles: &[Style]) -> Vec<Span<'static>> {
    let mut start = 0;
    let spans = styles.chunk_by(|a, b| a == b).filter_map(|run| {
        let text = row.get(start..start + run.len());
        start += run.len();
        Some(Span::styled(text?.to_owned(), run.first().copied()?))
    });
    spans.collect()
}

/// The words that mean something, each with where it is.
fn tokens(row: &str) -> impl Iterator<Item = (Range<usize>, Kind)> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '+');
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = row.get(at..)?;
        let start = at + rest.find(is_word)?;
        let word = row.get(start..)?;
        let end = start + word.find(|c| !is_word(c)).unwrap_or(word.len());
        at = end;
        Some(start..end)
    })
    .filter_map(|range| {
        let word = row.get(range.clone())?;
        let bare = word.trim_end_matches(['.', ':', '-', '+']);
        Some((range.start..range.start + bare.len(), kind(bare)?))
    })
}

fn kind(word: &str) -> Option<Kind> {
    let known = match word {
        "ERROR" | "CRITICAL" | "FATAL" => Kind::Level(Level::Bad),
        "WARN" | "WARNING" => Kind::Level(Level::Warning),
        "INFO" => Kind::Info,
        "DEBUG" | "TRACE" => Kind::Debug,
        _ if is_moment(word) => Kind::Moment,
        _ if is_id(word) => Kind::Id,
        _ if is_number(word) => Kind::Number,
        _ => return None,
    };
    Some(known)
}

/// A request id, a run of a job, and whatever else is long and hexadecimal.
fn is_id(word: &str) -> bool {
    let hex = word.strip_prefix("jr_").unwrap_or(word);
    let digits = hex.bytes().filter(u8::is_ascii_digit).count();
    hex.len() >= 12 && digits > 0 && hex.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        || is_uuid(word)
}

/// Of the form of a UUID; documentation has `xmpl` in some.
fn is_uuid(word: &str) -> bool {
    let lengths = word.split('-').map(str::len);
    word.len() == 36 && lengths.eq([8, 4, 4, 4, 12])
}

/// A date, a time of day, or both.
fn is_moment(word: &str) -> bool {
    let shape: String = word.chars().take(10).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00" || shape.starts_with("00:00:00")
}

/// Digits with at most one point, and a short unit.
fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(['-', '+']);
    let unit = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.matches('.').count() <= 1
        && matches!(
            unit,
            "" | "ms"
                | "s"
                | "m"
                | "h"
                | "B"
                | "K"
                | "M"
                | "G"
                | "KB"
                | "MB"
                | "GB"
                | "KiB"
                | "MiB"
                | "GiB"
                | "x"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each word that means something, with what it means.
    #[track_caller]
    fn check(row: &str, want: &str) {
        let shown = tokens(row).map(|(range, kind)| format!("{kind:?}={}", &row[range]));
        assert_eq!(shown.collect::<Vec<_>>().join(" "), want);
    }

    #[test]
    fn words_tell_what_they_are() {
        check(
            "REPORT RequestId: 6bc28136-xmpl-4365-b021-0ce6b2e64ab7",
            "Id=6bc28136-xmpl-4365-b021-0ce6b2e64ab7",
        );
        check("Duration: 2.46 ms, 128 MB, 12ms.", "Number=2.46 Number=128 Number=12ms");
        check("run jr_503abc503abc503 ended", "Id=jr_503abc503abc503");
        check("at 2026-03-01T03:00:02.123Z, 03:00:02", "Moment=2026-03-01T03:00:02.123Z Moment=03:00:02");
        check("[WARNING] INFO: DEBUG", "Level(Warning)=WARNING Info=INFO Debug=DEBUG");
        check("v1.2.3 a1 python3.11 acceded 1.2.3 deadbeefdead", "");
    }

    #[test]
    fn what_is_found_lies_on_top_and_nothing_is_lost() {
        let found = [Needle::word("eq"), Needle::word("7")];
        let found: Vec<&Needle> = found.iter().collect();
        let spans = spans(Theme::Ansi, "Request é 17 ms", Level::Plain, &found);
        let words: Vec<&str> = spans.iter().map(|span| &*span.content).collect();
        assert_eq!(words, ["R", "eq", "uest é ", "1", "7", " ms"]);
        assert_eq!(spans[1].style, Theme::Ansi.found());
    }

    proptest::proptest! {
        #[test]
        fn every_row_stays_as_it_is(row in "\\PC*") {
            let spans = spans(Theme::Ansi, &row, Level::Plain, &[&Needle::regex(".").unwrap()]);
            let whole: String = spans.iter().map(|span| &*span.content).collect();
            proptest::prop_assert_eq!(whole, row);
        }
    }
}

//! Text cut or padded to a width in terminal cells.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many cells a text takes; quick for ASCII, which most of it is.
pub fn width(text: &str) -> usize {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain { text.len() } else { text.width() }
}

/// Exactly `width` cells: padded on the right, or cut with an ellipsis.
pub fn left(text: &str, width: usize) -> String {
    let mut out = cut(text, width);
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(self::width(&out))));
    out
}

/// Exactly `width` cells: padded on the left, or cut with an ellipsis.
pub fn right(text: &str, width: usize) -> String {
    let out = cut(text, width);
    let mut padded: String = std::iter::repeat_n(' ', width.saturating_sub(self::width(&out))).collect();
    padded.push_str(&out);
    padded
}

/// At most `width` cells: cut with an ellipsis where it does not fit.
pub fn cut(text: &str, width: usize) -> String {
    if self::width(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > width {
            break;
        }
        out.push_str(grapheme);
    }
    if width > 0 {
        out.push('…');
    }
    out
}

/// At most `width` cells: cut at the front, where the end says more, as in a path.
pub fn cut_front(text: &str, width: usize) -> String {
    if self::width(text) <= width {
        return text.to_owned();
    }
    let mut kept = Vec::new();
    let mut used = 1;
    for grapheme in text.graphemes(true).rev() {
        used += grapheme.width();
        if used > width {
            break;
        }
        kept.push(grapheme);
    }
    let ellipsis = if width > 0 { "…" } else { "" };
    std::iter::once(ellipsis).chain(kept.into_iter().rev()).collect()
}

/// At most `width` cells: cut in the middle, where both ends say more, as in a file's name.
pub fn cut_middle(text: &str, width: usize) -> String {
    if self::width(text) <= width {
        return text.to_owned();
    }
    if width == 0 {
        return String::new();
    }
    let back = cut_front(text, width / 2 + 1);
    let mut front = cut(text, width + 1 - back.width().min(width));
    front.pop();
    front + &back
}

/// Breaks text into lines of at most `width` cells, between words where it can.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_word_bounds() {
        place(&mut lines, word, width.max(1));
    }
    lines
}

fn place(lines: &mut Vec<String>, word: &str, width: usize) {
    let used = lines.last().map_or(0, |line| line.width());
    if used + word.width() <= width {
        if let Some(line) = lines.last_mut() {
            line.push_str(word);
        }
    } else if word.width() <= width {
        if !word.trim().is_empty() {
            lines.push(word.to_owned());
        }
    } else {
        for grapheme in word.graphemes(true) {
            place(lines, grapheme, width.max(grapheme.width()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_text_has_the_width_that_was_asked_for() {
        for (text, width, want) in
            [("abc", 5, "abc  "), ("abcdef", 4, "abc…"), ("日本語", 4, "日… "), ("x", 0, ""), ("", 2, "  ")]
        {
            assert_eq!(left(text, width), want);
        }
        assert_eq!(right("12", 4), "  12");
        assert_eq!(cut_front("a/long/path", 6), "…/path");
        for (width, want) in
            [(0, ""), (1, "…"), (2, "…h"), (6, "a/…ath"), (7, "a/l…ath"), (20, "a/long/path")]
        {
            assert_eq!(cut_middle("a/long/path", width), want);
        }
    }

    #[test]
    fn text_is_wrapped_between_words_and_within_long_ones() {
        assert_eq!(wrap("one two three", 8), ["one two ", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 3), [""]);
    }
}

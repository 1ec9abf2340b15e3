//! A text with a cursor in it.

use unicode_segmentation::UnicodeSegmentation;

/// The longest text: no payload may be longer.
const MOST: usize = 6 * 1024 * 1024;

/// A text with a cursor, which is always between two graphemes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    text: String,
    at: usize,
}

impl Text {
    /// A text with the cursor at its start.
    pub(super) fn new(text: String) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The cursor's line, from 0, and what stands before the cursor in it.
    pub(super) fn cursor(&self) -> (usize, &str) {
        let before = self.before();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count(), before.get(start..).unwrap_or_default())
    }

    /// Puts in what is typed or pasted: no controls but ends of lines, and a tab as two spaces.
    pub(super) fn insert(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "  ");
        let plain: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        if self.text.len() + plain.len() <= MOST {
            self.text.insert_str(self.at, &plain);
            self.at += plain.len();
        }
    }

    /// Erases what is before the cursor.
    pub(super) fn erase(&mut self) {
        let end = self.at;
        self.left();
        self.text.replace_range(self.at..end, "");
    }

    /// Erases what is under the cursor.
    pub(super) fn delete(&mut self) {
        let length = self.after().graphemes(true).next().map_or(0, str::len);
        self.text.replace_range(self.at..self.at + length, "");
    }

    pub(super) fn left(&mut self) {
        self.at -= self.before().graphemes(true).next_back().map_or(0, str::len);
    }

    pub(super) fn right(&mut self) {
        self.at += self.after().graphemes(true).next().map_or(0, str::len);
    }

    pub(super) fn home(&mut self) {
        self.at -= self.cursor().1.len();
    }

    pub(super) fn end(&mut self) {
        self.at += self.after().find('\n').unwrap_or(self.after().len());
    }

    /// Goes `by` lines down, as near to the same column as the line allows.
    pub(super) fn down(&mut self, by: isize) {
        let (line, before) = self.cursor();
        let column = before.graphemes(true).count();
        let last = self.text.matches('\n').count();
        self.go(line.saturating_add_signed(by).min(last), column);
    }

    /// Goes to a line and a column, both from 0; as near as the text allows.
    pub(super) fn go(&mut self, line: usize, column: usize) {
        let start = self.text.match_indices('\n').nth(line.wrapping_sub(1)).map_or(0, |(at, _)| at + 1);
        let start = if line == 0 { 0 } else { start };
        let rest = self.text.get(start..).unwrap_or_default();
        let rest = rest.split('\n').next().unwrap_or_default();
        self.at = start + rest.graphemes(true).take(column).map(str::len).sum::<usize>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &Text) -> String {
        format!("{}|{}", text.before(), text.after())
    }

    #[track_caller]
    fn check(text: &str, act: impl FnOnce(&mut Text), want: &str) {
        let mut it = Text::new(text.replace('|', ""));
        it.at = text.find('|').unwrap();
        act(&mut it);
        assert_eq!(shown(&it), want);
    }

    #[test]
    fn a_text_is_edited_where_its_cursor_is() {
        check("a|c", |t| t.insert("b"), "ab|c");
        check("a|", |t| t.insert("\tx\r\ny\u{1b}"), "a  x\ny|");
        check("aé|", Text::erase, "a|");
        check("|a", Text::erase, "|a");
        check("a|e\u{301}b", Text::delete, "a|b");
        check("a|", Text::delete, "a|");
    }

    #[test]
    fn the_cursor_moves_by_graphemes_and_lines_and_never_leaves_the_text() {
        check("ae\u{301}|", Text::left, "a|e\u{301}");
        check("|a", Text::left, "|a");
        check("a|\nb", Text::right, "a\n|b");
        check("ab\nc|d", Text::home, "ab\n|cd");
        check("a|b\ncd", Text::end, "ab|\ncd");
        check("abc|\nd\nefg", |t| t.down(1), "abc\nd|\nefg");
        check("abc\nd|\nefg", |t| t.down(9), "abc\nd\ne|fg");
        check("abc\nd|\nefg", |t| t.down(-9), "a|bc\nd\nefg");
        check("|a\n\nb", |t| t.go(1, 5), "a\n|\nb");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_pressed_the_cursor_is_between_two_graphemes(
            start in "[a{}\\n\u{e9}\u{301}\u{1f468}\u{200d}]{0,12}",
            keys in proptest::collection::vec((0u8..9, "\\PC|\\n"), 0..40),
        ) {
            let mut text = Text::new(start);
            for (key, typed) in keys {
                match key {
                    0 => text.insert(&typed),
                    1 => text.erase(),
                    2 => text.delete(),
                    3 => text.left(),
                    4 => text.right(),
                    5 => text.home(),
                    6 => text.end(),
                    7 => text.down(1),
                    _ => text.down(-1),
                }
                proptest::prop_assert!(text.text.is_char_boundary(text.at));
                proptest::prop_assert_eq!(format!("{}{}", text.before(), text.after()), text.as_str());
            }
        }
    }
}

//! Text that somebody else wrote, and the one way to show it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Text from outside: a message, a key, a name, an error.
///
/// It has no `Display`: it is shown through [`Foreign::visible`], and copied or sent back to AWS
/// through [`Foreign::exact`]. So no control character of a stranger reaches the terminal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Foreign(Box<str>);

impl Foreign {
    /// Takes the text as it is; nothing is lost.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The very bytes that came, for comparing, copying and sending back; never for the screen.
    pub fn exact(&self) -> &str {
        &self.0
    }

    /// The text with every control, bidi and invisible character made visible, and the blanks at its ends: texts that differ
    /// never look alike.
    pub fn visible(&self) -> Cow<'_, str> {
        match (self.0.strip_prefix(' '), self.0.strip_suffix(' ')) {
            (None, None) => visible(&self.0),
            (Some(rest), None) => format!("␠{}", visible(rest)).into(),
            (None, Some(rest)) => format!("{}␠", visible(rest)).into(),
            (Some(rest), Some(_)) => match rest.strip_suffix(' ') {
                Some(middle) => format!("␠{}␠", visible(middle)).into(),
                None => "␠".into(),
            },
        }
    }

    /// The first line of the text that is not blank, made visible.
    pub fn headline(&self) -> Cow<'_, str> {
        prose(self.0.lines().map(str::trim_end).find(|line| !line.is_empty()).unwrap_or_default())
    }

    /// Each line of the text, made visible; for running text, where a tab is just a gap.
    pub fn lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.lines().map(prose)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl From<&str> for Foreign {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Foreign {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// Makes every character visible that a terminal would act on, reorder or hide.
///
/// C0 (the tab with them) and DEL become their Unicode pictures; whatever else could deceive becomes `<U+202E>`, and so does
/// text that would pass for either.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) && !text.contains(ESCAPE) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (n, part) in text.split(ESCAPE).enumerate() {
        if n > 0 {
            out.push_str("<U+003C>U+");
        }
        part.chars().for_each(|c| push_visible(&mut out, c));
    }
    Cow::Owned(out)
}

/// How what we write for a character begins.
const ESCAPE: &str = "<U+";

/// As [`visible`], with tabs as two spaces: for running text, never for names that must differ.
fn prose(text: &str) -> Cow<'_, str> {
    if text.contains('\t') {
        Cow::Owned(visible(&text.replace('\t', "  ")).into_owned())
    } else {
        visible(text)
    }
}

fn push_visible(out: &mut String, c: char) {
    match c {
        c if is_plain(c) => out.push(c),
        '\0'..='\x1f' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('␀')),
        '\x7f' => out.push('␡'),
        c => {
            // Writing to a string cannot fail.
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        }
    }
}

/// Whether a terminal draws the character as itself, in its place, where a reader sees it.
pub fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~') || (c >= '\u{a1}' && !is_deceptive(c))
}

/// What does not show what it is, or passes for something else (Unicode 16).
fn is_deceptive(c: char) -> bool {
    is_hidden(c) || is_combining(c) || is_a_double(c)
}

/// Accents and parts of syllables that make, with the character before them, what there is in one piece too. Whole texts in
/// scripts that need others of this kind keep them.
fn is_combining(c: char) -> bool {
    matches!(u32::from(c),
        0x300..=0x36f | 0x1160..=0x11ff | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0x3099..=0x309a
        | 0xd7b0..=0xd7ff | 0xfe20..=0xfe2f)
}

/// Characters that Unicode has twice, of which this is the one to avoid, and the pictures that we write for controls.
fn is_a_double(c: char) -> bool {
    matches!(u32::from(c),
        0x374 | 0x37e | 0x387 | 0x1f71 | 0x1f73 | 0x1f75 | 0x1f77 | 0x1f79 | 0x1f7b | 0x1f7d | 0x1fbb | 0x1fbe
        | 0x1fc9 | 0x1fcb | 0x1fd3 | 0x1fdb | 0x1fe3 | 0x1feb | 0x1fee | 0x1fef | 0x1ff9 | 0x1ffb | 0x1ffd | 0x2126
        | 0x212a..=0x212b | 0x2329..=0x232a | 0x2400..=0x2421 | 0xf900..=0xfaff | 0x2f800..=0x2fa1f)
}

/// Format characters, odd spaces, fillers, separators, tags, variation selectors, private use and unassigned
/// (general categories Cf, Co, Zl, Zp and Zs, and default ignorables).
fn is_hidden(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x34f | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x890..=0x891 | 0x8e2 | 0x115f..=0x1160
        | 0x1680 | 0x17b4..=0x17b5 | 0x180b..=0x180f | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f
        | 0x2800 | 0x3000 | 0x3164 | 0xe000..=0xf8ff | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfffb
        | 0xfffe..=0xffff | 0x110bd | 0x110cd | 0x13430..=0x1345f | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a
        | 0xe0000..=0x10_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(Foreign::new(text).visible(), want);
    }

    #[test]
    fn plain_text_in_any_script_passes_untouched() {
        for text in ["", "plain", "naïve façade", "日本語", "a b~"] {
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text}");
            check(text, text);
        }
    }

    #[test]
    fn what_a_terminal_would_act_on_is_shown_instead() {
        check("\u{1b}[2J", "␛[2J");
        check("a\r\nb", "a␍␊b");
        check("a\u{7f}\u{9b}b", "a␡<U+009B>b");
        check("a\tb", "a␉b");
    }

    #[test]
    fn two_keys_that_differ_never_look_alike() {
        check("a\u{202e}b", "a<U+202E>b");
        check("a\u{a0}b", "a<U+00A0>b");
        check("a\u{200b}b", "a<U+200B>b");
        check("\u{feff}a\u{e0041}", "<U+FEFF>a<U+E0041>");
        check("cafe\u{301}", "cafe<U+0301>");
        check("\u{1112}\u{1161}", "\u{1112}<U+1161>");
        check("\u{212b}\u{37e}", "<U+212B><U+037E>");
    }

    #[test]
    fn what_passes_for_a_picture_of_a_control_is_escaped_too() {
        check("␛[2J", "<U+241B>[2J");
        check("<U+202E>", "<U+003C>U+202E>");
        check("<U <U+<U+", "<U <U+003C>U+<U+003C>U+");
        check("a <b> c", "a <b> c");
    }

    #[test]
    fn the_blanks_at_the_ends_of_a_name_are_seen() {
        check(" a b ", "␠a b␠");
        check("  ", "␠␠");
        check(" ", "␠");
        check("a  ", "a ␠");
        assert_eq!(Foreign::new("  at line ").headline(), "  at line");
    }

    #[test]
    fn the_headline_is_the_first_line_that_says_something() {
        assert_eq!(Foreign::new("\n\nException: x\n  at y").headline(), "Exception: x");
        assert_eq!(Foreign::new("").headline(), "");
    }

    proptest::proptest! {
        #[test]
        fn nothing_visible_is_a_control_or_hidden(text in "\\PC*|(?s).*") {
            let shown = visible(&text).into_owned();
            // A picture stands for a control only here: one that came as a picture is written out.
            proptest::prop_assert!(shown.chars().all(|c| is_plain(c) || matches!(c, '␀'..='␡')));
        }
    }
}

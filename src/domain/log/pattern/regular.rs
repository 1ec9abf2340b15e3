//! The regular expressions of the language, which are fewer than those of most.

use regex::{Regex, RegexBuilder};

/// Bytes that a compiled expression may take: repetitions of repetitions would take all there are.
const MOST_BYTES: usize = 1 << 20;

/// A regular expression between `%`.
#[derive(Debug, Clone)]
pub(super) struct Regular(Regex);

impl Regular {
    pub fn new(source: &str) -> Option<Self> {
        if source.is_empty() {
            return None;
        }
        RegexBuilder::new(source).size_limit(MOST_BYTES).build().ok().map(Self)
    }

    /// Whether it is found anywhere in the text.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Letters, digits, some symbols and operators; no parentheses, no `!`, nothing of several bytes.
/// A space is accepted too, because the guide's own examples have it.
pub(super) fn is_supported(character: char) -> bool {
    character.is_ascii_alphanumeric() || ":_#=@/;,-^$?[]{}|\\*+. ".contains(character)
}

//! Filtering rows by words.

/// Words that a row must contain, all of them, in any order; case counts only where a word has capitals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    text: String,
    words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Exact(String),
    AnyCase(String),
}

impl Filter {
    /// A filter for every word of `text`; none: everything passes.
    pub fn new(text: &str) -> Self {
        let words = text.split_whitespace().map(|word| {
            let has_capitals = word.chars().any(char::is_uppercase);
            if has_capitals { Word::Exact(word.to_owned()) } else { Word::AnyCase(word.to_lowercase()) }
        });
        Self { text: text.to_owned(), words: words.collect() }
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a row with these parts passes.
    pub fn passes(&self, parts: &[&str]) -> bool {
        self.words.iter().all(|word| parts.iter().any(|part| word.is_in(part)))
    }

    /// Whether a row passes that shows these parts, and has an id that it does not show: only a long word is looked
    /// for in that, for any id holds most of the short ones.
    pub fn passes_with_id(&self, parts: &[&str], id: &str) -> bool {
        let is_in_id = |word: &Word| word.len() >= ID && word.is_in(id);
        self.words.iter().all(|word| parts.iter().any(|part| word.is_in(part)) || is_in_id(word))
    }
}

/// The characters from which on a word can only be meant as a piece of an id.
const ID: usize = 6;

impl Word {
    fn len(&self) -> usize {
        let (Self::Exact(word) | Self::AnyCase(word)) = self;
        word.chars().count()
    }

    fn is_in(&self, part: &str) -> bool {
        match self {
            Self::Exact(word) => part.contains(word.as_str()),
            Self::AnyCase(word) => part.to_lowercase().contains(word.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, parts: &[&str], want: bool) {
        assert_eq!(Filter::new(text).passes(parts), want, "{text:?} in {parts:?}");
    }

    #[test]
    fn every_word_must_be_in_some_part() {
        check("", &["anything"], true);
        check("fail random", &["FAILED", "Exception: Random"], true);
        check("fail other", &["FAILED", "Exception: Random"], false);
        check("FAILED", &["failed"], false);
    }

    #[test]
    fn only_a_long_word_is_looked_for_in_an_id() {
        for (text, want) in [("503", false), ("503abc", true), ("200 503abc", true), ("404 503abc", false)] {
            assert_eq!(Filter::new(text).passes_with_id(&["200"], "jr_503abc"), want, "{text}");
        }
    }
}

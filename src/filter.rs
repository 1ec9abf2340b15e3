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
}

impl Word {
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
}

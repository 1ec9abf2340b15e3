//! A word that a text must contain.

/// A word that a text must contain; case counts only if it has capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// As it is.
    Exact(String),
    /// In lower case; so is what it is looked for in.
    AnyCase(String),
    /// The letters in this order, whatever is between them; in lower case.
    Letters(String),
}

impl Word {
    /// A word as it was typed; after a `~` its letters alone count.
    pub fn new(word: &str) -> Self {
        if let Some(letters) = word.strip_prefix('~').filter(|letters| !letters.is_empty()) {
            return Self::Letters(letters.to_lowercase());
        }
        let has_capitals = word.chars().any(char::is_uppercase);
        if has_capitals { Self::Exact(word.to_owned()) } else { Self::AnyCase(word.to_lowercase()) }
    }

    /// Its length in characters.
    pub fn len(&self) -> usize {
        let (Self::Exact(word) | Self::AnyCase(word) | Self::Letters(word)) = self;
        word.chars().count()
    }

    /// Whether a text contains it.
    pub fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Exact(word) => text.contains(word.as_str()),
            Self::AnyCase(word) => text.to_lowercase().contains(word.as_str()),
            Self::Letters(word) => {
                let text = text.to_lowercase();
                let mut rest = text.chars();
                word.chars().all(|letter| rest.any(|c| c == letter))
            }
        }
    }
}

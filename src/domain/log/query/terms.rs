//! A filter as it is typed.

use crate::domain::log::Needle;

/// What begins a regular expression; paths begin with a slash.
const REGEX: char = '~';

/// Words between blanks; or, after `~`, one regular expression.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terms {
    text: String,
    needles: Vec<Needle>,
}

impl Terms {
    /// Reads what was typed.
    ///
    /// # Errors
    /// What is wrong with the expression, and at which character of it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let needles = match text.trim_start().strip_prefix(REGEX) {
            Some("") => Vec::new(),
            Some(regex) => vec![Needle::regex(regex)?],
            None => text.split_whitespace().map(Needle::word).collect(),
        };
        Ok(Self { text: text.to_owned(), needles })
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }

    /// What is looked for.
    pub fn needles(&self) -> &[Needle] {
        &self.needles
    }
}

impl From<Needle> for Terms {
    fn from(needle: Needle) -> Self {
        Self { text: needle.text().to_owned(), needles: vec![needle] }
    }
}

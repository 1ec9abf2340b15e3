//! What a text is searched for: a word or a regular expression.
//!
//! Case counts where the pattern has a capital letter, and only there.

mod lines;
mod mistake;

use std::ops::Range;

use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};

/// The memory that a compiled expression may take; a larger one is a mistake.
const LARGEST: usize = 4 << 20;

/// A word or a regular expression.
#[derive(Debug, Clone)]
pub struct Needle {
    text: String,
    how: How,
}

#[derive(Debug, Clone)]
enum How {
    /// The very bytes.
    Bytes(Box<Finder<'static>>),
    Regex(Regex),
}

impl Needle {
    /// The word itself: every character stands for itself.
    pub fn word(text: &str) -> Self {
        let exact = || How::Bytes(Box::new(Finder::new(text).into_owned()));
        let any_case = if text.chars().any(char::is_uppercase) { None } else { any_case(text) };
        Self { text: text.to_owned(), how: any_case.map_or_else(exact, How::Regex) }
    }

    /// A regular expression; the word itself, where nothing in it is special.
    ///
    /// # Errors
    /// What is wrong with it, and at which character.
    pub fn regex(text: &str) -> Result<Self, String> {
        if regex::escape(text) == text {
            return Ok(Self::word(text));
        }
        let regex = RegexBuilder::new(text)
            .case_insensitive(!has_capitals(text))
            .multi_line(true)
            .size_limit(LARGEST)
            .build()
            .map_err(|error| mistake::words(&error))?;
        Ok(Self { text: text.to_owned(), how: How::Regex(regex) })
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is in a text.
    pub fn is_in(&self, text: &str) -> bool {
        match &self.how {
            How::Bytes(finder) => finder.find(text.as_bytes()).is_some(),
            How::Regex(regex) => regex.is_match(text),
        }
    }

    /// Where it is in a text, for marking it there.
    pub fn ranges<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let (bytes, regex) = match &self.how {
            How::Bytes(finder) => (Some(finder), None),
            How::Regex(regex) => (None, Some(regex)),
        };
        let bytes = bytes.into_iter().flat_map(|finder| {
            let len = finder.needle().len();
            finder.find_iter(text.as_bytes()).map(move |at| at..at + len)
        });
        let regex = regex.into_iter().flat_map(|regex| regex.find_iter(text).map(|found| found.range()));
        bytes.chain(regex).filter(|range| !range.is_empty())
    }
}

impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        let source = |needle: &Self| match &needle.how {
            How::Bytes(_) => None,
            How::Regex(regex) => Some(regex.as_str().to_owned()),
        };
        self.text == other.text && source(self) == source(other)
    }
}

/// A word in whatever case; ASCII alone is faster, and needs no other letters that look like it.
fn any_case(text: &str) -> Option<Regex> {
    let flags = if text.is_ascii() { "i-u" } else { "i" };
    let has_letters = text.chars().any(char::is_alphabetic);
    has_letters.then(|| Regex::new(&format!("(?{flags}:{})", regex::escape(text))).ok()).flatten()
}

/// Whether an expression has a capital letter that stands for itself: `\S` has none.
fn has_capitals(text: &str) -> bool {
    let mut is_escaped = false;
    text.chars().any(|c| {
        let stands_for_itself = !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        stands_for_itself && c.is_uppercase()
    })
}

#[cfg(test)]
mod tests;

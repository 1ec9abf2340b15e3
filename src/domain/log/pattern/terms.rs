//! Patterns made of terms: words, phrases and regular expressions, wherever they stand in the message.

use super::cursor::Cursor;
use super::error::{Error, Reason};
use super::regular::Regular;

/// What a message has to have, and may not have.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    every: Vec<Term>,
    any: Vec<Term>,
    none: Vec<Term>,
}

#[derive(Debug, Clone)]
enum Term {
    Text(String),
    Regex(Regular),
}

impl Terms {
    /// Reads terms, `?`optional and `-`excluded ones, to the end.
    pub fn read(cursor: &mut Cursor<'_>) -> Result<Self, Error> {
        let mut terms = Self::default();
        cursor.skip_space();
        while let Some(next) = cursor.peek() {
            let kind = match next {
                '?' => &mut terms.any,
                '-' => &mut terms.none,
                _ => &mut terms.every,
            };
            if matches!(next, '?' | '-') {
                cursor.take();
                cursor.skip_space();
            }
            kind.push(Term::read(cursor)?);
            cursor.skip_space();
        }
        Ok(terms)
    }

    /// Optional terms beside required ones change nothing, as the user guide warns.
    pub fn match_text(&self, message: &str) -> bool {
        let optional = self.any.is_empty() || !self.every.is_empty();
        (optional || self.any.iter().any(|term| term.is_in(message)))
            && self.every.iter().all(|term| term.is_in(message))
            && !self.none.iter().any(|term| term.is_in(message))
    }
}

impl Term {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Error> {
        if cursor.eat("\"") {
            return cursor.phrase().map(Self::Text);
        }
        if cursor.eat("%") {
            return cursor.regex().map(Self::Regex);
        }
        let word = cursor.take_while(|it| it.is_alphanumeric() || it == '_');
        match cursor.peek() {
            Some(odd) if !odd.is_whitespace() => Err(cursor.fail(Reason::NeedsQuotes(odd))),
            _ if word.is_empty() => Err(cursor.expected("a term")),
            _ => Ok(Self::Text(word.to_owned())),
        }
    }

    fn is_in(&self, message: &str) -> bool {
        match self {
            Self::Text(text) => message.contains(text),
            Self::Regex(regex) => regex.is_in(message),
        }
    }
}

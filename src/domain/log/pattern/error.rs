//! What is wrong with a pattern, and where.

use std::fmt;

use super::MOST_CHARACTERS;

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Characters before the place where it is wrong.
    pub at: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What is wrong at a place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The pattern has more than 1,024 characters.
    TooLong,
    /// Something else has to stand here, in words.
    Expected(&'static str),
    /// A term or value with this character has to stand in double quotes.
    NeedsQuotes(char),
    /// The character has no place in a regular expression between `%`.
    NotInRegex(char),
    /// A pattern may have two regular expressions.
    TooManyRegexes,
    /// The regular expression makes no sense, or is too large.
    BadRegex,
    /// Only `=` and `!=` compare with what is not a number.
    NoOrder,
    /// One `...` is the most that a pattern may have.
    TwoEllipses,
    /// CloudWatch knows `NOT EXISTS` and `IS NULL`, but not their opposites.
    NoSuchTest(&'static str),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "a pattern may have {MOST_CHARACTERS} characters"),
            Self::Expected(what) => write!(f, "{what} is expected"),
            Self::NeedsQuotes(character) => {
                write!(f, "what has {character:?} in it needs double quotes around it")
            }
            Self::NotInRegex('(' | ')') => f.write_str("a regular expression here has no parentheses"),
            Self::NotInRegex(character) => write!(f, "a regular expression here has no {character:?}"),
            Self::TooManyRegexes => f.write_str("a pattern may have two regular expressions"),
            Self::BadRegex => f.write_str("this regular expression is not valid"),
            Self::NoOrder => f.write_str("only a number can be compared so; text has = and !="),
            Self::TwoEllipses => f.write_str("a pattern may have one ..."),
            Self::NoSuchTest(instead) => write!(f, "there is no such test; write {instead}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.at + 1, self.reason)
    }
}

impl std::error::Error for Error {}

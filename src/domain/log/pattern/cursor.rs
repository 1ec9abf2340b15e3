//! Where the reading of a pattern is.

use super::error::{Error, Reason};
use super::regular::{self, Regular};

/// A pattern may have no more of them.
const MOST_REGEXES: usize = 2;

/// A text, and how far it has been read.
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// Bytes; always between characters.
    at: usize,
    regexes: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, regexes: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character, left where it is.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the next character.
    pub fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Takes as many characters as fit.
    pub fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|character| !fits(character)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    pub fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// Takes `token` if it comes next.
    pub fn eat(&mut self, token: &str) -> bool {
        let there = self.rest().starts_with(token);
        self.at += if there { token.len() } else { 0 };
        there
    }

    /// Takes `token` and the space around it, if it comes next.
    pub fn eat_spaced(&mut self, token: &str) -> bool {
        self.skip_space();
        let there = self.eat(token);
        self.skip_space();
        there
    }

    /// Takes a keyword in any case if it comes next as a whole word, with the space around it.
    pub fn eat_word(&mut self, keyword: &str) -> bool {
        self.skip_space();
        let start = self.at;
        if self.take_while(char::is_alphanumeric).eq_ignore_ascii_case(keyword) {
            self.skip_space();
            return true;
        }
        self.at = start;
        false
    }

    /// Takes `token`, or says that `what` is expected.
    pub fn require(&mut self, token: &str, what: &'static str) -> Result<(), Error> {
        if self.eat(token) { Ok(()) } else { Err(self.expected(what)) }
    }

    /// Takes a phrase whose opening quote has been taken; a backslash takes the meaning from what follows it.
    pub fn phrase(&mut self) -> Result<String, Error> {
        let mut phrase = String::new();
        loop {
            match self.take() {
                Some('"') => return Ok(phrase),
                Some('\\') => phrase.extend(self.take()),
                Some(other) => phrase.push(other),
                None => return Err(self.expected("a closing double quote")),
            }
        }
    }

    /// Takes a regular expression whose opening `%` has been taken.
    pub fn regex(&mut self) -> Result<Regular, Error> {
        if self.regexes == MOST_REGEXES {
            return Err(self.fail(Reason::TooManyRegexes));
        }
        self.regexes += 1;
        let start = self.at;
        let source = self.take_while(|character| character != '%');
        if let Some((offset, odd)) = source.char_indices().find(|(_, it)| !regular::is_supported(*it)) {
            return Err(self.fail_at(start + offset, Reason::NotInRegex(odd)));
        }
        self.require("%", "a closing %")?;
        Regular::new(source).ok_or_else(|| self.fail_at(start, Reason::BadRegex))
    }

    pub fn expected(&self, what: &'static str) -> Error {
        self.fail(Reason::Expected(what))
    }

    pub fn fail(&self, reason: Reason) -> Error {
        self.fail_at(self.at, reason)
    }

    fn fail_at(&self, at: usize, reason: Reason) -> Error {
        Error { at: self.text.get(..at).unwrap_or(self.text).chars().count(), reason }
    }
}

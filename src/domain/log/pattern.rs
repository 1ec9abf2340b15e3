//! CloudWatch's filter-pattern language: what `FilterLogEvents` and Live Tail are asked with.
//!
//! Three kinds, told apart by their first character: terms (`ERROR -retry "timed out" ?a ?b %re+%`), conditions on a
//! JSON message (`{ $.level = "ERROR" && $.ms > 100 }`), and conditions on the fields of a space-delimited one
//! (`[ip, ..., status = 4*, bytes]`). A pattern is checked before it is sent, and the embedded AWS matches with it.
//! The facts are from the CloudWatch Logs user guide, "Filter pattern syntax".

mod condition;
mod cursor;
mod error;
mod expression;
mod fields;
mod json;
mod regular;
mod terms;

#[cfg(test)]
mod tests;

use cursor::Cursor;
pub use error::{Error, Reason};
use fields::Fields;
use json::Json;
use terms::Terms;

/// Characters; CloudWatch refuses longer patterns.
pub const MOST_CHARACTERS: usize = 1024;

/// A filter pattern that CloudWatch can be asked with.
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Terms(Terms),
    Json(Json),
    Fields(Fields),
}

impl Pattern {
    /// Reads a pattern; the error says where it is wrong and why. An empty one matches everything.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.chars().nth(MOST_CHARACTERS).is_some() {
            return Err(Error { at: MOST_CHARACTERS, reason: Reason::TooLong });
        }
        let mut cursor = Cursor::new(text);
        cursor.skip_space();
        let kind = match cursor.peek() {
            Some('{') => Kind::Json(Json::read(&mut cursor)?),
            Some('[') => Kind::Fields(Fields::read(&mut cursor)?),
            _ => Kind::Terms(Terms::read(&mut cursor)?),
        };
        cursor.skip_space();
        match cursor.peek() {
            None => Ok(Self { text: text.to_owned(), kind }),
            Some(_) => Err(cursor.expected("nothing more")),
        }
    }

    /// Whether CloudWatch would give a message to who asked with this pattern. Case counts.
    pub fn matches(&self, message: &str) -> bool {
        match &self.kind {
            Kind::Terms(terms) => terms.match_text(message),
            Kind::Json(json) => json.match_text(message),
            Kind::Fields(fields) => fields.match_text(message),
        }
    }

    /// The pattern as it was written, which is how it is sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

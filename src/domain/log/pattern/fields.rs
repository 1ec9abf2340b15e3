//! Conditions on the fields of a space-delimited message.

use super::condition::Condition;
use super::cursor::Cursor;
use super::error::{Error, Reason};
use super::expression::Expression;

/// `[ip, user, ..., status = 4* && status != 403, bytes > 1000]`.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    before: Vec<Field>,
    /// What follows the `...`; absent where there is none, and the message has as many fields as the pattern.
    after: Option<Vec<Field>>,
}

/// A name, which says nothing about the field, and perhaps conditions, which do.
type Field = Expression<Option<Condition>>;

impl Fields {
    pub fn read(cursor: &mut Cursor<'_>) -> Result<Self, Error> {
        cursor.require("[", "[")?;
        let mut fields = Self { before: Vec::new(), after: None };
        loop {
            fields.read_field(cursor)?;
            if cursor.eat_spaced("]") {
                return Ok(fields);
            }
            cursor.require(",", "&&, ||, a comma or a closing ]")?;
        }
    }

    fn read_field(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Error> {
        if !cursor.eat_spaced("...") && !cursor.eat_spaced("…") {
            let field = Expression::read(cursor, &condition)?;
            self.after.as_mut().unwrap_or(&mut self.before).push(field);
            return Ok(());
        }
        if self.after.is_some() {
            return Err(cursor.fail(Reason::TwoEllipses));
        }
        self.after = Some(Vec::new());
        Ok(())
    }

    pub fn match_text(&self, message: &str) -> bool {
        let parts = split(message);
        let after = self.after.as_deref().unwrap_or_default();
        let named = self.before.len() + after.len();
        let fits = if self.after.is_some() { parts.len() >= named } else { parts.len() == named };
        let last = parts.iter().skip(parts.len().saturating_sub(after.len()));
        fits && all_hold(&self.before, parts.iter()) && all_hold(after, last)
    }
}

/// A name and a condition on it; both may be absent.
fn condition(cursor: &mut Cursor<'_>) -> Result<Option<Condition>, Error> {
    cursor.skip_space();
    cursor.take_while(|it| it.is_alphanumeric() || it == '_' || it == '-' || it == '$');
    Condition::read(cursor)
}

fn all_hold<'a>(fields: &[Field], parts: impl Iterator<Item = &'a &'a str>) -> bool {
    let hold = |field: &Field, part: &str| field.holds(&|it| it.as_ref().is_none_or(|it| it.holds(part)));
    fields.iter().zip(parts).all(|(field, part)| hold(field, part))
}

/// The fields of a message: what stands between spaces, in square brackets or in double quotes.
fn split(message: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = message.trim();
    while !rest.is_empty() {
        let (part, after) = enclosed(rest)
            .unwrap_or_else(|| rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())));
        parts.push(part);
        rest = after.trim_start();
    }
    parts
}

/// A field in brackets or quotes, without them, and what follows.
fn enclosed(text: &str) -> Option<(&str, &str)> {
    let inner = |close: char| text.get(1..)?.split_once(close);
    match text.chars().next()? {
        '[' => inner(']'),
        '"' => inner('"'),
        _ => None,
    }
}

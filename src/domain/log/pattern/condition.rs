//! An operator and the value it compares with.

use std::cmp::Ordering;

use super::cursor::Cursor;
use super::error::{Error, Reason};
use super::regular::Regular;

/// `= 4*`, `>= 500`, `!= "a b"`, `= %re+%`.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    operator: Operator,
    value: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    Unequal,
    Less,
    Greater,
    AtMost,
    AtLeast,
}

#[derive(Debug, Clone)]
enum Value {
    /// Written without quotes; compared as a number with numbers, else as text.
    Number(f64, Glob),
    Text(Glob),
    Regex(Regular),
}

/// Text in which a `*` at either end stands for anything; in the middle it is a character like others.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Glob {
    text: String,
    open_start: bool,
    open_end: bool,
}

/// Longer ones first.
const OPERATORS: [(&str, Operator); 6] = [
    ("!=", Operator::Unequal),
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

impl Condition {
    /// Reads an operator and a value, if an operator comes next.
    pub fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, Error> {
        let Some((_, operator)) = OPERATORS.into_iter().find(|(token, _)| cursor.eat_spaced(token)) else {
            return Ok(None);
        };
        let start = cursor.fail(Reason::NoOrder);
        let value = Value::read(cursor)?;
        let has_order = matches!(value, Value::Number(..));
        if has_order || matches!(operator, Operator::Equal | Operator::Unequal) {
            return Ok(Some(Self { operator, value }));
        }
        Err(start)
    }

    /// Whether a value with this text fulfils it.
    pub fn holds(&self, text: &str) -> bool {
        let same = match &self.value {
            Value::Number(wanted, glob) => match number(text) {
                Some(number) => return self.operator.admits(number.partial_cmp(wanted)),
                None => glob.fits(text),
            },
            Value::Text(glob) => glob.fits(text),
            Value::Regex(regex) => regex.is_in(text),
        };
        match self.operator {
            Operator::Equal => same,
            Operator::Unequal => !same,
            _ => false,
        }
    }
}

impl Operator {
    fn admits(self, order: Option<Ordering>) -> bool {
        order.is_some_and(|order| match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::Greater => order.is_gt(),
            Self::AtMost => order.is_le(),
            Self::AtLeast => order.is_ge(),
        })
    }
}

impl Value {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Error> {
        if cursor.eat("\"") {
            return Ok(Self::Text(Glob::new(&cursor.phrase()?)));
        }
        if cursor.eat("%") {
            return Ok(Self::Regex(cursor.regex()?));
        }
        let bare = cursor.take_while(is_bare);
        match cursor.peek() {
            _ if bare.is_empty() => Err(cursor.expected("a value")),
            Some(odd) if !is_after_value(odd) => Err(cursor.fail(Reason::NeedsQuotes(odd))),
            _ => Ok(number(bare)
                .map_or_else(|| Self::Text(Glob::new(bare)), |number| Self::Number(number, Glob::new(bare)))),
        }
    }
}

impl Glob {
    fn new(text: &str) -> Self {
        let (open_start, rest) = text.strip_prefix('*').map_or((false, text), |rest| (true, rest));
        let (open_end, rest) = rest.strip_suffix('*').map_or((false, rest), |rest| (true, rest));
        Self { text: rest.to_owned(), open_start, open_end: open_end || (open_start && rest.is_empty()) }
    }

    fn fits(&self, text: &str) -> bool {
        match (self.open_start, self.open_end) {
            (true, true) => text.contains(&self.text),
            (true, false) => text.ends_with(&self.text),
            (false, true) => text.starts_with(&self.text),
            (false, false) => text == self.text,
        }
    }
}

fn is_bare(character: char) -> bool {
    character.is_alphanumeric() || "_.*-+".contains(character)
}

fn is_after_value(character: char) -> bool {
    character.is_whitespace() || ")&|},]".contains(character)
}

/// An integer or a decimal with a sign or without, also with an exponent.
fn number(text: &str) -> Option<f64> {
    let digits = text.chars().any(|it| it.is_ascii_digit());
    let plain = text.chars().all(|it| it.is_ascii_digit() || "+-.eE".contains(it));
    (digits && plain).then(|| text.parse().ok()).flatten()
}

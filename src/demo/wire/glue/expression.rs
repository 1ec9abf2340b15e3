//! The expressions that `GetPartitions` takes: the common part of Glue's language, which is SQL's `WHERE`.
//!
//! ```text
//! day >= '2026-11-01' AND (region IN ('eu', 'us') OR NOT region LIKE 'a%')
//! ```

mod token;

use std::cmp::Ordering;

use token::{Token, tokens};

use crate::demo::catalog::Column;

/// What stands for a value that is not there.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// A condition on the values of a partition.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    Compared(Value, &'static str, Value),
    In(Value, Vec<Value>),
    Between(Value, Value, Value),
    Like(Value, String),
    IsNull(Value),
}

/// A key of the table, by its place, or what was written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Key(usize, bool),
    Literal(String),
}

impl Expression {
    /// Reads an expression over these keys; the error is a sentence.
    pub fn parse(text: &str, keys: &[Column]) -> Result<Self, String> {
        let tokens = tokens(text)?;
        let mut parser = Parser { tokens: &tokens, keys };
        let expression = parser.any()?;
        match parser.tokens.first() {
            None => Ok(expression),
            Some(token) => Err(format!("Unexpected {} in the expression", token.shown())),
        }
    }

    /// Whether a partition with these values fulfils it.
    pub fn admits(&self, values: &[String]) -> bool {
        match self {
            Self::And(one, other) => one.admits(values) && other.admits(values),
            Self::Or(one, other) => one.admits(values) || other.admits(values),
            Self::Not(inner) => !inner.admits(values),
            Self::Compared(left, sign, right) => {
                left.compare(right, values).is_some_and(|order| is(sign, order))
            }
            Self::In(left, list) => {
                list.iter().any(|right| left.compare(right, values).is_some_and(Ordering::is_eq))
            }
            Self::Between(value, low, high) => {
                let is_above = value.compare(low, values).is_some_and(Ordering::is_ge);
                is_above && value.compare(high, values).is_some_and(Ordering::is_le)
            }
            Self::Like(value, pattern) => value.of(values).is_some_and(|text| is_like(text, pattern)),
            Self::IsNull(value) => value.of(values).is_none_or(|text| text == NULL),
        }
    }
}

fn is(sign: &str, order: Ordering) -> bool {
    match sign {
        "=" => order.is_eq(),
        "<>" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}

/// `%` stands for anything, `_` for one character.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut letters = pattern.chars();
    match letters.next() {
        None => text.is_empty(),
        Some('%') => {
            let rest = letters.as_str();
            text.char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .any(|at| text.get(at..).is_some_and(|text| is_like(text, rest)))
        }
        Some(letter) => {
            let mut others = text.chars();
            let is_same = others.next().is_some_and(|other| letter == '_' || other == letter);
            is_same && is_like(others.as_str(), letters.as_str())
        }
    }
}

impl Value {
    fn of<'a>(&'a self, values: &'a [String]) -> Option<&'a str> {
        match self {
            Self::Key(place, _) => values.get(*place).map(String::as_str),
            Self::Literal(text) => Some(text),
        }
    }

    /// `None`: one of them is not there, or no number where numbers are compared.
    fn compare(&self, other: &Self, values: &[String]) -> Option<Ordering> {
        let (left, right) = (self.of(values)?, other.of(values)?);
        if left == NULL || right == NULL {
            return None;
        }
        if self.is_number() || other.is_number() {
            return left.parse::<f64>().ok()?.partial_cmp(&right.parse().ok()?);
        }
        Some(left.cmp(right))
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Key(_, true))
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    keys: &'a [Column],
}

type Parsed<T> = Result<T, String>;

impl Parser<'_> {
    fn any(&mut self) -> Parsed<Expression> {
        let mut left = self.all()?;
        while self.takes("OR") {
            left = Expression::Or(Box::new(left), Box::new(self.all()?));
        }
        Ok(left)
    }

    fn all(&mut self) -> Parsed<Expression> {
        let mut left = self.one()?;
        while self.takes("AND") {
            left = Expression::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Parsed<Expression> {
        if self.takes("NOT") {
            return Ok(Expression::Not(Box::new(self.one()?)));
        }
        if self.takes("(") {
            let inner = self.any()?;
            self.expect(")")?;
            return Ok(inner);
        }
        let value = self.value()?;
        self.condition(value)
    }

    fn condition(&mut self, value: Value) -> Parsed<Expression> {
        if self.takes("IS") {
            let is_negated = self.takes("NOT");
            self.expect("NULL")?;
            return Ok(negated(Expression::IsNull(value), is_negated));
        }
        let is_negated = self.takes("NOT");
        let condition = if self.takes("IN") {
            Expression::In(value, self.list()?)
        } else if self.takes("BETWEEN") {
            let low = self.value()?;
            self.expect("AND")?;
            Expression::Between(value, low, self.value()?)
        } else if self.takes("LIKE") {
            match self.value()? {
                Value::Literal(pattern) => Expression::Like(value, pattern),
                Value::Key(..) => return Err("LIKE takes a text".to_owned()),
            }
        } else {
            let signs = ["=", "<>", "<=", ">=", "<", ">"];
            let sign = signs.into_iter().find(|sign| self.takes(sign));
            Expression::Compared(value, sign.ok_or_else(|| self.unexpected("an operator"))?, self.value()?)
        };
        Ok(negated(condition, is_negated))
    }

    fn list(&mut self) -> Parsed<Vec<Value>> {
        self.expect("(")?;
        let mut list = vec![self.value()?];
        while self.takes(",") {
            list.push(self.value()?);
        }
        self.expect(")")?;
        Ok(list)
    }

    fn value(&mut self) -> Parsed<Value> {
        let value = match self.tokens.first() {
            Some(Token::Text(text)) => Value::Literal(text.clone()),
            Some(Token::Word(word)) if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
                Value::Literal(word.clone())
            }
            Some(Token::Word(word)) => self.key(word)?,
            _ => return Err(self.unexpected("a key or a value")),
        };
        self.advance();
        Ok(value)
    }

    fn key(&self, word: &str) -> Parsed<Value> {
        let found = self.keys.iter().position(|key| key.name.eq_ignore_ascii_case(word));
        let place = found.ok_or_else(|| format!("Partition key {word} is not a key of the table"))?;
        let kind = self.keys.get(place).map(|key| key.kind.as_str()).unwrap_or_default();
        let is_number = ["int", "bigint", "long", "tinyint", "smallint", "decimal"]
            .iter()
            .any(|number| kind.starts_with(number));
        Ok(Value::Key(place, is_number))
    }

    fn takes(&mut self, wanted: &str) -> bool {
        let is_it = self.tokens.first().is_some_and(|token| token.is(wanted));
        if is_it {
            self.advance();
        }
        is_it
    }

    fn expect(&mut self, wanted: &str) -> Parsed<()> {
        if self.takes(wanted) { Ok(()) } else { Err(self.unexpected(wanted)) }
    }

    fn advance(&mut self) {
        self.tokens = self.tokens.get(1..).unwrap_or_default();
    }

    fn unexpected(&self, wanted: &str) -> String {
        match self.tokens.first() {
            Some(token) => format!("Expected {wanted} but found {} in the expression", token.shown()),
            None => format!("Expected {wanted} at the end of the expression"),
        }
    }
}

fn negated(condition: Expression, is_negated: bool) -> Expression {
    if is_negated { Expression::Not(Box::new(condition)) } else { condition }
}

#[cfg(test)]
mod tests;

//! Conditions on messages that are JSON.

use std::borrow::Cow;

use serde_json::Value;

use super::condition::Condition;
use super::cursor::Cursor;
use super::error::{Error, Reason};
use super::expression::Expression;

/// `{ $.level = "ERROR" && ($.ms > 100 || $.user NOT EXISTS) }`.
#[derive(Debug, Clone)]
pub(super) struct Json(Expression<Test>);

#[derive(Debug, Clone)]
struct Test {
    path: Vec<Step>,
    demand: Demand,
}

#[derive(Debug, Clone)]
enum Step {
    Member(String),
    Item(usize),
}

#[derive(Debug, Clone)]
enum Demand {
    Fulfils(Condition),
    Is(Value),
    NotThere,
}

impl Json {
    pub fn read(cursor: &mut Cursor<'_>) -> Result<Self, Error> {
        cursor.require("{", "{")?;
        let expression = Expression::read(cursor, &Test::read)?;
        cursor.skip_space();
        cursor.require("}", "&&, || or a closing }")?;
        Ok(Self(expression))
    }

    /// A message that is no JSON matches nothing.
    pub fn match_text(&self, message: &str) -> bool {
        let value = serde_json::from_str::<Value>(message);
        value.is_ok_and(|value| self.0.holds(&|test| test.holds(&value)))
    }
}

impl Test {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Error> {
        let path = path(cursor)?;
        let demand = match Condition::read(cursor)? {
            Some(condition) => Demand::Fulfils(condition),
            None => Demand::read(cursor)?,
        };
        Ok(Self { path, demand })
    }

    fn holds(&self, value: &Value) -> bool {
        let found = self.path.iter().try_fold(value, |value, step| step.follow(value));
        match &self.demand {
            Demand::NotThere => found.is_none(),
            Demand::Is(wanted) => found == Some(wanted),
            Demand::Fulfils(condition) => found.and_then(text).is_some_and(|text| condition.holds(&text)),
        }
    }
}

/// `$` and at least one member or item.
fn path(cursor: &mut Cursor<'_>) -> Result<Vec<Step>, Error> {
    cursor.skip_space();
    cursor.require("$", "a selector such as $.level")?;
    let mut path = Vec::new();
    while let Some(step) = Step::read(cursor)? {
        path.push(step);
    }
    if path.is_empty() { Err(cursor.expected("a member such as .level")) } else { Ok(path) }
}

impl Step {
    fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, Error> {
        if cursor.eat(".") {
            let name = cursor.take_while(|it| it.is_alphanumeric() || it == '_' || it == '-');
            if name.is_empty() {
                return Err(cursor.expected("a member's name of letters, digits, - and _"));
            }
            return Ok(Some(Self::Member(name.to_owned())));
        }
        if !cursor.eat("[") {
            return Ok(None);
        }
        let digits = cursor.take_while(|it| it.is_ascii_digit());
        let item = digits.parse().map_err(|_| cursor.expected("an item's number"))?;
        cursor.require("]", "a closing ]")?;
        Ok(Some(Self::Item(item)))
    }

    fn follow<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        match self {
            Self::Member(name) => value.as_object()?.get(name),
            Self::Item(item) => value.as_array()?.get(*item),
        }
    }
}

impl Demand {
    fn read(cursor: &mut Cursor<'_>) -> Result<Self, Error> {
        if cursor.eat_word("NOT") {
            let exists = cursor.eat_word("EXISTS");
            return if exists { Ok(Self::NotThere) } else { Err(cursor.expected("EXISTS")) };
        }
        if cursor.eat_word("EXISTS") {
            return Err(cursor.fail(Reason::NoSuchTest("= *")));
        }
        if !cursor.eat_word("IS") {
            return Err(cursor.expected("=, !=, <, >, <=, >=, IS or NOT EXISTS"));
        }
        let words = [("NULL", Value::Null), ("TRUE", Value::Bool(true)), ("FALSE", Value::Bool(false))];
        if let Some((_, value)) = words.into_iter().find(|(word, _)| cursor.eat_word(word)) {
            return Ok(Self::Is(value));
        }
        let opposite = cursor.eat_word("NOT");
        Err(if opposite {
            cursor.fail(Reason::NoSuchTest("= or !="))
        } else {
            cursor.expected("NULL, TRUE or FALSE")
        })
    }
}

/// What a condition looks at: strings, numbers and booleans. Objects, arrays and null fulfil none, not even `!=`.
fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
        _ => None,
    }
}

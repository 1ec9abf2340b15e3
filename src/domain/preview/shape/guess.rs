//! The type of a value that does not say it.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde_json::Value;

/// A type that all values of a column have so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// There is no value.
    Empty,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A day and a time of it.
    Timestamp,
    /// Anything.
    Text,
    /// A JSON array.
    List,
    /// A JSON object.
    Object,
    /// JSON values of several types.
    Mixed,
}

impl Guess {
    /// The type of a value that is written as text.
    pub fn of(cell: &str) -> Self {
        let text = cell.trim();
        match text {
            "" | "NULL" | "null" | "NaN" | "nan" | "\\N" => Self::Empty,
            "true" | "false" | "True" | "False" | "TRUE" | "FALSE" => Self::Boolean,
            _ if is_integer(text) => Self::Integer,
            _ if text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => Self::numeric(text),
            _ => Self::Text,
        }
    }

    fn numeric(text: &str) -> Self {
        if text.parse::<f64>().is_ok_and(f64::is_finite) {
            return if has_leading_zero(text) { Self::Text } else { Self::Number };
        }
        if NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok() {
            return Self::Date;
        }
        let is_local = |format| NaiveDateTime::parse_from_str(text, format).is_ok();
        let is_time = DateTime::parse_from_rfc3339(text).is_ok()
            || ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"].into_iter().any(is_local);
        if is_time { Self::Timestamp } else { Self::Text }
    }

    /// The type of a JSON value.
    pub fn of_json(value: &Value) -> Self {
        match value {
            Value::Null => Self::Empty,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }

    /// The type of values of both types.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Empty, a) | (a, Self::Empty) => a,
            (Self::Integer | Self::Number, Self::Integer | Self::Number) => Self::Number,
            (Self::Date | Self::Timestamp, Self::Date | Self::Timestamp) => Self::Timestamp,
            (a, b) if a.is_nested() || b.is_nested() => Self::Mixed,
            _ => Self::Text,
        }
    }

    fn is_nested(self) -> bool {
        matches!(self, Self::List | Self::Object | Self::Mixed)
    }

    /// Whether it is one of numbers.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Text => "text",
            Self::List => "list",
            Self::Object => "object",
            Self::Mixed => "mixed",
        }
    }
}

/// A number that identifies, such as a postal code, may begin with a zero, and is no amount.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_digits && !has_leading_zero(text) && digits.len() <= 38
}

fn has_leading_zero(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text).as_bytes();
    matches!(digits, [b'0', second, ..] if second.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, want: Guess) {
        assert_eq!(Guess::of(cell), want, "{cell:?}");
    }

    #[test]
    fn values_tell_their_types() {
        for (cells, want) in [
            (&["", " ", "NaN", "NULL"][..], Guess::Empty),
            (&["true", "False"], Guess::Boolean),
            (&["0", "-1", "+42", "12345678901234567890"], Guess::Integer),
            (&["1.5", "-0.1", "1e9", ".5"], Guess::Number),
            (&["2026-02-28"], Guess::Date),
            (
                &["2026-02-28T01:02:03Z", "2026-02-28 01:02:03.5", "2026-02-28T01:02:03+01:00"],
                Guess::Timestamp,
            ),
            (&["01234", "007", "-", "1.2.3", "2026-02-30", "a", "inf", "1,5"], Guess::Text),
        ] {
            for cell in cells {
                check(cell, want);
            }
        }
    }

    #[test]
    fn a_column_has_the_narrowest_type_that_holds_all_its_values() {
        use Guess::{Boolean, Date, Empty, Integer, List, Mixed, Number, Object, Text, Timestamp};
        for (all, want) in [
            (&[][..], Empty),
            (&[Empty, Integer, Empty], Integer),
            (&[Integer, Number], Number),
            (&[Date, Timestamp], Timestamp),
            (&[Integer, Text], Text),
            (&[Boolean, Integer], Text),
            (&[List, Text], Mixed),
            (&[Object, Empty], Object),
        ] {
            assert_eq!(all.iter().copied().fold(Empty, Guess::or), want, "{all:?}");
        }
    }
}

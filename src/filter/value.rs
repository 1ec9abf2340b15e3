//! What a row has in a column, and how two of them compare.

use std::cmp::Ordering;
use std::time::Duration;

use crate::clock::Time;

/// What a row has in a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// It has none: it comes last in every order, and passes no condition.
    Nothing,
    /// Words, visible already.
    Text(String),
    /// A number of things.
    Number(f64),
    /// An amount of memory.
    Bytes(u64),
    /// How long something took.
    Span(Duration),
    /// When something happened.
    Time(Time),
}

/// What all values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Numbers.
    Number,
    /// Amounts of memory.
    Bytes,
    /// Spans of time.
    Span,
    /// Moments; conditions are about how long ago they are.
    Time,
}

impl Value {
    /// Words, or nothing where there are none.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Nothing } else { Self::Text(words) }
    }

    /// The value, if there is one.
    pub fn some<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Nothing, make)
    }

    /// As a number that conditions compare with; a moment is its age in seconds.
    pub fn measure(&self, now: Time) -> Option<f64> {
        match self {
            Self::Nothing | Self::Text(_) => None,
            Self::Number(number) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "no condition is about single bytes of petabytes")]
            Self::Bytes(bytes) => Some(*bytes as f64),
            Self::Span(span) => Some(span.as_secs_f64()),
            Self::Time(time) => Some((now - *time).as_seconds_f64()),
        }
    }

    /// The lesser first; of text, without regard to case unless only that differs. Nothing equals all.
    pub fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => {
                one.to_lowercase().cmp(&two.to_lowercase()).then_with(|| one.cmp(two))
            }
            (Self::Number(one), Self::Number(two)) => one.total_cmp(two),
            (Self::Bytes(one), Self::Bytes(two)) => one.cmp(two),
            (Self::Span(one), Self::Span(two)) => one.cmp(two),
            (Self::Time(one), Self::Time(two)) => one.cmp(two),
            _ => Ordering::Equal,
        }
    }
}

impl Kind {
    /// What a condition is written with, for a remark.
    pub fn example(self) -> &'static str {
        match self {
            Self::Text => "a word",
            Self::Number => "a number such as >2",
            Self::Bytes => "a size such as >1MB",
            Self::Span => "a time such as >30s",
            Self::Time => "an age such as <2h",
        }
    }
}

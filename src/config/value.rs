//! Values of the file as the types of the program, or what was expected in their place.

use std::ops::{Range, RangeInclusive};
use std::time::Duration;

use serde_json::Number;
use toml::de::DeValue;

use super::section::Value;

/// What was expected, and where.
pub(super) struct Objection {
    pub(super) span: Range<usize>,
    pub(super) expected: String,
}

impl Objection {
    /// `value` is not what was `expected`.
    pub(super) fn to(value: &Value<'_>, expected: impl Into<String>) -> Self {
        Self { span: value.span(), expected: expected.into() }
    }
}

type Read<T> = Result<T, Objection>;

/// A string that follows a rule; see [`super::rules`].
pub(super) fn text(value: &Value<'_>, rule: fn(&str) -> Result<(), &'static str>) -> Read<String> {
    let Some(text) = value.get_ref().as_str() else {
        return Err(Objection::to(value, "a string in quotes"));
    };
    rule(text).map_err(|expected| Objection::to(value, expected))?;
    Ok(text.to_owned())
}

/// A truth.
pub(super) fn flag(value: &Value<'_>) -> Read<bool> {
    value.get_ref().as_bool().ok_or_else(|| Objection::to(value, "true or false"))
}

/// A whole number within bounds.
pub(super) fn count(value: &Value<'_>, bounds: &RangeInclusive<usize>) -> Read<usize> {
    let integer = value.get_ref().as_integer();
    let count = integer.and_then(|integer| usize::from_str_radix(integer.as_str(), integer.radix()).ok());
    count.filter(|count| bounds.contains(count)).ok_or_else(|| {
        let (least, most) = (bounds.start(), bounds.end());
        Objection::to(value, format!("a whole number from {least} to {most}"))
    })
}

/// An amount of memory in words, within bounds in mebibytes.
pub(super) fn bytes(value: &Value<'_>, bounds: &RangeInclusive<usize>) -> Read<usize> {
    let read = value.get_ref().as_str().and_then(mebibytes);
    read.filter(|mebibytes| bounds.contains(mebibytes)).map(|mebibytes| mebibytes << 20).ok_or_else(|| {
        let (least, most) = (bounds.start(), bounds.end() >> 10);
        Objection::to(
            value,
            format!("an amount such as \"64 MiB\" or \"1 GiB\", from \"{least} MiB\" to \"{most} GiB\""),
        )
    })
}

fn mebibytes(text: &str) -> Option<usize> {
    let (number, factor) = match text.strip_suffix("MiB") {
        Some(number) => (number, 1),
        None => (text.strip_suffix("GiB")?, 1 << 10),
    };
    number.trim_end().parse::<usize>().ok()?.checked_mul(factor)
}

/// One of a few words.
pub(super) fn choice<T: Copy>(value: &Value<'_>, words: &[(&str, T)]) -> Read<T> {
    let word = value.get_ref().as_str();
    let found = words.iter().find(|(name, _)| Some(*name) == word);
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<String> = words.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        Objection::to(value, names.join(" or "))
    })
}

/// A length of time in words, at most `most`.
pub(super) fn duration(value: &Value<'_>, most: Duration) -> Read<Duration> {
    let read = value.get_ref().as_str().and_then(|text| humantime::parse_duration(text).ok());
    read.filter(|read| *read <= most).ok_or_else(|| {
        let days = most.as_secs() / (24 * 60 * 60);
        Objection::to(value, format!("a time such as \"15m\" or \"1h 30m\", at most \"{days}d\""))
    })
}

/// A TOML table as JSON, with everything in it that JSON has not.
pub(super) fn object(value: &Value<'_>) -> (serde_json::Value, Vec<Objection>) {
    let mut objections = Vec::new();
    if !value.get_ref().is_table() {
        objections.push(Objection::to(value, "a table such as { bucket_name = \"…\" }"));
    }
    (json(value, &mut objections), objections)
}

fn json(value: &Value<'_>, objections: &mut Vec<Objection>) -> serde_json::Value {
    match value.get_ref() {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Boolean(truth) => (*truth).into(),
        DeValue::Array(items) => items.iter().map(|item| json(item, objections)).collect(),
        DeValue::Table(table) => {
            let entries = table.iter();
            let entries = entries.map(|(key, value)| (key.get_ref().to_string(), json(value, objections)));
            serde_json::Value::Object(entries.collect())
        }
        _ => number(value).map_or_else(
            || {
                objections.push(Objection::to(value, "what JSON has: no dates, no infinities"));
                serde_json::Value::Null
            },
            serde_json::Value::Number,
        ),
    }
}

fn number(value: &Value<'_>) -> Option<Number> {
    match value.get_ref() {
        DeValue::Integer(integer) => {
            i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(Number::from)
        }
        DeValue::Float(float) => float.as_str().parse().ok().and_then(Number::from_f64),
        _ => None,
    }
}

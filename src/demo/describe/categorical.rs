//! Columns that are not numbers: how many, how many different, the most frequent and its count.

use std::collections::HashMap;

use serde_json::Value;

use super::Described;
use super::frame::Column;
use crate::demo::python;

pub const ROWS: [&str; 4] = ["count", "unique", "top", "freq"];

pub fn describe<'a>(column: &'a Column<'_>) -> Described<'a> {
    let tally = Tally::of(column);
    let Some((top, freq)) = tally.top() else {
        return Described::new(column, ["0", "0", "", ""].map(str::to_owned).to_vec());
    };
    let count = |number: usize| if is_float(top) { format!("{number}.0") } else { number.to_string() };
    let cells = vec![count(tally.total), count(tally.counts.len()), python::str(top), count(freq)];
    Described::new(column, cells)
}

/// A float on top makes pandas' series of the four a series of floats.
fn is_float(value: &Value) -> bool {
    value.as_number().is_some_and(serde_json::Number::is_f64)
}

/// Different values in the order in which they were first seen, with their counts.
struct Tally<'a> {
    counts: Vec<(&'a Value, usize)>,
    total: usize,
}

impl<'a> Tally<'a> {
    fn of(column: &'a Column<'_>) -> Self {
        let mut tally = Self { counts: Vec::new(), total: 0 };
        let mut places: HashMap<Key<'a>, usize> = HashMap::new();
        for value in column.present() {
            tally.total += 1;
            let place = *places.entry(Key::of(value)).or_insert(tally.counts.len());
            match tally.counts.get_mut(place) {
                Some((_, count)) => *count += 1,
                None => tally.counts.push((value, 1)),
            }
        }
        tally
    }

    /// Among equals the one first seen, for pandas sorts by count with a stable sort.
    fn top(&self) -> Option<(&'a Value, usize)> {
        self.counts.iter().rev().max_by_key(|(_, count)| *count).copied()
    }
}

/// What makes two values equal to Python: `True`, `1` and `1.0` are the same.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Text(&'a str),
    Number(String),
    List(Vec<Key<'a>>),
    Dict(Vec<(&'a str, Key<'a>)>),
    Nothing,
}

impl<'a> Key<'a> {
    fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(truth) => Self::Number(u8::from(*truth).to_string()),
            Value::Number(number) => Self::Number(number_key(number)),
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Object(fields) => {
                let mut fields: Vec<_> =
                    fields.iter().map(|(name, value)| (name.as_str(), Self::of(value))).collect();
                fields.sort_by_key(|(name, _)| *name);
                Self::Dict(fields)
            }
        }
    }
}

fn number_key(number: &serde_json::Number) -> String {
    let text = number.to_string();
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

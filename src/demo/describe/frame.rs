//! A data frame made of a list: its columns and what kinds of values they hold.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::Refusal;
use crate::demo::python;

/// Columns in the order in which they were first seen.
pub struct Frame<'a> {
    pub columns: Vec<Column<'a>>,
    pub rows: usize,
}

/// A column; a row that lacks it has `None`, which is `NaN` to pandas, unlike a `null`.
pub struct Column<'a> {
    pub name: Cow<'a, str>,
    pub values: Vec<Option<&'a Value>>,
}

impl<'a> Frame<'a> {
    /// What `DataFrame(entries)` makes, unless it has no columns to describe.
    pub fn new(entries: &'a Value) -> Result<Self, Refusal> {
        let entries = match entries {
            Value::Array(entries) => entries.as_slice(),
            Value::Null => &[],
            Value::Object(_) => {
                return Err(value_error("If using all scalar values, you must pass an index"));
            }
            _ => return Err(value_error("DataFrame constructor not properly called!")),
        };
        let frame = if entries.iter().any(Value::is_object) {
            Self::of_objects(entries)?
        } else {
            Self::of_scalars(entries)?
        };
        if frame.columns.is_empty() {
            return Err(value_error("Cannot describe a DataFrame without columns"));
        }
        Ok(frame)
    }

    fn of_objects(entries: &'a [Value]) -> Result<Self, Refusal> {
        let mut columns: Vec<Column<'a>> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (row, entry) in entries.iter().enumerate() {
            let Value::Object(fields) = entry else {
                return Err(type_error(format!("'{}' object is not iterable", python::type_of(entry))));
            };
            for (name, value) in fields {
                let place = *places.entry(name).or_insert(columns.len());
                if place == columns.len() {
                    columns.push(Column { name: Cow::Borrowed(name), values: vec![None; entries.len()] });
                }
                let cell = columns.get_mut(place).and_then(|column| column.values.get_mut(row));
                if let Some(cell) = cell {
                    *cell = Some(value);
                }
            }
        }
        Ok(Self { columns, rows: entries.len() })
    }

    fn of_scalars(entries: &'a [Value]) -> Result<Self, Refusal> {
        if entries.iter().any(Value::is_array) {
            return Err(type_error("object of type 'list' is not an entry".to_owned()));
        }
        let values: Vec<_> = entries.iter().map(Some).collect();
        let columns =
            if values.is_empty() { Vec::new() } else { vec![Column { name: Cow::Borrowed("0"), values }] };
        Ok(Self { columns, rows: entries.len() })
    }
}

impl Column<'_> {
    /// The values that are neither missing nor null.
    pub fn present(&self) -> impl Iterator<Item = &Value> {
        self.values.iter().filter_map(|value| value.filter(|value| !value.is_null()))
    }

    /// Whether a row lacks it altogether.
    pub fn has_gaps(&self) -> bool {
        self.values.iter().any(Option::is_none)
    }
}

fn value_error(message: &str) -> Refusal {
    Refusal { kind: "ValueError", message: message.to_owned() }
}

fn type_error(message: String) -> Refusal {
    Refusal { kind: "TypeError", message }
}

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
        let frame = match entries.first() {
            Some(Value::Object(_)) => Self::of_objects(entries)?,
            Some(Value::Array(_)) => Self::of_lists(entries)?,
            _ => Self::of_scalars(entries),
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
                    columns.push(Column::empty(name.as_str(), entries.len()));
                }
                if let Some(column) = columns.get_mut(place) {
                    column.set(row, value);
                }
            }
        }
        Ok(Self { columns, rows: entries.len() })
    }

    /// Rows of different lengths leave gaps.
    fn of_lists(entries: &'a [Value]) -> Result<Self, Refusal> {
        let mut columns: Vec<Column<'a>> = Vec::new();
        for (row, entry) in entries.iter().enumerate() {
            let Value::Array(items) = entry else {
                return Err(type_error(format!("object of type '{}' has no len()", python::type_of(entry))));
            };
            for (place, item) in items.iter().enumerate() {
                if place == columns.len() {
                    columns.push(Column::empty(place.to_string(), entries.len()));
                }
                if let Some(column) = columns.get_mut(place) {
                    column.set(row, item);
                }
            }
        }
        Ok(Self { columns, rows: entries.len() })
    }

    fn of_scalars(entries: &'a [Value]) -> Self {
        let values: Vec<_> = entries.iter().map(Some).collect();
        let column = (!values.is_empty()).then_some(Column { name: Cow::Borrowed("0"), values });
        Self { columns: column.into_iter().collect(), rows: entries.len() }
    }
}

impl<'a> Column<'a> {
    fn empty(name: impl Into<Cow<'a, str>>, rows: usize) -> Self {
        Self { name: name.into(), values: vec![None; rows] }
    }

    fn set(&mut self, row: usize, value: &'a Value) {
        if let Some(cell) = self.values.get_mut(row) {
            *cell = Some(value);
        }
    }

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

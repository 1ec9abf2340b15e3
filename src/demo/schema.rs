//! Schema inference, as a Glue crawler does it on JSON.

use std::fmt;

use serde_json::Value;

/// The type of a value in the Data Catalog.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Only nulls seen so far; written as a string.
    Unknown,
    /// Fits 32 bits.
    Int,
    /// Fits 64 bits.
    Bigint,
    /// Any other number.
    Double,
    /// Text, and what cannot be reconciled otherwise.
    String,
    /// True or false.
    Boolean,
    /// A list of one type.
    Array(Box<Type>),
    /// Named fields in the order in which they were seen.
    Struct(Vec<(String, Type)>),
}

impl Type {
    /// The type of one value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Unknown,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) => Self::of_number(number),
            Value::String(_) => Self::String,
            Value::Array(items) => {
                Self::Array(Box::new(items.iter().map(Self::of).fold(Self::Unknown, Self::merge)))
            }
            Value::Object(fields) => {
                Self::Struct(fields.iter().map(|(name, value)| (name.clone(), Self::of(value))).collect())
            }
        }
    }

    fn of_number(number: &serde_json::Number) -> Self {
        match number.as_i64() {
            Some(whole) if i32::try_from(whole).is_ok() => Self::Int,
            Some(_) => Self::Bigint,
            None => Self::Double,
        }
    }

    /// The narrowest type that holds both.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        use Type::{Array, Bigint, Double, Int, String, Struct, Unknown};
        match (self, other) {
            (Unknown, known) | (known, Unknown) => known,
            (one, other) if one == other => one,
            (Int, Bigint) | (Bigint, Int) => Bigint,
            (Int | Bigint, Double) | (Double, Int | Bigint) => Double,
            (Array(one), Array(other)) => Array(Box::new(one.merge(*other))),
            (Struct(one), Struct(other)) => Struct(merge_fields(one, other)),
            _ => String,
        }
    }
}

fn merge_fields(mut fields: Vec<(String, Type)>, others: Vec<(String, Type)>) -> Vec<(String, Type)> {
    for (name, kind) in others {
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = std::mem::replace(known, Type::Unknown).merge(kind),
            None => fields.push((name, kind)),
        }
    }
    fields
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int => f.write_str("int"),
            Self::Bigint => f.write_str("bigint"),
            Self::Double => f.write_str("double"),
            Self::String | Self::Unknown => f.write_str("string"),
            Self::Boolean => f.write_str("boolean"),
            Self::Array(item) => write!(f, "array<{item}>"),
            Self::Struct(fields) => {
                f.write_str("struct<")?;
                for (index, (name, kind)) in fields.iter().enumerate() {
                    write!(f, "{}{name}:{kind}", if index > 0 { "," } else { "" })?;
                }
                f.write_str(">")
            }
        }
    }
}

/// What a crawler finds out about the objects under its target.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Finding {
    /// Columns with their types; names in lower case, as the catalogue has them.
    pub columns: Vec<(String, Type)>,
    /// The names as they stand in the data.
    pub paths: Vec<String>,
    /// Objects that are JSON.
    pub objects: u64,
    /// Their bytes together.
    pub bytes: u64,
    /// JSON documents in them; an object may hold several, one after the other.
    pub records: u64,
}

impl Finding {
    /// Reads all objects; those that are not JSON through and through are passed over.
    pub fn of<'a>(bodies: impl Iterator<Item = &'a [u8]>) -> Option<Self> {
        let mut finding = Self::default();
        let mut root = Type::Unknown;
        for body in bodies {
            let Ok(records) =
                serde_json::Deserializer::from_slice(body).into_iter().collect::<Result<Vec<Value>, _>>()
            else {
                continue;
            };
            finding.count(body, records.len());
            root = records.iter().map(Type::of).fold(root, Type::merge);
        }
        finding.columns = columns(root)?;
        finding.paths = finding.columns.iter().map(|(name, _)| name.clone()).collect();
        for (name, _) in &mut finding.columns {
            *name = name.to_lowercase();
        }
        Some(finding)
    }

    fn count(&mut self, body: &[u8], records: usize) {
        if records > 0 {
            self.objects += 1;
            self.bytes += u64::try_from(body.len()).unwrap_or(u64::MAX);
            self.records += u64::try_from(records).unwrap_or(u64::MAX);
        }
    }
}

/// A document that is a list becomes a table with the one column `array`.
fn columns(root: Type) -> Option<Vec<(String, Type)>> {
    match root {
        Type::Struct(fields) if !fields.is_empty() => Some(fields),
        list @ Type::Array(_) => Some(vec![("array".to_owned(), list)]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bodies: &[&str], expected: &str) {
        let finding = Finding::of(bodies.iter().map(|body| body.as_bytes()));
        let columns = finding.map(|finding| finding.columns).unwrap_or_default();
        let text: Vec<String> = columns.iter().map(|(name, kind)| format!("{name} {kind}")).collect();
        assert_eq!(text.join(", "), expected);
    }

    #[test]
    fn json_values_become_glue_types() {
        check(&[r#"{"a":1}"#], "a int");
        check(&[r#"{"a":3000000000}"#], "a bigint");
        check(&[r#"{"a":1.5}"#], "a double");
        check(&[r#"{"a":"x","b":true,"c":null}"#], "a string, b boolean, c string");
        check(&[r#"{"a":[1,2.5]}"#], "a array<double>");
        check(&[r#"{"a":[]}"#], "a array<string>");
        check(&[r#"{"Name":{"First":"x"}}"#], "name struct<First:string>");
        check(&[r#"[{"a":1},{"b":"x"}]"#], "array array<struct<a:int,b:string>>");
    }

    #[test]
    fn several_objects_and_several_records_are_merged() {
        check(&[r#"{"a":1}"#, r#"{"a":3000000000,"b":"x"}"#], "a bigint, b string");
        check(&["{\"a\":1}\n{\"a\":\"x\"}"], "a string");
        check(
            &[r#"{"a":[null]}"#, r#"{"a":[{"x":1}]}"#, r#"{"a":[{"y":true}]}"#],
            "a array<struct<x:int,y:boolean>>",
        );
        check(&[r#"{"a":{"x":1}}"#, r#"{"a":"x"}"#], "a string");
    }

    #[test]
    fn what_is_not_json_is_passed_over() {
        check(&["a,b\n1,2\n"], "");
        check(&[], "");
        check(&["{}"], "");
        check(&["not json", r#"{"a":1}"#], "a int");
    }
}

//! The fields of a JSON value by their paths, with all entries of an array as one.

use std::collections::HashMap;

use serde_json::Value;

use super::{Field, Guess};

/// The most fields of a shape.
const MOST: usize = 500;
/// How deep fields are named.
const DEEPEST: usize = 6;

#[derive(Default)]
struct Walk {
    found: Vec<(String, Guess)>,
    places: HashMap<String, usize>,
}

/// The fields of a value in the order in which they first appear, and how many entries its longest array has, of the
/// root or of one of its fields.
pub fn fields(value: &Value) -> (Vec<Field>, Option<usize>) {
    let mut walk = Walk::default();
    walk.inner("", value, 0);
    let fields = walk
        .found
        .into_iter()
        .map(|(name, guess)| Field { name: name.into(), kind: guess.name().to_owned() });
    (fields.collect(), entries(value))
}

fn entries(value: &Value) -> Option<usize> {
    match value {
        Value::Array(items) => Some(items.len()),
        Value::Object(fields) => fields.values().filter_map(Value::as_array).map(Vec::len).max(),
        _ => None,
    }
}

impl Walk {
    fn inner(&mut self, path: &str, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    self.note(&path, value);
                    self.inner(&path, value, depth + 1);
                }
            }
            Value::Array(items) => {
                let path = format!("{path}[]");
                for value in items {
                    if !value.is_object() {
                        self.note(&path, value);
                    }
                    self.inner(&path, value, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, path: &str, value: &Value) {
        let place = match self.places.get(path) {
            Some(place) => *place,
            None if self.found.len() == MOST => return,
            None => {
                self.places.insert(path.to_owned(), self.found.len());
                self.found.push((path.to_owned(), Guess::Empty));
                self.found.len() - 1
            }
        };
        if let Some((_, guess)) = self.found.get_mut(place) {
            *guess = guess.or(Guess::of_json(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, want: &[&str], rows: Option<usize>) {
        let (found, count) = fields(&serde_json::from_str(json).unwrap());
        let found = found.iter().map(|field| format!("{} {}", field.name.exact(), field.kind));
        assert_eq!(found.collect::<Vec<_>>(), want);
        assert_eq!(count, rows);
    }

    #[test]
    fn the_entries_of_an_array_have_their_fields_together() {
        check(
            r#"{"count":2,"entries":[{"API":"a","HTTPS":true},{"API":"b","Cors":null}]}"#,
            &[
                "count integer",
                "entries list",
                "entries[].API text",
                "entries[].HTTPS boolean",
                "entries[].Cors empty",
            ],
            Some(2),
        );
        check("[1,2.5]", &["[] number"], Some(2));
        check("1", &[], None);
    }

    #[test]
    fn fields_without_end_are_named_up_to_a_bound() {
        let wide: serde_json::Map<String, Value> =
            (0..10_000).map(|n| (n.to_string(), Value::Null)).collect();
        assert_eq!(fields(&Value::Object(wide)).0.len(), MOST);
    }
}

//! A JSON value to a line, as a table: a column to a field.

use serde_json::Value;

use super::grid::{Column, Grid, MOST_COLUMNS};
use super::shape::Guess;

/// The table of a text, and what is odd about it; `None`: no line is JSON.
pub fn grid(text: &str, is_whole: bool) -> Option<(Grid, Option<String>)> {
    let complete = if is_whole { text } else { text.get(..text.rfind('\n')?)? };
    let lines: Vec<&str> = complete.lines().filter(|line| !line.trim().is_empty()).collect();
    let values: Vec<Value> = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if values.is_empty() {
        return None;
    }
    let (mut grid, names) = columns(&values);
    for value in &values {
        let cells: Vec<Option<String>> = names.iter().map(|name| cell(value, name.as_deref())).collect();
        grid.push(cells.iter().map(Option::as_deref));
    }
    let odd = lines.len() - values.len();
    Some((grid, (odd > 0).then(|| format!("lines that are no JSON: {odd}"))))
}

/// The fields of all objects in the order in which they first appear; a last column where some are no objects.
fn columns(values: &[Value]) -> (Grid, Vec<Option<String>>) {
    let mut guesses: Vec<(Option<String>, Guess)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for value in values {
        for (name, value) in fields(value) {
            let place = *places.entry(name.clone()).or_insert_with(|| {
                guesses.push((name, Guess::Empty));
                guesses.len() - 1
            });
            if let Some((_, guess)) = guesses.get_mut(place) {
                *guess = guess.or(Guess::of_json(value));
            }
        }
    }
    guesses.truncate(MOST_COLUMNS);
    let column = |(name, guess): &(Option<String>, Guess)| Column {
        name: name.as_deref().unwrap_or("value").into(),
        kind: guess.name().to_owned(),
        is_number: guess.is_number(),
    };
    let grid = Grid::new(guesses.iter().map(column).collect());
    (grid, guesses.into_iter().map(|(name, _)| name).collect())
}

fn fields(value: &Value) -> Vec<(Option<String>, &Value)> {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (Some(name.clone()), value)).collect(),
        other => vec![(None, other)],
    }
}

fn cell(value: &Value, name: Option<&str>) -> Option<String> {
    let value = match (value, name) {
        (Value::Object(fields), Some(name)) => fields.get(name)?,
        (Value::Object(_), None) | (_, Some(_)) => return None,
        (value, None) => value,
    };
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, is_whole: bool, columns: &[&str], rows: &[&[Option<&str>]]) {
        let (grid, _) = grid(text, is_whole).unwrap();
        let found = grid.columns.iter().map(|column| format!("{} {}", column.name.exact(), column.kind));
        assert_eq!(found.collect::<Vec<_>>(), columns);
        assert_eq!((0..grid.len()).map(|n| grid.row(n)).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn every_field_is_a_column() {
        check(
            "{\"a\":1,\"b\":\"x\"}\n\n{\"b\":null,\"c\":[1,2]}\n",
            true,
            &["a integer", "b text", "c list"],
            &[&[Some("1"), Some("x"), None], &[None, None, Some("[1,2]")]],
        );
    }

    #[test]
    fn what_is_no_object_has_a_column_of_its_own() {
        check(
            "[1]\n{\"a\":true}\n",
            true,
            &["value list", "a boolean"],
            &[&[Some("[1]"), None], &[None, Some("true")]],
        );
    }

    #[test]
    fn a_line_that_is_cut_off_waits_for_its_rest() {
        check("{\"a\":1}\n{\"a\":2", false, &["a integer"], &[&[Some("1")]]);
        assert_eq!(grid("{\"a\":1", false), None);
    }

    #[test]
    fn lines_that_are_no_json_are_counted() {
        assert_eq!(grid("{\"a\":1}\nx\n", true).unwrap().1.as_deref(), Some("lines that are no JSON: 1"));
        assert_eq!(grid("x\n", true), None);
    }
}

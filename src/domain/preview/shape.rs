//! The shape of what is in an object, columns, types and rows, and what changed since an earlier one.

mod guess;
mod paths;

use super::Content;
use crate::domain::text::Foreign;

pub use guess::Guess;

/// Columns, or the fields of a tree, and how many rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    /// In their order.
    pub columns: Vec<Field>,
    /// How many rows, entries or lines; `None`: that cannot be said of it.
    pub rows: Option<usize>,
    /// What that is based on.
    pub basis: Basis,
}

/// A column, or a field of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name, or its path, such as `entries[].API`.
    pub name: Foreign,
    /// Its type, in words.
    pub kind: String,
}

/// How much a shape is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// The object says so itself, or was read to its end.
    #[default]
    Whole,
    /// So many bytes, unpacked, from its beginning.
    Beginning(usize),
}

/// A difference between two shapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It was not there before.
    Added(Field),
    /// It is no longer there.
    Gone(Field),
    /// It has another type.
    Retyped {
        /// Its name.
        name: Foreign,
        /// The type that it had.
        was: String,
        /// The type that it has.
        is: String,
    },
}

/// The shape of content that was made from so many bytes.
pub fn of(content: &Content, bytes: usize, is_whole: bool) -> Shape {
    let basis = if is_whole { Basis::Whole } else { Basis::Beginning(bytes) };
    match content {
        Content::Text(lines) => Shape { rows: Some(lines.len()), basis, ..Shape::default() },
        Content::Table(grid) => {
            let field =
                |column: &super::grid::Column| Field { name: column.name.clone(), kind: column.kind.clone() };
            Shape { columns: grid.columns.iter().map(field).collect(), rows: Some(grid.len()), basis }
        }
        Content::Tree(value) => {
            let (columns, rows) = paths::fields(value);
            Shape { columns, rows, basis }
        }
        Content::Bytes(_) => Shape { basis, ..Shape::default() },
    }
}

/// What is different in `now`. A type of which nothing is known, for there was no value, differs from none.
pub fn differences(earlier: &Shape, now: &Shape) -> Vec<Difference> {
    let find =
        |shape: &Shape, name: &Foreign| shape.columns.iter().find(|field| field.name == *name).cloned();
    let changed = now.columns.iter().filter_map(|field| match find(earlier, &field.name) {
        None => Some(Difference::Added(field.clone())),
        Some(old) if is_other(&old.kind, &field.kind) => {
            Some(Difference::Retyped { name: old.name, was: old.kind, is: field.kind.clone() })
        }
        Some(_) => None,
    });
    let gone = earlier.columns.iter().filter(|field| find(now, &field.name).is_none());
    changed.chain(gone.cloned().map(Difference::Gone)).collect()
}

fn is_other(was: &str, is: &str) -> bool {
    let unknown = Guess::Empty.name();
    was != is && was != unknown && is != unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(fields: &str) -> Shape {
        let fields = fields.split_whitespace().map(|field| {
            let (name, kind) = field.split_once(':').unwrap();
            Field { name: name.into(), kind: kind.into() }
        });
        Shape { columns: fields.collect(), ..Shape::default() }
    }

    #[track_caller]
    fn check(earlier: &str, now: &str, want: &[&str]) {
        let said = differences(&shape(earlier), &shape(now)).into_iter().map(|difference| match difference {
            Difference::Added(field) => format!("+{}", field.name.exact()),
            Difference::Gone(field) => format!("-{}", field.name.exact()),
            Difference::Retyped { name, was, is } => format!("{}: {was} is {is}", name.exact()),
        });
        assert_eq!(said.collect::<Vec<_>>(), want);
    }

    #[test]
    fn a_schema_that_changed_says_which_columns_came_went_and_have_another_type() {
        check("a:integer b:text", "a:integer b:text", &[]);
        check("a:integer b:text z:integer", "a:integer c:date z:text", &["+c", "z: integer is text", "-b"]);
        check("a:integer b:text", "b:text a:integer", &[]);
    }

    #[test]
    fn a_column_without_values_has_any_type() {
        check("a:empty", "a:integer", &[]);
        check("a:integer", "a:empty", &[]);
    }
}

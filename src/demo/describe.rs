//! `pandas.DataFrame(entries).describe().to_csv()`, byte for byte.
//!
//! Follows pandas 3.1 on Python 3.11: if any column is numeric, only numeric ones are described,
//! else all of them by count, unique, top and freq.

mod categorical;
mod frame;
mod numeric;

use serde_json::Value;

use frame::{Column, Frame};

/// What pandas refuses to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The exception's type.
    pub kind: &'static str,
    /// Its words.
    pub message: String,
}

/// The CSV that describes the entries, which `json.loads` made.
pub fn describe(entries: &Value) -> Result<String, Refusal> {
    let frame = Frame::new(entries)?;
    let numeric = frame.columns.iter().filter_map(numeric::describe).collect::<Vec<_>>();
    let (rows, described) = if numeric.is_empty() {
        (categorical::ROWS.as_slice(), frame.columns.iter().map(categorical::describe).collect())
    } else {
        (numeric::ROWS.as_slice(), numeric)
    };
    Ok(csv(rows, &described))
}

/// How many rows and columns the entries are.
pub fn shape(entries: &Value) -> Result<(usize, usize), Refusal> {
    Frame::new(entries).map(|frame| (frame.rows, frame.columns.len()))
}

/// A described column: its name and a cell for each row.
struct Described<'a> {
    name: &'a str,
    cells: Vec<String>,
}

impl<'a> Described<'a> {
    fn new(column: &'a Column<'_>, cells: Vec<String>) -> Self {
        Self { name: &column.name, cells }
    }
}

fn csv(rows: &[&str], columns: &[Described<'_>]) -> String {
    let mut out = String::new();
    push_line(&mut out, "", columns.iter().map(|column| column.name));
    for (index, row) in rows.iter().enumerate() {
        push_line(
            &mut out,
            row,
            columns.iter().map(|column| column.cells.get(index).map_or("", String::as_str)),
        );
    }
    out
}

fn push_line<'a>(out: &mut String, first: &str, cells: impl Iterator<Item = &'a str>) {
    out.push_str(first);
    for cell in cells {
        out.push(',');
        push_cell(out, cell);
    }
    out.push('\n');
}

/// Quotes only what has to be, as `csv.QUOTE_MINIMAL` does; a lone `\r` is not among it.
fn push_cell(out: &mut String, cell: &str) {
    if cell.contains([',', '"', '\n']) {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

#[cfg(test)]
mod tests;

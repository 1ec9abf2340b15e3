//! Values between delimiters, and the guess what separates them.

use csv::{ReaderBuilder, StringRecord};

use super::grid::{Column, Grid, MOST_COLUMNS};
use super::shape::Guess;

/// What separates values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// A byte of ASCII.
    pub delimiter: u8,
}

impl Dialect {
    /// In a few words.
    pub fn name(self) -> &'static str {
        if self.delimiter == b'\t' { "TSV" } else { "CSV" }
    }
}

/// What a file's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Commas, or whatever else is called so.
    Csv,
    /// Tabs.
    Tsv,
}

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Records that are looked at to tell.
const PROBE: usize = 100;
/// Without a name that says so, fewer records than that prove nothing.
const FEWEST: usize = 2;

/// The dialect of a text; `None`: it is no table.
pub fn dialect(text: &str, hint: Option<Hint>, is_whole: bool) -> Option<Dialect> {
    let widths = DELIMITERS.into_iter().filter_map(|delimiter| {
        let width = width(text, delimiter, is_whole)?;
        Some((width, delimiter))
    });
    let widest = widths.max_by_key(|(width, delimiter)| (*width, *delimiter == b','));
    match (widest, hint) {
        (_, Some(Hint::Tsv)) => Some(Dialect { delimiter: b'\t' }),
        (Some((_, delimiter)), _) => Some(Dialect { delimiter }),
        (None, Some(Hint::Csv)) if !text.trim().is_empty() => Some(Dialect { delimiter: b',' }),
        (None, _) => None,
    }
}

/// How many values every record has, if they all have as many and more than one.
fn width(text: &str, delimiter: u8, is_whole: bool) -> Option<usize> {
    let records = records(text, delimiter, is_whole, PROBE);
    let width = records.first()?.len();
    let is_even = records.iter().all(|record| record.len() == width);
    (width > 1 && records.len() >= FEWEST && is_even).then_some(width)
}

/// The records of a text; where it is cut off, without the last one.
fn records(text: &str, delimiter: u8, is_whole: bool, most: usize) -> Vec<StringRecord> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let records = reader.records().map_while(Result::ok);
    let mut records: Vec<StringRecord> = records.take(most.saturating_add(1)).collect();
    if !is_whole || records.len() > most {
        records.pop();
    }
    records
}

/// The table of a text, and what is odd about it.
pub fn grid(text: &str, dialect: Dialect, is_whole: bool) -> (Grid, Option<String>) {
    let records = records(text, dialect.delimiter, is_whole, usize::MAX - 1);
    let Some(first) = records.first() else { return (Grid::default(), None) };
    let has_header = is_header(first);
    let rows = records.get(usize::from(has_header)..).unwrap_or_default();
    let width = rows.iter().map(StringRecord::len).chain([first.len()]).max().unwrap_or(0);
    let header = has_header.then_some(first);
    let mut grid = Grid::new((0..width.min(MOST_COLUMNS)).map(|n| column(n, header, rows)).collect());
    for row in rows {
        grid.push(row.iter().map(Some));
    }
    let ragged = rows.iter().filter(|row| row.len() != first.len()).count();
    (grid, remark(ragged, width))
}

fn remark(ragged: usize, width: usize) -> Option<String> {
    let wide = (width > MOST_COLUMNS)
        .then(|| format!("{width} columns, of which the first {MOST_COLUMNS} are shown"));
    let ragged = (ragged > 0).then(|| format!("rows of another width than the first: {ragged}"));
    wide.or(ragged)
}

/// A first record names the columns if nothing in it is a value, and no name comes twice.
fn is_header(record: &StringRecord) -> bool {
    let is_name = |cell: &str| cell.is_empty() || Guess::of(cell) == Guess::Text;
    let names: std::collections::BTreeSet<&str> = record.iter().collect();
    record.iter().all(is_name) && names.len() == record.len() && record.iter().any(|cell| !cell.is_empty())
}

fn column(n: usize, header: Option<&StringRecord>, rows: &[StringRecord]) -> Column {
    let cells = rows.iter().filter_map(|row| row.get(n));
    let guess = cells.map(Guess::of).fold(Guess::Empty, Guess::or);
    let name = header.and_then(|header| header.get(n)).map(str::to_owned);
    Column {
        name: name.unwrap_or_else(|| format!("column {}", n + 1)).into(),
        kind: guess.name().to_owned(),
        is_number: guess.is_number(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, is_whole: bool) -> Grid {
        let dialect = dialect(text, Some(Hint::Csv), is_whole).unwrap();
        grid(text, dialect, is_whole).0
    }

    #[track_caller]
    fn check(text: &str, columns: &[&str], rows: &[&[&str]]) {
        let grid = read(text, true);
        let found = grid.columns.iter().map(|column| format!("{} {}", column.name.exact(), column.kind));
        assert_eq!(found.collect::<Vec<_>>(), columns);
        let found: Vec<Vec<&str>> =
            (0..grid.len()).map(|n| grid.row(n).into_iter().flatten().collect()).collect();
        assert_eq!(found, rows);
    }

    #[test]
    fn columns_have_the_names_of_the_first_row_and_the_types_of_the_others() {
        check(
            "id,name,price,when\n1,\"a, b\",1.5,2026-01-02\n2,c,,2026-01-03\n",
            &["id integer", "name text", "price number", "when date"],
            &[&["1", "a, b", "1.5", "2026-01-02"], &["2", "c", "", "2026-01-03"]],
        );
        check(",count\nmean,1\n", &[" text", "count integer"], &[&["mean", "1"]]);
    }

    #[test]
    fn without_a_header_columns_are_numbered() {
        check("1;x\n2;y\n", &["column 1 integer", "column 2 text"], &[&["1", "x"], &["2", "y"]]);
        check("a,a\nb,c\n", &["column 1 text", "column 2 text"], &[&["a", "a"], &["b", "c"]]);
    }

    #[test]
    fn where_the_text_is_cut_off_the_last_record_waits_for_its_rest() {
        assert_eq!(read("a,b\n1,2\n3,4\n5,\"6", false).len(), 2);
        assert_eq!(read("a,b\n1,2\n3,4\n5,6", true).len(), 3);
    }

    #[test]
    fn ragged_and_wide_tables_say_so() {
        let said = |text: &str| grid(text, Dialect { delimiter: b',' }, true).1;
        assert_eq!(said("a,b\n1,2\n3\n4,5,6\n").as_deref(), Some("rows of another width than the first: 2"));
        assert_eq!(
            said(&"x,".repeat(2_000)).as_deref(),
            Some("2001 columns, of which the first 1000 are shown")
        );
        assert_eq!(said("a,b\n1,2\n"), None);
    }
}

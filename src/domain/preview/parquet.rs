//! Parquet: columns and types from the footer, and the first rows from as little of the file as they need.

mod cell;
mod kind;
mod pages;
mod sparse;

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::record::reader::TreeBuilder;
use parquet::schema::types::{SchemaDescriptor, Type};
use std::ops::Range;
use std::sync::Arc;

pub use self::sparse::Sparse;
use super::grid::{Column, Grid, MOST_COLUMNS};
use super::shape::{Basis, Field, Shape};
use super::{Content, Look, Rest};
use pages::FirstPages;

/// What a schema may need of a stack: it may be nested as deep as its footer is long.
pub const STACK: usize = 1 << 30;
/// The longest footer that is read.
const LONGEST_FOOTER: u64 = 4 << 20;
/// The bytes of each column that are read at first, and at most.
pub const SHARE: u64 = 128 << 10;
/// See [`SHARE`].
pub const MOST_SHARE: u64 = 8 << 20;
/// The most bytes of all columns together.
const MOST: u64 = 32 << 20;
/// The columns whose values are read; the others are named.
const COLUMNS: usize = 64;
/// The rows that are read.
const ROWS: usize = 1_000;
/// Ranges with less between them are one request.
const GAP: u64 = 64 << 10;

/// The first rows of a file, and what its footer says.
#[derive(Debug)]
pub struct Table {
    grid: Grid,
    fields: Vec<Field>,
    rows: usize,
    remark: Option<String>,
}

impl Table {
    /// Whether no row was read, though the file has some.
    pub fn is_empty(&self) -> bool {
        self.grid.is_empty() && self.rows > 0
    }
}

/// Where the footer is, given the end of the file.
pub fn footer(file: &Sparse) -> Result<Range<u64>, String> {
    let size = file.size();
    let end = size.checked_sub(8).and_then(|at| file.slice(at, 8)).ok_or("it is too short for Parquet")?;
    let [a, b, c, d, b'P', b'A', b'R', b'1'] = end.as_ref() else {
        return Err("it begins like Parquet, and does not end so".to_owned());
    };
    let length = u64::from(u32::from_le_bytes([*a, *b, *c, *d])) + 8;
    match size.checked_sub(length) {
        Some(start) if length <= LONGEST_FOOTER => Ok(start..size),
        Some(_) => Err(format!("its footer is longer than is read: {}", super::super::words::size(length))),
        None => Err("its footer is longer than the file".to_owned()),
    }
}

fn metadata(file: &Sparse) -> Result<ParquetMetaData, String> {
    ParquetMetaDataReader::new().parse_and_finish(file).map_err(|error| error.to_string())
}

/// What has to be read for the first rows: `share` bytes at most of each column, near ones together.
pub fn wanted(file: &Sparse, share: u64) -> Result<Vec<Range<u64>>, String> {
    let metadata = metadata(file)?;
    let Some(group) = metadata.row_groups().first() else { return Ok(vec![]) };
    let leaves = leaves(metadata.file_metadata().schema_descr());
    let chunks = group.columns().iter().take(leaves).filter_map(|column| {
        let (start, length) = (column.data_page_offset(), column.compressed_size());
        let start = column.dictionary_page_offset().filter(|at| *at > 0).unwrap_or(start);
        let (start, length) = (u64::try_from(start).ok()?, u64::try_from(length).ok()?);
        let end = start.checked_add(length.min(share))?.min(file.size());
        (start < end).then_some(start..end)
    });
    let mut chunks: Vec<Range<u64>> = chunks.collect();
    chunks.sort_by_key(|range| range.start);
    Ok(within(together(chunks), MOST))
}

/// Ranges that are near each other, as one.
fn together(ranges: Vec<Range<u64>>) -> Vec<Range<u64>> {
    let mut joined: Vec<Range<u64>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end.saturating_add(GAP) => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// The first of these ranges, up to so many bytes.
fn within(ranges: Vec<Range<u64>>, most: u64) -> Vec<Range<u64>> {
    let mut left = most;
    let cut = ranges.into_iter().map_while(|range| {
        let length = (range.end - range.start).min(left);
        left -= length;
        (length > 0).then_some(range.start..range.start + length)
    });
    cut.collect()
}

/// The leaves of the columns whose values are read.
fn leaves(schema: &SchemaDescriptor) -> usize {
    let is_read = |leaf: &usize| schema.get_column_root_idx(*leaf) < COLUMNS;
    (0..schema.num_columns()).take_while(is_read).count()
}

/// The first rows, of what has been read of the file.
pub fn table(file: &Sparse) -> Result<Table, String> {
    let metadata = metadata(file)?;
    let about = metadata.file_metadata();
    let rows = usize::try_from(about.num_rows()).unwrap_or_default();
    let columns = about.schema_descr().root_schema().get_fields();
    let field = |column: &Arc<Type>| Field { name: column.name().into(), kind: kind::name(column) };
    let fields: Vec<Field> = columns.iter().take(MOST_COLUMNS).map(field).collect();
    let mut table = Table { grid: grid(columns, &fields), fields, rows, remark: None };
    if columns.len() > COLUMNS {
        let count = columns.len();
        table.remark = Some(format!("{count} columns, of which the first {COLUMNS} are read"));
    }
    let ended = read(file, &metadata, columns, &mut table.grid);
    if let Some(said) = ended.err().filter(|_| table.grid.is_empty()) {
        table.remark = Some(format!("its rows cannot be read: {said}"));
    }
    Ok(table)
}

fn grid(columns: &[Arc<Type>], fields: &[Field]) -> Grid {
    let columns = columns.iter().zip(fields).take(COLUMNS);
    let column = |(column, field): (&Arc<Type>, &Field)| Column {
        name: field.name.clone(),
        kind: field.kind.clone(),
        is_number: kind::is_number(column),
    };
    Grid::new(columns.map(column).collect())
}

fn read(
    file: &Sparse,
    metadata: &ParquetMetaData,
    columns: &[Arc<Type>],
    grid: &mut Grid,
) -> Result<(), String> {
    let Some(group) = metadata.row_groups().first() else { return Ok(()) };
    let root = metadata.file_metadata().schema_descr().root_schema();
    let fields = columns.iter().take(COLUMNS).cloned().collect();
    let projection = Type::group_type_builder(root.name()).with_fields(fields).build();
    let projection = projection.map_err(|error| error.to_string())?;
    let schema = Arc::new(SchemaDescriptor::new(Arc::new(projection)));
    let pages = FirstPages::new(file.clone(), group);
    let rows = TreeBuilder::new().with_batch_size(64).as_iter(schema, &pages);
    for row in rows.map_err(|error| error.to_string())?.take(ROWS) {
        let row = row.map_err(|error| error.to_string())?;
        let cells: Vec<Option<String>> = row.get_column_iter().map(|(_, field)| cell::text(field)).collect();
        if !grid.push(cells.iter().map(Option::as_deref)) {
            break;
        }
    }
    Ok(())
}

/// The look at a file of whose beginning `look` was made, with its table; so many bytes of it were read.
pub fn look(look: Look, table: Table, read: u64) -> Look {
    let shown = table.grid.len();
    let rest = if shown < table.rows { Rest::Bound } else { Rest::Nothing };
    let first =
        (shown < table.rows).then(|| format!("the first {} are shown", super::super::words::count(shown)));
    let shape = Shape { columns: table.fields, rows: Some(table.rows), basis: Basis::Whole };
    Look { content: Content::Table(table.grid), shape, rest, read, remark: table.remark.or(first), ..look }
}

#[cfg(test)]
mod tests;

//! Parquet: columns and types from the footer, and the first rows from as little of the file as they need.
//!
//! A file may be anybody's: what its footer, a page and a row may take is bounded before it is taken.

mod budget;
mod cell;
mod delta;
mod kind;
mod levels;
mod page;
mod pages;
mod sparse;
mod thrift;
mod weigh;

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::record::reader::TreeBuilder;
use parquet::schema::types::{SchemaDescriptor, Type};
use std::ops::Range;
use std::sync::Arc;

pub use self::sparse::Sparse;
use super::grid::{Column, Grid, MOST_COLUMNS};
use super::shape::{Basis, Field, Shape};
use super::{Content, Look, Rest};
use budget::Budget;
use pages::FirstPages;

/// What a schema may need of a stack, nested as deep as it may be.
pub const STACK: usize = 32 << 20;
/// The longest footer that is read.
const LONGEST_FOOTER: u64 = 4 << 20;
/// The bytes of each column that are read at first, and at most.
pub const SHARE: u64 = 128 << 10;
/// See [`SHARE`].
pub const MOST_SHARE: u64 = 8 << 20;
/// The most bytes of all columns together.
const MOST: u64 = 32 << 20;
/// Ranges with less between them are one request.
const GAP: u64 = 64 << 10;

/// How much of a table is wished for: from its first row and its first column on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Rows.
    pub rows: usize,
    /// Columns whose values are read; the others are named.
    pub columns: usize,
}

impl Default for Extent {
    fn default() -> Self {
        Self { rows: 1_000, columns: 64 }
    }
}

impl Extent {
    /// Four times as many rows.
    #[must_use]
    pub fn longer(self) -> Self {
        Self { rows: self.rows.saturating_mul(4), ..self }
    }

    /// Twice as many columns.
    #[must_use]
    pub fn wider(self) -> Self {
        Self { columns: self.columns.saturating_mul(2).min(MOST_COLUMNS), ..self }
    }
}

/// The first rows of a file, and what its footer says.
#[derive(Debug)]
pub struct Table {
    grid: Grid,
    fields: Vec<Field>,
    rows: usize,
    /// How many columns there are; the fields may be fewer.
    columns: usize,
    /// Why rows or columns are missing.
    remark: Option<String>,
}

impl Table {
    /// How many rows were read.
    pub fn len(&self) -> usize {
        self.grid.len()
    }

    /// Whether no row was read, though the file has some.
    pub fn is_empty(&self) -> bool {
        self.grid.is_empty() && self.rows > 0
    }

    /// Why rows are missing that are there.
    pub fn remark(&self) -> Option<&str> {
        self.remark.as_deref()
    }

    /// Whether rows of this extent are missing that more bytes of the file may have.
    pub fn lacks(&self, extent: Extent) -> bool {
        self.grid.len() < extent.rows.min(self.rows) && self.remark.is_none()
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
    let range = footer(file)?;
    let length = usize::try_from(range.end - range.start).unwrap_or_default().saturating_sub(8);
    let bytes = file.slice(range.start, length).ok_or("its footer has not been read")?;
    weigh::weigh(&bytes)?;
    ParquetMetaDataReader::new().parse_and_finish(file).map_err(|error| error.to_string())
}

/// What has to be read for so much of it: `share` bytes at most of each column where not all its rows are wished for.
pub fn wanted(file: &Sparse, extent: Extent, share: u64) -> Result<Vec<Range<u64>>, String> {
    let metadata = metadata(file)?;
    let leaves = leaves(metadata.file_metadata().schema_descr(), extent.columns);
    let mut chunks: Vec<Range<u64>> = Vec::new();
    for (group, rows) in groups(&metadata, extent.rows) {
        let all = usize::try_from(group.num_rows()).unwrap_or_default();
        chunks.extend(group.columns().iter().take(leaves).filter_map(|column| {
            let range = pages::range(column)?;
            let length = range.end - range.start;
            // Pages hold more rows than are wished for, and a dictionary comes before them.
            let part = if rows < all { length.min(share) } else { length };
            let end = (range.start + part).min(file.size());
            (range.start < end).then_some(range.start..end)
        }));
    }
    chunks.sort_by_key(|range| range.start);
    Ok(within(together(chunks), MOST))
}

/// The row groups that so many rows are in, and how many of them in each.
fn groups(metadata: &ParquetMetaData, rows: usize) -> Vec<(&RowGroupMetaData, usize)> {
    let mut left = rows;
    let groups = metadata.row_groups().iter().map_while(|group| {
        let part = usize::try_from(group.num_rows()).unwrap_or_default().min(left);
        let is_wished = left > 0;
        left -= part;
        is_wished.then_some((group, part))
    });
    groups.filter(|(_, part)| *part > 0).collect()
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
fn leaves(schema: &SchemaDescriptor, columns: usize) -> usize {
    let is_read = |leaf: &usize| schema.get_column_root_idx(*leaf) < columns;
    (0..schema.num_columns()).take_while(is_read).count()
}

/// The first rows, of what has been read of the file.
pub fn table(file: &Sparse, extent: Extent) -> Result<Table, String> {
    let metadata = metadata(file)?;
    let about = metadata.file_metadata();
    let rows = usize::try_from(about.num_rows()).unwrap_or_default();
    let columns = about.schema_descr().root_schema().get_fields();
    let field = |column: &Arc<Type>| Field { name: column.name().into(), kind: kind::name(column) };
    let fields: Vec<Field> = columns.iter().take(MOST_COLUMNS).map(field).collect();
    let read = columns.get(..extent.columns.min(MOST_COLUMNS)).unwrap_or(columns);
    let mut table = Table { grid: grid(read, &fields), fields, rows, columns: columns.len(), remark: None };
    let budget = Budget::default();
    let mut ended = Ok(());
    for (group, rows) in groups(&metadata, extent.rows) {
        let until = table.grid.len() + rows;
        ended = read_group(file, &metadata, group, (read, until), (&mut table.grid, &budget));
        if ended.is_err() || table.grid.len() < until {
            break;
        }
    }
    let said = budget.refused().or(ended.err().filter(|_| table.grid.is_empty()));
    table.remark = said.map(|said| format!("its rows cannot be read: {said}"));
    Ok(table)
}

fn grid(columns: &[Arc<Type>], fields: &[Field]) -> Grid {
    let column = |(column, field): (&Arc<Type>, &Field)| Column {
        name: field.name.clone(),
        kind: field.kind.clone(),
        is_number: kind::is_number(column),
    };
    Grid::new(columns.iter().zip(fields).map(column).collect())
}

/// Reads rows of a group until the grid has so many.
fn read_group(
    file: &Sparse,
    metadata: &ParquetMetaData,
    group: &RowGroupMetaData,
    (columns, until): (&[Arc<Type>], usize),
    (grid, budget): (&mut Grid, &Budget),
) -> Result<(), String> {
    let root = metadata.file_metadata().schema_descr().root_schema();
    let projection = Type::group_type_builder(root.name()).with_fields(columns.to_vec()).build();
    let projection = projection.map_err(|error| error.to_string())?;
    let schema = Arc::new(SchemaDescriptor::new(Arc::new(projection)));
    let pages = FirstPages::new(file.clone(), group, budget.clone());
    let rows = TreeBuilder::new().with_batch_size(page::BATCH).as_iter(schema, &pages);
    for row in rows.map_err(|error| error.to_string())?.take(until.saturating_sub(grid.len())) {
        let row = row.map_err(|error| error.to_string())?;
        let cells: Vec<Option<String>> = row.get_column_iter().map(|(_, field)| cell::text(field)).collect();
        if !grid.push(cells.iter().map(Option::as_deref)) {
            break;
        }
    }
    Ok(())
}

/// The look at a file of whose beginning `look` was made, with its table; so many bytes of it were read.
///
/// `is_bound`: to wish for more rows brings none.
pub fn look(look: Look, table: Table, read: u64, is_bound: bool) -> Look {
    let shown = table.grid.len();
    let rest = match (shown < table.rows, is_bound || table.remark.is_some()) {
        (false, _) => Rest::Nothing,
        (true, false) => Rest::More,
        (true, true) => Rest::Bound,
    };
    let named = table.fields.len();
    let wide = (named < table.columns).then(|| {
        let count = super::super::words::count;
        format!("of {} columns the first {} are named", count(table.columns), count(named))
    });
    let said: Vec<String> = [table.remark, wide].into_iter().flatten().collect();
    let remark = Some(said.join("; ")).filter(|said| !said.is_empty());
    let shape = Shape { columns: table.fields, rows: Some(table.rows), basis: Basis::Whole };
    Look { content: Content::Table(table.grid), shape, rest, read, remark, ..look }
}

#[cfg(test)]
mod tests;

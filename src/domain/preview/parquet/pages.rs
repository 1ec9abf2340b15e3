//! The pages of columns as far as they have been read: where they end too soon, they end.

use std::ops::Range;
use std::sync::Arc;

use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::RowGroupReader;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;

use super::Sparse;
use super::budget::Budget;
use super::page::{self, Column};

/// The longest header of a page.
const LONGEST: usize = 1 << 20;

/// Where in the file a column of a row group is.
pub fn range(column: &ColumnChunkMetaData) -> Option<Range<u64>> {
    let (start, length) = (column.data_page_offset(), column.compressed_size());
    let start = column.dictionary_page_offset().filter(|at| *at > 0).unwrap_or(start);
    let (start, length) = (u64::try_from(start).ok()?, u64::try_from(length).ok()?);
    Some(start..start.checked_add(length)?)
}

/// A row group of which only the first pages may be here.
pub struct FirstPages<'a> {
    file: Arc<Sparse>,
    group: &'a RowGroupMetaData,
    budget: Budget,
}

impl<'a> FirstPages<'a> {
    /// A row group of this file.
    pub fn new(file: Sparse, group: &'a RowGroupMetaData, budget: Budget) -> Self {
        Self { file: Arc::new(file), group, budget }
    }
}

impl RowGroupReader for FirstPages<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.group
    }

    fn num_columns(&self) -> usize {
        self.group.num_columns()
    }

    fn get_column_page_reader(&self, i: usize) -> Result<Box<dyn PageReader>> {
        let column =
            self.group.columns().get(i).ok_or(ParquetError::IndexOutOfBound(i, self.num_columns()))?;
        let about = column.column_descr();
        let bits = |level: i16| u8::try_from(16 - level.max(0).leading_zeros()).unwrap_or(16);
        let range = range(column).ok_or_else(|| ParquetError::General("it lies nowhere".to_owned()))?;
        Ok(Box::new(Pages {
            file: Arc::clone(&self.file),
            left: range,
            column: Column {
                codec: column.compression(),
                physical: about.physical_type(),
                fixed: usize::try_from(about.type_length()).unwrap_or_default(),
                levels: (bits(about.max_def_level()), bits(about.max_rep_level())),
                longest: page::Longest::default(),
                widest: 0,
                budget: self.budget.clone(),
            },
            name: about.path().string(),
        }))
    }

    fn get_column_bloom_filter(&self, _: usize) -> Option<&parquet::bloom_filter::Sbbf> {
        None
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

/// The pages of one column.
struct Pages {
    file: Arc<Sparse>,
    /// Where those are that have not been taken.
    left: Range<u64>,
    column: Column,
    name: String,
}

impl Pages {
    fn next_page(&mut self) -> std::result::Result<Option<Page>, String> {
        while self.left.start < self.left.end {
            let Some(bytes) = self.file.from(self.left.start) else { return Ok(None) };
            let Some(header) = page::header(bytes.get(..LONGEST).unwrap_or(&bytes)) else {
                let is_all = bytes.len() as u64 >= self.left.end - self.left.start;
                return if is_all || bytes.len() >= LONGEST {
                    Err("a page of it has no header".to_owned())
                } else {
                    Ok(None)
                };
            };
            let length = header.length.saturating_add(header.packed);
            if length > bytes.len() {
                return Ok(None);
            }
            self.left.start += length as u64;
            if let Some(page) = self.column.page(header, &bytes.slice(header.length..length))? {
                return Ok(Some(page));
            }
        }
        Ok(None)
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.next_page().map_err(|said| {
            self.left.start = self.left.end;
            let said = format!("{}: {said}", self.name);
            self.column.budget.refuse(said.clone());
            ParquetError::General(said)
        })
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        let more = PageMetadata { num_rows: None, num_levels: None, is_dict: false };
        Ok((self.left.start < self.left.end).then_some(more))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.get_next_page().map(drop)
    }
}

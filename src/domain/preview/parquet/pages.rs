//! The pages of columns as far as they have been read: where they end too soon, they end.

use std::sync::Arc;

use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{RowGroupReader, SerializedPageReader};
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;

use super::Sparse;

/// The largest page that is unpacked.
const LARGEST: i64 = 64 << 20;

/// A row group of which only the first pages may be here.
pub struct FirstPages<'a> {
    file: Arc<Sparse>,
    group: &'a RowGroupMetaData,
}

impl<'a> FirstPages<'a> {
    /// A row group of this file.
    pub fn new(file: Sparse, group: &'a RowGroupMetaData) -> Self {
        Self { file: Arc::new(file), group }
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
        let rows = usize::try_from(self.group.num_rows()).unwrap_or_default();
        let pages = SerializedPageReader::new(Arc::clone(&self.file), column, rows, None)?;
        Ok(Box::new(Pages { pages, left: LARGEST }))
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
    pages: SerializedPageReader<Sparse>,
    /// How many bytes may still be unpacked.
    left: i64,
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        if self.left <= 0 {
            return Ok(None);
        }
        match self.pages.get_next_page() {
            Ok(Some(page)) => {
                self.left -= i64::try_from(page.buffer().len()).unwrap_or(i64::MAX);
                Ok(Some(page))
            }
            Err(ParquetError::EOF(_)) => Ok(None),
            other => other,
        }
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }
}

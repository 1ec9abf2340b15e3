//! A file of which some pieces are here.

use std::ops::Range;

use bytes::{Buf as _, Bytes};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// The pieces of a file that have been read.
#[derive(Debug, Clone)]
pub struct Sparse {
    size: u64,
    /// Each with where it begins, in no order.
    pieces: Vec<(u64, Bytes)>,
}

impl Sparse {
    /// A file of that size, of which nothing is here.
    pub fn new(size: u64) -> Self {
        Self { size, pieces: Vec::new() }
    }

    /// How many bytes the whole file has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a piece.
    pub fn add(&mut self, start: u64, bytes: Bytes) {
        self.pieces.push((start, bytes));
    }

    /// How many bytes are here.
    pub fn held(&self) -> u64 {
        let held: u64 = self.pieces.iter().map(|(_, bytes)| len(bytes)).sum();
        held.min(self.size)
    }

    /// What of a range has to be read: all of it, unless a piece has its beginning.
    pub fn missing(&self, range: Range<u64>) -> Option<Range<u64>> {
        let end = range.end.min(self.size);
        if range.start >= end {
            return None;
        }
        let has = self.from(range.start).map_or(0, |bytes| len(&bytes));
        let start = range.start.saturating_add(has);
        if has == 0 { Some(range.start..end) } else { (start < end).then_some(range.start..end) }
    }

    /// The longest piece from an offset on; `None`: it is not here.
    pub fn from(&self, start: u64) -> Option<Bytes> {
        let parts = self.pieces.iter().filter_map(|(at, bytes)| {
            let skip = usize::try_from(start.checked_sub(*at)?).ok()?;
            (skip < bytes.len()).then(|| bytes.slice(skip..))
        });
        parts.max_by_key(Bytes::len)
    }

    /// These bytes, if they are here.
    pub fn slice(&self, start: u64, length: usize) -> Option<Bytes> {
        self.from(start).filter(|bytes| bytes.len() >= length).map(|bytes| bytes.slice(..length))
    }
}

fn len(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

impl Length for Sparse {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Sparse {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(self.from(start).unwrap_or_default().reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.slice(start, length).ok_or_else(|| ParquetError::EOF("it has not been read".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_here_is_not_missing() {
        let mut file = Sparse::new(100);
        assert_eq!(file.missing(0..10), Some(0..10));
        file.add(0, Bytes::from(vec![1; 50]));
        assert_eq!(file.missing(10..40), None);
        assert_eq!(file.missing(40..200), Some(40..100));
        assert_eq!(file.missing(90..100), Some(90..100));
        assert_eq!(file.missing(100..110), None);
        assert_eq!((file.held(), file.slice(49, 1).is_some(), file.slice(49, 2)), (50, true, None));
    }
}

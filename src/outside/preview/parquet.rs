//! Parquet by ranges: the footer at its end, and of the first rows the columns that they are in.

use super::Reader;
use crate::cloud::preview::{Missed, Range};
use crate::domain::fault::{Fault, Kind};
use crate::domain::preview::parquet::{self, Extent, Sparse};
use crate::domain::preview::{Look, Wish};

/// The last bytes of a file, in which most footers are whole.
const TAIL: u64 = 64 << 10;

/// A file of which something has been read, and how far.
pub(super) struct Open {
    sparse: Sparse,
    /// What its beginning looks like.
    look: Look,
    extent: Extent,
    share: u64,
}

impl Reader {
    /// The table of a Parquet file of which the beginning has been read; the same look, with a remark, where that fails.
    pub(super) async fn look_at_parquet(&mut self, look: Look) -> Result<Look, Fault> {
        let mut sparse = Sparse::new(self.size);
        sparse.add(0, self.raw.clone().into());
        self.fetch(&mut sparse, self.size.saturating_sub(TAIL)..self.size).await?;
        match parquet::footer(&sparse) {
            Ok(range) => self.fetch(&mut sparse, range).await?,
            Err(said) => return Ok(Look { remark: Some(said), ..look }),
        }
        self.widen(Open { sparse, look, extent: Extent::default(), share: parquet::SHARE }, true).await
    }

    /// Reads more rows, or the values of more columns.
    pub(super) async fn read_on(&mut self, mut open: Open, wish: Wish) -> Result<Look, Fault> {
        open.extent = match wish {
            Wish::Rows => open.extent.longer(),
            Wish::Columns => open.extent.wider(),
        };
        self.widen(open, false).await
    }

    /// Reads what the extent takes: more of each column until all its rows are there. At first, some rows are enough.
    async fn widen(&mut self, mut open: Open, is_first: bool) -> Result<Look, Fault> {
        loop {
            let (file, extent, share) = (open.sparse.clone(), open.extent, open.share);
            let ranges = match deeply(move || parquet::wanted(&file, extent, share)).await? {
                Ok(ranges) => ranges,
                Err(said) => return Ok(Look { remark: Some(said), ..open.look }),
            };
            for range in ranges {
                self.fetch(&mut open.sparse, range).await?;
            }
            let file = open.sparse.clone();
            let table = match deeply(move || parquet::table(&file, extent)).await? {
                Ok(table) => table,
                Err(said) => return Ok(Look { remark: Some(said), ..open.look }),
            };
            let lacks = table.lacks(extent) && (table.is_empty() || !is_first);
            if !lacks || share >= parquet::MOST_SHARE {
                let look = parquet::look(open.look.clone(), table, open.sparse.held(), lacks);
                self.table = Some(open);
                return Ok(look);
            }
            open.share *= 4;
        }
    }

    /// Reads what of a range is not there yet.
    async fn fetch(&self, sparse: &mut Sparse, range: std::ops::Range<u64>) -> Result<(), Fault> {
        let Some(range) = sparse.missing(range) else { return Ok(()) };
        let wanted = Range::From(range.start, range.end - range.start);
        match self.cloud.piece(&self.target.object, wanted, self.etag.as_ref()).await {
            Ok(piece) => {
                sparse.add(range.start, piece.bytes);
                Ok(())
            }
            Err(Missed::Fault(fault)) => Err(fault),
            Err(Missed::Changed | Missed::Beyond) => Err(Fault::new(
                "s3:GetObject",
                Kind::Refused,
                "the object has changed meanwhile; open it again",
            )),
        }
    }
}

/// Does what may go as deep as somebody else's schema in a thread with a stack for it; a panic in it is told.
async fn deeply<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let broken = |said: String| Fault::new("reading Parquet", Kind::Ours, said);
    super::in_thread(move || {
        let thread =
            std::thread::Builder::new().name("parquet".into()).stack_size(parquet::STACK).spawn(work);
        let joined = thread.map_err(|error| broken(error.to_string()))?.join();
        joined.map_err(|_| broken("this file is more than the reader can take".to_owned()))
    })
    .await?
}

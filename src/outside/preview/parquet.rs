//! Parquet by ranges: the footer at its end, and of the first rows the columns that they are in.

use super::Reader;
use crate::cloud::preview::{Missed, Range};
use crate::domain::fault::{Fault, Kind};
use crate::domain::preview::Look;
use crate::domain::preview::parquet::{self, Sparse};

/// The last bytes of a file, in which most footers are whole.
const TAIL: u64 = 64 << 10;

impl Reader {
    /// The table of a Parquet file of which the beginning has been read; the same look, with a remark, where that fails.
    pub(super) async fn look_at_parquet(&self, look: Look) -> Result<Look, Fault> {
        let mut sparse = Sparse::new(self.size);
        sparse.add(0, self.raw.clone().into());
        self.fetch(&mut sparse, self.size.saturating_sub(TAIL)..self.size).await?;
        match parquet::footer(&sparse) {
            Ok(range) => self.fetch(&mut sparse, range).await?,
            Err(said) => return Ok(Look { remark: Some(said), ..look }),
        }
        let mut share = parquet::SHARE;
        loop {
            let (file, wanted) = (sparse.clone(), share);
            let ranges = match deeply(move || parquet::wanted(&file, wanted)).await? {
                Ok(ranges) => ranges,
                Err(said) => return Ok(Look { remark: Some(said), ..look }),
            };
            for range in ranges {
                self.fetch(&mut sparse, range).await?;
            }
            let file = sparse.clone();
            match deeply(move || parquet::table(&file)).await? {
                Ok(table) if table.is_empty() && share < parquet::MOST_SHARE => share *= 4,
                Ok(table) => return Ok(parquet::look(look, table, sparse.held())),
                Err(said) => return Ok(Look { remark: Some(said), ..look }),
            }
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

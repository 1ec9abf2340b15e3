//! The look into an object: its beginning in one request, and more when that is wished for.

mod parquet;

use std::sync::Arc;

use tokio::sync::mpsc;

use super::{Outside, Telling, open};
use crate::cloud::Cloud;
use crate::cloud::preview::{Missed, Range};
use crate::domain::fault::Fault;
use crate::domain::pipeline;
use crate::domain::preview::{self, Earlier, Format, Look, MOST_READ, News, Packing, Rest, Target, Wish};
use crate::domain::text::Foreign;
use crate::domain::world::Observation;
use crate::tasks::Slot;

/// The bytes of the first request.
const FIRST: u64 = 256 << 10;
/// The bytes of every other one.
const NEXT: u64 = 1 << 20;

impl Outside {
    /// Looks into an object of the watched pipeline's account, and on when more is wished for.
    pub(super) fn look_into(&mut self, target: Target) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let broken = target.clone();
        let word = |fault| vec![news(News::Look(broken, Err(fault)))];
        // A wish that was for the object before is none for this one.
        // One wish may wait while another is carried out; what is wished for beyond that is the same.
        let (more, wishes) = mpsc::channel(1);
        self.more = more;
        self.start(Slot::Preview, watched.id, word, async move {
            match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => Box::pin(look_on(cloud, target, desk, watched.id, wishes)).await,
                Err(fault) => desk.say(watched.id, news(News::Look(target, Err(fault)))).await,
            }
        });
    }
}

impl Outside {
    /// Looks into what came before an object.
    pub(super) fn compare(&mut self, target: Target) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let broken = target.clone();
        let word = |fault| vec![news(News::Earlier(broken, Earlier::Fault(fault)))];
        self.start(Slot::Compare, watched.id, word, async move {
            let earlier = match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => Box::pin(earlier(cloud, &target)).await,
                Err(fault) => Err(fault),
            };
            let earlier = earlier.unwrap_or_else(Earlier::Fault);
            desk.say(watched.id, news(News::Earlier(target, earlier))).await;
        });
    }
}

async fn earlier(cloud: Cloud, target: &Target) -> Result<Earlier, Fault> {
    let Some(earlier) = cloud.earlier(target).await? else { return Ok(Earlier::Nothing) };
    let look = Reader::new(cloud, earlier.clone()).next(Wish::Rows).await?;
    Ok(Earlier::Object(Box::new(earlier), look))
}

fn news(news: News) -> Observation {
    Observation::Previewed(Box::new(news))
}

/// Reads a piece after each wish, to the end or the bound.
async fn look_on(
    cloud: Cloud,
    target: Target,
    desk: Telling,
    id: pipeline::Id,
    mut wishes: mpsc::Receiver<Wish>,
) {
    let mut reader = Reader::new(cloud, target.clone());
    let mut wish = Wish::Rows;
    loop {
        let look = reader.next(wish).await;
        let is_over = look.as_ref().is_ok_and(|look| look.rest != Rest::More && !look.has_more_columns());
        desk.say(id, news(News::Look(target.clone(), look))).await;
        if is_over {
            return;
        }
        let Some(next) = wishes.recv().await else { return };
        wish = next;
    }
}

/// What has been read of an object so far.
struct Reader {
    cloud: Cloud,
    target: Target,
    raw: Vec<u8>,
    /// The content that all pieces belong to; `None`: none has been read.
    etag: Option<Foreign>,
    size: u64,
    /// What is known of the file, once it has been found to be Parquet.
    table: Option<parquet::Open>,
}

impl Reader {
    fn new(cloud: Cloud, target: Target) -> Self {
        Self { cloud, target, raw: Vec::new(), etag: None, size: 0, table: None }
    }

    /// Reads on as is wished; where the object has changed since, from its beginning.
    async fn next(&mut self, wish: Wish) -> Result<Arc<Look>, Fault> {
        if let Some(table) = self.table.take() {
            return self.read_on(table, wish).await.map(Arc::new);
        }
        let mut read = self.read().await;
        if read == Err(Missed::Changed) {
            (self.raw, self.etag) = (Vec::new(), None);
            read = self.read().await;
        }
        match read {
            Ok(()) | Err(Missed::Beyond) => self.look().await,
            Err(Missed::Fault(fault)) => Err(fault),
            Err(Missed::Changed) => Err(Fault::new(
                "s3:GetObject",
                crate::domain::fault::Kind::Refused,
                "the object changes all the time",
            )),
        }
    }

    async fn read(&mut self) -> Result<(), Missed> {
        let from = u64::try_from(self.raw.len()).unwrap_or(u64::MAX);
        let count = if from == 0 { FIRST } else { NEXT.min(MOST_READ.saturating_sub(from)) };
        let piece =
            self.cloud.piece(&self.target.object, Range::From(from, count), self.etag.as_ref()).await?;
        self.raw.extend_from_slice(&piece.bytes);
        (self.etag, self.size) = (Some(piece.etag), piece.size);
        Ok(())
    }

    /// Makes a look of what has been read, in a thread of its own: it may unpack megabytes.
    async fn look(&mut self) -> Result<Arc<Look>, Fault> {
        let (name, raw, size) = (self.target.name().to_owned(), self.raw.clone(), self.size);
        let look = in_thread(move || preview::look(&name, &raw, size)).await?;
        if look.format == Format::Parquet && look.packing == Packing::Plain {
            return Ok(Arc::new(self.look_at_parquet(look).await?));
        }
        Ok(Arc::new(look))
    }
}

/// Does what takes long in a thread of its own; a defect in it is told.
pub(super) async fn in_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    let ended = tokio::task::spawn_blocking(work).await;
    ended.map_err(|error| {
        let said = format!("a defect of farol: {error}");
        Fault::new("looking into an object", crate::domain::fault::Kind::Ours, said)
    })
}

//! Listings page by page: while one is put into order the next one is on its way.

use std::future::Future;
use std::panic::resume_unwind;
use std::sync::Arc;

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{EncodingType, OptionalObjectAttributes};
use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::skim::Skim;
use super::{LISTING, VERSIONS, page};
use crate::cloud::{Cloud, fault};
use crate::domain::fault::{Fault, Kind};
use crate::domain::object::{KEPT, Manner, Page, Scope, Shelf, Token};

/// Keys on the first page of a bucket that is read again and again; the others are as long as S3 makes them.
const FIRST: i32 = 300;

/// Pages that may wait to be put into order. When so many do, no other is asked for.
const AHEAD: usize = 4;

/// A page as it came, and what it was asked for with.
type Raw = (Option<Token>, Bytes);

impl Cloud {
    /// Reads one page of a place; the first one without a token.
    pub async fn page(&self, scope: &Scope, token: Option<&Token>) -> Result<Page, Fault> {
        let body = self.body(scope, token).await?;
        shaped(scope, token.cloned(), &body)
    }

    /// Reads page after page of a place, from the first one or where a token says, until its end or a fault; tells each.
    pub async fn stream<F>(
        &self,
        scope: &Scope,
        from: Option<Token>,
        tell: impl Fn(Result<Page, Fault>) -> F + Send + Sync + 'static,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(AHEAD);
        let mut shaping = JoinSet::new();
        shaping.spawn(shape(scope.clone(), receiver, tell));
        self.fetch(scope, from, &sender).await;
        drop(sender);
        // It ends when the queue does; that it is stopped with this task is why it is in a set.
        if let Some(Err(error)) = shaping.join_next().await
            && let Ok(panic) = error.try_into_panic()
        {
            resume_unwind(panic);
        }
    }

    async fn fetch(&self, scope: &Scope, from: Option<Token>, raw: &mpsc::Sender<Result<Raw, Fault>>) {
        let mut token = from;
        loop {
            let answer = self.body(scope, token.as_ref()).await;
            let next = answer.as_ref().ok().and_then(|body| following(scope, body));
            let is_over = next.is_none();
            let asked = std::mem::replace(&mut token, next);
            let again = !is_over && asked == token;
            let answer = if again { Err(circular(scope)) } else { answer.map(|body| (asked, body)) };
            if raw.send(answer).await.is_err() || is_over || again {
                return;
            }
        }
    }

    /// Reads a place from end to end, and keeps it for later.
    pub async fn whole(&self, scope: &Scope) -> Result<Shelf, Fault> {
        let (mut all, mut token) = (Shelf::default(), None);
        loop {
            let page = self.page(scope, token.as_ref()).await?;
            all.push(page.asked, page.block, KEPT);
            match page.next {
                Some(next) if Some(&next) != token.as_ref() => token = Some(next),
                _ => return Ok(all),
            }
        }
    }

    async fn body(&self, scope: &Scope, token: Option<&Token>) -> Result<Bytes, Fault> {
        let bucket = &scope.place.bucket;
        if scope.manner.has_versions() {
            Box::pin(self.wherever(bucket, |client| self.versions(client, scope, token))).await
        } else {
            Box::pin(self.wherever(bucket, |client| self.objects(client, scope, token))).await
        }
    }

    async fn objects(&self, client: Client, scope: &Scope, token: Option<&Token>) -> Result<Bytes, Fault> {
        let skim = Skim::default();
        let taking = skim.taking("<ListBucketResult/>");
        let request = client
            .list_objects_v2()
            .bucket(&scope.place.bucket)
            .prefix(scope.place.prefix.exact())
            .encoding_type(EncodingType::Url)
            .set_delimiter(scope.manner.has_folders().then(|| "/".to_owned()))
            .set_max_keys((scope.manner == Manner::Top).then_some(FIRST))
            .optional_object_attributes(OptionalObjectAttributes::RestoreStatus)
            .set_continuation_token(token.map(|token| token.0.clone()));
        let sent = request.customize().interceptor(taking).send().await;
        sent.map(|_| skim.taken()).map_err(|error| fault::of(&self.0.place, LISTING, &error))
    }

    async fn versions(&self, client: Client, scope: &Scope, token: Option<&Token>) -> Result<Bytes, Fault> {
        let skim = Skim::default();
        let taking = skim.taking("<ListVersionsResult/>");
        let (key, version) = token.map(page::markers).unzip();
        let request = client
            .list_object_versions()
            .bucket(&scope.place.bucket)
            .prefix(scope.place.prefix.exact())
            .encoding_type(EncodingType::Url)
            .optional_object_attributes(OptionalObjectAttributes::RestoreStatus)
            .set_key_marker(key.map(str::to_owned))
            .set_version_id_marker(version.flatten().map(str::to_owned));
        let sent = request.customize().interceptor(taking).send().await;
        sent.map(|_| skim.taken()).map_err(|error| fault::of(&self.0.place, VERSIONS, &error))
    }
}

/// What the next page is asked for with. Beyond the versions of one key nothing is of interest.
fn following(scope: &Scope, body: &[u8]) -> Option<Token> {
    let next = page::next(body, scope.manner)?;
    let is_beyond =
        scope.manner == Manner::VersionsOf && page::markers(&next).0 != scope.place.prefix.exact();
    (!is_beyond).then_some(next)
}

/// Puts pages into order one after the other, and tells each.
async fn shape<F>(
    scope: Scope,
    mut raw: mpsc::Receiver<Result<Raw, Fault>>,
    tell: impl Fn(Result<Page, Fault>) -> F,
) where
    F: Future<Output = ()>,
{
    while let Some(answer) = raw.recv().await {
        tell(answer.and_then(|(asked, body)| shaped(&scope, asked, &body))).await;
    }
}

fn shaped(scope: &Scope, asked: Option<Token>, body: &[u8]) -> Result<Page, Fault> {
    let next = following(scope, body);
    let block = page::read(body, &scope.place, scope.manner).map_err(|said| nonsense(scope, &said))?;
    Ok(Page { asked, block: Arc::new(block), next })
}

fn nonsense(scope: &Scope, said: &str) -> Fault {
    Fault::new(doing(scope), Kind::Ours, format!("the answer makes no sense: {said}"))
}

fn circular(scope: &Scope) -> Fault {
    Fault::new(doing(scope), Kind::Ours, "the next page is said to be the one before")
}

fn doing(scope: &Scope) -> &'static str {
    if scope.manner.has_versions() { VERSIONS } else { LISTING }
}

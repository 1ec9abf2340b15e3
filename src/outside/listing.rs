//! Listing places, and putting their rows in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Outside, Telling, open};
use crate::clock::Time;
use crate::domain::object::bucket::Aspect;
use crate::domain::object::insight::Facet;
use crate::domain::object::{Arrangement, News, ObjectRef, Row, Scope, Shelf, Token, arrange, changes};
use crate::domain::pipeline;
use crate::domain::world::Observation;
use crate::effect::Arrange;
use crate::filter;
use crate::tasks::{Slot, in_thread};

/// How long after one look at a place that is watched the next one begins.
const LOOK: Duration = Duration::from_secs(10);

/// Ends what runs in a thread of its own, when the task that waits for it ends.
#[derive(Default)]
struct Leash(Arc<AtomicBool>);

impl Drop for Leash {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Outside {
    /// Reads a place page by page, each shown as soon as it is here.
    pub(super) fn list(&mut self, scope: Scope, token: Option<Token>) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access, broken) = (self.desk.clone(), self.access.clone(), scope.clone());
        let word = |fault| vec![Observation::Listed(broken, Err(fault))];
        self.start(Slot::List(scope.clone()), watched.id, word, async move {
            match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => {
                    let (told, of) = (desk.clone(), scope.clone());
                    let tell = move |answer| {
                        let (desk, listed) = (told.clone(), Observation::Listed(of.clone(), answer));
                        async move { desk.say(watched.id, listed).await }
                    };
                    cloud.stream(&scope, token, tell).await;
                }
                Err(fault) => desk.say(watched.id, Observation::Listed(scope, Err(fault))).await,
            }
        });
    }

    /// Ends the reading of a place, and says so.
    pub(super) fn unlist(&mut self, scope: Scope) {
        let Some(id) = self.watched.as_ref().map(|watched| watched.id) else { return };
        let (desk, broken) = (self.desk.clone(), scope.clone());
        let word = |fault| vec![Observation::Listed(broken, Err(fault))];
        self.start(Slot::List(scope.clone()), id, word, async move {
            desk.say(id, Observation::Objects(News::Stopped(scope))).await;
        });
    }

    /// Reads a place again and again, with a pause between the looks, and tells what is new in it.
    pub(super) fn follow(&mut self, scope: Scope, known: Shelf) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access, broken) = (self.desk.clone(), self.access.clone(), scope.clone());
        let word = |fault| vec![Observation::Objects(News::Renewed(broken, Err(fault)))];
        self.start(Slot::Follow, watched.id, word, async move {
            let mut known = known;
            loop {
                tokio::time::sleep(LOOK).await;
                let answer = match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                    Ok(cloud) => cloud.whole(&scope).await,
                    Err(fault) => Err(fault),
                };
                let found = answer.map(|all| {
                    let found = changes(&known, &all, None);
                    known = all;
                    (known.clone(), found)
                });
                desk.say(watched.id, Observation::Objects(News::Renewed(scope.clone(), found))).await;
            }
        });
    }

    /// Looks at one object; each thing that is learned is told by itself.
    pub(super) fn inspect(&mut self, object: ObjectRef) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access, broken) = (self.desk.clone(), self.access.clone(), object.clone());
        let word = |fault| vec![Observation::Objects(News::Facet(broken, Facet::Head(Err(fault))))];
        self.start(Slot::Inspect, watched.id, word, async move {
            let say = |facet| desk.say(watched.id, Observation::Objects(News::Facet(object.clone(), facet)));
            match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => cloud.inspect(&object, say).await,
                Err(fault) => say(Facet::Head(Err(fault))).await,
            }
        });
    }

    /// Looks at how a bucket is set up; each thing that is learned is told by itself.
    pub(super) fn inspect_bucket(&mut self, bucket: String) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let failed =
            |bucket: String, fault| Observation::Objects(News::Setup(bucket, Aspect::Region, Err(fault)));
        let broken = bucket.clone();
        let word = move |fault| vec![failed(broken, fault)];
        self.start(Slot::Inspect, watched.id, word, async move {
            match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => {
                    let say = |aspect, told| {
                        desk.say(watched.id, Observation::Objects(News::Setup(bucket.clone(), aspect, told)))
                    };
                    cloud.setup(&bucket, say).await;
                }
                Err(fault) => desk.say(watched.id, failed(bucket, fault)).await,
            }
        });
    }

    /// Reads which buckets the account has.
    pub(super) fn read_buckets(&mut self) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let word = |fault| vec![Observation::Objects(News::Buckets(Err(fault)))];
        self.start(Slot::Buckets, watched.id, word, async move {
            let say = |part| desk.say(watched.id, Observation::Objects(News::Buckets(part)));
            match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => cloud.all_buckets(say).await,
                Err(fault) => say(Err(fault)).await,
            }
        });
    }

    /// Reads a page again that was let go.
    pub(super) fn fetch(&mut self, scope: Scope, page: usize, token: Token) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access, broken) = (self.desk.clone(), self.access.clone(), scope.clone());
        let word = move |fault| vec![Observation::Objects(News::Back(broken, page, Err(fault)))];
        self.start(Slot::Fetch, watched.id, word, async move {
            let answer = match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => cloud.page(&scope, Some(&token)).await,
                Err(fault) => Err(fault),
            };
            let back = News::Back(scope, page, answer.map(|page| page.block));
            desk.say(watched.id, Observation::Objects(back)).await;
        });
    }

    /// Puts rows in order in a thread of its own; the next wish ends it.
    pub(super) fn arrange(&mut self, scope: Scope, wish: Arrange) {
        let Some(id) = self.watched.as_ref().map(|watched| watched.id) else { return };
        let (desk, broken) = (self.desk.clone(), scope.clone());
        let word = |fault| vec![Observation::Listed(broken, Err(fault))];
        self.start(Slot::Arrange, id, word, async move { arranged(&desk, id, scope, wish).await });
    }
}

async fn arranged(desk: &Telling, id: pipeline::Id, scope: Scope, wish: Arrange) {
    let leash = Leash::default();
    let is_over = Arc::clone(&leash.0);
    let of = scope.clone();
    let now = desk.clock.now();
    let made = in_thread(move || made(&of, wish, now, &is_over)).await;
    drop(leash);
    if let Some(made) = made {
        desk.say(id, Observation::Objects(News::Arranged(scope, Arc::new(made)))).await;
    }
}

fn made(scope: &Scope, wish: Arrange, now: Time, is_over: &AtomicBool) -> Option<Arrangement> {
    let Arrange { shelf, sorting, filter } = wish;
    let passes = |row: &Row<'_>| filter.is_empty() || filter::object::passes(&filter, &scope.place, row, now);
    arrange(shelf, sorting, filter.text().to_owned(), passes, || !is_over.load(Ordering::Relaxed))
}

//! The tail of log groups: of a pipeline's, for the console, and of any, for `farol tail`.

mod core;
mod feed;
mod follow;
mod ledger;
mod live;
mod pace;
mod post;
mod seen;
mod span;
mod window;

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::TimeDelta;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::Cloud;
use super::watch::{Desk, Login, PROBE, Signals, jittered};
use crate::clock::Time;
use crate::domain::log::{Live, Source};
use crate::domain::pipeline::{self, Ingest, Pipeline};
use crate::domain::world::{Heard, Observation};
use core::Core;
use follow::follow;
use live::{end, keep};
use pace::Pace;
use post::Post;
pub use span::{Options, Wish};
use span::{Span, Start};

/// A group that is followed.
#[derive(Debug, Clone)]
enum Followed {
    /// This one.
    Named(Arc<str>),
    /// The function's: this one, unless its configuration says another.
    OfFunction(Arc<str>),
}

/// Starts following the pipeline's groups, all at one pace and each by itself: one that fails holds up no other.
pub(super) fn start(readers: &mut JoinSet<()>, desk: &Desk, pipeline: &Arc<Pipeline>) {
    let groups = followed(pipeline);
    let now = desk.cloud.clock().now();
    let span = Span { since: earlier(now, desk.back), until: None, start: Start::Newest, ends: false };
    let posts = follow_all(readers, desk, groups, span);
    keep_live(readers, desk, posts, span.since);
}

/// Tails groups and tells everything to `heard`: `Lines`, and how each group is read.
///
/// Ends when everything is read, if it was not to follow; or when `until` has passed; else never, so that it is
/// dropped. The lines of each group come oldest first; late ones come when they come.
pub async fn tail(cloud: Cloud, groups: Vec<String>, options: Options, heard: mpsc::Sender<Heard>) {
    let id = pipeline::Id::default();
    let desk = Desk { cloud, id, heard, signals: Arc::default(), back: TimeDelta::zero() };
    let pattern = options.pattern.map(Into::into);
    let wish = Wish { pattern, mode: options.mode, is_rested: false };
    Signals::tell(&desk.signals.tail, wish);
    let groups = groups.into_iter().map(|name| Followed::Named(name.into())).collect();
    let ends = !options.follow;
    let span = Span { since: options.since, until: options.until, start: Start::Oldest, ends };
    let (mut readers, mut live) = (JoinSet::new(), JoinSet::new());
    let posts = follow_all(&mut readers, &desk, groups, span);
    keep_live(&mut live, &desk, posts, span.since);
    live.spawn(desk.clone().guard(relogin, |_| None));
    while readers.join_next().await.is_some() {}
}

/// Keeps live sessions; a defect in that has every group polled again.
fn keep_live(tasks: &mut JoinSet<()>, desk: &Desk, posts: Vec<Arc<Post>>, since: Time) {
    let (broken, clock) = (posts.clone(), desk.cloud.clock());
    let word = move |fault| {
        end(&broken, clock.now());
        Some(Observation::Live(Live::Refused(fault)))
    };
    let run = move |desk: Desk| {
        let posts = posts.clone();
        async move {
            desk.say(Observation::ReadSince(since)).await;
            keep(desk, posts).await;
        }
    };
    tasks.spawn(desk.clone().guard(run, word));
}

/// Sees to it that the groups are read again when a login that ran out has been renewed.
async fn relogin(desk: Desk) {
    let mut login = desk.signals.login.subscribe();
    // It cannot fail: the sender lives in our own signals.
    while login.wait_for(|login| *login != Login::Good).await.is_ok() {
        tokio::time::sleep(jittered(PROBE)).await;
        if desk.cloud.identity().await.is_ok() {
            Signals::tell(&desk.signals.login, Login::Good);
        }
    }
}

/// Starts a reader for each group; gives what a live session needs of each.
fn follow_all(readers: &mut JoinSet<()>, desk: &Desk, groups: Vec<Followed>, span: Span) -> Vec<Arc<Post>> {
    let pace = Arc::new(Pace::new(groups.len()));
    let mut posts = Vec::new();
    for group in groups {
        let pace = Arc::clone(&pace);
        let post = Arc::new(Post::new(Core::open(span.since, desk.cloud.clock().now())));
        posts.push(Arc::clone(&post));
        let (broken, signals) = (group.clone(), Arc::clone(&desk.signals));
        let run = move |desk| follow(desk, group.clone(), Arc::clone(&pace), span, Arc::clone(&post));
        let word = move |fault| {
            let group = broken.now(&signals).to_string();
            Some(Observation::Tail { group, source: Source::Failing(fault) })
        };
        readers.spawn(desk.clone().guard(run, word));
    }
    posts
}

/// So long before, but not before the epoch.
fn earlier(now: Time, back: TimeDelta) -> Time {
    let epoch = Time::UNIX_EPOCH;
    now.checked_sub_signed(back).unwrap_or(epoch).max(epoch)
}

fn followed(pipeline: &Pipeline) -> Vec<Followed> {
    let derived = pipeline.ingest.as_ref().filter(|_| pipeline.groups.is_empty()).map(Ingest::default_group);
    let kind = |name: String| match &derived {
        Some(default) if *default == name => Followed::OfFunction(name.into()),
        _ => Followed::Named(name.into()),
    };
    pipeline.groups().into_iter().map(kind).collect()
}

impl Followed {
    /// The group to read now, given what the function's configuration said.
    fn now(&self, signals: &Signals) -> Arc<str> {
        match self {
            Self::Named(name) => Arc::clone(name),
            Self::OfFunction(default) => {
                signals.group.borrow().clone().unwrap_or_else(|| Arc::clone(default))
            }
        }
    }

    /// Whether it is certain that this is the group.
    fn is_settled(&self, signals: &Signals) -> bool {
        match self {
            Self::Named(_) => true,
            Self::OfFunction(_) => signals.group.borrow().is_some(),
        }
    }
}

//! The tail of log groups: of a pipeline's, for the console, and of any, for `farol tail`.

mod follow;
mod pace;
mod span;
mod window;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::TimeDelta;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::Cloud;
use super::watch::{Desk, Signals};
use crate::domain::pipeline::{self, Ingest, Pipeline};
use crate::domain::world::Heard;
use follow::follow;
use pace::Pace;
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
    follow_all(readers, desk, groups, span);
}

/// Tails groups and tells everything to `heard`: `Lines`, and how each group is read.
///
/// Ends when everything is read, if it was not to follow; or when `until` has passed; else never, so that it is
/// dropped. The lines of each group come oldest first; late ones come when they come.
pub async fn tail(cloud: Cloud, groups: Vec<String>, options: Options, heard: mpsc::Sender<Heard>) {
    let id = pipeline::Id::default();
    let desk = Desk { cloud, id, heard, signals: Arc::default(), back: TimeDelta::zero() };
    let wish = Wish { pattern: options.pattern.map(Into::into), mode: options.mode };
    Signals::tell(&desk.signals.tail, wish);
    let groups = groups.into_iter().map(|name| Followed::Named(name.into())).collect();
    let ends = !options.follow;
    let span = Span { since: options.since, until: options.until, start: Start::Oldest, ends };
    let mut readers = JoinSet::new();
    follow_all(&mut readers, &desk, groups, span);
    while readers.join_next().await.is_some() {}
}

fn follow_all(readers: &mut JoinSet<()>, desk: &Desk, groups: Vec<Followed>, span: Span) {
    let pace = Arc::new(Pace::new(groups.len()));
    for group in groups {
        let pace = Arc::clone(&pace);
        let run = move |desk| follow(desk, group.clone(), Arc::clone(&pace), span);
        readers.spawn(desk.clone().guard(run, |_| None));
    }
}

/// So long before, but not before the epoch.
fn earlier(now: crate::clock::Time, back: TimeDelta) -> crate::clock::Time {
    let epoch = crate::clock::Time::UNIX_EPOCH;
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

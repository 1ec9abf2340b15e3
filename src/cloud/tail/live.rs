//! Live Tail: sessions over the groups that are there, for as long as the user wants to pay for them.

mod frames;
mod line;
mod open;
mod session;
mod sign;

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use futures_util::future::select_all;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::post::{Feeding, Post};
use super::span::Wish;
use crate::clock::Time;
use crate::cloud::watch::Desk;
use crate::domain::fault::Fault;
use crate::domain::log::{Live, Mode};
use crate::domain::world::Observation;
use crate::tasks::contained;
use line::Line;

/// The most groups of one session.
const GROUPS: usize = 10;

/// How long groups that appear together are waited for, so that they share a session.
const GATHERING: Duration = Duration::from_secs(2);

/// How long new sessions may take to begin before the old ones go; and how long both run side by side.
const PATIENCE: Duration = Duration::from_secs(15);
const TOGETHER: Duration = Duration::from_secs(3);

/// How long to wait after the groups' ARNs could not be learned.
const LATER: Duration = Duration::from_secs(30);

/// A group that has a live session.
#[derive(Debug, Clone)]
struct Target {
    post: Arc<Post>,
    name: Arc<str>,
    arn: String,
}

/// Keeps sessions going while the user wishes for them.
pub(super) async fn keep(desk: Desk, posts: Vec<Arc<Post>>) {
    let mut wish = desk.signals.tail.subscribe();
    loop {
        let Wish { pattern, mode, is_rested } = wish.borrow_and_update().clone();
        if mode == Mode::Live {
            let now = desk.cloud.clock().now();
            for post in &posts {
                post.core().listen(now);
            }
            tokio::select! {
                () = listen(&desk, &posts, pattern.as_ref()) => {}
                _ = wish.changed() => {}
            }
            end(&posts, desk.cloud.clock().now());
            continue;
        }
        if desk.signals.was_live(false) {
            desk.say(Observation::Live(if is_rested { Live::Rested } else { Live::Off })).await;
        }
        if wish.changed().await.is_err() {
            return;
        }
    }
}

/// Has every group polled again.
pub(super) fn end(posts: &[Arc<Post>], now: Time) {
    for post in posts {
        post.core().deafen(now);
        post.feeding.send_replace(Feeding::Off);
    }
}

/// Listens to the groups that are there, with new sessions whenever there are others.
async fn listen(desk: &Desk, posts: &[Arc<Post>], pattern: Option<&Arc<str>>) {
    desk.signals.was_live(true);
    let numbers = Arc::new(AtomicU32::new(0));
    let mut joined: Vec<Arc<str>> = Vec::new();
    let mut sessions = JoinSet::new();
    loop {
        let mut changes: Vec<_> = posts.iter().map(|post| post.group.subscribe()).collect();
        let names: Vec<Arc<str>> =
            changes.iter_mut().filter_map(|group| group.borrow_and_update().clone()).collect();
        if names != joined {
            match targets(desk, posts).await {
                Ok(targets) if targets.iter().map(|target| &target.name).eq(&joined) => {}
                Ok(targets) => {
                    joined = targets.iter().map(|target| Arc::clone(&target.name)).collect();
                    let (fresh, begun) = start(desk, &targets, pattern, &numbers);
                    begin(begun, fresh.len()).await;
                    // Dropped, and with them their sessions: the new ones have taken over.
                    sessions = fresh;
                }
                Err(fault) => {
                    desk.say(Observation::Live(Live::Refused(fault))).await;
                    sleep(LATER).await;
                    continue;
                }
            }
        }
        // One that could not be found may not be there yet, and nobody else may look for it.
        let patience = if names.len() > joined.len() { LATER } else { Duration::MAX };
        let change = select_all(changes.iter_mut().map(|group| Box::pin(group.changed())));
        let _ = timeout(patience, change).await;
        sleep(GATHERING).await;
        // A session that broke down is taken up again by itself; its end means a defect of ours.
        while sessions.try_join_next().is_some() {}
    }
}

async fn targets(desk: &Desk, posts: &[Arc<Post>]) -> Result<Vec<Target>, Fault> {
    let mut targets = Vec::new();
    for post in posts {
        let name = post.group.borrow().clone();
        let Some(name) = name else { continue };
        if let Some(arn) = desk.cloud.group_arn(&name).await? {
            targets.push(Target { post: Arc::clone(post), name, arn });
        }
    }
    Ok(targets)
}

/// Starts sessions over the groups; the count is of those that have begun, or could not.
fn start(
    desk: &Desk,
    targets: &[Target],
    pattern: Option<&Arc<str>>,
    numbers: &Arc<AtomicU32>,
) -> (JoinSet<()>, watch::Receiver<usize>) {
    let sender = Arc::new(watch::Sender::new(0));
    let begun = sender.subscribe();
    let mut sessions = JoinSet::new();
    let count = u32::try_from(targets.len().div_ceil(GROUPS)).unwrap_or(u32::MAX);
    for chunk in targets.chunks(GROUPS) {
        let line = Line::new(desk, chunk.to_vec(), pattern.cloned(), count, numbers, &sender);
        sessions.spawn(guard(desk.clone(), chunk.to_vec(), line.run()));
    }
    (sessions, begun)
}

/// Runs the sessions of some groups; after a defect in that they are polled again, and it is said why.
async fn guard(desk: Desk, targets: Vec<Target>, run: impl Future<Output = ()>) {
    if let Err(fault) = contained("Live Tail", run).await {
        let posts: Vec<_> = targets.into_iter().map(|target| target.post).collect();
        end(&posts, desk.cloud.clock().now());
        desk.say(Observation::Live(Live::Refused(fault))).await;
    }
}

/// Waits until all sessions have begun, and a little longer: what the old ones still have is not to be lost.
async fn begin(mut begun: watch::Receiver<usize>, all: usize) {
    let _ = timeout(PATIENCE, begun.wait_for(|begun| *begun >= all)).await;
    sleep(TOGETHER).await;
}

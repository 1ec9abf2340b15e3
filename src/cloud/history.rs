//! The function's past day, put together from its log.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::task::JoinSet;

use super::Cloud;
use super::logs::{Order, Query};
use super::place::Service;
use super::watch::{Backoff, Desk, Reader, jittered};
use crate::clock::Time;
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::Event;
use crate::domain::pipeline::Pipeline;
use crate::domain::world::Observation;

/// How far back the past is read.
const PAST: TimeDelta = TimeDelta::hours(24);

/// The lines that tell of an invocation: its frame, its failure, and the status that it returned.
pub(super) const PATTERN: &str = r#"?START ?REPORT ?ERROR ?"Task timed out" ?statusCode ?"platform.""#;

/// The most pages that are read; what lies before them is left out, and said to be.
const PAGES: usize = 40;

/// How long a failure waits at first.
const PATIENCE: Duration = Duration::from_secs(15);

/// Starts the reading of the past of the ingest, where there is one.
pub(super) fn start(readers: &mut JoinSet<()>, desk: &Desk, pipeline: &Arc<Pipeline>) {
    let Some(ingest) = &pipeline.ingest else { return };
    let default: Arc<str> = ingest.default_group().into();
    let since = desk.cloud.clock().now() - PAST;
    let word = move |fault| Some(Observation::Past { events: Err(fault), since, whole: false });
    readers.spawn(desk.clone().guard(move |desk| keep(desk, Arc::clone(&default)), word));
}

/// Reads the past once; again where the function turns out to log elsewhere, and when asked.
async fn keep(desk: Desk, default: Arc<str>) {
    let mut known = desk.signals.group.subscribe();
    let mut pokes = desk.signals.pokes(Reader::History);
    let mut backoff = Backoff::default();
    loop {
        if let Some(fault) = desk.expired() {
            let since = desk.cloud.clock().now() - PAST;
            desk.say(Observation::Past { events: Err(fault), since, whole: false }).await;
        }
        desk.login().await;
        pokes.mark_unchanged();
        let group = known.borrow_and_update().clone().unwrap_or_else(|| Arc::clone(&default));
        let say = |piece: Piece| desk.say(piece.observation());
        let answer = walk(&desk.cloud, &group, &say).await;
        desk.note(&answer);
        let pause = answer.err().map(|fault| backoff.pause(Some(&fault), PATIENCE));
        let rest = async {
            match pause {
                Some(pause) => tokio::time::sleep(jittered(pause)).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = rest => {}
            _ = pokes.changed() => {}
            _ = known.wait_for(|known| known.as_ref().is_some_and(|known| *known != group)) => {}
        }
    }
}

/// A piece of the past, or why there is none.
pub(super) struct Piece {
    /// What was read.
    pub events: Result<Vec<Event>, Fault>,
    /// Since when it is complete.
    pub since: Time,
    /// Whether that is all there is since then.
    pub whole: bool,
}

impl Piece {
    fn observation(self) -> Observation {
        let Self { events, since, whole } = self;
        Observation::Past { events, since, whole }
    }
}

/// Reads the past of a group as the server lets itself be asked, and tells every piece of it.
pub(super) async fn walk<F>(cloud: &Cloud, group: &Arc<str>, say: &impl Fn(Piece) -> F) -> Result<(), Fault>
where
    F: Future<Output = ()>,
{
    let since = cloud.clock().now() - PAST;
    let (group, pattern, order) = (Arc::clone(group), Some(PATTERN.into()), Order::Backward);
    let query = Query { group, since, until: None, pattern, order, limit: None };
    let is_custom = cloud.0.place.endpoints.of(Service::Logs).is_some();
    let answer = match pages(cloud, &query, is_custom, say).await {
        // A server that does not know the order or the pattern says so, or that there is nothing: it gets the
        // plainest question.
        Err(Fault { kind: Kind::Refused, .. }) | Ok(Told::Nothing) => {
            let plain = Query { pattern: None, order: Order::Forward, ..query };
            pages(cloud, &plain, false, say).await.map(drop)
        }
        answer => answer.map(drop),
    };
    match answer {
        // A function that has never run has no group yet.
        Err(Fault { kind: Kind::Missing, .. }) => {
            say(Piece { events: Ok(Vec::new()), since, whole: true }).await;
            Ok(())
        }
        Err(fault) => {
            say(Piece { events: Err(fault.clone()), since, whole: false }).await;
            Err(fault)
        }
        Ok(()) => Ok(()),
    }
}

/// Whether the console was told of the past.
enum Told {
    Something,
    Nothing,
}

/// Reads page after page and tells each at once; nothing of an empty past that is in doubt.
async fn pages<F>(
    cloud: &Cloud,
    query: &Query,
    doubts_nothing: bool,
    say: &impl Fn(Piece) -> F,
) -> Result<Told, Fault>
where
    F: Future<Output = ()>,
{
    let (mut token, mut reach) = (None, cloud.clock().now());
    let mut told = Told::Nothing;
    for number in 1..=PAGES {
        let page = cloud.events(query, token).await?;
        token = page.next;
        reach = reach.min(reached(&page.events).unwrap_or(reach));
        let whole = token.is_none();
        let since = if whole { query.since } else { reach };
        if whole && page.events.is_empty() && doubts_nothing && matches!(told, Told::Nothing) {
            return Ok(Told::Nothing);
        }
        if whole || number == PAGES || !page.events.is_empty() {
            say(Piece { events: Ok(page.events), since, whole }).await;
            told = Told::Something;
        }
        if whole {
            break;
        }
    }
    Ok(told)
}

/// Back to when a page is complete: a page with the newest first reaches back to its oldest event.
fn reached(events: &[Event]) -> Option<Time> {
    let (first, last) = (events.first()?, events.last()?);
    (first.time >= last.time).then_some(last.time)
}

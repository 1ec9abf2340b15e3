//! Whether the last crawl did its work.

use chrono::TimeDelta;

use super::{Health, State, Step, known};
use crate::clock::Time;
use crate::domain::World;
use crate::domain::action::{Attempt, Outcome, Verb};
use crate::domain::crawler::{self, Crawl, Crawler, Past};
use crate::domain::words;

/// The health of the crawler.
pub fn judge(name: &str, world: &World) -> Health {
    let attempt = world.attempts.get(&Verb::StartCrawler);
    if let Some(health) = attempt.and_then(|attempt| sent(attempt, world)) {
        return health;
    }
    let unreadable =
        |fault: &_| Health::unreadable(Step::Crawl, fault, "crawler", name, "pipeline.catalog.crawler");
    match known(&world.crawler, Step::Crawl, unreadable) {
        Err(health) => health,
        Ok(crawler) if crawler.state.is_busy() => running(crawler, world),
        Ok(crawler) => crawler.last.as_ref().map_or(Health::new(Step::Crawl, State::Never), told),
    }
}

/// The last crawl, if it did its work.
pub fn last_good(world: &World) -> Option<&Crawl> {
    world.crawler.get()?.last.as_ref().filter(|crawl| crawl.is_good())
}

/// The crawls of the past, newest first, that one under way among them.
pub fn past(world: &World) -> impl Iterator<Item = &Past> {
    world.glue.crawls.get().into_iter().flatten()
}

/// When the last crawl that has ended began.
pub fn last_start(world: &World) -> Option<Time> {
    world.crawler.get()?.last.as_ref()?.started
}

/// Whether a crawl is under way.
pub fn is_running(world: &World) -> bool {
    world.is_busy(Verb::StartCrawler)
}

/// The health as our own attempt tells it; `None`: the crawler has been read since.
fn sent(attempt: &Attempt, world: &World) -> Option<Health> {
    let is_unread = world.crawler.read().is_none_or(|read| read <= attempt.sent);
    let running = || Health::new(Step::Crawl, State::Running).since(attempt.sent);
    match &attempt.outcome {
        None => Some(running()),
        Some(Outcome::Accepted(_)) => is_unread.then(running),
        Some(Outcome::Unknown(_)) => {
            let doubt = attempt.doubt().filter(|_| is_unread)?;
            Some(Health::unknown(Step::Crawl, attempt.sent, doubt))
        }
        Some(Outcome::Refused(_)) => None,
    }
}

fn running(crawler: &Crawler, world: &World) -> Health {
    let health = Health::new(Step::Crawl, State::Running).since(started(crawler, world));
    if crawler.state == crawler::State::Stopping { health.note("stopping") } else { health }
}

/// When the crawl under way started: AWS says only how long it has been running.
fn started(crawler: &Crawler, world: &World) -> Option<Time> {
    let elapsed = crawler.elapsed.filter(|elapsed| !elapsed.is_zero());
    let elapsed = elapsed.and_then(|elapsed| TimeDelta::from_std(elapsed).ok());
    let counted =
        world.crawler.read().zip(elapsed).and_then(|(read, elapsed)| read.checked_sub_signed(elapsed));
    let sent = || world.attempts.get(&Verb::StartCrawler).map(|attempt| attempt.sent);
    counted.or_else(sent)
}

fn told(crawl: &Crawl) -> Health {
    let health = |state| Health::new(Step::Crawl, state).since(crawl.started);
    if crawl.is_good() {
        return health(State::Good);
    }
    let said = crawl.error.as_ref().map(words::cause).filter(|said| !said.is_empty());
    health(State::Failed).because(match (crawl.status.exact(), said) {
        ("CANCELLED" | "STOPPED", None) => "was cancelled".to_owned(),
        ("CANCELLED" | "STOPPED", Some(said)) => format!("was cancelled: {said}"),
        (_, Some(said)) => said,
        (_, None) => format!("the last crawl is {}", crawl.status.headline()),
    })
}

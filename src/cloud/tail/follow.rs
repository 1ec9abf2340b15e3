//! Follows one group by reading: polls it, or reads what its live session may have left out.

mod rest;
mod tell;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::Followed;
use super::core::Core;
use super::ledger::Check;
use super::pace::{Pace, now};
use super::post::{Feeding, Post};
use super::span::Span;
use super::window::{Stage, Window};
use crate::clock::Time;
use crate::cloud::logs::{Page, Query};
use crate::cloud::watch::{Backoff, Desk, Reader};
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::{Event, Mode, Source};
use crate::domain::world::Observation;
use rest::Rest;

/// The most pages of one round; the next round goes on where this one stopped.
const PAGES: usize = 5;

/// The most lines that are handed over together. A whole queue of them may wait beside the lines that are kept.
const LINES: usize = 250;

/// How often a group is asked through Insights, which is paid for by what it scans.
const INSIGHTS: Duration = Duration::from_secs(30);

/// How long a group is still polled when its live session is up, so that nothing falls between the two.
const TOGETHER: chrono::TimeDelta = chrono::TimeDelta::seconds(3);

/// Follows a group to the end of the span; tells new lines, and how the group is read when that changes.
pub(super) async fn follow(desk: Desk, followed: Followed, pace: Arc<Pace>, span: Span, post: Arc<Post>) {
    let window = open(&desk, &followed, &span);
    reopen(&desk, &post, span.since, span.until);
    let pokes = desk.signals.pokes(Reader::Tail);
    let feeding = post.feeding.subscribe();
    let mut this = Follower {
        desk,
        followed,
        pace,
        span,
        post,
        window,
        checking: None,
        polled: None,
        news: None,
        door: Door::Filter,
        told: None,
        held: None,
        pokes,
        feeding,
        took: Duration::ZERO,
        backoff: Backoff::default(),
    };
    this.run().await;
}

fn open(desk: &Desk, followed: &Followed, span: &Span) -> Window {
    Window::open(followed.now(&desk.signals), span, desk.signals.tail.borrow().pattern.clone())
}

/// Begins a group's account anew.
fn reopen(desk: &Desk, post: &Post, since: Time, until: Option<Time>) {
    let mut core = post.core();
    let now = desk.cloud.clock().now();
    *core = Core::open(since, now).ending(until);
    if desk.signals.tail.borrow().mode == Mode::Live {
        core.listen(now);
    }
}

/// Which operation a group is read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    /// `FilterLogEvents`.
    Filter,
    /// `StartQuery`, for groups of a class that knows nothing else.
    Insights,
}

struct Follower {
    desk: Desk,
    followed: Followed,
    pace: Arc<Pace>,
    span: Span,
    post: Arc<Post>,
    window: Window,
    checking: Option<Checking>,
    /// When the last complete round of polling was asked for.
    polled: Option<Time>,
    /// When polling last found lines.
    news: Option<Instant>,
    door: Door,
    told: Option<Source>,
    /// What was not told while it was not certain that this is the function's group.
    held: Option<Source>,
    pokes: watch::Receiver<u64>,
    feeding: watch::Receiver<Feeding>,
    /// How long the last round took, with what it waited for its turn.
    took: Duration,
    backoff: Backoff,
}

/// A span that is being read to see what is missing.
struct Checking {
    check: Check,
    query: Query,
    token: Option<String>,
    asked: Time,
}

impl Follower {
    async fn run(&mut self) {
        loop {
            if let Some(fault) = self.desk.expired() {
                self.tell(Source::Failing(fault)).await;
                if self.span.ends {
                    return;
                }
            }
            self.desk.login().await;
            let (asked, at) = (now(), self.desk.cloud.clock().now());
            let answer = self.work(at).await;
            self.took = asked.elapsed();
            self.desk.note(&answer);
            let rest = self.judge(answer).await;
            self.account().await;
            if self.is_over(at, &rest) {
                return;
            }
            self.rest(asked, rest).await;
        }
    }

    /// Polls where that is to be done, and reads on where something may be missing.
    async fn work(&mut self, at: Time) -> Result<(), Fault> {
        self.pokes.mark_unchanged();
        self.feeding.mark_unchanged();
        if self.is_polled(at) {
            self.round(at).await?;
        }
        self.check().await
    }

    /// Whether the group is polled: always, unless a live session has brought everything for a while.
    fn is_polled(&self, at: Time) -> bool {
        let feeding = *self.post.feeding.borrow();
        match feeding {
            Feeding::Off => true,
            Feeding::Live(since) => {
                let is_covered = self.polled.is_some_and(|polled| polled >= since + TOGETHER);
                !is_covered && at >= since
            }
            Feeding::Stale(_) | Feeding::Lost => !matches!(self.window.stage(), Stage::Live),
        }
    }

    /// Reads what is there, up to a few pages.
    async fn round(&mut self, at: Time) -> Result<(), Fault> {
        for _ in 0..PAGES {
            let (query, token) = self.window.next(self.desk.cloud.clock().now());
            let stage = self.window.stage();
            let page = self.page(&query, token).await?;
            let fresh = self.window.take(page, &mut self.post.core());
            if stage == Stage::Live && !fresh.is_empty() {
                self.pace.news();
                self.news = Some(now());
            }
            self.show(fresh).await;
            if self.window.is_read() {
                self.polled = Some(at);
                break;
            }
        }
        Ok(())
    }

    /// Reads what may be missing, up to a few pages.
    async fn check(&mut self) -> Result<(), Fault> {
        if self.window.stage() != Stage::Live || self.span.ends {
            return Ok(());
        }
        for _ in 0..PAGES {
            let Some(Checking { check, query, token, asked }) = self.checking.take().or_else(|| self.due())
            else {
                break;
            };
            let page = self.page(&query, token).await?;
            let token = page.next;
            let fresh = self.post.core().read(page.events, true);
            self.post.core().crowded(page.crowded);
            self.show(fresh).await;
            match token {
                None => self.post.core().pass(check, asked),
                token => self.checking = Some(Checking { check, query, token, asked }),
            }
        }
        Ok(())
    }

    fn due(&self) -> Option<Checking> {
        let asked = self.desk.cloud.clock().now();
        let check = self.post.core().due(asked)?;
        Some(Checking { check, query: self.window.ask(check), token: None, asked })
    }

    async fn page(&self, query: &Query, token: Option<String>) -> Result<Page, Fault> {
        match self.door {
            Door::Filter => self.desk.cloud.events(query, token).await,
            Door::Insights => self.desk.cloud.query(query, token).await,
        }
    }

    /// Hands lines over, few at a time: whoever takes them answers keys between.
    async fn show(&self, fresh: Vec<Event>) {
        let mut rest = fresh.into_iter();
        while rest.len() > 0 {
            let lines = rest.by_ref().take(LINES).collect();
            self.desk.say_of(self.window.pattern(), Observation::Lines(lines)).await;
        }
    }

    /// Whether the round that was asked for at this moment was the last one.
    fn is_over(&self, asked: Time, rest: &Rest) -> bool {
        let has_failed = matches!(self.told, Some(Source::Failing(_) | Source::Waiting));
        let is_read = !matches!(rest, Rest::Not) && (has_failed || self.window.stage() == Stage::Live);
        is_read && self.span.is_over(asked)
    }

    /// Says what an answer means for the group, and how long to rest.
    async fn judge(&mut self, answer: Result<(), Fault>) -> Rest {
        self.pace.update(self.desk.signals.busy.borrow().is_any());
        let Err(fault) = answer else {
            self.backoff = Backoff::default();
            self.post.core().blind(None);
            self.join();
            // What is told is that it has come to the present; in between it would be no news.
            if self.window.is_read() {
                self.tell_source().await;
            }
            return self.calm();
        };
        self.window.rewind(&mut self.post.core());
        match fault.kind {
            Kind::Refused if self.door == Door::Filter && is_infrequent(&fault) => {
                self.door = Door::Insights;
                self.window.read_all();
                Rest::Not
            }
            Kind::Refused if self.window.stage() == Stage::Glance => {
                self.window.read_all();
                Rest::Not
            }
            Kind::Missing => {
                self.backoff = Backoff::default();
                self.post.group.send_replace(None);
                // Before there is a group there are no minutes to vouch for.
                let now = self.desk.cloud.clock().now();
                reopen(&self.desk, &self.post, now, self.span.until);
                self.tell(Source::Waiting).await;
                Rest::Absent
            }
            _ => self.fail(fault).await,
        }
    }

    async fn fail(&mut self, fault: Fault) -> Rest {
        let every = *self.pace.every.borrow();
        let pause = self.backoff.pause(Some(&fault), every.max(Duration::from_secs(2)));
        if fault.kind == Kind::Denied {
            // What may not be read may still come live.
            self.join();
        }
        let now = self.desk.cloud.clock().now();
        self.post.core().tidy(now);
        let is_blind = fault.kind != Kind::Throttled && !self.post.core().is_live();
        self.post.core().blind(is_blind.then_some(now));
        // While lines come live, what cannot be read shows as minutes that are not verified.
        if self.post.core().is_live() {
            self.tell_source().await;
        } else {
            self.tell(Source::Failing(fault)).await;
        }
        Rest::For(pause)
    }

    /// Lets a live session take the group: it is there.
    fn join(&self) {
        let group = (self.door == Door::Filter && self.followed.is_settled(&self.desk.signals))
            .then(|| Arc::clone(self.window.group()));
        self.post.group.send_if_modified(|old| std::mem::replace(old, group.clone()) != group);
    }
}

/// Groups of this class have no `FilterLogEvents` (its error is not modelled, so the text is all there is).
fn is_infrequent(fault: &Fault) -> bool {
    fault.said.exact().contains("INFREQUENT_ACCESS")
}

//! A crawler, the pipeline's or any other, as a row and in its details.

use std::time::Duration;

use ratatui::text::{Line, Span};

use super::line::{self, GAP, LEAD, fitting};
use super::node::{Id, Node, Which};
use crate::clock::Time;
use crate::domain::crawler::{Crawler, Metrics, State};
use crate::domain::fault::Fault;
use crate::domain::health;
use crate::domain::pipeline::Pipeline;
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::pane::{Cx, Details};
use crate::theme::sign;
use crate::widgets::cells;

/// A crawler, and what is known around it.
pub struct Seen<'a> {
    /// Visible already.
    pub name: String,
    /// `None`: it has not been read.
    pub crawler: Option<&'a Crawler>,
    /// Why the latest read failed.
    pub fault: Option<&'a Fault>,
    read: Option<Time>,
    metrics: Option<&'a Metrics>,
    measured: Option<Time>,
    unmeasured: Option<&'a Fault>,
    /// How long its crawls took.
    takes: Option<Duration>,
    /// Whether it is one of many.
    is_other: bool,
}

/// The crawler that is meant; `None`: the pipeline has none.
pub fn of<'a>(cx: Cx<'a>, which: &Which) -> Option<Seen<'a>> {
    match which {
        Which::Ours => ours(cx),
        Which::Named(name) => Some(named(cx, name)),
    }
}

fn ours(cx: Cx<'_>) -> Option<Seen<'_>> {
    let (crawler, metrics) = (&cx.world.crawler, &cx.world.glue.metrics);
    Some(Seen {
        name: visible(of_pipeline(cx.pipeline)?).into_owned(),
        crawler: crawler.get(),
        fault: crawler.fault(),
        read: crawler.read(),
        metrics: metrics.get(),
        measured: metrics.read(),
        unmeasured: metrics.fault(),
        takes: health::crawl_takes(cx.world).map(|takes| takes.median),
        is_other: false,
    })
}

fn named<'a>(cx: Cx<'a>, name: &Foreign) -> Seen<'a> {
    let glue = &cx.world.glue;
    let metrics = glue.measures.items.iter().find(|measured| measured.crawler == *name);
    Seen {
        name: name.visible().into_owned(),
        crawler: glue.crawlers.items.iter().find(|crawler| crawler.name == *name),
        fault: None,
        read: glue.crawlers.read,
        metrics: metrics.map(|measured| &measured.metrics),
        measured: glue.measures.read,
        unmeasured: glue.measures.fault.as_ref(),
        takes: None,
        is_other: true,
    }
}

/// The name of the pipeline's crawler.
pub fn of_pipeline(pipeline: &Pipeline) -> Option<&str> {
    pipeline.catalog.as_ref()?.crawler.as_deref()
}

/// The rows of a crawler by itself.
pub fn nodes(cx: Cx<'_>, which: &Which) -> Vec<Node> {
    let Some(seen) = of(cx, which) else { return vec![] };
    let has_error = seen.crawler.and_then(|crawler| crawler.last.as_ref()?.error.as_ref()).is_some();
    let id = |make: fn(Which) -> Id| make(which.clone());
    let rows = [
        (id(Id::Crawler), true),
        (id(Id::Error), has_error),
        (id(Id::Fault), seen.fault.is_some()),
        (id(Id::Route), seen.crawler.is_some()),
    ];
    rows.into_iter().filter(|(_, is_there)| *is_there).map(|(id, _)| Node::leaf(id)).collect()
}

impl Seen<'_> {
    /// How the crawler is: what it does now, else how its last crawl went.
    pub fn health(&self) -> health::State {
        match self.crawler {
            None if self.fault.is_some() => health::State::Unreadable,
            None => health::State::Pending,
            Some(crawler) if crawler.state.is_busy() => health::State::Running,
            Some(crawler) => match &crawler.last {
                None => health::State::Never,
                Some(last) if last.is_good() => health::State::Good,
                Some(last) if last.status.exact() == "CANCELLED" => health::State::Degraded,
                Some(_) => health::State::Failed,
            },
        }
    }

    /// How long the crawl under way has been running.
    fn elapsed(&self, now: Time) -> Option<Duration> {
        let since = self.read.and_then(|read| (now - read).to_std().ok());
        let crawler = self.crawler.filter(|crawler| crawler.state.is_busy())?;
        crawler.elapsed.map(|elapsed| elapsed + since.unwrap_or_default())
    }

    /// How long a crawl takes: as Glue reckons, else as the crawls of the past tell.
    fn usual(&self) -> Option<Duration> {
        self.metrics.and_then(|metrics| metrics.median).or(self.takes)
    }

    /// What Glue reckons to be left of the crawl under way.
    fn left(&self, now: Time) -> Option<Duration> {
        let since = (now - self.measured?).to_std().unwrap_or_default();
        let left = self.metrics?.left.filter(|_| self.crawler.is_some_and(|it| it.state.is_busy()));
        left.map(|left| left.saturating_sub(since))
    }

    /// How far a crawl is, against what is usual.
    fn progress(&self, elapsed: Duration) -> Option<String> {
        let usual = self.usual()?;
        let share = (elapsed.as_secs() * 100).checked_div(usual.as_secs()).filter(|share| *share <= 100);
        let share = share.map(|share| format!(" ({share}%)")).unwrap_or_default();
        Some(format!(" of the usual {}{share}", words::span(usual)))
    }
}

/// The row of a crawler.
pub fn row(cx: Cx<'_>, seen: &Seen<'_>, names: usize) -> Line<'static> {
    let health = seen.health();
    let names = names.min(line::most(cx));
    let head = format!("{} {}", sign(health), cells::left(&cells::cut_middle(&seen.name, names), names));
    let words = match seen.crawler {
        Some(crawler) => state(cx, seen, crawler),
        None if seen.fault.is_some() => vec!["unreadable".to_owned()],
        None => vec!["reading".to_owned()],
    };
    let room = usize::from(cx.area.width).saturating_sub(LEAD + names + GAP);
    let head = Span::styled(head, cx.theme.state(health));
    Line::from_iter([head, Span::raw("   "), Span::raw(fitting(words, room))])
}

/// What the crawler does now, and how its last crawl went; the fullest first.
fn state(cx: Cx<'_>, seen: &Seen<'_>, crawler: &Crawler) -> Vec<String> {
    let name = crawler.state.name();
    let last = crawler.last.as_ref().map(|last| {
        let status = last.status.visible().into_owned();
        let ago = last.started.map(|started| format!(" {}", words::ago(cx.now - started)));
        (status, ago.unwrap_or_default())
    });
    let running = seen.elapsed(cx.now).map(|elapsed| {
        format!("{name} for {}{}", words::span(elapsed), seen.progress(elapsed).unwrap_or_default())
    });
    let now = running.unwrap_or_else(|| name.clone().into_owned());
    match (last, &crawler.state) {
        (None, State::Ready) => {
            vec![format!("{now}   it has never crawled"), format!("{now}, never crawled")]
        }
        (None, _) => vec![now],
        (Some((status, age)), State::Ready) if seen.is_other => {
            let usual = seen.usual().map(|usual| format!("   usually {}", words::span(usual)));
            let full = format!("{now}   last crawl {status}{age}{}", usual.unwrap_or_default());
            let to = crawler.database.as_ref().map(|name| format!("   → {}", name.visible()));
            vec![format!("{full}{}", to.unwrap_or_default()), full, format!("{status}{age}"), status]
        }
        (Some((status, age)), State::Ready) => vec![
            format!("{now}   last crawl {status}{age}"),
            format!("{now}   {status}{age}"),
            format!("{status}{age}"),
            status,
        ],
        (Some((status, age)), _) => vec![format!("{now}   last crawl {status}{age}"), now, name.into_owned()],
    }
}

/// What is crawled, and where to.
pub fn route(crawler: &Crawler) -> Vec<String> {
    let targets: Vec<_> = crawler.targets.iter().map(Foreign::visible).collect();
    let targets = if targets.is_empty() { "no target".to_owned() } else { targets.join(", ") };
    match &crawler.database {
        Some(database) => vec![format!("{targets} → {}", database.visible())],
        None => vec![targets],
    }
}

/// Why its last crawl failed.
pub fn error(seen: &Seen<'_>) -> Option<Vec<String>> {
    let error = seen.crawler?.last.as_ref()?.error.as_ref()?;
    Some(vec![error.headline().into_owned()])
}

/// Everything there is to say of a crawler.
pub fn details(cx: Cx<'_>, seen: &Seen<'_>) -> Details {
    let details =
        Details::new(format!("crawler {}", seen.name)).with_some("fault", seen.fault.map(Fault::words));
    match seen.crawler {
        Some(crawler) => last_crawl(cx, crawler, facts(cx, seen, crawler, details)),
        None => details,
    }
}

/// Tables that the crawler has ever made, changed and removed.
fn ever(metrics: &Metrics) -> String {
    format!("{} created, {} updated, {} deleted", metrics.created, metrics.updated, metrics.deleted)
}

fn facts(cx: Cx<'_>, seen: &Seen<'_>, crawler: &Crawler, details: Details) -> Details {
    let targets: Vec<_> = crawler.targets.iter().map(Foreign::visible).collect();
    details
        .with("state", crawler.state.name())
        .with_some("running for", seen.elapsed(cx.now).map(words::span))
        .with_some("left", seen.left(cx.now).map(|left| format!("about {}", words::span(left))))
        .with_some("usually", seen.usual().map(words::span))
        .with_some("tables", seen.metrics.map(ever))
        .with_some("reckoned", seen.unmeasured.map(Fault::words))
        .with("crawls", targets.join("\n"))
        .with_some("database", shown(crawler.database.as_ref()))
}

fn last_crawl(cx: Cx<'_>, crawler: &Crawler, details: Details) -> Details {
    let Some(last) = &crawler.last else { return details.with("last crawl", "never") };
    details
        .with("last crawl", last.status.visible())
        .with_some("error", last.error.as_ref().map(|error| error.lines().collect::<Vec<_>>().join("\n")))
        .with_some("started", last.started.map(|at| line::moment(cx, at)))
        .with_some("log group", shown(last.log_group.as_ref()))
        .with_some("log stream", shown(last.log_stream.as_ref()))
        .with_some("log prefix", shown(last.message_prefix.as_ref()))
}

fn shown(text: Option<&Foreign>) -> Option<String> {
    text.map(|text| text.visible().into_owned())
}

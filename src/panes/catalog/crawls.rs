//! The crawls of the past: which rows there are, and what they say.

use std::sync::Arc;

use ratatui::text::{Line, Span};

use super::crawler;
use super::node::{Folds, Id, Node, Which};
use super::view::View;
use crate::clock::Time;
use crate::domain::crawler::Past;
use crate::domain::health::{self, State};
use crate::domain::log;
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::filter::Filter;
use crate::pane::{Cx, Details, Stamp};
use crate::theme::sign;
use crate::widgets::cells;
use crate::widgets::tree::Fold;

/// How long after its end a crawl's lines may come.
const LATE: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// The rows: how many crawls there were, and each of them where that is unfolded or the filter finds it.
pub fn nodes(cx: Cx<'_>, folds: &Folds, filter: &Filter) -> Vec<Node> {
    let reading = &cx.world.glue.crawls;
    let crawls = all(cx);
    if crawls.is_empty() && reading.fault().is_none() {
        return vec![];
    }
    let fold = if crawls.is_empty() { Fold::Leaf } else { folds.of(&Id::Crawls) };
    let is_open = fold == Fold::Open || !filter.is_empty();
    let rows = crawls.iter().filter(|_| is_open).filter(|crawl| passes(crawl, filter));
    let rows: Vec<Node> = rows.map(|crawl| Node::leaf(Id::Crawl(crawl.id.clone()))).collect();
    if !filter.is_empty() && rows.is_empty() {
        return vec![];
    }
    let fold = if filter.is_empty() { fold } else { Fold::Open };
    std::iter::once(Node { id: Id::Crawls, fold, field: None, at: 0, change: None }).chain(rows).collect()
}

/// The rows of any crawler: itself and its crawls, newest first.
pub fn of_other(cx: Cx<'_>, name: &Foreign, filter: &Filter) -> Vec<Node> {
    let which = Which::Named(name.clone());
    let crawls = cx.world.glue.history.of(name).map(|history| history.items.as_slice()).unwrap_or_default();
    let mut crawls: Vec<&Past> = crawls.iter().filter(|crawl| passes(crawl, filter)).collect();
    crawls.sort_by(|a, b| b.started.cmp(&a.started).then_with(|| a.id.cmp(&b.id)));
    let rows = crawls.into_iter().map(|crawl| Node::leaf(Id::Crawl(crawl.id.clone())));
    crawler::nodes(cx, &which).into_iter().filter(|_| filter.is_empty()).chain(rows).collect()
}

fn passes(crawl: &Past, filter: &Filter) -> bool {
    let error = crawl.error.as_ref().map(Foreign::exact).unwrap_or_default();
    filter.is_empty() || filter.passes_with_id(&[crawl.state.exact(), error, "crawl"], crawl.id.exact())
}

fn all(cx: Cx<'_>) -> &[Past] {
    cx.world.glue.crawls.get().map(Vec::as_slice).unwrap_or_default()
}

/// The crawl of this id.
pub fn find<'a>(cx: Cx<'a>, id: &Foreign) -> Option<&'a Past> {
    all(cx).iter().chain(cx.world.glue.history.latest()).find(|crawl| crawl.id == *id)
}

/// The row above them, the fullest first.
pub fn summary(cx: Cx<'_>) -> Vec<String> {
    let (crawls, fault) = (all(cx), cx.world.glue.crawls.fault());
    if let (true, Some(fault)) = (crawls.is_empty(), fault) {
        return vec![format!("no history: {}", fault.words())];
    }
    let newest = if crawls.len() >= crate::domain::crawler::NEWEST { "the newest " } else { "" };
    let plural = if crawls.len() == 1 { "" } else { "s" };
    let count = format!("{newest}{} crawl{plural}", words::count(crawls.len()));
    let takes =
        health::crawl_takes(cx.world).map(|takes| format!("   usually {}", words::span(takes.median)));
    let every = health::crawl_every(cx.world).map(|every| every.median.to_std().unwrap_or_default());
    let every = every.map(|every| format!(", every {}", words::span(every))).unwrap_or_default();
    let takes = takes.unwrap_or_default();
    vec![format!("{count}{takes}{every}"), format!("{count}{takes}"), count]
}

/// The row of a crawl: how it went, when it began, how long it took, what it changed or why it failed.
pub fn line(cx: Cx<'_>, crawl: &Past) -> Line<'static> {
    let ours = all(cx);
    let beside = if ours.contains(crawl) { ours } else { cx.world.glue.history.latest() };
    let stamp = Stamp::of(cx, beside.iter().filter_map(|crawl| crawl.started).min());
    let started = crawl.started.map(|started| stamp.words(cx, started)).unwrap_or_default();
    let took = crawl.took().or_else(|| so_far(crawl, cx.now)).map(words::span).unwrap_or_default();
    let health = health_of(crawl);
    let error = crawl.error.as_ref().map(words::cause);
    let (said, style) = match error {
        Some(error) => (error, cx.theme.bad()),
        None if crawl.is_good() && crawl.changes.all().is_empty() => {
            ("changed nothing".to_owned(), cx.theme.faint())
        }
        None => (crawl.changes.words(), cx.theme.strong()),
    };
    let spans = [
        Span::raw("    "),
        Span::styled(
            format!("{} {}", sign(health), cells::left(&crawl.state.visible(), 9)),
            cx.theme.state(health),
        ),
        Span::raw(format!("  {} {}  ", cells::left(&started, stamp.width()), cells::right(&took, 6))),
    ];
    let used: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(cx.area.width).saturating_sub(used + 1);
    let mut line = Line::from_iter(spans);
    line.push_span(Span::styled(cells::cut(&said, room), style));
    line
}

fn so_far(crawl: &Past, now: Time) -> Option<std::time::Duration> {
    (now - crawl.started.filter(|_| crawl.is_running())?).to_std().ok()
}

fn health_of(crawl: &Past) -> State {
    match crawl.state.exact() {
        _ if crawl.is_good() => State::Good,
        "RUNNING" => State::Running,
        "FAILED" => State::Failed,
        _ => State::Degraded,
    }
}

/// Everything there is to say of a crawl.
pub fn details(cx: Cx<'_>, crawl: &Past) -> Details {
    let shown = |text: &Option<Foreign>| text.as_ref().map(|text| text.visible().into_owned());
    let lines = |text: &Foreign| text.lines().collect::<Vec<_>>().join("\n");
    Details::new(format!("crawl {}", crawl.id.visible()))
        .with("state", crawl.state.visible())
        .with_some("error", crawl.error.as_ref().map(lines))
        .with_some("started", crawl.started.map(|at| cx.date(at)))
        .with_some("ended", crawl.ended.map(|at| cx.date(at)))
        .with_some("took", crawl.took().map(words::span))
        .with_some("usually", health::crawl_takes(cx.world).map(|takes| words::span(takes.median)))
        .with("changed", changes(crawl))
        .with_some("DPU time", (crawl.dpu > 0).then(|| dpu(crawl)))
        .with_some("log group", shown(&crawl.log_group))
        .with_some("log stream", shown(&crawl.log_stream))
        .with_some("log prefix", shown(&crawl.message_prefix))
}

fn dpu(crawl: &Past) -> String {
    format!("{}.{:03} DPU hours", crawl.dpu / 1_000, crawl.dpu % 1_000)
}

fn changes(crawl: &Past) -> String {
    let told = crawl.changes.all().iter().map(|change| {
        let names: Vec<_> = change.names.iter().map(Foreign::visible).collect();
        let names = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
        format!("{}{names}", change.words())
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "nothing".to_owned() } else { told.join("\n") }
}

/// Where and when a crawl wrote its lines; `None`: AWS does not say.
pub fn lines(crawl: &Past) -> Option<log::Past> {
    Some(log::Past {
        groups: vec![Arc::from(crawl.log_group.as_ref()?.exact())],
        stream: Arc::from(crawl.log_stream.as_ref()?.exact()),
        since: crawl.started?,
        until: crawl.ended.map(|ended| ended + LATE),
    })
}

/// The newest crawl of the view's crawler.
pub fn newest<'a>(cx: Cx<'a>, view: &View) -> Option<&'a Past> {
    match view {
        View::Crawler(name) => cx.world.glue.history.of(name)?.items.iter().max_by_key(|crawl| crawl.started),
        _ => all(cx).first(),
    }
}

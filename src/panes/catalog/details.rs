//! Everything there is to say of the crawler, a table or a column.

use std::time::Duration;

use super::crawls;
use super::node::{Field, Id, Node};
use crate::clock::Time;
use crate::domain::crawler::Crawler;
use crate::domain::table::Table;
use crate::domain::text::Foreign;
use crate::domain::{health, words};
use crate::pane::{Cx, Details};

/// What the row stands for.
pub fn of(cx: Cx<'_>, node: &Node) -> Option<Details> {
    match &node.id {
        Id::Crawler | Id::Route | Id::Error | Id::Fault | Id::Crawls => self::crawler(cx),
        Id::Crawl(id) => crawls::find(cx, id).map(|crawl| crawls::details(cx, crawl)),
        Id::Table(name) | Id::About(name) => self::table(cx, name).map(|table| of_table(cx, table)),
        Id::Column(table, path) => {
            let table = self::table(cx, table)?;
            of_field(table, path, node.field.as_ref()?)
        }
    }
}

/// The table of this name.
pub fn table<'a>(cx: Cx<'a>, name: &Foreign) -> Option<&'a Table> {
    cx.world.tables.get()?.iter().find(|table| table.name == *name)
}

/// How long the crawl under way has been running.
pub fn elapsed(cx: Cx<'_>, crawler: &Crawler) -> Option<Duration> {
    let since = cx.world.crawler.read().and_then(|read| (cx.now - read).to_std().ok());
    crawler.elapsed.filter(|_| crawler.state.is_busy()).map(|elapsed| elapsed + since.unwrap_or_default())
}

/// How long a crawl takes: as Glue reckons, else as the crawls of the past tell.
pub fn usual(cx: Cx<'_>) -> Option<Duration> {
    let reckoned = cx.world.glue.metrics.get().and_then(|metrics| metrics.median);
    reckoned.or_else(|| health::crawl_takes(cx.world).map(|takes| takes.median))
}

/// What Glue reckons to be left of the crawl under way.
fn left(cx: Cx<'_>, crawler: &Crawler) -> Option<Duration> {
    let metrics = &cx.world.glue.metrics;
    let since = (cx.now - metrics.read()?).to_std().unwrap_or_default();
    metrics.get()?.left.filter(|_| crawler.state.is_busy()).map(|left| left.saturating_sub(since))
}

/// Tables that the crawler has ever made, changed and removed.
fn ever(cx: Cx<'_>) -> Option<String> {
    let metrics = cx.world.glue.metrics.get()?;
    Some(format!("{} created, {} updated, {} deleted", metrics.created, metrics.updated, metrics.deleted))
}

fn crawler(cx: Cx<'_>) -> Option<Details> {
    let (name, crawler) = super::crawler(cx)?;
    let fault = cx.world.crawler.fault().map(crate::domain::fault::Fault::words);
    let details = Details::new(format!("crawler {name}")).with_some("fault", fault);
    Some(match crawler {
        Some(crawler) => last_crawl(cx, crawler, facts(cx, crawler, details)),
        None => details,
    })
}

fn facts(cx: Cx<'_>, crawler: &Crawler, details: Details) -> Details {
    details
        .with("state", crawler.state.name())
        .with_some("running for", elapsed(cx, crawler).map(words::span))
        .with_some("left", left(cx, crawler).map(|left| format!("about {}", words::span(left))))
        .with_some("usually", usual(cx).map(words::span))
        .with_some("tables", ever(cx))
        .with_some("reckoned", cx.world.glue.metrics.fault().map(crate::domain::fault::Fault::words))
        .with("crawls", joined(&crawler.targets))
        .with_some("database", shown(crawler.database.as_ref()))
}

fn last_crawl(cx: Cx<'_>, crawler: &Crawler, details: Details) -> Details {
    let Some(last) = &crawler.last else { return details.with("last crawl", "never") };
    details
        .with("last crawl", last.status.visible())
        .with_some("error", last.error.as_ref().map(|error| error.lines().collect::<Vec<_>>().join("\n")))
        .with_some("started", last.started.map(|at| moment(cx, at)))
        .with_some("log group", shown(last.log_group.as_ref()))
        .with_some("log stream", shown(last.log_stream.as_ref()))
        .with_some("log prefix", shown(last.message_prefix.as_ref()))
}

fn of_table(cx: Cx<'_>, table: &Table) -> Details {
    let keys: Vec<_> = table.columns.iter().filter(|c| c.is_partition).map(|c| c.name.visible()).collect();
    Details::new(format!("table {}", table.name.visible()))
        .with("database", table.database.visible())
        .with("columns", words::count(table.columns.len()))
        .with_some("partitions", (!keys.is_empty()).then(|| keys.join(", ")))
        .with_some("location", shown(table.location.as_ref()))
        .with_some("format", shown(table.classification.as_ref()))
        .with_some("SerDe", shown(table.serde.as_ref()))
        .with_some("created", table.created.map(|at| moment(cx, at)))
        .with_some("updated", table.updated.map(|at| moment(cx, at)))
}

fn of_field(table: &Table, path: &[Foreign], field: &Field) -> Option<Details> {
    let column = table.columns.get(field.place.0)?;
    let kind = column.tree().get(field.place.1)?.kind.hive();
    let path: Vec<_> = path.iter().map(Foreign::visible).collect();
    let word = if path.len() == 1 { "column" } else { "field" };
    let details = Details::new(format!("{word} {}", path.join(".")))
        .with("table", table.name.visible())
        .with("type", kind.visible());
    Some(if field.is_partition { details.with("role", "partition key") } else { details })
}

fn joined(texts: &[Foreign]) -> String {
    texts.iter().map(Foreign::visible).collect::<Vec<_>>().join("\n")
}

fn shown(text: Option<&Foreign>) -> Option<String> {
    text.map(|text| text.visible().into_owned())
}

fn moment(cx: Cx<'_>, time: Time) -> String {
    format!("{} ({})", cx.date(time), words::ago(cx.now - time))
}

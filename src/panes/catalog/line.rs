//! How the crawler, a table and a column look on a line.

use std::time::Duration;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::node::{Field, Id, Node};
use super::{crawls, details, health};
use crate::domain::crawler::{Crawler, State};
use crate::domain::table::Table;
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::pane::Cx;
use crate::theme::sign;
use crate::widgets::cells;
use crate::widgets::tree::Fold;

/// The sign in the gutter, and a mark before a name.
const LEAD: usize = 3;
/// Between a name and what is said of it.
const GAP: usize = 3;
/// The fewest cells that a field's name is cut to, however deep it is.
const LEAST: usize = 6;

/// A row; names of crawler and tables are `names` cells wide.
pub fn of(cx: Cx<'_>, node: &Node, names: usize) -> Line<'static> {
    match (&node.id, &node.field) {
        (Id::Column(..), Some(field)) => self::field(cx, &node.name(), field),
        (Id::Table(table), _) => self::table(cx, node, details::table(cx, table), names),
        (Id::About(table), _) => note(cx, about(details::table(cx, table)), cx.theme.faint()),
        (Id::Crawler, _) => crawler(cx, names),
        (Id::Error, _) => note(cx, error(cx), cx.theme.bad()),
        (Id::Fault, _) => {
            note(cx, cx.world.crawler.fault().map(|fault| vec![fault.words()]), cx.theme.warning())
        }
        (Id::Route, _) => note(cx, cx.world.crawler.get().map(route), cx.theme.faint()),
        (Id::Crawls, _) => history(cx, node),
        (Id::Crawl(id), _) => crawls::find(cx, id).map(|crawl| crawls::line(cx, crawl)).unwrap_or_default(),
        (Id::Column(..), None) => Line::default(),
    }
}

/// The name of a crawler or a table; empty for all other rows.
pub fn name(cx: Cx<'_>, node: &Node) -> String {
    match &node.id {
        Id::Crawler => super::crawler(cx).map(|(name, _)| name).unwrap_or_default(),
        Id::Table(_) => node.name(),
        _ => String::new(),
    }
}

fn crawler(cx: Cx<'_>, names: usize) -> Line<'static> {
    let Some((name, crawler)) = super::crawler(cx) else { return Line::default() };
    let health = health(cx);
    let style = cx.theme.state(health);
    let names = names.min(most(cx));
    let head = format!("{} {}", sign(health), cells::left(&cells::cut_middle(&name, names), names));
    let words = match crawler {
        Some(crawler) => state(cx, crawler),
        None if cx.world.crawler.fault().is_some() => vec!["unreadable".to_owned()],
        None => vec!["reading".to_owned()],
    };
    let room = usize::from(cx.area.width).saturating_sub(LEAD + names + GAP);
    Line::from_iter([Span::styled(head, style), Span::raw("   "), Span::raw(fitting(words, room))])
}

/// What the crawler does now, and how its last crawl went; the fullest first.
fn state(cx: Cx<'_>, crawler: &Crawler) -> Vec<String> {
    let name = crawler.state.name();
    let last = crawler.last.as_ref().map(|last| {
        let status = last.status.visible().into_owned();
        let ago = last.started.map(|started| format!(" {}", words::ago(cx.now - started)));
        (status, ago.unwrap_or_default())
    });
    let running = details::elapsed(cx, crawler).map(|elapsed| {
        format!("{name} for {}{}", words::span(elapsed), progress(cx, elapsed).unwrap_or_default())
    });
    let now = running.unwrap_or_else(|| name.clone().into_owned());
    match (last, &crawler.state) {
        (None, State::Ready) => {
            vec![format!("{now}   it has never crawled"), format!("{now}, never crawled")]
        }
        (None, _) => vec![now],
        (Some((status, age)), State::Ready) => vec![
            format!("{now}   last crawl {status}{age}"),
            format!("{now}   {status}{age}"),
            format!("{status}{age}"),
            status,
        ],
        (Some((status, age)), _) => vec![format!("{now}   last crawl {status}{age}"), now, name.into_owned()],
    }
}

/// How far a crawl is, against what is usual.
fn progress(cx: Cx<'_>, elapsed: Duration) -> Option<String> {
    let usual = details::usual(cx)?;
    let share = (elapsed.as_secs() * 100).checked_div(usual.as_secs()).filter(|share| *share <= 100);
    let share = share.map(|share| format!(" ({share}%)")).unwrap_or_default();
    Some(format!(" of the usual {}{share}", words::span(usual)))
}

fn history(cx: Cx<'_>, node: &Node) -> Line<'static> {
    let room = usize::from(cx.area.width).saturating_sub(LEAD + 2);
    let style = if node.fold == Fold::Leaf { cx.theme.warning() } else { cx.theme.faint() };
    let sign = Span::styled(format!("{} ", node.fold.sign()), cx.theme.faint());
    Line::from_iter([sign, Span::styled(fitting(crawls::summary(cx), room), style)])
}

/// What is crawled, and where to.
fn route(crawler: &Crawler) -> Vec<String> {
    let targets: Vec<_> = crawler.targets.iter().map(Foreign::visible).collect();
    let targets = if targets.is_empty() { "no target".to_owned() } else { targets.join(", ") };
    match &crawler.database {
        Some(database) => vec![format!("{targets} → {}", database.visible())],
        None => vec![targets],
    }
}

fn error(cx: Cx<'_>) -> Option<Vec<String>> {
    let error = cx.world.crawler.get()?.last.as_ref()?.error.as_ref()?;
    Some(vec![error.headline().into_owned()])
}

fn table(cx: Cx<'_>, node: &Node, table: Option<&Table>, names: usize) -> Line<'static> {
    let names = names.min(most(cx));
    let name = cells::cut_middle(&node.name(), names);
    let gap = " ".repeat(names - name.width().min(names) + GAP);
    let room = usize::from(cx.area.width).saturating_sub(LEAD + names + GAP);
    let words = fitting(table.map(|table| summary(cx, table)).unwrap_or_default(), room);
    Line::from_iter([
        Span::styled(format!("{} ", node.fold.sign()), cx.theme.faint()),
        Span::styled(name, cx.theme.strong()),
        Span::raw(gap),
        Span::raw(words),
    ])
}

/// What kind of table it is, the fullest first.
fn summary(cx: Cx<'_>, table: &Table) -> Vec<String> {
    let count = table.columns.len();
    let columns = format!("{} column{}", words::count(count), if count == 1 { "" } else { "s" });
    let kind = table.classification.as_ref().map(|kind| format!("{}   ", kind.visible())).unwrap_or_default();
    let updated = table.updated.map(|at| format!("   updated {}", words::ago(cx.now - at)));
    vec![
        format!("{kind}{columns}{}", updated.unwrap_or_default()),
        format!("{kind}{columns}"),
        columns,
        count.to_string(),
    ]
}

/// Where a table's data is and what reads it, the fullest first.
fn about(table: Option<&Table>) -> Option<Vec<String>> {
    let table = table?;
    let visible = |text: &Option<Foreign>| text.as_ref().map(|text| text.visible().into_owned());
    let (location, serde) = (visible(&table.location), visible(&table.serde));
    let location = location.unwrap_or_else(|| "no location".to_owned());
    let Some(serde) = serde else { return Some(vec![location]) };
    let class = serde.rsplit('.').next().unwrap_or_default().to_owned();
    Some(vec![format!("{location}   {serde}"), format!("{location}   {class}"), location])
}

fn field(cx: Cx<'_>, name: &str, field: &Field) -> Line<'static> {
    let lead = field.lead.width();
    let room = field.names.min(most(cx)).saturating_sub(lead).max(name.width().min(LEAST));
    let name = cells::cut_middle(name, room);
    let gap = " ".repeat(room - name.width().min(room) + GAP);
    let mark = if field.is_partition { "   partition key" } else { "" };
    let used = LEAD + lead + room + GAP + mark.width();
    let word = cells::cut(&field.word.visible(), usize::from(cx.area.width).saturating_sub(used));
    Line::from_iter([
        Span::styled(format!("  {}", field.lead), cx.theme.faint()),
        Span::raw(name),
        Span::raw(gap),
        Span::raw(word),
        Span::styled(mark, cx.theme.faint()),
    ])
}

fn note(cx: Cx<'_>, words: Option<Vec<String>>, style: Style) -> Line<'static> {
    let room = usize::from(cx.area.width).saturating_sub(LEAD);
    Line::from_iter([Span::raw("  "), Span::styled(fitting(words.unwrap_or_default(), room), style)])
}

/// The most cells that names may take.
fn most(cx: Cx<'_>) -> usize {
    usize::from(cx.area.width) * 3 / 5
}

/// The first that fits, else what fits of the last.
fn fitting(words: Vec<String>, room: usize) -> String {
    let last = words.last().map(|last| cells::cut(last, room)).unwrap_or_default();
    words.into_iter().find(|words| words.width() <= room).unwrap_or(last)
}

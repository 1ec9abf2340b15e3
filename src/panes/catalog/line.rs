//! How a table and a column look on a line, and which row looks how.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::node::{Field, Id, Node};
use super::{account, crawler, crawls, details, fresh, versions};
use crate::clock::Time;
use crate::domain::table::Table;
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::pane::Cx;
use crate::widgets::cells;
use crate::widgets::tree::Fold;

/// The sign in the gutter, and a mark before a name.
pub const LEAD: usize = 3;
/// Between a name and what is said of it.
pub const GAP: usize = 3;
/// The fewest cells that a field's name is cut to, however deep it is.
const LEAST: usize = 6;

/// A row; names of crawlers, databases and tables are `names` cells wide.
pub fn of(cx: Cx<'_>, node: &Node, names: usize) -> Line<'static> {
    let seen = |which| crawler::of(cx, which);
    match &node.id {
        Id::Part(part) => account::heading(cx, node, *part),
        Id::Unread(part) => account::unread(cx, *part),
        Id::Database(name) => account::database(cx, name, names),
        Id::Crawler(which) => seen(which).map(|seen| crawler::row(cx, &seen, names)).unwrap_or_default(),
        Id::Error(which) => note(cx, seen(which).and_then(|seen| crawler::error(&seen)), cx.theme.bad()),
        Id::Fault(which) => {
            let fault = seen(which).and_then(|seen| seen.fault);
            note(cx, fault.map(|fault| vec![fault.words()]), cx.theme.warning())
        }
        Id::Route(which) => {
            let crawler = seen(which).and_then(|seen| seen.crawler);
            note(cx, crawler.map(crawler::route), cx.theme.faint())
        }
        Id::Crawls => history(cx, node),
        Id::Crawl(id) => crawls::find(cx, id).map(|crawl| crawls::line(cx, crawl)).unwrap_or_default(),
        Id::Table(name) => table(cx, node, details::table(cx, name), names),
        Id::About(name) => note(cx, about(details::table(cx, name)), cx.theme.faint()),
        Id::Partition(_) | Id::Version(_) => Line::default(),
        Id::Change(..) => node.change.as_ref().map(|it| versions::change(cx, it)).unwrap_or_default(),
        Id::Column(..) => {
            node.field.as_ref().map(|field| self::field(cx, &node.name(), field)).unwrap_or_default()
        }
    }
}

/// The name of a crawler, a database or a table; empty for all other rows.
pub fn name(cx: Cx<'_>, node: &Node) -> String {
    match &node.id {
        Id::Crawler(which) => crawler::of(cx, which).map(|seen| seen.name).unwrap_or_default(),
        Id::Database(_) | Id::Table(_) => node.name(),
        _ => String::new(),
    }
}

fn history(cx: Cx<'_>, node: &Node) -> Line<'static> {
    let room = usize::from(cx.area.width).saturating_sub(LEAD + 2);
    let style = if node.fold == Fold::Leaf { cx.theme.warning() } else { cx.theme.faint() };
    let sign = Span::styled(format!("{} ", node.fold.sign()), cx.theme.faint());
    Line::from_iter([sign, Span::styled(fitting(crawls::summary(cx), room), style)])
}

fn table(cx: Cx<'_>, node: &Node, table: Option<&Table>, names: usize) -> Line<'static> {
    let names = names.min(most(cx));
    let name = cells::cut_middle(&node.name(), names);
    let gap = " ".repeat(names - name.width().min(names) + GAP);
    let room = usize::from(cx.area.width).saturating_sub(LEAD + names + GAP);
    let lag = table.and_then(|table| fresh::lag(cx, table)).and_then(|lag| lag.to_std().ok());
    let mark = lag.map(|lag| format!("   data {} newer", words::span(lag))).unwrap_or_default();
    let room = room.saturating_sub(mark.width());
    let words = fitting(table.map(|table| summary(cx, table)).unwrap_or_default(), room);
    Line::from_iter([
        Span::styled(format!("{} ", node.fold.sign()), cx.theme.faint()),
        Span::styled(name, cx.theme.strong()),
        Span::raw(gap),
        Span::raw(words),
        Span::styled(mark, cx.theme.warning()),
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

/// A row that only says something.
pub fn note(cx: Cx<'_>, words: Option<Vec<String>>, style: Style) -> Line<'static> {
    let room = usize::from(cx.area.width).saturating_sub(LEAD);
    Line::from_iter([Span::raw("  "), Span::styled(fitting(words.unwrap_or_default(), room), style)])
}

/// The most cells that names may take.
pub fn most(cx: Cx<'_>) -> usize {
    usize::from(cx.area.width) * 3 / 5
}

/// The first that fits, else what fits of the last.
pub fn fitting(words: Vec<String>, room: usize) -> String {
    let last = words.last().map(|last| cells::cut(last, room)).unwrap_or_default();
    words.into_iter().find(|words| words.width() <= room).unwrap_or(last)
}

/// A date, a time of day, and how long ago that is.
pub fn moment(cx: Cx<'_>, time: Time) -> String {
    format!("{} ({})", cx.date(time), words::ago(cx.now - time))
}

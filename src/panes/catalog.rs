//! The crawler, and the tables that it leaves in the Data Catalog, with their types as trees.

mod crawls;
mod details;
mod line;
mod node;
mod related;

use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use self::node::{Folds, Id, Node};
use crate::domain::action::Action;
use crate::domain::crawler::Crawler;
use crate::domain::health::State;
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::effect::{Clip, Effect, Effects, Here, Related, Subject, Target};
use crate::filter::Filter;
use crate::keys::Key;
use crate::list::{Cursor, Motion};
use crate::pane::{Cx, Details, Memory, Pane, PaneKey, Title};
use crate::widgets::rows;

/// Looks at one row of the tree, by its path.
#[derive(Default)]
pub struct Catalog {
    cursor: Cursor<Id>,
    filter: Filter,
    folds: Folds,
    nodes: Vec<Node>,
    /// The widest name of a crawler or a table, in cells.
    names: usize,
    revision: Option<u64>,
}

impl Pane for Catalog {
    const NAME: &'static str = "catalog";
    const TITLE: &'static str = "Catalog";
    const KEYS: &'static [PaneKey<Self>] = &[
        Key::new("l", "lines", "its lines", "the log lines of the crawl, and no others", |catalog, cx| {
            catalog.lines(cx)
        }),
        Key::new("x", "stop", "stop", "stop the crawl", |_, cx| stop(cx)),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        let Some(database) = database(cx) else { return Title::default() };
        let count = match cx.world.tables.get().map_or(0, Vec::len) {
            1 => "1 table".to_owned(),
            count => format!("{} tables", words::count(count)),
        };
        Title { left: database.into(), right: rows::reading(cx, &cx.world.tables, count) }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let body = body(cx);
        rows::draw(body, frame, &self.cursor, self.nodes.len(), |n| {
            self.nodes.get(n).map(|node| line::of(body, node, self.names)).unwrap_or_default()
        });
        if has_fault_line(cx) {
            rows::fault_line(cx, frame, cx.world.tables.fault());
        }
        self.draw_absence(cx, frame);
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        let nodes = &self.nodes;
        self.cursor.go(motion, nodes.len(), body(cx).height(), |n| nodes.get(n).map(|node| node.id.clone()));
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        if self.revision != Some(cx.world.revision()) {
            self.folds.begin(cx.world.tables.get().map_or(0, Vec::len));
            self.nodes = node::nodes(cx, &self.folds, &self.filter);
            self.names = self.nodes.iter().map(|node| line::name(cx, node).width()).max().unwrap_or(0);
            self.revision = Some(cx.world.revision());
        }
        let nodes = &self.nodes;
        self.cursor.settle(nodes.len(), body(cx).height(), |n| nodes.get(n).map(|node| node.id.clone()));
        vec![]
    }

    fn enter(&mut self, _: Cx<'_>) -> Option<Effects> {
        let node = self.nodes.get(self.cursor.index())?;
        if !self.folds.turn(node) {
            return None;
        }
        self.cursor.select(node.id.clone());
        self.revision = None;
        Some(vec![])
    }

    fn find(&mut self, target: &Target, _: Cx<'_>) -> Option<Effects> {
        let Target::Table(name) = target else { return None };
        self.cursor.select(Id::Table(name.clone()));
        (self.filter, self.revision) = (Filter::default(), None);
        Some(vec![])
    }

    fn remember(&self, _: Cx<'_>) -> Option<Memory> {
        let selected = self.nodes.get(self.cursor.index()).map(|node| node.id.clone());
        Some(Memory::of((selected, self.filter.clone())))
    }

    fn recall(&mut self, memory: Memory, _: Cx<'_>) {
        let Some((selected, filter)) = memory.place::<(Option<Id>, Filter)>() else { return };
        (self.filter, self.revision) = (filter, None);
        if let Some(id) = selected {
            self.cursor.select(id);
        }
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        let node = self.nodes.get(self.cursor.index());
        node.map(|node| related::of(cx, &node.id)).unwrap_or_default()
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        related::identity(cx, &self.nodes.get(self.cursor.index())?.id)
    }

    fn hold(&mut self, _: Cx<'_>) {
        let nodes = &self.nodes;
        self.cursor.hold(|n| nodes.get(n).map(|node| node.id.clone()));
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        details::of(cx, self.nodes.get(self.cursor.index())?)
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        self.filter = Filter::new(text);
        self.revision = None;
    }

    fn filtered_by(&self) -> &str {
        self.filter.text()
    }
}

impl Catalog {
    /// The lines of the selected crawl; from any other row, of the newest.
    fn lines(&self, cx: Cx<'_>) -> Effects {
        let selected = self.nodes.get(self.cursor.index()).and_then(|node| match &node.id {
            Id::Crawl(id) => crawls::find(cx, id),
            _ => None,
        });
        let newest = || cx.world.glue.crawls.get().and_then(|crawls| crawls.first());
        match selected.or_else(newest).and_then(crawls::lines) {
            Some(past) => vec![Effect::Here(Here::Lines(Subject::Crawl(past)))],
            None => vec![Effect::Here(Here::Say("no crawl is known that left lines".to_owned()))],
        }
    }

    /// Says below the rows why there are no tables.
    fn draw_absence(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let tables = &cx.world.tables;
        if tables.get().is_some_and(|tables| !tables.is_empty()) && !self.nodes.is_empty() {
            return;
        }
        let taken = if self.nodes.is_empty() { 0 } else { self.nodes.len() + 1 };
        let taken = cx.area.height.min(u16::try_from(taken).unwrap_or(u16::MAX));
        let area = Rect { y: cx.area.y + taken, height: cx.area.height - taken, ..cx.area };
        let cx = cx.within(area);
        match tables.fault().filter(|_| self.filter.is_empty() && has_catalog(cx)) {
            Some(fault) => rows::message(cx, frame, &fault.words(), cx.theme.warning()),
            None => rows::nothing(cx, frame, self.nothing(cx)),
        }
    }

    fn nothing(&self, cx: Cx<'_>) -> &'static str {
        let crawler = crawler(cx);
        let is_crawler_pending = crawler.is_some() && cx.world.crawler.is_pending();
        match (self.filter.is_empty(), database(cx).is_some() || is_crawler_pending, crawler.is_some()) {
            _ if !has_catalog(cx) => "this pipeline names no crawler and no database",
            (false, _, _) => "nothing matches the filter",
            (true, false, _) => "no database is named, by the pipeline or by the crawler",
            (true, true, _) if cx.world.tables.is_pending() => "reading the tables",
            (true, true, true) => "the database has no tables yet; c runs the crawler",
            (true, true, false) => "the database has no tables yet",
        }
    }
}

fn stop(cx: Cx<'_>) -> Effects {
    let crawler = cx.pipeline.catalog.as_ref().and_then(|catalog| catalog.crawler.clone());
    crawler.map(|crawler| Effect::Here(Here::Confirm(Action::StopCrawler { crawler }))).into_iter().collect()
}

fn has_catalog(cx: Cx<'_>) -> bool {
    cx.pipeline
        .catalog
        .as_ref()
        .is_some_and(|catalog| catalog.crawler.is_some() || catalog.database.is_some())
}

/// The database that the tables are in: the pipeline's, else the crawler's. Visible already.
fn database(cx: Cx<'_>) -> Option<String> {
    let named = cx.pipeline.catalog.as_ref()?.database.as_ref();
    let crawlers = || cx.world.crawler.get()?.database.as_ref().map(Foreign::visible);
    named.map(|name| visible(name)).or_else(crawlers).map(std::borrow::Cow::into_owned)
}

/// The crawler's name, visible, and what is known of it; `None`: the pipeline has none.
fn crawler(cx: Cx<'_>) -> Option<(String, Option<&Crawler>)> {
    let name = cx.pipeline.catalog.as_ref()?.crawler.as_ref()?;
    Some((visible(name).into_owned(), cx.world.crawler.get()))
}

/// Whether the last line says why the tables shown above it are old.
fn has_fault_line(cx: Cx<'_>) -> bool {
    let tables = &cx.world.tables;
    tables.get().is_some_and(|tables| !tables.is_empty()) && tables.fault().is_some()
}

fn body(cx: Cx<'_>) -> Cx<'_> {
    let mut area = cx.area;
    area.height = area.height.saturating_sub(u16::from(has_fault_line(cx)));
    cx.within(area)
}

/// How the crawler is: what it does now, else how its last crawl went.
fn health(cx: Cx<'_>) -> State {
    let crawler = &cx.world.crawler;
    match crawler.get() {
        None if crawler.fault().is_some() => State::Unreadable,
        None => State::Pending,
        Some(crawler) if crawler.state.is_busy() => State::Running,
        Some(crawler) => match &crawler.last {
            None => State::Never,
            Some(last) if last.is_good() => State::Good,
            Some(last) if last.status.exact() == "CANCELLED" => State::Degraded,
            Some(_) => State::Failed,
        },
    }
}

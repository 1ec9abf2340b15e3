//! The crawler, and the tables that it leaves in the Data Catalog, with their types as trees; and all else that is in the
//! catalog of the account.

mod absence;
mod account;
mod command;
mod crawler;
mod crawls;
mod details;
mod going;
mod line;
mod node;
mod related;
mod tables;
mod view;

use ratatui::Frame;
use unicode_width::UnicodeWidthStr;

use self::node::{Folds, Id, Node};
use self::view::View;
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::effect::{Clip, Effect, Effects, Related, Target};
use crate::filter::Filter;
use crate::list::{Cursor, Motion};
use crate::pane::{Cx, Details, Memory, Pane, PaneKey, Title};
use crate::widgets::rows;

/// Looks at one row of the tree, by its path, and remembers the way back to the pipeline's part.
#[derive(Default)]
pub struct Catalog {
    /// What was looked at before, the pipeline's part first.
    above: Vec<Level>,
    here: Level,
    folds: Folds,
    nodes: Vec<Node>,
    /// The widest name of a crawler, a database or a table, in cells.
    names: usize,
    /// What the rows were made from; `None`: they are old.
    revision: Option<u64>,
    /// The pipeline that all this is about.
    pipeline: String,
}

/// What is looked at, and where one is in it.
#[derive(Clone, Default)]
struct Level {
    view: View,
    cursor: Cursor<Id>,
    filter: Filter,
    /// Whether what is missing has been asked for since one came here.
    is_asked: bool,
}

impl Pane for Catalog {
    const NAME: &'static str = "catalog";
    const TITLE: &'static str = "Catalog";
    const KEYS: &'static [PaneKey<Self>] = &[
        PaneKey::new(
            "a",
            "all",
            "all",
            "all databases and crawlers of the account, or the pipeline's again",
            Self::turn_all,
        ),
        PaneKey::new(
            "l",
            "lines",
            "its lines",
            "the log lines of the crawl, and no others",
            |catalog, cx| catalog.lines(cx),
        ),
        PaneKey::new("x", "stop", "stop", "stop the crawl", |catalog, cx| catalog.stop(cx)),
        PaneKey::new("Y", "copy-command", "", "copy the aws command that reads the row", |catalog, cx| {
            let node = catalog.nodes.get(catalog.here.cursor.index());
            cx.copied(node.and_then(|node| command::of(cx, &node.id)).into_iter().collect())
        }),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        if self.here.view != View::Pipeline {
            return self.path(cx);
        }
        let Some(database) = database(cx) else { return Title::default() };
        let count = match cx.world.tables.get().map_or(0, Vec::len) {
            1 => "1 table".to_owned(),
            count => format!("{} tables", words::count(count)),
        };
        Title { left: database.into(), right: rows::reading(cx, &cx.world.tables, count) }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let body = self.body(cx);
        rows::draw(body, frame, &self.here.cursor, self.nodes.len(), |n| {
            self.nodes.get(n).map(|node| line::of(body, node, self.names)).unwrap_or_default()
        });
        if self.has_fault_line(cx) {
            rows::fault_line(cx, frame, self.fault(cx));
        }
        self.draw_absence(cx, frame);
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        let height = self.body(cx).height();
        let nodes = &self.nodes;
        self.here.cursor.go(motion, nodes.len(), height, |n| nodes.get(n).map(|node| node.id.clone()));
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        self.turn_to(cx);
        if self.revision != Some(cx.world.revision()) {
            self.folds.begin(node::tables_of(cx, &self.here.view));
            self.nodes = node::nodes(cx, &self.here.view, &self.folds, &self.here.filter);
            self.names = self.nodes.iter().map(|node| line::name(cx, node).width()).max().unwrap_or(0);
            self.revision = Some(cx.world.revision());
        }
        let height = self.body(cx).height();
        let nodes = &self.nodes;
        self.here.cursor.settle(nodes.len(), height, |n| nodes.get(n).map(|node| node.id.clone()));
        self.ask(cx)
    }

    fn enter(&mut self, _: Cx<'_>) -> Option<Effects> {
        let node = self.nodes.get(self.here.cursor.index())?;
        if let Some(view) = self.below(&node.id) {
            return Some(self.go_into(view));
        }
        if !self.folds.turn(node) {
            return None;
        }
        self.here.cursor.select(node.id.clone());
        self.revision = None;
        Some(vec![])
    }

    fn back(&mut self, cx: Cx<'_>) -> Option<Effects> {
        self.step_back(cx)
    }

    fn refresh(&mut self, _: Cx<'_>) -> Effects {
        self.here.view.asks().into_iter().map(Effect::Glue).collect()
    }

    fn find(&mut self, target: &Target, cx: Cx<'_>) -> Option<Effects> {
        let Target::Table(name) = target else { return None };
        let table = cx.world.tables.get()?.iter().find(|table| table.name == *name);
        self.return_to_pipeline();
        (self.here.filter, self.revision) = (Filter::default(), None);
        if let Some(table) = table {
            self.here.cursor.select(Id::Table(table.full_name()));
        }
        Some(vec![])
    }

    fn remember(&self, _: Cx<'_>) -> Option<Memory> {
        let mut levels = self.above.clone();
        levels.push(self.here.clone());
        let selected = self.selected().map(|node| node.id.clone());
        Some(Memory::of((levels, selected)))
    }

    fn recall(&mut self, memory: Memory, _: Cx<'_>) {
        let Some((mut levels, selected)) = memory.place::<(Vec<Level>, Option<Id>)>() else { return };
        let Some(here) = levels.pop() else { return };
        (self.above, self.here, self.revision) = (levels, here, None);
        self.here.is_asked = false;
        if let Some(id) = selected {
            self.here.cursor.select(id);
        }
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        self.selected().map(|node| related::of(cx, &node.id)).unwrap_or_default()
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        related::identity(cx, &self.selected()?.id)
    }

    fn hold(&mut self, _: Cx<'_>) {
        let nodes = &self.nodes;
        self.here.cursor.hold(|n| nodes.get(n).map(|node| node.id.clone()));
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        details::of(cx, self.selected()?)
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        self.here.filter = Filter::new(text);
        self.revision = None;
    }

    fn filtered_by(&self) -> &str {
        self.here.filter.text()
    }
}

impl Catalog {
    fn selected(&self) -> Option<&Node> {
        self.nodes.get(self.here.cursor.index())
    }
}

/// The database that the pipeline's tables are in: the pipeline's, else the crawler's. Visible already.
fn database(cx: Cx<'_>) -> Option<String> {
    let named = cx.pipeline.catalog.as_ref()?.database.as_ref();
    let crawlers = || cx.world.crawler.get()?.database.as_ref().map(Foreign::visible);
    named.map(|name| visible(name)).or_else(crawlers).map(std::borrow::Cow::into_owned)
}

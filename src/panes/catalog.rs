//! The crawler, and the tables that it leaves in the Data Catalog, with their types as trees; and all else that is in the
//! catalog of the account.

mod absence;
mod account;
mod command;
mod crawler;
mod crawls;
mod details;
mod fresh;
mod going;
mod line;
mod node;
mod partitions;
mod related;
mod tables;
mod versions;
mod view;
mod wishes;

use ratatui::Frame;
use unicode_width::UnicodeWidthStr;

use self::node::{Folds, Id, Node};
use self::partitions::Sorting;
use self::view::View;
use crate::clock::Time;
use crate::domain::glue::Rest;
use crate::domain::object::Prefix;
use crate::domain::text::{Foreign, visible};
use crate::domain::words;
use crate::effect::{Clip, Effect, Effects, Related, Target};
use crate::filter::Filter;
use crate::list::{Cursor, Motion};
use crate::pane::{Cx, Details, Memory, Pane, PaneKey, Remark, Title};
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
    /// How wide the columns of partition keys are.
    widths: Vec<usize>,
    /// What the rows were made from; `None`: they are old.
    revision: Option<Basis>,
    /// The places whose newest data was asked for last.
    looked: Vec<Prefix>,
    /// The place whose newest object is to be looked into, and when it was known last.
    peeked: Option<(Prefix, Option<Time>)>,
    /// The pipeline that all this is about.
    pipeline: String,
}

/// What rows were made from: a long list that comes once is not looked through whenever anything is learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    Revision(u64),
    Standing(usize, Rest, Option<Time>, bool),
}

/// What is looked at, and where one is in it.
#[derive(Clone, Default)]
struct Level {
    view: View,
    cursor: Cursor<Id>,
    filter: Filter,
    /// The order of partitions.
    sorting: Sorting,
    /// The version that others are compared with.
    marked: Option<Foreign>,
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
            let command = catalog.selected().and_then(|node| command::of(cx, &catalog.here.view, &node.id));
            cx.copied(command.into_iter().collect())
        }),
        PaneKey::new(
            "space",
            "peek",
            "",
            "look into the newest object of the table or partition",
            Self::peek,
        ),
        PaneKey::new("P", "partitions", "", "the partitions of the table", Self::partitions),
        PaneKey::new(
            "F",
            "expression",
            "",
            "only the partitions that fulfil an expression of Glue",
            Self::ask_expression,
        ),
        PaneKey::new(
            "v",
            "versions",
            "",
            "the versions of the table; enter tells what one changed",
            Self::versions,
        ),
        PaneKey::new("m", "mark", "", "compare versions with this one, or no longer", Self::mark),
        PaneKey::new("M", "unmark", "", "mark no version any more", |catalog, _| catalog.unmark()),
        PaneKey::new("s", "sort", "", "sort partitions by values, age, rows, bytes", |catalog, _| {
            catalog.sort(Sorting::next)
        }),
        PaneKey::new("S", "turn", "", "turn the order around", |catalog, _| catalog.sort(Sorting::turned)),
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
        self.draw_header(cx, frame);
        rows::draw(body, frame, &self.here.cursor, self.nodes.len(), |n| {
            self.nodes.get(n).map(|node| self.line(body, node)).unwrap_or_default()
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
        let basis = self.basis(cx);
        if self.revision != Some(basis) {
            self.folds.begin(node::tables_of(cx, &self.here.view));
            self.nodes = node::nodes(cx, &self.here, &self.folds);
            self.names = self.nodes.iter().map(|node| line::name(cx, node).width()).max().unwrap_or(0);
            if let View::Partitions(wanted) = &self.here.view {
                self.widths = partitions::widths(cx, wanted);
            }
            self.revision = Some(basis);
        }
        let height = self.body(cx).height();
        let nodes = &self.nodes;
        self.here.cursor.settle(nodes.len(), height, |n| nodes.get(n).map(|node| node.id.clone()));
        let mut effects = self.ask(cx);
        effects.extend(self.look(cx));
        effects.extend(self.found(cx));
        effects
    }

    fn enter(&mut self, cx: Cx<'_>) -> Option<Effects> {
        let node = self.nodes.get(self.here.cursor.index())?;
        if let Some(view) = self.below(cx, &node.id) {
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
        self.selected().map(|node| related::of(cx, node)).unwrap_or_default()
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        related::identity(cx, self.selected()?)
    }

    fn hold(&mut self, _: Cx<'_>) {
        let nodes = &self.nodes;
        self.here.cursor.hold(|n| nodes.get(n).map(|node| node.id.clone()));
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        self.details_of(cx, self.selected()?)
    }

    fn entered(&mut self, question: &str, text: &str, _: Cx<'_>) -> Option<Effects> {
        self.want(question, text)
    }

    fn remark(&self, question: &str, cx: Cx<'_>) -> Option<Remark> {
        self.hint(question, cx)
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

//! All databases and crawlers of the account: which rows there are, and what they say.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::line::{self, GAP, LEAD};
use super::node::{Folds, Id, Node, Which};
use super::view::count;
use crate::domain::fault::Fault;
use crate::domain::glue::Standing;
use crate::domain::table::Database;
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::filter::Filter;
use crate::pane::{Cx, Details};
use crate::widgets::cells;
use crate::widgets::tree::Fold;

/// A part of the account's catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Its databases.
    Databases,
    /// Its crawlers.
    Crawlers,
}

impl Part {
    fn thing(self) -> &'static str {
        match self {
            Self::Databases => "database",
            Self::Crawlers => "crawler",
        }
    }

    fn standing(self, cx: Cx<'_>) -> Standing<'_> {
        match self {
            Self::Databases => cx.world.glue.databases.standing(),
            Self::Crawlers => cx.world.glue.crawlers.standing(),
        }
    }
}

/// The rows: each part with a heading, why it could not be read, and what is in it.
pub fn nodes(cx: Cx<'_>, folds: &Folds, filter: &Filter) -> Vec<Node> {
    let glue = &cx.world.glue;
    let databases = glue.databases.items.iter().filter(|database| {
        let about = database.description.as_ref().map(Foreign::exact).unwrap_or_default();
        filter.passes(&[database.name.exact(), about])
    });
    let crawlers = glue.crawlers.items.iter().filter(|crawler| {
        let database = crawler.database.as_ref().map(Foreign::exact).unwrap_or_default();
        let mut parts = vec![crawler.name.exact(), database];
        parts.extend(crawler.targets.iter().map(Foreign::exact));
        filter.passes(&parts)
    });
    let databases = databases.map(|database| Id::Database(database.name.clone())).collect();
    let crawlers = crawlers.map(|crawler| Id::Crawler(Which::Named(crawler.name.clone()))).collect();
    let mut nodes = part(cx, Part::Databases, folds, databases);
    nodes.extend(part(cx, Part::Crawlers, folds, crawlers));
    nodes
}

fn part(cx: Cx<'_>, part: Part, folds: &Folds, ids: Vec<Id>) -> Vec<Node> {
    let id = Id::Part(part);
    let fold = if ids.is_empty() { Fold::Leaf } else { folds.of(&id) };
    let fault = part.standing(cx).fault.map(|_| Node::leaf(Id::Unread(part)));
    let rows = ids.into_iter().filter(|_| fold == Fold::Open).map(Node::leaf);
    std::iter::once(Node { id, fold, field: None, at: 0, change: None }).chain(fault).chain(rows).collect()
}

/// The row above a part.
pub fn heading(cx: Cx<'_>, node: &Node, part: Part) -> Line<'static> {
    let words = count(cx, part.standing(cx), part.thing());
    Line::from_iter([
        Span::styled(format!("{} ", node.fold.sign()), cx.theme.faint()),
        Span::styled(words, cx.theme.strong()),
    ])
}

/// The row that says why a part could not be read.
pub fn unread(cx: Cx<'_>, part: Part) -> Line<'static> {
    line::note(cx, part.standing(cx).fault.map(|fault| vec![fault.words()]), cx.theme.warning())
}

/// The database of this name.
pub fn find<'a>(cx: Cx<'a>, name: &Foreign) -> Option<&'a Database> {
    cx.world.glue.databases.items.iter().find(|database| database.name == *name)
}

/// The row of a database.
pub fn database(cx: Cx<'_>, name: &Foreign, names: usize) -> Line<'static> {
    let names = names.min(line::most(cx));
    let head = cells::cut_middle(&name.visible(), names);
    let gap = " ".repeat(names - head.width().min(names) + GAP);
    let room = usize::from(cx.area.width).saturating_sub(LEAD + names + GAP);
    let words = find(cx, name).map(|database| summary(cx, database)).unwrap_or_default();
    Line::from_iter([
        Span::raw("  "),
        Span::styled(head, cx.theme.strong()),
        Span::raw(gap),
        Span::raw(line::fitting(words, room)),
    ])
}

/// What a database is for, and its age; the fullest first.
fn summary(cx: Cx<'_>, database: &Database) -> Vec<String> {
    let about = database.description.as_ref().map(|about| about.headline().into_owned()).unwrap_or_default();
    let made = database.created.map(|at| format!("made {}", words::ago(cx.now - at))).unwrap_or_default();
    let target = database.target.as_ref().map(|target| format!("stands for {}", target.visible()));
    let parts: Vec<String> =
        [target, Some(made), Some(about)].into_iter().flatten().filter(|part| !part.is_empty()).collect();
    (1..=parts.len()).rev().filter_map(|n| Some(parts.get(..n)?.join("   "))).collect()
}

/// Everything there is to say of a database.
pub fn details(cx: Cx<'_>, name: &Foreign) -> Option<Details> {
    let database = find(cx, name)?;
    let shown = |text: &Option<Foreign>| text.as_ref().map(|text| text.visible().into_owned());
    Some(
        Details::new(format!("database {}", name.visible()))
            .with_some("description", shown(&database.description))
            .with_some("location", shown(&database.location))
            .with_some("stands for", shown(&database.target))
            .with_some("created", database.created.map(|at| line::moment(cx, at))),
    )
}

/// What there is to say of a part: its count, and why it could not be read.
pub fn of_part(cx: Cx<'_>, part: Part) -> Details {
    let standing = part.standing(cx);
    Details::new(format!("all {}s of the account", part.thing()))
        .with("count", count(cx, standing, part.thing()))
        .with_some("fault", standing.fault.map(Fault::words))
}

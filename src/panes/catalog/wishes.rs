//! What one may want of a table: its partitions, its versions, a comparison.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::node::{Id, Node};
use super::partitions::Sorting;
use super::view::View;
use super::{Basis, Catalog, details, line, partitions, versions};
use crate::domain::table::{LONGEST, Name, Wanted};
use crate::effect::{Effect, Effects, Here, Question};
use crate::list::Cursor;
use crate::pane::{Cx, Details, Remark};

/// The question for an expression.
const EXPRESSION: &str = "expression";

impl Catalog {
    /// What the rows are made from now.
    pub(super) fn basis(&self, cx: Cx<'_>) -> Basis {
        let standing = self.here.view.standing(cx).filter(|_| self.here.view.table().is_some());
        standing.map_or(Basis::Revision(cx.world.revision()), |it| {
            Basis::Standing(it.len, it.rest, it.read, it.fault.is_some())
        })
    }

    pub(super) fn line(&self, cx: Cx<'_>, node: &Node) -> Line<'static> {
        let marked = self.here.marked.as_ref();
        match (&node.id, self.here.view.table()) {
            (Id::Partition(_), _) => partitions::find(cx, node)
                .map(|partition| partitions::row(cx, partition, &self.widths))
                .unwrap_or_default(),
            (Id::Version(version), Some(name)) => versions::row(cx, name, version, marked),
            _ => line::of(cx, node, self.names),
        }
    }

    pub(super) fn draw_header(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        if let (View::Partitions(wanted), true) = (&self.here.view, self.has_header()) {
            let header = partitions::header(cx, wanted, &self.widths, self.here.sorting);
            header.render(Rect { height: cx.area.height.min(1), ..cx.area }, frame.buffer_mut());
        }
    }

    pub(super) fn details_of(&self, cx: Cx<'_>, node: &Node) -> Option<Details> {
        match (&node.id, &self.here.view) {
            (Id::Partition(_), View::Partitions(wanted)) => {
                Some(partitions::details(cx, wanted, partitions::find(cx, node)?))
            }
            (Id::Version(version), view) => versions::details(cx, view.table()?, version),
            _ => details::of(cx, node),
        }
    }

    /// The table that is selected, or that all this is about.
    fn table(&self) -> Option<Name> {
        let selected = self.selected().and_then(|node| match &node.id {
            Id::Table(name) | Id::About(name) | Id::Column(name, _) => Some(name.clone()),
            _ => None,
        });
        selected.or_else(|| self.here.view.table().cloned())
    }

    pub(super) fn partitions(&mut self, cx: Cx<'_>) -> Effects {
        let Some(name) = self.table() else { return say("select a table first") };
        if details::table(cx, &name).is_some_and(|table| table.keys().next().is_none()) {
            return say("the table has no partition keys");
        }
        if !matches!(self.here.view, View::Partitions(_)) {
            self.go_into(View::Partitions(Wanted::all(name)));
        }
        vec![]
    }

    pub(super) fn versions(&mut self, _: Cx<'_>) -> Effects {
        match self.table() {
            Some(name) if self.here.view != View::Versions(name.clone()) => {
                self.go_into(View::Versions(name))
            }
            Some(_) => vec![],
            None => say("select a table first"),
        }
    }

    /// Lets the expression be typed; the partitions of the table come to the front with it.
    pub(super) fn ask_expression(&mut self, cx: Cx<'_>) -> Effects {
        let effects = self.partitions(cx);
        let View::Partitions(wanted) = &self.here.view else { return effects };
        let text = wanted.expression.clone();
        vec![Effect::Here(Here::Ask(Question { name: EXPRESSION, label: "partitions where", text }))]
    }

    /// Takes the expression; whether it makes sense is for Glue to say.
    pub(super) fn want(&mut self, question: &str, text: &str) -> Option<Effects> {
        let (EXPRESSION, View::Partitions(wanted)) = (question, &self.here.view) else { return Some(vec![]) };
        if text.chars().count() > LONGEST {
            return None;
        }
        let wanted = Wanted { table: wanted.table.clone(), expression: text.trim().to_owned() };
        self.here.view = View::Partitions(wanted);
        (self.here.cursor, self.here.is_asked, self.revision) = (Cursor::default(), false, None);
        Some(vec![])
    }

    /// The keys that an expression is about, and the words of the language.
    pub(super) fn hint(&self, question: &str, cx: Cx<'_>) -> Option<Remark> {
        let (EXPRESSION, Some(name)) = (question, self.here.view.table()) else { return None };
        let table = details::table(cx, name);
        let keys: Vec<String> = table
            .into_iter()
            .flat_map(|table| table.keys().map(|key| key.name.visible().into_owned()))
            .collect();
        Some(Remark::plain(format!(
            "keys: {}; = <> < > <= >= AND OR NOT IN LIKE BETWEEN IS NULL, texts in 'quotes'",
            keys.join(", ")
        )))
    }

    pub(super) fn mark(&mut self, _: Cx<'_>) -> Effects {
        let Some(Id::Version(version)) = self.selected().map(|node| node.id.clone()) else {
            return say("only versions of a table are marked here");
        };
        let is_marked = self.here.marked.as_ref() == Some(&version);
        self.here.marked = Some(version).filter(|_| !is_marked);
        vec![]
    }

    pub(super) fn unmark(&mut self) -> Effects {
        self.here.marked = None;
        vec![]
    }

    pub(super) fn sort(&mut self, change: fn(Sorting) -> Sorting) -> Effects {
        if !matches!(self.here.view, View::Partitions(_)) {
            return say("partitions are what can be sorted here");
        }
        (self.here.sorting, self.revision) = (change(self.here.sorting), None);
        vec![]
    }
}

fn say(words: &str) -> Effects {
    vec![Effect::Here(Here::Say(words.to_owned()))]
}

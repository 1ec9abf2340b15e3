//! JSON as a tree, with the path and the value of every part to copy.

mod node;

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use serde_json::Value;

use self::node::{Node, copied, nodes};
use super::{Answer, Overlay, OverlayKey, Under, boxed, details};
use crate::domain::text::visible;
use crate::effect::{Clip, Effect};
use crate::keys::Key;
use crate::pane::Cx;
use crate::widgets::row::Row;
use crate::widgets::{cells, rows, tree};

/// Looks at one part at a time.
pub struct Tree {
    title: String,
    value: Value,
    nodes: Vec<Node>,
    closed: BTreeSet<usize>,
    /// The parts that are not within a closed one.
    shown: Vec<usize>,
    /// Which of the shown parts is selected.
    cursor: usize,
    top: usize,
    height: usize,
}

impl Tree {
    /// The tree of a value, all of it open.
    pub fn new(title: String, value: Value) -> Self {
        let nodes = nodes(&value);
        let shown = (0..nodes.len()).collect();
        Self { title, value, nodes, closed: BTreeSet::new(), shown, cursor: 0, top: 0, height: 1 }
    }

    /// The same tree after more of its value has come: what was closed stays closed.
    pub(super) fn grow(&mut self, value: Value) {
        self.nodes = nodes(&value);
        self.value = value;
        self.reveal();
    }

    /// Whether the last row is in view.
    pub(super) fn is_at_end(&self) -> bool {
        self.top + self.height >= self.shown.len()
    }

    /// Gives the tree so many rows.
    pub(super) fn fit(&mut self, height: usize) {
        self.height = height.max(1);
        self.follow();
    }

    pub(super) fn go(&mut self, by: isize) -> Answer {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
        self.follow();
        Answer::Stay
    }

    /// Keeps the selected part in view.
    fn follow(&mut self) {
        let least = (self.cursor + 1).saturating_sub(self.height);
        self.top = self.top.clamp(least, self.cursor.max(least));
        self.top = self.top.min(self.shown.len().saturating_sub(self.height));
    }

    pub(super) fn page(&self) -> isize {
        isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(1)
    }

    fn selected(&self) -> Option<(usize, &Node)> {
        let n = *self.shown.get(self.cursor)?;
        Some((n, self.nodes.get(n)?))
    }

    pub(super) fn turn(&mut self) -> Answer {
        let Some((n, _)) = self.selected().filter(|(_, node)| node.parts > 0) else { return Answer::Stay };
        if !self.closed.remove(&n) {
            self.closed.insert(n);
        }
        self.reveal();
        Answer::Stay
    }

    fn reveal(&mut self) {
        self.shown.clear();
        let mut n = 0;
        while let Some(node) = self.nodes.get(n) {
            self.shown.push(n);
            n += if self.closed.contains(&n) { 1 + node.parts } else { 1 };
        }
        self.go(0);
    }

    fn fold(&self, n: usize, node: &Node) -> tree::Fold {
        match (node.parts, self.closed.contains(&n)) {
            (0, _) => tree::Fold::Leaf,
            (_, true) => tree::Fold::Closed,
            (_, false) => tree::Fold::Open,
        }
    }

    pub(super) fn copy_value(&self) -> Answer {
        let Some((_, node)) = self.selected() else { return Answer::Stay };
        let text = self.value.pointer(&node.pointer).map(copied).unwrap_or_default();
        copy(format!("the value of {}", visible(&node.path)), text)
    }

    fn copy_path(&self) -> Answer {
        let Some((_, node)) = self.selected() else { return Answer::Stay };
        copy(format!("the path {}", visible(&node.path)), node.path.clone())
    }
}

fn copy(what: String, text: String) -> Answer {
    Answer::Meanwhile(vec![Effect::Copy(Clip { what, text: text.into() })])
}

impl Overlay for Tree {
    const NAME: &'static str = "tree";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("esc q h left backspace", "close", "close", "close the tree", |_, _| Answer::Close),
        Key::new("y", "copy-value", "copy value", "copy the value of the row", |tree, _| tree.copy_value()),
        Key::new(
            "Y",
            "copy-path",
            "copy path",
            "copy the path of the row, such as $.record.metrics",
            |tree, _| tree.copy_path(),
        ),
        Key::new("enter space l right", "turn", "open/close", "open or close the row", |tree, _| tree.turn()),
        Key::new("j down", "down", "", "a row down", |tree, _| tree.go(1)),
        Key::new("k up", "up", "", "a row up", |tree, _| tree.go(-1)),
        Key::new("pgdn ctrl-d ctrl-f", "page-down", "", "a screen down", |tree, _| tree.go(tree.page())),
        Key::new("pgup ctrl-u ctrl-b", "page-up", "", "a screen up", |tree, _| tree.go(-tree.page())),
        Key::new("g home", "first", "", "to the first row", |tree, _| tree.go(isize::MIN)),
        Key::new("G end", "last", "", "to the last row", |tree, _| tree.go(isize::MAX)),
        Key::new("o", "details", "details", "the line with all there is to say of it", |_, _| {
            Answer::Run("app", "details")
        }),
    ];

    fn settle(&mut self, _: Cx<'_>, under: Under<'_>) -> Answer {
        self.fit(usize::from(details::area(under).height).saturating_sub(2));
        Answer::Stay
    }

    fn draw(&self, cx: Cx<'_>, under: Under<'_>, frame: &mut Frame<'_>) {
        let title = Line::styled(format!(" {} ", self.title), cx.theme.strong());
        let inside = boxed(cx, frame, title, details::area(under));
        self.draw_rows(cx, frame, inside);
        self.draw_path(cx, frame, inside);
    }
}

impl Tree {
    /// Draws the rows that are in view.
    pub(super) fn draw_rows(&self, cx: Cx<'_>, frame: &mut Frame<'_>, inside: Rect) {
        let leads = tree::leads(&self.levels());
        let seen = self.shown.iter().zip(leads).enumerate().skip(self.top);
        for (area, (at, (n, lead))) in inside.rows().zip(seen) {
            if let Some(node) = self.nodes.get(*n) {
                let line = row(cx, node, lead, self.closed.contains(n));
                frame.render_widget(Row(rows::marked(cx, line, at == self.cursor)), area);
            }
        }
    }

    fn levels(&self) -> Vec<(usize, tree::Fold)> {
        let levels = self.shown.iter().filter_map(|n| {
            let node = self.nodes.get(*n)?;
            Some((node.depth, self.fold(*n, node)))
        });
        levels.collect()
    }

    /// The path of the selected row, in the lower border.
    fn draw_path(&self, cx: Cx<'_>, frame: &mut Frame<'_>, inside: Rect) {
        let Some((_, node)) = self.selected() else { return };
        let room = usize::from(inside.width).saturating_sub(2);
        let path = format!(" {} ", cells::cut_front(&visible(&node.path), room));
        let border = Rect { y: inside.bottom(), height: 1, ..inside };
        frame.render_widget(Line::styled(path, cx.theme.strong()), border);
    }
}

fn row(cx: Cx<'_>, node: &Node, lead: String, is_closed: bool) -> Line<'static> {
    let value = if is_closed || node.parts == 0 { node.shown.as_str() } else { "" };
    let style = match node.kind {
        node::Kind::Text => ratatui::style::Style::new(),
        node::Kind::Number => cx.theme.number(),
        node::Kind::Word => cx.theme.warning(),
        node::Kind::Parts => cx.theme.faint(),
    };
    Line::from_iter([
        Span::styled(lead, cx.theme.faint()),
        Span::styled(node.name.clone(), cx.theme.name()),
        Span::raw(" "),
        Span::styled(value.to_owned(), style),
    ])
}

//! What is inside an object, over the panes: text, a tree, a table, bytes; and its shape.

mod bytes;
mod foot;
mod shape;
mod table;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::tree::Tree;
use super::{Answer, Overlay, OverlayKey, Under, boxed};
use crate::domain::preview::{self, Content, Look, Rest, Target, Wish};
use crate::effect::{Effect, Here};
use crate::keys::{Key, Row};
use crate::pane::Cx;
use crate::widgets::log_line::{self, Fold};
use crate::widgets::{cells, row, rows};

/// How far text is scrolled sideways at once, in cells.
const SIDEWAYS: usize = 16;
/// The values of more columns are read when fewer than this are on the right of the first in view.
const WIDE: usize = 24;

/// Looks at one object.
pub struct Preview {
    target: Target,
    view: View,
    /// The first row in view, and the selected one of a table.
    top: usize,
    selected: usize,
    /// The first column of a table in view, or the cells that text is scrolled by.
    left: usize,
    height: usize,
    tree: Option<Tree>,
    /// The look that rows and tree were made from.
    seen: Option<Arc<Look>>,
    /// What was asked for, and the bytes that had been read then.
    asked: Option<(Wish, u64)>,
    /// Where the user has gone since more was read: what nobody looks for is not read.
    going: Option<Wish>,
    /// Whether what came before was asked for.
    is_compared: bool,
}

/// What is shown of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Content,
    Shape,
    Bytes,
}

impl Preview {
    /// A look at this object, of which nothing has been read.
    pub fn new(target: Target) -> Self {
        Self {
            target,
            view: View::Content,
            top: 0,
            selected: 0,
            left: 0,
            height: 1,
            tree: None,
            seen: None,
            asked: None,
            going: None,
            is_compared: false,
        }
    }

    fn known<'a>(&self, cx: Cx<'a>) -> Option<&'a preview::Preview> {
        cx.world.preview.as_deref().filter(|known| known.target == self.target)
    }

    fn go(&mut self, by: isize) -> Answer {
        if by > 0 {
            self.going = Some(Wish::Rows);
        }
        if let Some(tree) = self.shown_tree() {
            return tree.go(by);
        }
        self.selected = self.selected.saturating_add_signed(by);
        if !self.has_cursor() {
            self.top = self.top.saturating_add_signed(by);
        }
        Answer::Stay
    }

    fn page(&self) -> isize {
        isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(1)
    }

    fn aside(&mut self, by: isize) -> Answer {
        let by =
            if self.has_cursor() { by } else { by.saturating_mul(isize::try_from(SIDEWAYS).unwrap_or(1)) };
        self.left = self.left.saturating_add_signed(by);
        if by > 0 && self.has_cursor() {
            self.going = Some(Wish::Columns);
        }
        Answer::Stay
    }

    fn shown_tree(&mut self) -> Option<&mut Tree> {
        self.tree.as_mut().filter(|_| self.view == View::Content)
    }

    /// Whether a row is selected: of a table.
    fn has_cursor(&self) -> bool {
        let is_table = |look: &Arc<Look>| matches!(look.content, Content::Table(_));
        self.view == View::Content && self.seen.as_ref().is_some_and(is_table)
    }

    fn turn_to(&mut self, view: View) -> Answer {
        self.view = if self.view == view { View::Content } else { view };
        (self.top, self.selected, self.left) = (0, 0, 0);
        if self.view == View::Shape && !std::mem::replace(&mut self.is_compared, true) {
            return Answer::Meanwhile(vec![Effect::Compare(self.target.clone())]);
        }
        Answer::Stay
    }

    /// Opens the selected row: a branch of the tree, or the row of a table as a tree of its own.
    fn open(&mut self) -> Answer {
        if let Some(tree) = self.shown_tree() {
            return tree.turn();
        }
        match &self.seen {
            Some(look) if self.has_cursor() => match &look.content {
                Content::Table(grid) => {
                    let title = format!("row {}", crate::domain::words::count(self.selected + 1));
                    let value = table::record(grid, self.selected);
                    Answer::Meanwhile(vec![Effect::Here(Here::Tree { title, value })])
                }
                _ => Answer::Stay,
            },
            _ => Answer::Stay,
        }
    }

    /// Takes in what has been read since.
    fn learn(&mut self, cx: Cx<'_>) {
        let look = self.known(cx).and_then(|known| known.look.clone());
        let Some(look) = look else { return };
        if self.seen.as_ref().is_some_and(|seen| Arc::ptr_eq(seen, &look)) {
            return;
        }
        if let Content::Tree(value) = &look.content {
            match &mut self.tree {
                Some(tree) => tree.grow(value.clone()),
                None => self.tree = Some(Tree::new(String::new(), value.clone())),
            }
        } else {
            self.tree = None;
        }
        self.seen = Some(look);
        (self.going, self.asked) = (None, None);
    }

    /// How many rows the view has.
    fn len(&self, cx: Cx<'_>) -> usize {
        let Some(look) = &self.seen else { return 0 };
        match (self.view, &look.content) {
            (View::Shape, _) => shape::lines(cx, look, self.known(cx)).len(),
            (View::Bytes, _) => bytes::len(&look.head),
            (_, Content::Text(lines)) => lines.len(),
            (_, Content::Table(grid)) => grid.len(),
            (_, Content::Bytes(bytes)) => bytes::len(bytes),
            (_, Content::Tree(_)) => 0,
        }
    }

    fn fit(&mut self, len: usize) {
        let height =
            if self.has_cursor() { self.height.saturating_sub(table::HEAD).max(1) } else { self.height };
        let last_top = len.saturating_sub(height);
        if self.has_cursor() {
            self.selected = self.selected.min(len.saturating_sub(1));
            self.top = self.top.clamp((self.selected + 1).saturating_sub(height), self.selected);
        }
        self.top = self.top.min(last_top);
        if let Some(Content::Table(grid)) = self.seen.as_ref().map(|look| &look.content) {
            self.left = self.left.min(grid.columns.len().saturating_sub(1));
        }
        if let Some(tree) = &mut self.tree {
            tree.fit(height);
        }
    }

    /// Asks for more where its end is in view, once, after the user went there.
    fn read_on(&mut self, len: usize) -> Answer {
        let (Some(look), Some(wish), View::Content) = (&self.seen, self.going, self.view) else {
            return Answer::Stay;
        };
        let asked = Some((wish, look.read));
        if self.asked == asked || !self.is_at_end(look, wish, len) {
            return Answer::Stay;
        }
        self.asked = asked;
        Answer::Meanwhile(vec![Effect::PreviewMore(wish)])
    }

    /// Whether the end of what has been read is in view, and there is more.
    fn is_at_end(&self, look: &Look, wish: Wish, len: usize) -> bool {
        match (wish, &look.content, &self.tree) {
            (Wish::Columns, Content::Table(grid), _) => {
                look.has_more_columns() && self.left + WIDE >= grid.columns.len()
            }
            (Wish::Columns, ..) => false,
            (Wish::Rows, _, Some(tree)) => look.rest == Rest::More && tree.is_at_end(),
            (Wish::Rows, _, None) => look.rest == Rest::More && self.top + 2 * self.height >= len,
        }
    }
}

impl Overlay for Preview {
    const NAME: &'static str = "preview";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("esc q backspace", "close", "close", "close the preview", |_, _| {
            Answer::Do(vec![Effect::EndPreview])
        }),
        Key::new(
            "s",
            "shape",
            "shape",
            "columns, types and rows, and what changed; or the content",
            |it, _| it.turn_to(View::Shape),
        ),
        Key::new("x", "bytes", "bytes", "the bytes as they lie in the bucket; or the content", |it, _| {
            it.turn_to(View::Bytes)
        }),
        Key::new(
            "enter",
            "open",
            "open row",
            "the row of a table as a tree; open or close a branch",
            |it, _| it.open(),
        ),
        Key::new("j down", "down", "", "a row down; more is read where it ends", |it, _| it.go(1)),
        Key::new("k up", "up", "", "a row up", |it, _| it.go(-1)),
        Key::new("pgdn space ctrl-d ctrl-f", "page-down", "", "a screen down", |it, _| it.go(it.page())),
        Key::new("pgup ctrl-u ctrl-b", "page-up", "", "a screen up", |it, _| it.go(-it.page())),
        Key::new("g home", "first", "", "to the first row", |it, _| it.go(isize::MIN)),
        Key::new("G end", "last", "", "to the last row that has been read", |it, _| it.go(isize::MAX)),
        Key::new(
            "l right",
            "right",
            "",
            "columns on the right, or the ends of lines; more columns are read where they end",
            |it, _| it.aside(1),
        ),
        Key::new("h left", "left", "", "back to the left", |it, _| it.aside(-1)),
    ];

    fn offers(&self, row: &Row) -> bool {
        row.name != "open" || self.has_cursor() || (self.tree.is_some() && self.view == View::Content)
    }

    fn settle(&mut self, cx: Cx<'_>, under: Under<'_>) -> Answer {
        self.height = usize::from(under.body.height).saturating_sub(2).max(1);
        self.learn(cx);
        let len = self.len(cx);
        self.fit(len);
        self.read_on(len)
    }

    fn draw(&self, cx: Cx<'_>, under: Under<'_>, frame: &mut Frame<'_>) {
        let uri =
            cells::cut_front(&self.target.object.visible(), usize::from(under.body.width).saturating_sub(4));
        let title = Line::styled(format!(" {uri} "), cx.theme.strong());
        let inside = boxed(cx, frame, title, under.body);
        let cx = cx.within(inside);
        let known = self.known(cx);
        let look = known.and_then(|known| known.look.as_ref());
        match look {
            Some(look) => self.draw_look(cx, frame, look),
            None => draw_absence(cx, frame, known),
        }
        let fault = known.and_then(|known| known.fault.as_ref());
        if let (Some(_), Some(fault)) = (look, fault) {
            rows::fault_line(cx, frame, Some(fault));
        }
        if let Some(look) = look {
            let border = Rect { y: inside.bottom(), height: 1, ..inside };
            let words = foot::words(look, usize::from(inside.width).saturating_sub(2));
            frame.render_widget(Line::styled(format!(" {words} "), cx.theme.strong()), border);
        }
    }
}

fn draw_absence(cx: Cx<'_>, frame: &mut Frame<'_>, known: Option<&preview::Preview>) {
    match known.and_then(|known| known.fault.as_ref()) {
        Some(fault) => rows::message(cx, frame, &fault.words(), cx.theme.warning()),
        None => rows::nothing(cx, frame, "reading"),
    }
}

impl Preview {
    fn draw_look(&self, cx: Cx<'_>, frame: &mut Frame<'_>, look: &Look) {
        let window = self.top..self.top + cx.height();
        let lines = match (self.view, &look.content) {
            (View::Shape, _) => shape::lines(cx, look, self.known(cx)).into_iter().skip(self.top).collect(),
            (View::Bytes, _) => bytes::lines(cx, &look.head, window),
            (_, _) if look.unpacked == 0 => vec![Line::styled(" empty", cx.theme.faint())],
            (_, Content::Bytes(bytes)) => bytes::lines(cx, bytes, window),
            (_, Content::Table(grid)) => table::lines(
                cx,
                grid,
                &table::Window { top: self.top, left: self.left, selected: self.selected },
            ),
            (_, Content::Text(text)) => {
                window.map_while(|n| text.line(n)).map(|line| self.text_line(cx, line)).collect()
            }
            (_, Content::Tree(_)) => {
                if let Some(tree) = &self.tree {
                    tree.draw_rows(cx, frame, cx.area);
                }
                vec![]
            }
        };
        for (area, line) in cx.area.rows().zip(lines) {
            frame.render_widget(row::Row(line), area);
        }
    }

    fn text_line(&self, cx: Cx<'_>, line: &str) -> Line<'static> {
        let width = usize::from(cx.area.width).saturating_sub(1);
        let shape = log_line::Shape { first: width, more: width, fold: Fold::Cut, skip: self.left };
        let text = log_line::rows(line, shape, 0..1).pop().unwrap_or_default();
        Line::from_iter([Span::raw(" "), Span::raw(text)])
    }
}

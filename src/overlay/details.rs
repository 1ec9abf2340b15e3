//! Everything there is to say of the selected row, beside the panes or over them.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::{Answer, Overlay, OverlayKey, Under, boxed};
use crate::keys::Key;
use crate::pane::{Cx, Details};
use crate::widgets::cells;

/// The narrowest body that has room for details beside a pane.
const BESIDE: u16 = 100;
const LABEL: usize = 12;

/// Follows the selected row of the pane in front, and scrolls.
#[derive(Default)]
pub struct Drawer {
    top: usize,
}

impl Drawer {
    fn scroll(&mut self, by: isize) -> Answer {
        self.top = self.top.saturating_add_signed(by);
        Answer::Stay
    }

    fn page(cx: Cx<'_>) -> isize {
        isize::try_from(cx.height() / 2).unwrap_or(1)
    }
}

impl Overlay for Drawer {
    const NAME: &'static str = "details";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("esc enter q", "close", "close", "close the details", |_, _| Answer::Close),
        Key::new("j down", "down", "", "a line down", |drawer, _| drawer.scroll(1)),
        Key::new("k up", "up", "", "a line up", |drawer, _| drawer.scroll(-1)),
        Key::new("pgdn space ctrl-d", "page-down", "", "half a screen down", |drawer, cx| {
            drawer.scroll(Self::page(cx))
        }),
        Key::new("pgup ctrl-u", "page-up", "", "half a screen up", |drawer, cx| {
            drawer.scroll(-Self::page(cx))
        }),
        Key::new("g home", "top", "", "to the top", |drawer, _| drawer.scroll(isize::MIN)),
    ];

    fn settle(&mut self, cx: Cx<'_>, under: Under<'_>) {
        let details = under.pane.details(under.cx(cx));
        let area = area(under);
        let lines = details.map_or(0, |d| lines(cx, &d, usize::from(area.width).saturating_sub(4)).len());
        self.top = self.top.min(lines.saturating_sub(usize::from(area.height).saturating_sub(2)));
    }

    fn draw(&self, cx: Cx<'_>, under: Under<'_>, frame: &mut Frame<'_>) {
        let details = under.pane.details(under.cx(cx)).unwrap_or_else(|| Details::new("nothing is selected"));
        let title = Line::styled(format!(" {} ", details.title), cx.theme.strong());
        let inside = boxed(cx, frame, title, area(under));
        let lines = lines(cx, &details, usize::from(inside.width).saturating_sub(2));
        for (y, line) in (inside.y..inside.bottom()).zip(lines.into_iter().skip(self.top)) {
            frame.render_widget(
                line,
                Rect { x: inside.x + 1, y, width: inside.width.saturating_sub(2), height: 1 },
            );
        }
    }
}

/// Beside the pane where the body is wide: on the half that the pane does not lie in.
fn area(under: Under<'_>) -> Rect {
    if under.body.width < BESIDE {
        return under.body;
    }
    let [left, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).areas(under.body);
    if under.pane_area.x >= right.x { left } else { right }
}

fn lines(cx: Cx<'_>, details: &Details, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (label, value) in &details.fields {
        let is_long = value.contains('\n');
        if is_long {
            lines.push(Line::styled(*label, cx.theme.faint()));
        }
        let room = if is_long { width } else { width.saturating_sub(LABEL) };
        for (n, text) in value.split('\n').flat_map(|line| cells::wrap(line, room)).enumerate() {
            let label = match (is_long, n) {
                (true, _) => String::new(),
                (false, 0) => cells::left(label, LABEL),
                (false, _) => cells::left("", LABEL),
            };
            lines.push(Line::from_iter([Span::styled(label, cx.theme.faint()), Span::raw(text)]));
        }
    }
    lines
}

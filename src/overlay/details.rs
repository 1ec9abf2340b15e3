//! Everything there is to say of the selected row, beside the panes or over them.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::{Answer, Overlay, OverlayKey, Under, boxed};
use crate::domain::text::visible;
use crate::domain::yaml;
use crate::effect::{Clip, Effect, Here};
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
    form: Form,
    /// What is shown, as of the last settling.
    details: Option<Details>,
    /// Lines that the box shows at once, as of the last settling.
    height: usize,
}

/// How the details are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Form {
    /// Labels and values.
    #[default]
    Text,
    /// The fact itself as JSON.
    Json,
    /// The same as YAML.
    Yaml,
}

impl Form {
    fn next(self) -> Self {
        match self {
            Self::Text => Self::Json,
            Self::Json => Self::Yaml,
            Self::Yaml => Self::Text,
        }
    }

    /// What the title says beside the name.
    fn word(self) -> &'static str {
        match self {
            Self::Text => "",
            Self::Json => "as JSON ",
            Self::Yaml => "as YAML ",
        }
    }

    /// All of it, as it is copied.
    fn write(self, details: &Details) -> String {
        match self {
            Self::Text => details.text(),
            Self::Json => serde_json::to_string_pretty(&details.json()).unwrap_or_default(),
            Self::Yaml => yaml::yaml(&details.json()),
        }
    }
}

impl Drawer {
    fn turn(&mut self) -> Answer {
        (self.form, self.top) = (self.form.next(), 0);
        Answer::Stay
    }

    fn copy(&self) -> Answer {
        let Some(details) = &self.details else { return Answer::Stay };
        let what = format!("the details {}", self.form.word()).trim_end().to_owned();
        let text = self.form.write(details).as_str().into();
        Answer::Meanwhile(vec![Effect::Copy(Clip { what, text })])
    }

    fn tree(&self) -> Answer {
        let Some(details) = &self.details else { return Answer::Stay };
        let tree = Here::Tree { title: details.title.clone(), value: details.json() };
        Answer::Do(vec![Effect::Here(tree)])
    }

    fn scroll(&mut self, by: isize) -> Answer {
        self.top = self.top.saturating_add_signed(by);
        Answer::Stay
    }

    fn lines(&self, cx: Cx<'_>, details: &Details, width: usize) -> Vec<Line<'static>> {
        if self.form == Form::Text {
            return lines(cx, details, width);
        }
        let text = self.form.write(details);
        let lines = text.split('\n').flat_map(|line| cells::wrap(&visible(line), width));
        lines.map(Line::from).collect()
    }

    /// All lines but one that was read already.
    fn page(&self) -> isize {
        isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(1)
    }
}

impl Overlay for Drawer {
    const NAME: &'static str = "details";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("esc enter q h left backspace", "close", "close", "close the details", |_, _| Answer::Close),
        Key::new("j down", "down", "", "a line down", |drawer, _| drawer.scroll(1)),
        Key::new("k up", "up", "", "a line up", |drawer, _| drawer.scroll(-1)),
        Key::new("pgdn space ctrl-d ctrl-f", "page-down", "", "a screen down", |drawer, _| {
            drawer.scroll(drawer.page())
        }),
        Key::new("pgup ctrl-u ctrl-b", "page-up", "", "a screen up", |drawer, _| {
            drawer.scroll(-drawer.page())
        }),
        Key::new("t", "form", "", "as JSON, as YAML, as text again", |drawer, _| drawer.turn()),
        Key::new("T", "tree", "", "as a tree that opens and closes", |drawer, _| drawer.tree()),
        Key::new("y", "copy", "", "copy what is shown", |drawer, _| drawer.copy()),
        Key::new("g home", "top", "", "to the top", |drawer, _| drawer.scroll(isize::MIN)),
        Key::new("G end", "bottom", "", "to the bottom", |drawer, _| drawer.scroll(isize::MAX)),
    ];

    fn settle(&mut self, cx: Cx<'_>, under: Under<'_>) -> Answer {
        let details = under.pane.details(under.cx(cx));
        let area = area(under);
        let width = usize::from(area.width).saturating_sub(4);
        let lines = details.as_ref().map_or(0, |details| self.lines(cx, details, width).len());
        self.details = details;
        self.height = usize::from(area.height).saturating_sub(2);
        self.top = self.top.min(lines.saturating_sub(self.height));
        Answer::Stay
    }

    fn draw(&self, cx: Cx<'_>, under: Under<'_>, frame: &mut Frame<'_>) {
        let details = under.pane.details(under.cx(cx)).unwrap_or_else(|| Details::new("nothing is selected"));
        let area = area(under);
        let form = self.form.word();
        let room = usize::from(area.width).saturating_sub(form.len() + 4);
        let title = format!(" {} {form}", cells::cut(&details.title, room));
        let inside = boxed(cx, frame, Line::styled(title, cx.theme.strong()), area);
        let lines = self.lines(cx, &details, usize::from(inside.width).saturating_sub(2));
        draw_more(cx, frame, inside, lines.len().saturating_sub(self.top + usize::from(inside.height)));
        for (y, line) in (inside.y..inside.bottom()).zip(lines.into_iter().skip(self.top)) {
            frame.render_widget(
                line,
                Rect { x: inside.x + 1, y, width: inside.width.saturating_sub(2), height: 1 },
            );
        }
    }
}

/// Says in the lower border how many lines are hidden below.
fn draw_more(cx: Cx<'_>, frame: &mut Frame<'_>, inside: Rect, hidden: usize) {
    if hidden > 0 {
        let lines = if hidden == 1 { "line" } else { "lines" };
        let border = Rect { y: inside.bottom(), height: 1, ..inside };
        let more = format!(" {hidden} {lines} more: j and k scroll ");
        frame.render_widget(Line::styled(more, cx.theme.strong()).right_aligned(), border);
    }
}

/// Beside the pane where the body is wide: on the half that the pane does not lie in.
pub(super) fn area(under: Under<'_>) -> Rect {
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

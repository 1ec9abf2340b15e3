//! The last line: what the keys do now; and the names of the panes where only one shows.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::pane::Cx;
use crate::widgets::cells;

/// A key in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// As it is pressed.
    pub chord: String,
    /// What it does now; while a step runs, that it does.
    pub words: String,
    /// Whether it would do anything.
    pub is_enabled: bool,
}

/// Draws the hints in order. Where there is no room, the later ones lose their words before any loses its key;
/// the last one, which quits, is drawn always.
pub fn draw(cx: Cx<'_>, hints: &[Hint], frame: &mut Frame<'_>) {
    let Some((last, rest)) = hints.split_last() else { return };
    let mut room = usize::from(cx.area.width).saturating_sub(1 + width(last));
    let mut keys: usize = rest.iter().map(|hint| hint.chord.width() + GAP).sum();
    let mut line = Line::from(" ");
    for hint in rest {
        let key = hint.chord.width() + GAP;
        keys -= key;
        let full = width(hint) + GAP;
        let (needed, words) = if full + keys <= room { (full, hint.words.as_str()) } else { (key, "") };
        if needed <= room {
            room -= needed;
            push(&mut line, cx, hint, words);
            line.push_span("  ");
        }
    }
    push(&mut line, cx, last, &last.words);
    frame.render_widget(line, cx.area);
}

/// The cells between two hints.
const GAP: usize = 2;

fn width(hint: &Hint) -> usize {
    hint.chord.width() + 1 + hint.words.width()
}

fn push(line: &mut Line<'_>, cx: Cx<'_>, hint: &Hint, words: &str) {
    let key = if hint.is_enabled { cx.theme.key() } else { cx.theme.faint() };
    let style = if hint.is_enabled { Style::new() } else { cx.theme.faint() };
    line.push_span(Span::styled(hint.chord.clone(), key));
    if !words.is_empty() {
        line.push_span(Span::styled(format!(" {words}"), style));
    }
}

/// Draws the names of the panes with the one in front marked; cut to numbers where there is no room.
pub fn draw_tabs(cx: Cx<'_>, names: &[&str], front: usize, frame: &mut Frame<'_>) {
    let room = usize::from(cx.area.width);
    let full: usize = names.iter().map(|name| name.width() + 4).sum();
    let mut line = Line::default();
    for (n, name) in names.iter().enumerate() {
        let is_front = n == front;
        let text =
            if full <= room || is_front { format!(" {} {name} ", n + 1) } else { format!(" {} ", n + 1) };
        let style = if is_front { cx.theme.selected() } else { cx.theme.faint() };
        line.push_span(Span::styled(cells::cut(&text, room), style));
    }
    frame.render_widget(line, cx.area);
}

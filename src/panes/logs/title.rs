//! What the frame says: what is looked at, and how.

use ratatui::text::{Line, Span};

use super::{Logs, Sources, manner, status};
use crate::domain::log::Scope;
use crate::domain::text::visible;
use crate::pane::{Cx, Title};
use crate::widgets::cells;

/// The cells of the upper border that are neither left nor right text.
const FRAME: usize = "4 Logs".len() + 6;
/// The most cells of a run's id.
const ID: usize = 12;

impl Logs {
    pub(super) fn frame(&self, cx: Cx<'_>) -> Title<'static> {
        let cx = self.manner.cx(cx);
        let sources = Sources::of(cx);
        let mut left = Line::from_iter(self.whose(cx, &sources));
        left.extend(self.wanted(cx));
        let filter = self.index.include().text();
        let filter = if filter.is_empty() { 0 } else { cells::width(filter) + 2 };
        let room = usize::from(cx.area.width).saturating_sub(FRAME + left.width() + filter);
        let right = status::chips(cx, self.look.chip(cx), room);
        let zone = format!(" {}", manner::zone(cx.zone));
        if sources.len() > 0 && right.width() + zone.len() <= room {
            left.spans.insert(1.min(left.spans.len()), Span::styled(zone, cx.theme.faint()));
        }
        Title { left, right }
    }

    /// Whose lines are shown.
    fn whose(&self, cx: Cx<'_>, sources: &Sources) -> Option<Span<'static>> {
        let narrowed = |words: String| Some(Span::styled(words, cx.theme.found()));
        match self.index.scope() {
            Scope::All if sources.len() == 0 => None,
            Scope::All => Some(Span::raw(status::groups(sources.len()))),
            Scope::Group(group) => {
                let hue = sources.get(group).map_or(sources.len(), |source| source.hue);
                Some(Span::styled(format!("{} only", sources.label(group)), cx.theme.source(hue)))
            }
            Scope::Streams { streams, .. } => {
                let stream = streams.first().map(|stream| visible(stream).into_owned()).unwrap_or_default();
                let what = if stream.starts_with("jr_") { "run" } else { "stream" };
                narrowed(format!("{what} {} only", cells::cut(&stream, ID)))
            }
            Scope::Invocation { group, from, .. } if group.starts_with("/aws-glue/") => {
                narrowed(format!("crawl of {} only", cx.clock(from.time)))
            }
            Scope::Invocation { from, .. } => narrowed(format!("invocation of {} only", cx.clock(from.time))),
        }
    }

    /// What lines must not have, and what is searched for.
    fn wanted(&self, cx: Cx<'_>) -> Vec<Span<'static>> {
        let mut spans = Vec::new();
        let exclude = self.index.exclude();
        if !exclude.is_empty() {
            spans.push(Span::styled(format!(" -{}", visible(exclude.text())), cx.theme.found()));
        }
        if let Some(needle) = self.index.needle() {
            spans.push(Span::styled(format!(" {}", visible(needle.text())), cx.theme.found()));
            spans.push(Span::raw(format!(" {}", self.matches(cx))));
        }
        if self.marks.len() > 0 {
            spans.push(Span::styled(format!(" ◆{}", self.marks.len()), cx.theme.warning()));
        }
        if self.marks.has_range() {
            spans.push(Span::styled(" ┃range", cx.theme.warning()));
        }
        spans
    }
}

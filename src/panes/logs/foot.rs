//! What stands below the lines, or instead of them.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{Logs, Sources, status};
use crate::domain::fault::Fault;
use crate::domain::words;
use crate::pane::Cx;
use crate::widgets::cells;

/// The most rows that are given to what is wrong, and the least that are left for lines.
const FOOT: usize = 2;
const LEAST: u16 = 5;

impl Logs {
    /// Where the lines are, and what the rows below them say.
    pub(super) fn areas(&self, cx: Cx<'_>, sources: &Sources) -> (Rect, Vec<String>) {
        let words = self.foot(cx, sources).filter(|_| !cx.world.logs.is_empty());
        let width = usize::from(cx.area.width).saturating_sub(2);
        let mut foot = words.map(|words| cells::wrap(&words, width)).unwrap_or_default();
        foot.truncate(if cx.area.height > LEAST { FOOT } else { 1 });
        let rows = u16::try_from(foot.len()).unwrap_or_default();
        (Rect { height: cx.area.height.saturating_sub(rows), ..cx.area }, foot)
    }

    fn foot(&self, cx: Cx<'_>, sources: &Sources) -> Option<String> {
        let forgotten = usize::try_from(cx.world.logs.forgotten()).unwrap_or(usize::MAX);
        let forgotten = format!("{} older lines are forgotten", words::count(forgotten));
        let said =
            [self.broken(cx), status::wrong(cx, sources), self.look.is_at_the_edge().then_some(forgotten)];
        let said: Vec<String> = said.into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join(" · "))
    }

    /// That a defect of ours ended the looking for lines.
    fn broken(&self, cx: Cx<'_>) -> Option<String> {
        self.index.broken(&cx.world.scans).map(Fault::words)
    }

    pub(super) fn absence(&self, cx: Cx<'_>, sources: &Sources) -> Vec<Span<'static>> {
        if !cx.world.logs.is_empty() && self.index.is_picky() {
            let of = self.index.group().map(|group| format!(" of {}", sources.label(group)));
            let of = of.unwrap_or_default();
            if let Some(broken) = self.broken(cx) {
                return vec![Span::styled(broken, cx.theme.warning())];
            }
            if !self.index.is_complete() {
                return vec![Span::styled("looking through the lines", cx.theme.faint())];
            }
            let is_filtered = !self.index.include().is_empty() || !self.index.exclude().is_empty();
            let what = if is_filtered { "matches the filter" } else { "is here" };
            return vec![Span::styled(format!("no line{of} {what}"), cx.theme.faint())];
        }
        status::absence(cx, sources)
    }
}

/// Draws what stands below the lines.
pub fn draw(cx: Cx<'_>, frame: &mut Frame<'_>, list: Rect, foot: &[String]) {
    for (y, words) in (list.bottom()..cx.area.bottom()).zip(foot) {
        let row = Rect { y, height: 1, ..cx.area };
        frame.render_widget(Span::styled(format!(" {words}"), cx.theme.warning()), row);
    }
}

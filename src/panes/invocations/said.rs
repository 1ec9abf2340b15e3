//! How the invocations were read, and why there are none.

use ratatui::Frame;
use ratatui::text::Line;

use super::{Invocations, hours};
use crate::domain::history::History;
use crate::domain::words;
use crate::pane::Cx;
use crate::widgets::rows;

impl Invocations {
    /// How many there are, since when, and whether that is all; of another function's, when they were read.
    pub(super) fn reading(&self, cx: Cx<'_>) -> Line<'static> {
        let Some(history) = self.past(cx) else { return Line::styled("reading", cx.theme.faint()) };
        let count = self.count(cx);
        match (history.fault(), history.read()) {
            (None, None) if self.sheet.is_empty() => Line::styled("reading", cx.theme.faint()),
            (None, Some(read)) if self.other.is_some() => {
                Line::from(format!("{count}  read {}", cx.clock(read)))
            }
            (None, _) => Line::from(count),
            (Some(_), None) if self.sheet.is_empty() => Line::styled("unreadable", cx.theme.warning()),
            (Some(_), None) => Line::styled(format!("{count}  past unreadable"), cx.theme.warning()),
            (Some(_), Some(read)) => {
                let age = words::age(cx.now - read);
                Line::styled(format!("{count}  {age} old"), cx.theme.warning())
            }
        }
    }

    fn count(&self, cx: Cx<'_>) -> String {
        let since = self.past(cx).and_then(History::since);
        let span = since.map(|(since, _)| hours(cx, since)).unwrap_or_default();
        let at_least = if since.is_some_and(|(_, is_whole)| is_whole) { "" } else { "at least " };
        format!("{}  {span}", self.sheet.count(at_least)).trim().to_owned()
    }

    pub(super) fn draw_absence(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let history = self.past(cx);
        if let Some(fault) = history.and_then(History::fault) {
            return rows::message(cx, frame, &fault.words(), cx.theme.warning());
        }
        let sentence = if cx.pipeline.ingest.is_none() && self.other.is_none() {
            "this pipeline names no ingest function; a lists those of the account".to_owned()
        } else if !self.sheet.filtered_by().is_empty() {
            "no invocation matches the filter".to_owned()
        } else if let Some((since, _)) = history.and_then(History::since) {
            let how = if self.other.is_none() { "; i invokes the ingest" } else { "" };
            format!("no invocation in {}{how}", hours(cx, since))
        } else {
            "reading".to_owned()
        };
        rows::nothing(cx, frame, &sentence);
    }
}

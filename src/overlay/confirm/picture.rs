//! The dialog on the screen.

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};

use super::question::Question;
use super::{Intent, field};
use crate::domain::action::Verb;
use crate::overlay::dialog;
use crate::pane::Cx;

/// The widest dialog on a screen of the usual width, and on a wide one.
const WIDTH: u16 = 72;
const WIDE: u16 = 100;

pub(super) fn width(cx: Cx<'_>) -> u16 {
    let most = if cx.area.width >= WIDE + 20 { WIDE } else { WIDTH };
    most.min(cx.area.width)
}

/// How many lines of text the largest dialog has room for.
pub(super) fn room(cx: Cx<'_>) -> usize {
    cx.height().saturating_sub(4)
}

/// Draws a question with what is to be done about it in its last line.
pub(super) fn draw(cx: Cx<'_>, question: &Question, foot: Line<'_>, frame: &mut Frame<'_>) {
    let lines = field::lines(cx, question);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4);
    let inside = dialog(cx, frame, title(cx, question, lines.len()), width(cx), height);
    if cx.pipeline.production {
        alarm(
            cx,
            Rect { x: inside.x - 1, y: inside.y - 1, width: inside.width + 2, height: inside.height + 2 },
            frame,
        );
        alarm(cx, cx.area, frame);
    }
    let text = Rect { height: inside.height.saturating_sub(2), ..inside };
    for (row, line) in text.inner(Margin::new(1, 0)).rows().zip(lines.into_iter().skip(question.top)) {
        frame.render_widget(line, row);
    }
    let last = Rect { y: inside.bottom().saturating_sub(1), height: 1.min(inside.height), ..inside };
    frame.render_widget(foot.centered(), last);
}

/// Paints a frame that cannot be overlooked; what stands in it stays.
fn alarm(cx: Cx<'_>, area: Rect, frame: &mut Frame<'_>) {
    let area = area.intersection(cx.area);
    let sides = [
        Rect { height: 1.min(area.height), ..area },
        Rect { y: area.bottom().saturating_sub(1), height: 1.min(area.height), ..area },
        Rect { width: 1.min(area.width), ..area },
        Rect { x: area.right().saturating_sub(1), width: 1.min(area.width), ..area },
    ];
    for side in sides {
        frame.buffer_mut().set_style(side, cx.theme.alarm());
    }
}

fn title(cx: Cx<'_>, question: &Question, lines: usize) -> Line<'static> {
    let hidden = lines.saturating_sub(room(cx));
    let more = if hidden > 0 { format!("({hidden} lines more: j and k scroll) ") } else { String::new() };
    let heading = heading(question.action().verb());
    let mut title = Line::styled(format!(" {heading} {more}"), cx.theme.strong());
    if question.intent() == Intent::Rehearse {
        title.push_span(Span::styled(" DRY RUN ", cx.theme.badge()));
    }
    if cx.pipeline.production {
        title.push_span(Span::styled(" PRODUCTION ", cx.theme.badge()));
    }
    title
}

fn heading(verb: Verb) -> &'static str {
    match verb {
        Verb::Invoke => "Invoke the ingest?",
        Verb::StartJob => "Start the ETL job?",
        Verb::StartCrawler => "Run the crawler?",
        Verb::StopRun => "Stop the job run?",
        Verb::StopCrawler => "Stop the crawl?",
        Verb::Backfill => "Backfill the job?",
        Verb::ResetBookmark => "Reset the bookmark of the job?",
    }
}

//! The invocations of the ingest function, newest first.

mod details;
mod related;
mod row;
mod summary;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::invocation::Invocation;
use crate::domain::text::visible;
use crate::domain::words;
use crate::effect::{Clip, Effect, Effects, Here, Related, Subject, Target};
use crate::keys::Key;
use crate::list::Motion;
use crate::pane::{Cx, Details, Memory, Pane, PaneKey, Remark, Title};
use crate::sheet::Sheet;
use crate::widgets::rows;

use summary::Summary;

/// Looks at one invocation at a time, by its key.
#[derive(Default)]
pub struct Invocations {
    sheet: Sheet<Invocation>,
    /// The largest memory size, in megabytes: it sets the width of a column.
    memory: u32,
    /// What the shown ones come to.
    summary: Summary,
}

impl Pane for Invocations {
    const NAME: &'static str = "invocations";
    const TITLE: &'static str = "Invocations";
    const KEYS: &'static [PaneKey<Self>] = &[
        Key::new("l", "lines", "its lines", "the log lines of the invocation, and no others", Self::lines),
        Key::new("s", "sort", "", "sort by the next column", |pane, cx| {
            pane.sheet.sort_next(pane.body(cx), all(cx), &pane.memory);
            vec![]
        }),
        Key::new("S", "turn", "", "turn the order around", |pane, cx| {
            pane.sheet.turn(pane.body(cx), all(cx), &pane.memory);
            vec![]
        }),
        Key::new("m", "mark", "", "mark the invocation, or no longer", |pane, cx| {
            pane.sheet.mark(all(cx));
            vec![]
        }),
        Key::new("M", "unmark", "", "mark no invocation any more", |pane, _| {
            pane.sheet.unmark();
            vec![]
        }),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        let Some(ingest) = &cx.pipeline.ingest else { return Title::default() };
        let function = visible(bare(&ingest.function)).into_owned();
        Title { left: function.into(), right: self.reading(cx) }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        if self.sheet.is_empty() {
            return self.draw_absence(cx, frame);
        }
        let body = self.body(cx);
        self.sheet.draw(body, frame, all(cx), &self.memory);
        self.draw_summary(cx, frame);
        rows::fault_line(body, frame, cx.world.history.fault());
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        self.sheet.go(motion, self.body(cx), all(cx));
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        let is_old = self.sheet.is_old(cx);
        if is_old {
            self.memory = all(cx).iter().filter_map(|one| one.memory_mb).max().unwrap_or_default();
        }
        self.sheet.settle(self.body(cx), all(cx), &self.memory);
        if is_old {
            self.summary = Summary::of(self.sheet.by_position(all(cx)));
            self.sheet.settle(self.body(cx), all(cx), &self.memory);
        }
        vec![]
    }

    fn find(&mut self, target: &Target, _: Cx<'_>) -> Option<Effects> {
        let Target::Invocation(key) = target else { return None };
        self.sheet.find(key.clone());
        Some(vec![])
    }

    fn remember(&self, cx: Cx<'_>) -> Option<Memory> {
        Some(Memory::of(self.sheet.spot(all(cx))))
    }

    fn recall(&mut self, memory: Memory, _: Cx<'_>) {
        if let Some(spot) = memory.place() {
            self.sheet.go_to(spot);
        }
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        self.selected(cx).map(|invocation| related::of(cx, invocation)).unwrap_or_default()
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        related::identity(self.sheet.chosen(all(cx)))
    }

    fn hold(&mut self, cx: Cx<'_>) {
        self.sheet.hold(all(cx));
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        self.selected(cx).map(|invocation| details::of(cx, invocation))
    }

    fn remark(&self, question: &str, _: Cx<'_>) -> Option<Remark> {
        (question == "filter").then(|| self.sheet.remark())
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        self.sheet.filter(text);
    }

    fn filtered_by(&self) -> &str {
        self.sheet.filtered_by()
    }
}

impl Invocations {
    fn lines(&mut self, cx: Cx<'_>) -> Effects {
        let invocation = self.selected(cx).map(|invocation| invocation.key.clone());
        invocation.map(|key| Effect::Here(Here::Lines(Subject::Invocation(key)))).into_iter().collect()
    }

    /// The area without the summary below.
    fn body<'a>(&self, cx: Cx<'a>) -> Cx<'a> {
        let height = cx.area.height.saturating_sub(self.summary.height(cx.area.height));
        cx.within(Rect { height, ..cx.area })
    }

    fn draw_summary(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let count = self.summary.height(cx.area.height);
        let top = cx.area.bottom().saturating_sub(count);
        for (y, line) in (top..cx.area.bottom()).zip(self.summary.lines(cx)) {
            frame.render_widget(line, Rect { y, height: 1, ..cx.area });
        }
    }

    fn selected<'a>(&self, cx: Cx<'a>) -> Option<&'a Invocation> {
        self.sheet.selected(all(cx))
    }

    /// How many there are, since when, and whether that is all.
    fn reading(&self, cx: Cx<'_>) -> Line<'static> {
        let history = &cx.world.history;
        let count = self.count(cx);
        match (history.fault(), history.read()) {
            (None, None) if self.sheet.is_empty() => Line::styled("reading", cx.theme.faint()),
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
        let since = cx.world.history.since();
        let span = since.map(|(since, _)| hours(cx, since)).unwrap_or_default();
        let at_least = if since.is_some_and(|(_, is_whole)| is_whole) { "" } else { "at least " };
        format!("{}  {span}", self.sheet.count(at_least)).trim().to_owned()
    }

    fn draw_absence(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let history = &cx.world.history;
        if let Some(fault) = history.fault() {
            return rows::message(cx, frame, &fault.words(), cx.theme.warning());
        }
        let sentence = if cx.pipeline.ingest.is_none() {
            "this pipeline names no ingest function".to_owned()
        } else if !self.sheet.filtered_by().is_empty() {
            "no invocation matches the filter".to_owned()
        } else if let Some((since, _)) = history.since() {
            format!("no invocation in {}; i invokes the ingest", hours(cx, since))
        } else {
            "reading".to_owned()
        };
        rows::nothing(cx, frame, &sentence);
    }
}

/// The invocations, newest first.
fn all(cx: Cx<'_>) -> &[Invocation] {
    cx.world.history.invocations()
}

/// The function's name, of a name or an ARN.
fn bare(function: &str) -> &str {
    function.rsplit(":function:").next().unwrap_or_default()
}

/// For how long we know all there is to know.
fn hours(cx: Cx<'_>, since: crate::clock::Time) -> String {
    match (cx.now - since).num_hours() {
        hours @ ..72 => format!("{} h", hours.max(0)),
        hours => format!("{} days", hours / 24),
    }
}

//! The invocations of the ingest function, newest first.

mod details;
mod related;
mod row;
mod summary;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::invocation::{self, Invocation};
use crate::domain::text::visible;
use crate::domain::words;
use crate::effect::{Clip, Effect, Effects, Here, Related, Subject, Target};
use crate::filter::Filter;
use crate::keys::Key;
use crate::list::{Cursor, Motion};
use crate::pane::{Cx, Details, Pane, PaneKey, Title};
use crate::widgets::rows;

use summary::Summary;

/// Looks at one invocation at a time, by its key.
#[derive(Default)]
pub struct Invocations {
    cursor: Cursor<invocation::Key>,
    filter: Filter,
    /// The invocations that pass the filter, as positions in the world's.
    shown: Vec<usize>,
    /// The largest memory size among them, in megabytes: it sets the width of a column.
    memory: u32,
    /// What the shown ones come to.
    summary: Summary,
    revision: Option<u64>,
}

impl Pane for Invocations {
    const NAME: &'static str = "invocations";
    const TITLE: &'static str = "Invocations";
    const KEYS: &'static [PaneKey<Self>] =
        &[Key::new("l", "lines", "its lines", "the log lines of the invocation, and no others", Self::lines)];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        let Some(ingest) = &cx.pipeline.ingest else { return Title::default() };
        let function = visible(bare(&ingest.function)).into_owned();
        Title { left: function.into(), right: self.reading(cx) }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        if self.shown.is_empty() {
            return self.draw_absence(cx, frame);
        }
        let columns = row::Columns::new(cx, self.oldest(cx), self.memory);
        let body = self.body(cx);
        rows::draw(body, frame, &self.cursor, self.shown.len(), |n| {
            self.get(cx, n).map(|invocation| row::draw(cx, columns, invocation)).unwrap_or_default()
        });
        self.draw_summary(cx, frame);
        rows::fault_line(body, frame, cx.world.history.fault());
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        let (shown, invocations) = (&self.shown, cx.world.history.invocations());
        let height = self.body(cx).height();
        self.cursor.go(motion, shown.len(), height, |n| key(invocations, shown, n));
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        if self.revision != Some(cx.world.revision()) {
            self.refresh(cx);
        }
        let (shown, invocations) = (&self.shown, cx.world.history.invocations());
        let height = self.body(cx).height();
        self.cursor.settle(shown.len(), height, |n| key(invocations, shown, n));
        vec![]
    }

    fn find(&mut self, target: &Target, _: Cx<'_>) -> Option<Effects> {
        let Target::Invocation(key) = target else { return None };
        self.cursor.select(key.clone());
        (self.filter, self.revision) = (Filter::default(), None);
        Some(vec![])
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        self.selected(cx).map(|invocation| related::of(cx, invocation)).unwrap_or_default()
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        self.selected(cx).map(related::identity)
    }

    fn hold(&mut self, cx: Cx<'_>) {
        let (shown, invocations) = (&self.shown, cx.world.history.invocations());
        self.cursor.hold(|n| key(invocations, shown, n));
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        self.selected(cx).map(|invocation| details::of(cx, invocation))
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        self.filter = Filter::new(text);
        self.revision = None;
    }

    fn filtered_by(&self) -> &str {
        self.filter.text()
    }
}

impl Invocations {
    fn lines(&mut self, cx: Cx<'_>) -> Effects {
        let invocation = self.get(cx, self.cursor.index()).map(|invocation| invocation.key.clone());
        invocation.map(|key| Effect::Here(Here::Lines(Subject::Invocation(key)))).into_iter().collect()
    }

    fn refresh(&mut self, cx: Cx<'_>) {
        let invocations = cx.world.history.invocations();
        let passing = (0..).zip(invocations).filter(|(_, invocation)| self.passes(cx, invocation));
        self.shown = passing.map(|(n, _)| n).collect();
        let shown = self.shown.iter().filter_map(|n| invocations.get(*n));
        self.memory = shown.filter_map(|invocation| invocation.memory_mb).max().unwrap_or_default();
        self.summary = Summary::of(self.shown.iter().filter_map(|n| invocations.get(*n)));
        self.revision = Some(cx.world.revision());
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

    fn passes(&self, cx: Cx<'_>, invocation: &Invocation) -> bool {
        if self.filter.is_empty() {
            return true;
        }
        let cold = if invocation.init_ms.is_some() { "cold" } else { "" };
        let (outcome, time) = (invocation.outcome.words(), cx.clock(invocation.started));
        let parts = [&outcome, row::word(&invocation.outcome), cold, &time];
        self.filter.passes_with_id(&parts, invocation.request_id.exact())
    }

    fn selected<'a>(&self, cx: Cx<'a>) -> Option<&'a Invocation> {
        self.get(cx, self.cursor.index())
    }

    fn get<'a>(&self, cx: Cx<'a>, n: usize) -> Option<&'a Invocation> {
        cx.world.history.invocations().get(*self.shown.get(n)?)
    }

    fn oldest<'a>(&self, cx: Cx<'a>) -> Option<&'a Invocation> {
        self.get(cx, self.shown.len().checked_sub(1)?)
    }

    /// How many there are, since when, and whether that is all.
    fn reading(&self, cx: Cx<'_>) -> Line<'static> {
        let history = &cx.world.history;
        let count = self.count(cx);
        match (history.fault(), history.read()) {
            (None, None) if self.shown.is_empty() => Line::styled("reading", cx.theme.faint()),
            (None, _) => Line::from(count),
            (Some(_), None) if self.shown.is_empty() => Line::styled("unreadable", cx.theme.warning()),
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
        if self.shown.is_empty() {
            return span;
        }
        let at_least = if since.is_some_and(|(_, is_whole)| is_whole) { "" } else { "at least " };
        let count = words::count(self.shown.len());
        format!("{} of {at_least}{count}  {span}", self.cursor.index() + 1).trim_end().to_owned()
    }

    fn draw_absence(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let history = &cx.world.history;
        if let Some(fault) = history.fault() {
            return rows::message(cx, frame, &fault.words(), cx.theme.warning());
        }
        let sentence = if cx.pipeline.ingest.is_none() {
            "this pipeline names no ingest function".to_owned()
        } else if !self.filter.is_empty() {
            "no invocation matches the filter".to_owned()
        } else if let Some((since, _)) = history.since() {
            format!("no invocation in {}; i invokes the ingest", hours(cx, since))
        } else {
            "reading".to_owned()
        };
        rows::nothing(cx, frame, &sentence);
    }
}

fn key(invocations: &[Invocation], shown: &[usize], n: usize) -> Option<invocation::Key> {
    invocations.get(*shown.get(n)?).map(|invocation| invocation.key.clone())
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

//! The runs of the ETL job, newest first.

mod details;
mod related;
mod row;

use ratatui::Frame;
use ratatui::style::Style;

use crate::domain::action::Action;
use crate::domain::rhythm::Takes;
use crate::domain::run::{NEWEST, Run, State};
use crate::domain::text::{Foreign, visible};
use crate::domain::{health, words};
use crate::effect::{Clip, Effect, Effects, Here, Related, Subject, Target};
use crate::filter::Filter;
use crate::keys::Key;
use crate::list::{Cursor, Motion};
use crate::pane::{Cx, Details, Pane, PaneKey, Stamp, Title};
use crate::theme::{Theme, sign};
use crate::widgets::rows;

/// Looks at one run at a time, by its id.
#[derive(Default)]
pub struct Runs {
    cursor: Cursor<Foreign>,
    filter: Filter,
    /// The runs that pass the filter, as positions in the world's runs.
    shown: Vec<usize>,
    /// How long a run takes when it does its work.
    usual: Option<Takes>,
    revision: Option<u64>,
}

impl Pane for Runs {
    const NAME: &'static str = "runs";
    const TITLE: &'static str = "Job runs";
    const KEYS: &'static [PaneKey<Self>] = &[
        Key::new("l", "lines", "its lines", "the log lines of the run, and no others", |runs, cx| {
            runs.lines(cx)
        }),
        Key::new("x", "stop", "stop", "stop the selected run", Self::stop),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        let Some(etl) = &cx.pipeline.etl else { return Title::default() };
        let job = visible(&etl.job).into_owned();
        let count = if self.shown.is_empty() {
            String::new()
        } else {
            let newest = if self.shown.len() >= NEWEST { "the newest " } else { "" };
            format!("{} of {newest}{}", self.cursor.index() + 1, words::count(self.shown.len()))
        };
        let right = rows::reading(cx, &cx.world.runs, count);
        Title { left: job.into(), right }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        if cx.pipeline.etl.is_none() {
            return rows::nothing(cx, frame, self.nothing(cx));
        }
        if self.shown.is_empty() {
            return rows::absence(cx, frame, &cx.world.runs, self.nothing(cx));
        }
        let runs = cx.world.runs.get().map(Vec::as_slice).unwrap_or_default();
        let get = |n| self.shown.get(n).and_then(|n: &usize| runs.get(*n));
        let stamp = Stamp::of(cx, get(self.shown.len() - 1).map(|oldest| oldest.started));
        rows::draw(cx, frame, &self.cursor, self.shown.len(), |n| {
            get(n).map(|run| row::draw(cx, stamp, self.usual, run)).unwrap_or_default()
        });
        rows::fault_line(cx, frame, cx.world.runs.fault());
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        let ids = self.ids(cx);
        self.cursor.go(motion, ids.len(), cx.height(), |n| ids.get(n).cloned());
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        if self.revision != Some(cx.world.revision()) {
            let runs = cx.world.runs.get().into_iter().flatten();
            self.shown = (0..).zip(runs).filter(|(_, run)| self.passes(cx, run)).map(|(n, _)| n).collect();
            self.usual = health::etl_takes(cx.world);
            self.revision = Some(cx.world.revision());
        }
        let ids = self.ids(cx);
        self.cursor.settle(ids.len(), cx.height(), |n| ids.get(n).cloned());
        vec![]
    }

    fn find(&mut self, target: &Target, _: Cx<'_>) -> Option<Effects> {
        let Target::Run(id) = target else { return None };
        self.cursor.select(id.clone());
        (self.filter, self.revision) = (Filter::default(), None);
        Some(vec![])
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        self.selected(cx).map(|run| related::of(cx, run)).unwrap_or_default()
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        self.selected(cx).map(related::identity)
    }

    fn hold(&mut self, cx: Cx<'_>) {
        let ids = self.ids(cx);
        self.cursor.hold(|n| ids.get(n).cloned());
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        self.selected(cx).map(|run| details::of(cx, run))
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        self.filter = Filter::new(text);
        self.revision = None;
    }

    fn filtered_by(&self) -> &str {
        self.filter.text()
    }
}

impl Runs {
    fn lines(&mut self, cx: Cx<'_>) -> Effects {
        let run = self.ids(cx).get(self.cursor.index()).cloned();
        run.map(|run| Effect::Here(Here::Lines(Subject::Run(run)))).into_iter().collect()
    }

    fn ids(&self, cx: Cx<'_>) -> Vec<Foreign> {
        let runs = cx.world.runs.get().map(Vec::as_slice).unwrap_or_default();
        self.shown.iter().filter_map(|n| runs.get(*n)).map(|run| run.id.clone()).collect()
    }

    fn selected<'a>(&self, cx: Cx<'a>) -> Option<&'a Run> {
        let n = *self.shown.get(self.cursor.index())?;
        cx.world.runs.get()?.get(n)
    }

    /// Stays at the run that is asked about, whatever arrives.
    fn stop(&mut self, cx: Cx<'_>) -> Effects {
        self.hold(cx);
        let etl = cx.pipeline.etl.as_ref();
        let action = etl
            .zip(self.selected(cx))
            .map(|(etl, run)| Action::StopRun { job: etl.job.clone(), run: run.id.exact().to_owned() });
        action.map(|action| Effect::Here(Here::Confirm(action))).into_iter().collect()
    }

    fn passes(&self, cx: Cx<'_>, run: &Run) -> bool {
        let error = run.error.as_ref().map(Foreign::exact).unwrap_or_default();
        self.filter.passes_with_id(&[&run.state.name(), &cx.clock(run.started), error], run.id.exact())
    }

    fn nothing(&self, cx: Cx<'_>) -> &'static str {
        match (&cx.pipeline.etl, self.filter.is_empty()) {
            (None, _) => "this pipeline names no ETL job",
            (Some(_), true) => "the job has never run; e starts it",
            (Some(_), false) => "no run matches the filter",
        }
    }
}

fn health(state: &State) -> health::State {
    match state {
        State::Succeeded => health::State::Good,
        State::Stopped => health::State::Degraded,
        state if state.is_bad() => health::State::Failed,
        _ => health::State::Running,
    }
}

fn style(theme: Theme, state: &State) -> Style {
    theme.state(health(state))
}

fn mark(state: &State) -> &'static str {
    sign(health(state))
}

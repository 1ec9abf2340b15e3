//! The runs of one job as a list.

use ratatui::Frame;

use super::{Look, Runs};
use crate::domain::health;
use crate::domain::rhythm::Takes;
use crate::domain::run::{NEWEST, Run};
use crate::domain::text::visible;
use crate::domain::words;
use crate::effect::Effects;
use crate::pane::{Cx, Title};
use crate::sheet::Sheet;
use crate::widgets::rows;

impl Runs {
    pub(super) fn on_sheet(
        &mut self,
        cx: Cx<'_>,
        act: impl FnOnce(&mut Sheet<Run>, &[Run], &Option<Takes>),
    ) -> Effects {
        if self.look == Look::Runs {
            let runs = self.all_runs(cx);
            act(&mut self.sheet, runs, &self.usual);
        }
        vec![]
    }

    pub(super) fn settle_runs(&mut self, cx: Cx<'_>) {
        let runs = self.all_runs(cx);
        if self.sheet.is_old(cx) {
            self.usual = health::takes_of(runs);
        }
        self.sheet.settle(cx, runs, &self.usual);
    }

    /// The runs of the job, newest first.
    pub(super) fn all_runs<'a>(&self, cx: Cx<'a>) -> &'a [Run] {
        self.source(cx).get().map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn runs_title(&self, cx: Cx<'_>) -> Title<'static> {
        let Some(job) = self.job_in_front(cx) else { return Title::default() };
        let newest = if self.sheet.len() >= NEWEST { "the newest " } else { "" };
        let count = self.sheet.count(newest);
        let mut right = rows::reading(cx, self.source(cx), count);
        if let Some(read) = self.source(cx).read().filter(|_| self.job.is_some()) {
            right.push_span(format!("  read {}", words::ago(cx.now - read)));
        }
        Title { left: visible(&job).into_owned().into(), right }
    }

    pub(super) fn draw_runs(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        if self.job_in_front(cx).is_none() {
            return rows::nothing(cx, frame, self.nothing(cx));
        }
        let source = self.source(cx);
        if self.sheet.is_empty() {
            return rows::absence(cx, frame, source, self.nothing(cx));
        }
        self.sheet.draw(cx, frame, self.all_runs(cx), &self.usual);
        rows::fault_line(cx, frame, source.fault());
    }

    pub(super) fn nothing(&self, cx: Cx<'_>) -> &'static str {
        match (self.job_in_front(cx), self.sheet.filtered_by().is_empty()) {
            (None, _) => "this pipeline names no ETL job; a lists those of the account",
            (Some(_), false) => "no run matches the filter",
            (Some(_), true) if self.job.is_some() => "the job has never run",
            (Some(_), true) => "the job has never run; e starts it",
        }
    }
}

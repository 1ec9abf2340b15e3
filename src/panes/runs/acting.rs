//! What may be done to runs and jobs; the console asks before it does any of it.

use std::collections::BTreeMap;

use super::{Look, Runs};
use crate::domain::action::{Action, MARK, Verb};
use crate::domain::backfill::{Plan, Series};
use crate::domain::glue::jobs::Ask;
use crate::domain::run::Run;
use crate::effect::{Effect, Effects, Here, Question};
use crate::pane::{Cx, Remark};

/// The question for an argument and its values.
pub(super) const BACKFILL: &str = "backfill";

impl Runs {
    /// Stays at the run that is asked about, whatever arrives.
    pub(super) fn stop(&mut self, cx: Cx<'_>) -> Effects {
        self.stay(cx);
        let job = self.job_in_front(cx);
        let action = job
            .zip(self.selected(cx))
            .map(|(job, run)| Action::StopRun { job, run: run.id.exact().to_owned() });
        ask(action)
    }

    /// The run once more, as it was started; of the list of jobs, the job as it starts by itself.
    pub(super) fn rerun(&mut self, cx: Cx<'_>) -> Effects {
        self.stay(cx);
        let action = match self.look {
            Look::Runs => {
                let job = self.job_in_front(cx);
                job.zip(self.selected(cx)).map(|(job, run)| again(job, run))
            }
            Look::Jobs => self.selected_job(cx).map(|job| first(cx, job.name.exact())),
            Look::Triggers(_) => None,
        };
        ask(action)
    }
}

impl Runs {
    /// The job that is looked at: the one in front, or the one of the list.
    fn job_meant(&self, cx: Cx<'_>) -> Option<String> {
        match self.look {
            Look::Runs | Look::Triggers(_) => self.job_in_front(cx),
            Look::Jobs => self.selected_job(cx).map(|job| job.name.exact().to_owned()),
        }
    }

    /// Has read once more what an action has changed that nobody watches: another job's runs, a bookmark.
    pub(super) fn follow_up(&mut self, cx: Cx<'_>) {
        let verbs = [Verb::StartJob, Verb::StopRun, Verb::ResetBookmark];
        let answered = verbs.iter().filter_map(|verb| cx.world.attempts.get(verb));
        let answered = answered.filter(|attempt| attempt.outcome.is_some());
        let Some(newest) = answered.max_by_key(|attempt| attempt.sent) else { return };
        if self.followed.replace(newest.sent) == Some(newest.sent) {
            return;
        }
        let job = newest.action.target().to_owned();
        match newest.action.verb() {
            Verb::ResetBookmark => self.wants.push(Ask::Job(job)),
            _ if self.job.as_ref() == Some(&job) => self.wants.push(Ask::Runs(job)),
            _ => {}
        }
    }

    /// Has the argument and its values typed.
    pub(super) fn ask_backfill(&mut self, cx: Cx<'_>) -> Effects {
        self.stay(cx);
        if self.job_meant(cx).is_none() {
            return vec![];
        }
        "--".clone_into(&mut self.typed);
        let question = Question { name: BACKFILL, label: "backfill", text: self.typed.clone() };
        vec![Effect::Here(Here::Ask(question))]
    }

    /// Asks about the runs that a line comes to; `None`: it has a mistake.
    pub(super) fn backfill(&mut self, cx: Cx<'_>, text: &str) -> Option<Effects> {
        text.clone_into(&mut self.typed);
        let series = Series::parse(text).ok()?;
        let Action::StartJob { job, arguments } = first(cx, &self.job_meant(cx)?) else { return None };
        Some(ask(Some(Action::Backfill(Plan { job, arguments, series }))))
    }

    pub(super) fn reset_bookmark(&mut self, cx: Cx<'_>) -> Effects {
        let Some(job) = self.job_meant(cx) else { return vec![] };
        let known = cx.world.glue.jobs.definition(&job);
        if let Some(kind) = known.map(|found| &found.kind).filter(|kind| !kind.has_bookmark()) {
            return vec![Effect::Here(Here::Say(format!("{} jobs have no bookmark", kind.words())))];
        }
        ask(Some(Action::ResetBookmark { job }))
    }
}

/// What a line comes to, or what is wrong with it.
pub(super) fn remark(text: &str) -> Remark {
    match Series::parse(text) {
        Ok(series) => Remark::plain(series.words()),
        Err(_) if text.trim_matches('-').is_empty() => {
            Remark::plain("--date=2026-11-01..2026-11-07, --page=1..10, --region=a,b,c")
        }
        Err(mistake) => Remark::bad(mistake),
    }
}

fn ask(action: Option<Action>) -> Effects {
    action.map(|action| Effect::Here(Here::Confirm(action))).into_iter().collect()
}

/// A run with the arguments of an earlier one; what farol added to that one is that one's.
fn again(job: String, run: &Run) -> Action {
    let own = run.arguments.iter().filter(|(name, _)| name.exact() != MARK);
    let arguments = own.map(|(name, value)| (name.exact().to_owned(), value.exact().to_owned())).collect();
    Action::StartJob { job, arguments }
}

/// The pipeline's job as the pipeline starts it, any other with its own defaults.
fn first(cx: Cx<'_>, job: &str) -> Action {
    let own = Action::of(cx.pipeline, Verb::StartJob).filter(|action| action.target() == job);
    own.unwrap_or_else(|| Action::StartJob { job: job.to_owned(), arguments: BTreeMap::new() })
}

//! The runs of the ETL job, newest first; and, on request, the account's jobs and what starts them by itself.

mod acting;
mod details;
mod jobs;
mod list;
mod related;
mod row;
mod table;
mod triggers;

use ratatui::Frame;
use ratatui::style::Style;

use self::table::Table;
use crate::clock::Time;
use crate::domain::glue::jobs::Ask;
use crate::domain::health;
use crate::domain::reading::Reading;
use crate::domain::rhythm::Takes;
use crate::domain::run::{Run, State};
use crate::effect::{Clip, Effect, Effects, Here, Related, Subject, Target};
use crate::filter::Filter;
use crate::keys::Key;
use crate::list::Motion;
use crate::pane::{Cx, Details, Memory, Pane, PaneKey, Remark, Title};
use crate::sheet::Sheet;
use crate::theme::{Theme, sign};

/// Looks at one row at a time, by its identity.
#[derive(Default)]
pub struct Runs {
    look: Look,
    /// The job whose runs are looked at, where it is not the pipeline's.
    job: Option<String>,
    sheet: Sheet<Run>,
    jobs: Table,
    triggers: Table,
    /// Of jobs and triggers; the sheet has its own.
    filter: Filter,
    /// How long a run takes when it does its work.
    usual: Option<Takes>,
    revision: Option<u64>,
    /// What is to be read once.
    wants: Vec<Ask>,
    /// The jobs whose newest runs are being read.
    awaited: Vec<String>,
    /// When the action was sent whose effects were read last.
    followed: Option<Time>,
    /// The line for a backfill, as far as it is typed.
    typed: String,
}

/// What the pane shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Look {
    /// The runs of one job.
    #[default]
    Runs,
    /// All jobs of the account.
    Jobs,
    /// What starts the job by itself, or any job.
    Triggers(Whose),
}

/// Whose triggers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Those that concern the job.
    Job,
    /// The account's.
    All,
}

impl Pane for Runs {
    const NAME: &'static str = "runs";
    const TITLE: &'static str = "Job runs";
    const KEYS: &'static [PaneKey<Self>] = &[
        Key::new("l", "lines", "its lines", "the log lines of the run, and no others", |runs, cx| {
            runs.lines(cx)
        }),
        Key::new("x", "stop", "stop", "stop the selected run", Self::stop),
        Key::new(
            "R",
            "rerun",
            "rerun",
            "start again: the run with its own arguments, or the job of the list",
            Self::rerun,
        ),
        Key::new(
            "B",
            "backfill",
            "backfill",
            "start the job for each value of an argument, one run after the other",
            Self::ask_backfill,
        ),
        Key::new(
            "b",
            "reset-bookmark",
            "",
            "reset the job's bookmark: its next run reads everything",
            Self::reset_bookmark,
        ),
        Key::new("a", "all", "all jobs", "all jobs of the account, or the pipeline's again", Self::all),
        Key::new("t", "triggers", "", "what starts the job by itself: triggers and workflows", |runs, cx| {
            runs.show_triggers(cx)
        }),
        Key::new("s", "sort", "", "sort the runs by the next column", |runs, cx| {
            runs.on_sheet(cx, |sheet, rows, usual| sheet.sort_next(cx, rows, usual))
        }),
        Key::new("S", "turn", "", "turn the order of the runs around", |runs, cx| {
            runs.on_sheet(cx, |sheet, rows, usual| sheet.turn(cx, rows, usual))
        }),
        Key::new("m", "mark", "", "mark the run, or no longer", |runs, cx| {
            runs.on_sheet(cx, |sheet, rows, _| sheet.mark(rows))
        }),
        Key::new("Y", "copy-command", "", "copy the aws command that reads the row", |runs, cx| {
            cx.copied(runs.commands(cx))
        }),
        Key::new("M", "unmark", "", "mark no run any more", |runs, cx| {
            runs.on_sheet(cx, |sheet, _, _| sheet.unmark())
        }),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        match self.look {
            Look::Runs => self.runs_title(cx),
            Look::Jobs => self.jobs_title(cx),
            Look::Triggers(whose) => self.triggers_title(cx, whose),
        }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        match self.look {
            Look::Runs => self.draw_runs(cx, frame),
            Look::Jobs => self.draw_jobs(cx, frame),
            Look::Triggers(_) => self.draw_triggers(cx, frame),
        }
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        match self.look {
            Look::Runs => self.sheet.go(motion, cx, self.all_runs(cx)),
            Look::Jobs => self.jobs.go(motion, cx.height()),
            Look::Triggers(_) => self.triggers.go(motion, cx.height()),
        }
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        if self.revision != Some(cx.world.revision()) {
            self.arrange(cx);
            self.revision = Some(cx.world.revision());
        }
        match self.look {
            Look::Runs => self.settle_runs(cx),
            Look::Jobs => self.jobs.settle(cx.height()),
            Look::Triggers(_) => self.triggers.settle(cx.height()),
        }
        self.follow_up(cx);
        let last = self.want_last(cx);
        self.wants.drain(..).chain(last).map(Effect::Jobs).collect()
    }

    fn enter(&mut self, cx: Cx<'_>) -> Option<Effects> {
        if self.look != Look::Jobs {
            return None;
        }
        let name = self.selected_job(cx)?.name.exact().to_owned();
        let is_own = cx.pipeline.etl.as_ref().is_some_and(|etl| etl.job == name);
        if !is_own {
            self.wants.push(Ask::Runs(name.clone()));
        }
        self.job = (!is_own).then_some(name);
        self.sheet = Sheet::default();
        self.turn_to(Look::Runs);
        Some(vec![])
    }

    fn back(&mut self, _: Cx<'_>) -> Option<Effects> {
        if !Pane::filtered_by(self).is_empty() {
            return None;
        }
        match self.look {
            Look::Runs if self.job.is_some() => self.turn_to(Look::Jobs),
            Look::Runs => return None,
            Look::Jobs | Look::Triggers(_) => {
                if self.look == Look::Jobs {
                    self.job = None;
                }
                self.turn_to(Look::Runs);
            }
        }
        Some(vec![])
    }

    fn refresh(&mut self, cx: Cx<'_>) -> Effects {
        let asks = match self.look {
            Look::Runs => self.job.iter().cloned().map(Ask::Runs).collect(),
            Look::Jobs => vec![Ask::All, Ask::Last(self.visible_jobs(cx))],
            Look::Triggers(_) => vec![Ask::Triggers],
        };
        asks.into_iter().map(Effect::Jobs).collect()
    }

    fn find(&mut self, target: &Target, cx: Cx<'_>) -> Option<Effects> {
        let Target::Run(id) = target else { return None };
        let is_here =
            |runs: &Reading<Vec<Run>>| runs.get().is_some_and(|all| all.iter().any(|r| r.id == *id));
        if !is_here(self.source(cx)) {
            self.job = None;
        }
        self.turn_to(Look::Runs);
        self.sheet.find(id.clone());
        Some(vec![])
    }

    fn remember(&self, cx: Cx<'_>) -> Option<Memory> {
        let spot = self.sheet.spot(self.all_runs(cx));
        Some(Memory::of((self.look, self.job.clone(), spot, self.filter.clone())))
    }

    fn recall(&mut self, memory: Memory, _: Cx<'_>) {
        let Some((look, job, spot, filter)) = memory.place() else { return };
        (self.look, self.job, self.filter, self.revision) = (look, job, filter, None);
        self.sheet.go_to(spot);
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        self.selected(cx).map(|run| related::of(cx, run, self.job.is_none())).unwrap_or_default()
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        match self.look {
            Look::Runs => related::identity(self.sheet.chosen(self.all_runs(cx))),
            Look::Jobs => self.selected_job(cx).map(|job| related::named("the job's name", &job.name)),
            Look::Triggers(_) => self.selected_trigger_name(cx),
        }
    }

    fn hold(&mut self, cx: Cx<'_>) {
        self.stay(cx);
        let job = match self.look {
            Look::Runs => self.job_in_front(cx),
            Look::Jobs => self.selected_job(cx).map(|job| job.name.exact().to_owned()),
            Look::Triggers(_) => None,
        };
        let unread = job.filter(|job| cx.world.glue.jobs.of(job).job.get().is_none());
        self.wants.extend(unread.map(Ask::Job));
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        match self.look {
            Look::Runs => {
                let about =
                    details::About { job: self.job_in_front(cx), runs: self.source(cx), usual: self.usual };
                self.selected(cx).map(|run| details::of(cx, run, &about))
            }
            Look::Jobs => self.selected_job(cx).map(|job| jobs::details(cx, job)),
            Look::Triggers(_) => self.trigger_details(cx),
        }
    }

    fn typed(&mut self, question: &str, text: &str, _: Cx<'_>) {
        if question == acting::BACKFILL {
            text.clone_into(&mut self.typed);
        }
    }

    fn entered(&mut self, _: &str, text: &str, cx: Cx<'_>) -> Option<Effects> {
        self.backfill(cx, text)
    }

    fn remark(&self, question: &str, _: Cx<'_>) -> Option<Remark> {
        if question == acting::BACKFILL {
            return Some(acting::remark(&self.typed));
        }
        (question == "filter" && self.look == Look::Runs).then(|| self.sheet.remark())
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        match self.look {
            Look::Runs => self.sheet.filter(text),
            Look::Jobs | Look::Triggers(_) => self.filter = Filter::new(text),
        }
        self.revision = None;
    }

    fn filtered_by(&self) -> &str {
        match self.look {
            Look::Runs => self.sheet.filtered_by(),
            Look::Jobs | Look::Triggers(_) => self.filter.text(),
        }
    }
}

impl Runs {
    /// Shows something else; the filter was meant for what is left.
    fn turn_to(&mut self, look: Look) {
        self.look = look;
        (self.filter, self.revision) = (Filter::default(), None);
        self.sheet.filter("");
    }

    /// Stays at the selected row, whatever arrives.
    fn stay(&mut self, cx: Cx<'_>) {
        match self.look {
            Look::Runs => self.sheet.hold(self.all_runs(cx)),
            Look::Jobs => self.jobs.hold(),
            Look::Triggers(_) => self.triggers.hold(),
        }
    }

    fn arrange(&mut self, cx: Cx<'_>) {
        match self.look {
            Look::Runs => {}
            Look::Jobs => self.jobs.set(jobs::rows(cx, &self.filter)),
            Look::Triggers(whose) => {
                let job = self.job_in_front(cx).filter(|_| whose == Whose::Job);
                self.triggers.set(triggers::rows(cx, job.as_deref(), &self.filter));
            }
        }
    }

    /// The job whose runs are shown.
    fn job_in_front(&self, cx: Cx<'_>) -> Option<String> {
        self.job.clone().or_else(|| cx.pipeline.etl.as_ref().map(|etl| etl.job.clone()))
    }

    fn source<'a>(&self, cx: Cx<'a>) -> &'a Reading<Vec<Run>> {
        match &self.job {
            Some(job) => &cx.world.glue.jobs.of(job).runs,
            None => &cx.world.runs,
        }
    }

    fn selected<'a>(&self, cx: Cx<'a>) -> Option<&'a Run> {
        if self.look != Look::Runs {
            return None;
        }
        self.sheet.selected(self.all_runs(cx))
    }

    fn lines(&mut self, cx: Cx<'_>) -> Effects {
        let run = self.selected(cx).map(|run| run.id.clone());
        run.map(|run| Effect::Here(Here::Lines(Subject::Run(run)))).into_iter().collect()
    }

    /// All jobs, or the pipeline's again; among triggers, everybody's, or the job's again.
    fn all(&mut self, cx: Cx<'_>) -> Effects {
        match self.look {
            Look::Triggers(Whose::Job) => self.turn_to(Look::Triggers(Whose::All)),
            Look::Triggers(Whose::All) => self.turn_to(Look::Triggers(Whose::Job)),
            Look::Jobs => {
                self.job = None;
                self.turn_to(Look::Runs);
            }
            Look::Runs => {
                if cx.world.glue.jobs.all.get().is_none() {
                    self.wants.push(Ask::All);
                }
                self.turn_to(Look::Jobs);
            }
        }
        vec![]
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

//! What starts jobs by itself: triggers, then workflows.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::{Look, Runs, Whose};
use crate::domain::command::Command;
use crate::domain::fault::Fault;
use crate::domain::glue::jobs::Ask;
use crate::domain::glue::trigger::{Started, Trigger, Workflow, WorkflowRun};
use crate::domain::secret::{MASK, is_hidden};
use crate::domain::text::{Foreign, visible};
use crate::domain::{health, schedule, words};
use crate::effect::{Clip, Effects};
use crate::filter::Filter;
use crate::pane::{Cx, Details, Title};
use crate::theme::sign;
use crate::widgets::{cells, rows};

/// The widest that names are shown.
const WIDEST: usize = 32;

/// A row: triggers come first, then workflows.
enum Row<'a> {
    Trigger(&'a Trigger),
    Workflow(&'a Workflow),
}

/// The triggers and workflows that concern a job, or all, as far as they pass the filter.
pub(super) fn rows(cx: Cx<'_>, job: Option<&str>, filter: &Filter) -> Vec<(usize, Foreign)> {
    let all = (0..).map_while(|n| Some((n, row(cx, n)?)));
    let wanted = all.filter(|(_, row)| job.is_none_or(|job| row.concerns(cx, job)) && row.passes(filter));
    wanted.map(|(n, row)| (n, row.id())).collect()
}

fn row(cx: Cx<'_>, n: usize) -> Option<Row<'_>> {
    let triggers = cx.world.glue.jobs.triggers.get().map(Vec::as_slice).unwrap_or_default();
    let workflows = cx.world.glue.jobs.workflows.get().map(Vec::as_slice).unwrap_or_default();
    match n.checked_sub(triggers.len()) {
        None => triggers.get(n).map(Row::Trigger),
        Some(n) => workflows.get(n).map(Row::Workflow),
    }
}

impl Row<'_> {
    fn name(&self) -> &Foreign {
        match self {
            Self::Trigger(trigger) => &trigger.name,
            Self::Workflow(workflow) => &workflow.name,
        }
    }

    /// A trigger may be called as a workflow is.
    fn id(&self) -> Foreign {
        let kind = if matches!(self, Self::Trigger(_)) { "trigger" } else { "workflow" };
        format!("{kind} {}", self.name().exact()).into()
    }

    /// A workflow concerns the jobs that its triggers concern.
    fn concerns(&self, cx: Cx<'_>, job: &str) -> bool {
        match self {
            Self::Trigger(trigger) => trigger.concerns(job),
            Self::Workflow(workflow) => {
                let mut triggers = cx.world.glue.jobs.triggers.get().into_iter().flatten();
                triggers.any(|one| one.workflow.as_ref() == Some(&workflow.name) && one.concerns(job))
            }
        }
    }

    fn passes(&self, filter: &Filter) -> bool {
        match self {
            Self::Trigger(trigger) => {
                let starts = trigger.starts();
                filter.passes(&[trigger.name.exact(), trigger.kind.exact(), trigger.state.exact(), &starts])
            }
            Self::Workflow(workflow) => filter.passes(&[workflow.name.exact(), "workflow"]),
        }
    }

    fn line(&self, cx: Cx<'_>, width: usize) -> Line<'static> {
        let name = cells::left(&cells::cut_middle(&self.name().visible(), width), width);
        let mut line = Line::from_iter([Span::raw(name), Span::raw("  ")]);
        match self {
            Self::Trigger(trigger) => line.extend(of_trigger(cx, trigger)),
            Self::Workflow(workflow) => line.extend(of_workflow(cx, workflow)),
        }
        line
    }
}

fn of_trigger(cx: Cx<'_>, trigger: &Trigger) -> [Span<'static>; 3] {
    let state = if trigger.is_on() { health::State::Good } else { health::State::Never };
    let state = Span::styled(
        format!("{} {}", sign(state), cells::left(&trigger.state.visible().to_lowercase(), 11)),
        cx.theme.state(state),
    );
    let starts = if trigger.actions.is_empty() { "nothing".to_owned() } else { trigger.starts() };
    [
        state,
        Span::raw(format!("  {}", when(cx, trigger))),
        Span::styled(format!("  starts {starts}"), cx.theme.faint()),
    ]
}

/// When it fires, in words.
fn when(cx: Cx<'_>, trigger: &Trigger) -> String {
    match (&trigger.schedule, trigger.waits()) {
        (Some(expression), _) => timed(cx, trigger, expression),
        (None, Some(waits)) => format!("after {waits}"),
        (None, None) => trigger.kind.visible().replace('_', " ").to_lowercase(),
    }
}

fn timed(cx: Cx<'_>, trigger: &Trigger, expression: &Foreign) -> String {
    let schedule = schedule::Schedule::parse(expression.exact());
    let said = schedule.as_ref().and_then(schedule::Schedule::words);
    let said = said.unwrap_or_else(|| expression.visible().into_owned());
    let next = schedule.filter(|_| trigger.is_on()).and_then(|schedule| schedule.after(cx.now));
    match next {
        Some(next) => {
            format!("{said}, next in {}", words::span((next - cx.now).to_std().unwrap_or_default()))
        }
        None => said,
    }
}

fn of_workflow(cx: Cx<'_>, workflow: &Workflow) -> [Span<'static>; 3] {
    let kind = Span::styled("  workflow", cx.theme.faint());
    let Some(run) = &workflow.last else {
        return [Span::styled(cells::left("  never ran", 13), cx.theme.faint()), kind, Span::raw("")];
    };
    let state = health_of(run);
    let status = format!("{} {}", sign(state), cells::left(&run.status.visible().to_lowercase(), 11));
    [Span::styled(status, cx.theme.state(state)), kind, Span::raw(format!("  {}", told(cx, run)))]
}

fn health_of(run: &WorkflowRun) -> health::State {
    match run {
        run if run.is_running() => health::State::Running,
        run if run.is_bad() => health::State::Failed,
        run if run.status.exact() == "COMPLETED" => health::State::Good,
        _ => health::State::Degraded,
    }
}

fn told(cx: Cx<'_>, run: &WorkflowRun) -> String {
    let [all, good, bad] = run.counts;
    let began = run.started.map(|began| format!("{}, ", words::ago(cx.now - began))).unwrap_or_default();
    let bad = if bad > 0 { format!(", {bad} failed") } else { String::new() };
    format!("{began}{good} of {all} done{bad}")
}

impl Runs {
    fn trigger_row<'a>(&self, cx: Cx<'a>) -> Option<Row<'a>> {
        row(cx, self.triggers.selected()?)
    }

    /// Shows what starts the job, or goes back to its runs.
    pub(super) fn show_triggers(&mut self, cx: Cx<'_>) -> Effects {
        if matches!(self.look, Look::Triggers(_)) {
            self.turn_to(Look::Runs);
            return vec![];
        }
        let jobs = &cx.world.glue.jobs;
        if jobs.triggers.get().is_none() || jobs.workflows.get().is_none() {
            self.wants.push(Ask::Triggers);
        }
        if let Some(job) = self.selected_job(cx).map(|job| job.name.exact().to_owned()) {
            let is_own = cx.pipeline.etl.as_ref().is_some_and(|etl| etl.job == job);
            self.job = (!is_own).then_some(job);
        }
        let whose = if self.job_in_front(cx).is_some() { Whose::Job } else { Whose::All };
        self.turn_to(Look::Triggers(whose));
        vec![]
    }

    pub(super) fn selected_trigger_name(&self, cx: Cx<'_>) -> Option<Clip> {
        let found = self.trigger_row(cx)?;
        let what =
            if matches!(found, Row::Trigger(_)) { "the trigger's name" } else { "the workflow's name" };
        Some(super::related::named(what, found.name()))
    }

    pub(super) fn trigger_command(&self, cx: Cx<'_>) -> Option<Command> {
        let found = self.trigger_row(cx)?;
        let operation =
            if matches!(found, Row::Trigger(_)) { "glue get-trigger" } else { "glue get-workflow" };
        Some(Command::aws(operation).option("--name", found.name().exact()))
    }

    pub(super) fn triggers_title(&self, cx: Cx<'_>, whose: Whose) -> Title<'static> {
        let left = match (whose, self.job_in_front(cx)) {
            (Whose::Job, Some(job)) => format!("what starts {}", visible(&job)),
            _ => "all triggers and workflows".to_owned(),
        };
        let count = match self.triggers.len() {
            0 => String::new(),
            len => format!("{} of {}", self.triggers.index() + 1, words::count(len)),
        };
        let triggers = &cx.world.glue.jobs.triggers;
        let mut right = rows::reading(cx, triggers, count);
        if let Some(read) = triggers.read().filter(|_| triggers.fault().is_none()) {
            right.push_span(format!("  read {}", words::ago(cx.now - read)));
        }
        Title { left: left.into(), right }
    }

    pub(super) fn draw_triggers(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let jobs = &cx.world.glue.jobs;
        if self.triggers.len() == 0 {
            let nothing = match (self.filter.is_empty(), self.look) {
                (false, _) => "no trigger and no workflow matches the filter",
                (true, Look::Triggers(Whose::Job)) => {
                    "nothing starts the job by itself; a shows all of the account"
                }
                (true, _) => "the account has no triggers and no workflows",
            };
            rows::absence(cx, frame, &jobs.triggers, nothing);
        }
        let rows = (0..self.triggers.len()).filter_map(|n| row(cx, self.triggers.at(n)?));
        let widest = rows.map(|row| cells::width(&row.name().visible())).max().unwrap_or(0);
        let width = widest.min(WIDEST).min(usize::from(cx.area.width) / 3);
        rows::draw(cx, frame, self.triggers.cursor(), self.triggers.len(), |n| {
            let row = self.triggers.at(n).and_then(|n| row(cx, n));
            row.map(|row| row.line(cx, width)).unwrap_or_default()
        });
        let fault: Option<&Fault> = jobs.triggers.fault().filter(|_| self.triggers.len() > 0);
        rows::fault_line(cx, frame, fault.or(jobs.workflows.fault()));
    }

    pub(super) fn trigger_details(&self, cx: Cx<'_>) -> Option<Details> {
        Some(match self.trigger_row(cx)? {
            Row::Trigger(trigger) => trigger_details(cx, trigger),
            Row::Workflow(workflow) => workflow_details(cx, workflow),
        })
    }
}

fn trigger_details(cx: Cx<'_>, trigger: &Trigger) -> Details {
    let shown = |text: &Option<Foreign>| text.as_ref().map(|text| text.visible().into_owned());
    let actions: Vec<String> = trigger.actions.iter().map(action).collect();
    let schedule = trigger.schedule.as_ref();
    let words = schedule.map(|expression| timed(cx, trigger, expression));
    let next = schedule.and_then(|expression| schedule::Schedule::parse(expression.exact())?.after(cx.now));
    let next = next.filter(|_| trigger.is_on()).map(|next| cx.date(next));
    Details::new(format!("trigger {}", trigger.name.visible()))
        .with("type", trigger.kind.visible())
        .with("state", trigger.state.visible())
        .with_some("purpose", shown(&trigger.description))
        .with_some("fires", words)
        .with_some("schedule", shown(&trigger.schedule))
        .with_some("next", next)
        .with_some("waits for", trigger.waits())
        .with("starts", if actions.is_empty() { "nothing".to_owned() } else { actions.join("\n") })
        .with_some("workflow", shown(&trigger.workflow))
}

fn action(started: &Started) -> String {
    let arguments = started.arguments.iter().map(|(name, value)| {
        let value = if is_hidden(name.exact(), value.exact()) { MASK.into() } else { value.visible() };
        format!("\n  {} {value}", name.visible())
    });
    format!("{}{}", started.target.words(), arguments.collect::<String>())
}

fn workflow_details(cx: Cx<'_>, workflow: &Workflow) -> Details {
    let triggers = cx.world.glue.jobs.triggers.get().into_iter().flatten();
    let own = triggers.filter(|one| one.workflow.as_ref() == Some(&workflow.name));
    let own: Vec<String> = own.map(|one| format!("{}: {}", one.name.visible(), one.starts())).collect();
    let details = Details::new(format!("workflow {}", workflow.name.visible()))
        .with_some("purpose", workflow.description.as_ref().map(|text| text.visible().into_owned()))
        .with_some("triggers", (!own.is_empty()).then(|| own.join("\n")));
    let Some(run) = &workflow.last else { return details.with("last run", "it has never run") };
    details
        .with("last run", run.id.visible())
        .with("status", run.status.visible())
        .with("actions", told(cx, run))
        .with_some("error", run.error.as_ref().map(|error| error.visible().into_owned()))
        .with_some("started", run.started.map(|at| cx.date(at)))
        .with_some("ended", run.ended.map(|at| cx.date(at)))
}

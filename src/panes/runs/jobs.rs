//! All jobs of the account, each with its newest run.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::details::{capacity, merged};
use super::{Runs, mark, style};
use crate::domain::fault::Fault;
use crate::domain::glue::jobs::{Ask, Definition, Job};
use crate::domain::run::Run;
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::filter::Filter;
use crate::pane::{Cx, Details, Title};
use crate::widgets::{cells, rows};

/// The widest that names are shown; what is longer is cut in its middle.
const WIDEST: usize = 40;

/// How many newest runs are read in one go.
const FEW: usize = 25;

/// The jobs that pass the filter.
pub(super) fn rows(cx: Cx<'_>, filter: &Filter) -> Vec<(usize, Foreign)> {
    let jobs = cx.world.glue.jobs.all.get().into_iter().flatten();
    let passes = |job: &Job| {
        let kind = job.definition.as_ref().map(|found| found.kind.words().into_owned()).unwrap_or_default();
        filter.passes(&[job.name.exact(), &kind])
    };
    (0..).zip(jobs).filter(|(_, job)| passes(job)).map(|(n, job)| (n, job.name.clone())).collect()
}

impl Runs {
    pub(super) fn selected_job<'a>(&self, cx: Cx<'a>) -> Option<&'a Job> {
        if self.look != super::Look::Jobs {
            return None;
        }
        cx.world.glue.jobs.all.get()?.get(self.jobs.selected()?)
    }

    pub(super) fn visible_jobs(&self, cx: Cx<'_>) -> Vec<String> {
        self.jobs.visible(cx.height()).map(|name| name.exact().to_owned()).collect()
    }

    /// Has the newest runs of the jobs on the screen read, some at a time.
    pub(super) fn want_last(&mut self, cx: Cx<'_>) -> Option<Ask> {
        if self.look != super::Look::Jobs {
            return None;
        }
        let is_pending = |name: &String| !is_own(cx, name) && cx.world.glue.jobs.of(name).last.is_pending();
        if self.awaited.iter().any(is_pending) {
            return None;
        }
        let unread: Vec<String> = self.visible_jobs(cx).into_iter().filter(is_pending).take(FEW).collect();
        self.awaited.clone_from(&unread);
        (!unread.is_empty()).then_some(Ask::Last(unread))
    }

    pub(super) fn jobs_title(&self, cx: Cx<'_>) -> Title<'static> {
        let all = &cx.world.glue.jobs.all;
        let count = match self.jobs.len() {
            0 => String::new(),
            len => format!("{} of {}", self.jobs.index() + 1, words::count(len)),
        };
        let mut right = rows::reading(cx, all, count);
        if let Some(read) = all.read().filter(|_| all.fault().is_none()) {
            right.push_span(format!("  read {}", words::ago(cx.now - read)));
        }
        Title { left: "all jobs".into(), right }
    }

    pub(super) fn draw_jobs(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let jobs = &cx.world.glue.jobs;
        let all = jobs.all.get().map(Vec::as_slice).unwrap_or_default();
        if self.jobs.len() == 0 {
            let nothing = if self.filter.is_empty() { "the account has no jobs" } else { "no job matches" };
            return rows::absence(cx, frame, &jobs.all, nothing);
        }
        let widest = all.iter().map(|job| cells::width(&job.name.visible())).max().unwrap_or(0);
        let name = widest.min(WIDEST).min(usize::from(cx.area.width) / 2);
        rows::draw(cx, frame, self.jobs.cursor(), self.jobs.len(), |n| {
            let job = self.jobs.at(n).and_then(|n| all.get(n));
            job.map(|job| line(cx, job, name)).unwrap_or_default()
        });
        rows::fault_line(cx, frame, jobs.all.fault().or(jobs.names_only.as_ref()));
    }
}

/// Whether it is the pipeline's, whose runs are read all the while.
fn is_own(cx: Cx<'_>, name: &str) -> bool {
    cx.pipeline.etl.as_ref().is_some_and(|etl| etl.job == name)
}

fn line(cx: Cx<'_>, job: &Job, width: usize) -> Line<'static> {
    let name = cells::left(&cells::cut_middle(&job.name.visible(), width), width);
    let mut line = Line::from_iter([Span::raw(name), Span::raw("  ")]);
    line.extend(last(cx, job.name.exact()));
    if let Some(found) = &job.definition {
        line.push_span(Span::raw(format!("  {}", cells::left(&found.kind.words(), 12))));
        line.push_span(Span::styled(
            format!("  {}", capacity(&found.terms).unwrap_or_default()),
            cx.theme.faint(),
        ));
    }
    line
}

/// The newest run in a few cells.
fn last(cx: Cx<'_>, name: &str) -> Vec<Span<'static>> {
    const WIDTH: usize = 26;
    let faint = |text: &str| vec![Span::styled(cells::left(text, WIDTH), cx.theme.faint())];
    let (run, fault): (Option<Option<&Run>>, Option<&Fault>) = if is_own(cx, name) {
        (cx.world.runs.get().map(|runs| runs.first()), cx.world.runs.fault())
    } else {
        let last = &cx.world.glue.jobs.of(name).last;
        (last.get().map(Option::as_ref), last.fault())
    };
    match (run, fault) {
        (Some(Some(run)), _) => {
            let state = format!("{} {}", mark(&run.state), cells::left(&run.state.name(), 9));
            let ago = format!("  {}", words::ago(cx.now - run.started));
            vec![Span::styled(state, style(cx.theme, &run.state)), Span::raw(cells::left(&ago, WIDTH - 11))]
        }
        (Some(None), _) => faint("never ran"),
        (None, Some(_)) => faint("runs unreadable"),
        (None, None) => faint("reading"),
    }
}

/// Everything there is to say of a job.
pub(super) fn details(cx: Cx<'_>, job: &Job) -> Details {
    let name = job.name.exact();
    let known = cx.world.glue.jobs.of(name);
    let details = Details::new(format!("job {}", job.name.visible()));
    let details = match cx.world.glue.jobs.definition(name) {
        Some(found) => defined(cx, details, found).with("bookmark", bookmark(cx, name, found)),
        None => details.with_some("definition", known.job.fault().map(Fault::words)),
    };
    let concerns = cx.world.glue.jobs.triggers.get().into_iter().flatten().filter(|one| one.concerns(name));
    let triggers: Vec<String> = concerns.map(|trigger| trigger.name.visible().into_owned()).collect();
    details
        .with_some("last run", known.last.get().and_then(Option::as_ref).map(|run| told(cx, run)))
        .with_some("triggers", (!triggers.is_empty()).then(|| triggers.join(", ")))
}

fn told(cx: Cx<'_>, run: &Run) -> String {
    format!("{} {}, {}", run.state.name(), words::ago(cx.now - run.started), run.id.visible())
}

fn defined(cx: Cx<'_>, details: Details, found: &Definition) -> Details {
    let shown = |text: &Option<Foreign>| text.as_ref().map(|text| text.visible().into_owned());
    let terms = &found.terms;
    details
        .with("type", found.kind.words())
        .with_some("purpose", shown(&found.description))
        .with_some("capacity", capacity(terms))
        .with_some("Glue", shown(&terms.version))
        .with_some("class", shown(&terms.class))
        .with_some("timeout", terms.timeout.map(words::span))
        .with_some("at once", found.at_once.map(|most| format!("{most} runs at most")))
        .with("retries", found.retries.to_string())
        .with_some("script", shown(&found.script))
        .with_some("role", shown(&found.role))
        .with_some("security", shown(&terms.security))
        .with_some("changed", found.changed.map(|changed| cx.date(changed)))
        .with("arguments", merged(&std::collections::BTreeMap::new(), Some(&found.defaults)))
}

/// The bookmark, or why there is none to see.
pub(super) fn bookmark(cx: Cx<'_>, job: &str, found: &Definition) -> String {
    let bookmark = &cx.world.glue.jobs.of(job).bookmark;
    match (bookmark.get(), bookmark.fault()) {
        _ if !found.kind.has_bookmark() => format!("none: {} jobs have no bookmark", found.kind.words()),
        (_, Some(fault)) => fault.words(),
        (Some(Some(bookmark)), None) => bookmark.words(),
        (Some(None), None) => "none yet".to_owned(),
        (None, None) => "reading".to_owned(),
    }
}

//! The lines of the dialog: who, where, what, and what AWS says of it now.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::picture::width;
use super::question::{Question, Wait};
use super::{Intent, input};
use crate::domain::action::{Action, Attempt, MARK, Mode, Verb};
use crate::domain::call::Call;
use crate::domain::identity::Identity;
use crate::domain::preflight::{Finding, Weight};
use crate::domain::reading::Reading;
use crate::domain::run::Run;
use crate::domain::text::visible;
use crate::domain::words;
use crate::pane::Cx;
use crate::widgets::cells;

const LABEL: usize = 11;

/// A label, and what stands behind it, with its style.
pub(super) type Field = (&'static str, String, Style);

/// All lines of a dialog, wrapped to its width.
pub(super) fn lines(cx: Cx<'_>, question: &Question) -> Vec<Line<'static>> {
    let room = usize::from(width(cx)).saturating_sub(4 + LABEL);
    let mut lines = Vec::new();
    for (label, value, style) in fields(cx, question) {
        for (n, text) in value.lines().flat_map(|line| cells::wrap(line, room)).enumerate() {
            let label = if n == 0 { label } else { "" };
            let label = Span::styled(cells::left(label, LABEL), cx.theme.faint());
            lines.push(Line::from_iter([label, Span::styled(text, style)]));
        }
    }
    lines
}

fn fields(cx: Cx<'_>, question: &Question) -> Vec<Field> {
    let (action, plain) = (question.action(), Style::new());
    let mut fields = who(cx, question);
    fields.push(("pipeline", visible(&cx.pipeline.name).into_owned(), plain));
    fields.push((target_label(action.verb()), visible(action.target()).into_owned(), plain));
    fields.extend(input::fields(cx, question));
    fields.extend(manner(cx, question));
    fields.extend(call(cx, question));
    fields.push(("so far", state(cx, action), plain));
    fields.extend(found(cx, question));
    fields.push(checked(cx, question));
    fields
}

fn who(cx: Cx<'_>, question: &Question) -> Vec<Field> {
    let plain = Style::new();
    let region = cx.pipeline.region.as_deref().map(|region| visible(region).into_owned());
    match question.identity(cx) {
        Some(identity) => vec![
            ("account", account(cx, identity), plain),
            ("identity", identity.arn.visible().into_owned(), plain),
            ("region", identity.region.visible().into_owned(), plain),
        ],
        None => vec![
            ("account", "not known: the identity has not been read".into(), cx.theme.warning()),
            ("region", region.unwrap_or_else(|| "what the environment or the profile says".into()), plain),
        ],
    }
}

/// That nobody will wait for it, where that is so.
fn manner(cx: Cx<'_>, question: &Question) -> Option<Field> {
    let is_async = matches!(question.action(), Action::Invoke { mode: Mode::Async, .. });
    let words = "queued: Lambda runs it by itself, and tries again where it fails; its lines are all that is heard of it";
    is_async.then(|| ("how", words.to_owned(), cx.theme.strong()))
}

/// The exact request, where it is all that there is to see; what farol adds to it is faint.
fn call(cx: Cx<'_>, question: &Question) -> Vec<Field> {
    if question.intent() == Intent::Act {
        return Vec::new();
    }
    let action = question.action();
    let is_marked = action.is_marked(cx.pipeline);
    let Call { permission, operation, body } =
        if is_marked { Call::marked(action) } else { Call::of(action) };
    let style = |line: &str| if is_marked && line.contains(MARK) { cx.theme.faint() } else { Style::new() };
    let body = if is_marked { format!("{body:#}") } else { body.to_string() };
    let mut fields = vec![("call", visible(&operation).into_owned(), Style::new())];
    fields.extend(body.lines().map(|line| ("", visible(line).into_owned(), style(line))));
    fields.push(("needs", permission.to_owned(), Style::new()));
    fields
}

/// The account's number, with the name that the configuration gives it.
fn account(cx: Cx<'_>, identity: &Identity) -> String {
    let number = identity.account.visible();
    match &cx.pipeline.account_name {
        Some(name) => format!("{} ({number})", visible(name)),
        None => number.into_owned(),
    }
}

/// What speaks against it, a line each.
fn found(cx: Cx<'_>, question: &Question) -> Vec<Field> {
    let attempt = cx.world.attempts.get(&question.action().verb());
    let findings = question.seen().map_or(&[][..], |seen| &seen.findings);
    let field = |(n, finding): (usize, &Finding)| {
        let (label, who) = (if n == 0 { "but" } else { "" }, starter(finding, attempt));
        let style = match finding.weight() {
            Weight::Stops => cx.theme.bad(),
            Weight::Warns => cx.theme.warning(),
        };
        (label, format!("! {}", finding.words(cx.now, who)), style)
    };
    findings.iter().enumerate().map(field).collect()
}

fn starter(finding: &Finding, attempt: Option<&Attempt>) -> &'static str {
    match finding {
        Finding::Running(sighting) | Finding::Recent(sighting) => {
            let is_ours = attempt.is_some_and(|attempt| sighting.is_of(attempt));
            if is_ours { "this console" } else { "somebody else" }
        }
        _ => "",
    }
}

/// How old is what the decision is based on.
fn checked(cx: Cx<'_>, question: &Question) -> Field {
    let age = question.seen().map(|seen| words::ago(cx.now - seen.taken));
    let (text, style) = match (question.wait(), age) {
        (Wait::Aws, _) | (_, None) => ("checking…".to_owned(), cx.theme.busy()),
        (_, Some(age)) if question.obstacle(cx).is_some() => (age, Style::new()),
        (Wait::Yes, Some(age)) => (age, Style::new()),
        (Wait::NewYes, Some(age)) => {
            (format!("{age}: this is new, so it takes another yes"), cx.theme.strong())
        }
        (Wait::SlowYes, Some(age)) => {
            (format!("{age}: AWS answers slowly, so it takes another yes"), cx.theme.strong())
        }
    };
    ("checked", text, style)
}

fn target_label(verb: Verb) -> &'static str {
    match verb {
        Verb::Invoke => "function",
        Verb::StartJob | Verb::StopRun | Verb::Backfill | Verb::ResetBookmark => "job",
        Verb::StartCrawler | Verb::StopCrawler => "crawler",
    }
}

/// How the step stood when the screen last heard of it.
fn state(cx: Cx<'_>, action: &Action) -> String {
    let (what, read) = match action.verb() {
        Verb::Invoke => (last_invocation(cx), cx.world.history.read()),
        Verb::StartJob | Verb::StopRun | Verb::Backfill | Verb::ResetBookmark => {
            let runs = runs_of(cx, action.target());
            (last_run(cx, runs), runs.read())
        }
        Verb::StartCrawler | Verb::StopCrawler => (last_crawl(cx), cx.world.crawler.read()),
    };
    if read.is_some() { what } else { "not read yet".into() }
}

fn last_invocation(cx: Cx<'_>) -> String {
    match cx.world.history.invocations().first() {
        Some(last) => {
            format!("last invoked {}: {}", words::ago(cx.now - last.started), last.outcome.words())
        }
        None => "no invocation seen".into(),
    }
}

/// The runs of a job, whichever it is.
fn runs_of<'a>(cx: Cx<'a>, job: &str) -> &'a Reading<Vec<Run>> {
    let is_own = cx.pipeline.etl.as_ref().is_some_and(|etl| etl.job == job);
    if is_own { &cx.world.runs } else { &cx.world.glue.jobs.of(job).runs }
}

fn last_run(cx: Cx<'_>, runs: &Reading<Vec<Run>>) -> String {
    match runs.get().and_then(|runs| runs.first()) {
        Some(run) => format!("last run {}: {}", words::ago(cx.now - run.started), run.state.name()),
        None => "no run seen".into(),
    }
}

fn last_crawl(cx: Cx<'_>) -> String {
    let Some(crawler) = cx.world.crawler.get() else { return "not seen".into() };
    match crawler.last.as_ref().and_then(|last| Some((last.started?, &last.status))) {
        Some((started, status)) => {
            format!("last crawl {}: {}", words::ago(cx.now - started), status.visible())
        }
        None => format!("{}, no crawl yet", crawler.state.name()),
    }
}

//! What would be sent, beside what did its work last.

use ratatui::style::Style;

use super::Intent;
use super::field::Field;
use super::question::Question;
use crate::clock::Time;
use crate::domain::action::{Action, MARK, Verb};
use crate::domain::call::NEW_ID;
use crate::domain::difference::{self, Row, started_with};
use crate::domain::text::visible;
use crate::domain::words;
use crate::pane::Cx;

/// The most values that are all listed; of more, those that differ.
const MOST: usize = 12;

/// The input that did its work last, and when it was sent.
fn last_good(cx: Cx<'_>, question: &Question) -> Option<(Action, Time)> {
    let action = question.action();
    let run = question.seen().and_then(|seen| seen.last_good.as_ref());
    let run = run.and_then(|run| Some((started_with(action, run)?, run.started)));
    let runs = cx.world.runs.get().map_or(&[][..], Vec::as_slice);
    run.or_else(|| cx.world.inputs.last_good(action, runs).map(|sent| (sent.action.clone(), sent.at)))
}

/// The fields that say what would be sent.
pub(super) fn fields(cx: Cx<'_>, question: &Question) -> Vec<Field> {
    let action = question.action();
    let label = match action.verb() {
        Verb::Invoke => "payload",
        Verb::StartJob => "arguments",
        Verb::Backfill => return backfill(cx, question),
        Verb::ResetBookmark => {
            let what = "is forgotten: the next run reads everything again, and may write it again";
            return vec![("bookmark", what.to_owned(), cx.theme.warning())];
        }
        Verb::StopRun => return vec![("run", alone(action), Style::new())],
        Verb::StartCrawler | Verb::StopCrawler => return Vec::new(),
    };
    let mut fields = compared(cx, question, label);
    fields.extend(mark(cx, question));
    fields
}

/// Every run that would be started, and what they share.
fn backfill(cx: Cx<'_>, question: &Question) -> Vec<Field> {
    let Action::Backfill(plan) = question.action() else { return Vec::new() };
    let count = format!("{} runs, one after the other; the first that goes wrong ends it", plan.len());
    let mut fields = vec![("runs", count, cx.theme.strong())];
    let name = &plan.series.name;
    fields.extend(
        plan.series
            .values
            .iter()
            .map(|value| ("", visible(&format!("{name} {value}")).into_owned(), Style::new())),
    );
    let shared = plan.shared();
    let pairs = shared.iter().map(|(name, value)| visible(&format!("{name} {value}")).into_owned());
    let pairs: Vec<String> = pairs.collect();
    let all = if pairs.is_empty() { "the job's defaults".to_owned() } else { pairs.join("\n") };
    fields.push(("each with", all, Style::new()));
    let is_added = question.intent() == Intent::Act && question.action().is_marked(cx.pipeline);
    fields.extend(is_added.then(|| ("", format!("{MARK} {NEW_ID} each, added by farol"), cx.theme.faint())));
    fields
}

/// The argument that farol adds; a dry run has it in the request that it shows.
fn mark(cx: Cx<'_>, question: &Question) -> Option<Field> {
    let is_added = question.intent() == Intent::Act && question.action().is_marked(cx.pipeline);
    let indent = if last_good(cx, question).is_some() { "  " } else { "" };
    is_added.then(|| ("", format!("{indent}{MARK} {NEW_ID}, added by farol"), cx.theme.faint()))
}

fn compared(cx: Cx<'_>, question: &Question, label: &'static str) -> Vec<Field> {
    let action = question.action();
    let good = last_good(cx, question);
    let rows = difference::rows(action, good.as_ref().map(|(action, _)| action));
    let Some((_, at)) = good else { return vec![(label, alone(action), Style::new())] };
    let is_same = !rows.iter().any(Row::is_different);
    let style = if is_same { cx.theme.good() } else { cx.theme.warning() };
    let head = (label, format!("{}, {}", difference::sum(&rows), words::ago(cx.now - at)), style);
    std::iter::once(head).chain(listed(cx, &rows)).collect()
}

fn listed(cx: Cx<'_>, rows: &[Row]) -> Vec<Field> {
    let is_short = rows.len() <= MOST;
    let shown = rows.iter().filter(|row| is_short || row.is_different());
    let mut fields: Vec<Field> = shown.map(|row| field(cx, row)).collect();
    let hidden = rows.len() - fields.len();
    if hidden > 0 {
        fields.push(("", format!("  and {hidden} values that are the same"), cx.theme.faint()));
    }
    if rows.is_empty() {
        fields.push(("", "  none: the job's defaults".into(), Style::new()));
    }
    fields
}

fn field(cx: Cx<'_>, row: &Row) -> Field {
    let style = if row.is_different() { cx.theme.warning() } else { Style::new() };
    ("", row.words(), style)
}

/// An input that there is nothing to compare with.
fn alone(action: &Action) -> String {
    match action {
        Action::Invoke { payload, .. } if payload.as_object().is_some_and(serde_json::Map::is_empty) => {
            "{}  (none is configured)".into()
        }
        Action::Invoke { payload, .. } => visible(&payload.to_string()).into_owned(),
        Action::StartJob { arguments, .. } if arguments.is_empty() => "none: the job's defaults".into(),
        Action::StartJob { arguments, .. } => {
            let pairs = arguments.iter().map(|(k, v)| visible(&format!("{k} {v}")).into_owned());
            pairs.collect::<Vec<_>>().join("\n")
        }
        Action::StopRun { run, .. } => visible(run).into_owned(),
        Action::StartCrawler { .. }
        | Action::StopCrawler { .. }
        | Action::Backfill(_)
        | Action::ResetBookmark { .. } => String::new(),
    }
}

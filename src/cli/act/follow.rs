//! Following a step to its end, with its states on standard error.

use std::time::Duration;

use tokio::time::sleep;

use crate::cli::complain;
use crate::cloud::Cloud;
use crate::domain::action::{Action, MARK, Receipt};
use crate::domain::crawler::Crawl;
use crate::domain::history::History;

/// How often a step at work is looked at.
const PACE: Duration = Duration::from_secs(2);

/// How many looks in a row may fail.
const PATIENCE: u32 = 30;

/// Whether an answer says that the function did its work; that it was invoked says nothing of it.
pub(super) fn returned_well(receipt: &Receipt) -> bool {
    let Receipt::Invoked { request_id, function_error, payload } = receipt else { return true };
    let mut history = History::default();
    history.hear_answer(request_id, function_error.as_ref(), payload);
    history.answer(request_id).is_none_or(|outcome| !outcome.is_bad())
}

/// The run that carries the action's id.
pub(super) async fn marked(cloud: &Cloud, action: &Action, id: &str) -> Option<String> {
    let Action::StartJob { job, .. } = action else { return None };
    let runs = cloud.runs(job).await.ok()?;
    let is_marked = |(name, value): (&crate::domain::text::Foreign, &crate::domain::text::Foreign)| {
        name.exact() == MARK && value.exact() == id
    };
    runs.iter().find(|run| run.arguments.iter().any(is_marked)).map(|run| run.id.exact().to_owned())
}

/// How the step ended, and whether that is what was wanted.
pub(super) async fn to_its_end(cloud: &Cloud, action: &Action, run: Option<&str>) -> (Option<String>, bool) {
    let (mut last, mut failures) = (None, 0);
    loop {
        let look = match action {
            Action::Invoke { .. } => return (None, true),
            Action::StartJob { job, .. } | Action::StopRun { job, .. } => {
                of_run(cloud, action, job, run).await
            }
            Action::StartCrawler { crawler } | Action::StopCrawler { crawler } => {
                of_crawler(cloud, action, crawler).await
            }
        };
        match look {
            Some(End { state, well: Some(well) }) => return (Some(state), well),
            Some(End { state, well: None }) => {
                failures = 0;
                if last.as_ref() != Some(&state) {
                    complain(&state);
                    last = Some(state);
                }
            }
            None if failures >= PATIENCE => return (last, false),
            None => failures += 1,
        }
        sleep(PACE).await;
    }
}

/// The state of a step, and, once it is over, whether that is well.
struct End {
    state: String,
    well: Option<bool>,
}

async fn of_run(cloud: &Cloud, action: &Action, job: &str, run: Option<&str>) -> Option<End> {
    let runs = cloud.runs(job).await.ok()?;
    let found = runs.iter().find(|known| Some(known.id.exact()) == run)?;
    let is_wanted = match action {
        Action::StopRun { .. } => found.state == crate::domain::run::State::Stopped,
        _ => !found.state.is_bad(),
    };
    let error = found.error.as_ref().map(|error| format!(": {}", error.headline())).unwrap_or_default();
    let state = format!("{}{error}", found.state.name());
    Some(End { state, well: found.state.is_final().then_some(is_wanted) })
}

async fn of_crawler(cloud: &Cloud, action: &Action, crawler: &str) -> Option<End> {
    let found = cloud.crawler(crawler).await.ok()?;
    if found.state.is_busy() {
        return Some(End { state: found.state.name().into_owned(), well: None });
    }
    let state = found.last.as_ref().map(|last| last.status.visible().into_owned()).unwrap_or_default();
    let is_wanted = match action {
        Action::StopCrawler { .. } => state == "CANCELLED",
        _ => found.last.as_ref().is_some_and(Crawl::is_good),
    };
    Some(End { state, well: Some(is_wanted) })
}

//! Older lines of one run or one invocation, read when they are asked for.

use super::answer::Answers;
use super::logs::{Streams, event};
use super::{Cloud, fault, mend};
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::{Event, Past};

const DOING: &str = "logs:FilterLogEvents";

/// A page of older lines, and where the next one starts.
pub(crate) struct Page {
    /// The lines.
    pub events: Vec<Event>,
    /// `None`: that was the last page.
    pub next: Option<Step>,
}

/// Where the reading goes on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Step {
    group: usize,
    token: Option<String>,
}

impl Cloud {
    /// Reads one page of older lines, within the budget of the account. A group that does not exist has none.
    pub(crate) async fn past(&self, past: &Past, step: Step) -> Result<Page, Fault> {
        let Some(group) = past.groups.get(step.group) else { return Ok(Page { events: vec![], next: None }) };
        self.0.budget.take().await;
        let request = self
            .0
            .logs
            .filter_log_events()
            .log_group_name(&**group)
            .log_stream_names(&*past.stream)
            .start_time(past.since.timestamp_millis())
            .set_end_time(past.until.map(|until| until.timestamp_millis()))
            .set_next_token(step.token);
        let answer = request
            .customize()
            .interceptor(Answers(mend::answer))
            .send()
            .await
            .map_err(|error| fault::of(&self.0.place, DOING, &error));
        let page = match answer {
            Ok(page) => Some(page),
            Err(fault) if fault.kind == Kind::Missing => None,
            Err(fault) => return Err(fault),
        };
        let (events, token) = page.map(|page| (page.events, page.next_token)).unwrap_or_default();
        let mut streams = Streams::default();
        let events = events.unwrap_or_default().into_iter();
        let events = events.map(|sdk| event(group, &mut streams, sdk)).collect();
        let token = token.filter(|token| !token.is_empty());
        let next = match token {
            token @ Some(_) => Step { group: step.group, token },
            None => Step { group: step.group + 1, ..Step::default() },
        };
        Ok(Page { events, next: (next.group < past.groups.len()).then_some(next) })
    }
}

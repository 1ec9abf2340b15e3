//! What is printed: a line, or one JSON object.

use serde::Serialize;

use super::Wish;
use super::backfill::Filled;
use crate::cli::{Exit, complain, print};
use crate::domain::action::{Action, MARK, Operation, Receipt};
use crate::domain::identity::Identity;
use crate::domain::text::visible;

/// Everything that there is to say of an action.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Said {
    /// The IAM action.
    pub operation: &'static str,
    /// The function, job or crawler.
    pub target: String,
    /// Who acts.
    pub arn: Option<String>,
    /// Where.
    pub account: Option<String>,
    /// How people call the account.
    pub account_name: Option<String>,
    /// Where.
    pub region: Option<String>,
    /// `accepted`, `refused`, `unknown`, or `dry-run`.
    pub outcome: &'static str,
    /// The action's id in the record and, as an argument, in the run.
    pub id: Option<String>,
    /// The run, where there is one.
    pub run: Option<String>,
    /// Lambda's id of the invocation.
    pub request_id: Option<String>,
    /// What the function returned; in a dry run, what it would get.
    pub payload: Option<String>,
    /// The run's arguments in a dry run, with the one that carries the action's id.
    pub arguments: Option<std::collections::BTreeMap<String, String>>,
    /// Why it was refused or is unknown, or what shows what became of it.
    pub reason: Option<String>,
    /// How the step ended, where it was waited for.
    pub state: Option<String>,
    /// The values of a backfill, and the runs for the first of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backfill: Option<Filled>,
}

impl Said {
    /// What is known of a wish before anything was read.
    pub fn wished(wish: &Wish) -> Self {
        match wish {
            Wish::Action(action) => Self::new(action),
            Wish::OnlyRun(job) => Self {
                operation: Operation::BatchStopJobRun.permission(),
                target: job.clone(),
                ..Self::default()
            },
        }
    }

    pub fn new(action: &Action) -> Self {
        let operation = Operation::of(action).permission();
        let run = match action {
            Action::StopRun { run, .. } => Some(run.clone()),
            _ => None,
        };
        Self { operation, target: action.target().to_owned(), run, ..Self::default() }
    }

    pub fn by(mut self, identity: Option<&Identity>, region: &str) -> Self {
        self.arn = identity.map(|identity| identity.arn.exact().to_owned());
        self.account = identity.map(|identity| identity.account.exact().to_owned());
        self.region = Some(region.to_owned());
        self
    }

    /// The account as people call it.
    pub fn called(mut self, name: Option<&str>) -> Self {
        self.account_name = name.map(str::to_owned);
        self
    }

    /// With the exact call: what goes with the action, and its id.
    pub fn with_call(mut self, action: &Action, id: &str, is_marked: bool) -> Self {
        match action {
            Action::Invoke { payload, .. } => self.payload = Some(payload.to_string()),
            Action::StartJob { arguments, .. } => {
                let mark = is_marked.then(|| (MARK.to_owned(), id.to_owned()));
                self.arguments = Some(arguments.clone().into_iter().chain(mark).collect());
            }
            Action::Backfill(plan) => {
                let mark = is_marked.then(|| (MARK.to_owned(), id.to_owned()));
                self.arguments = Some(plan.shared().into_iter().chain(mark).collect());
                self.backfill = Some(Filled::of(plan));
            }
            Action::StartCrawler { .. }
            | Action::StopRun { .. }
            | Action::StopCrawler { .. }
            | Action::ResetBookmark { .. } => {}
        }
        self.id = Some(id.to_owned());
        self
    }

    pub fn receipt(&mut self, receipt: &Receipt) {
        match receipt {
            Receipt::Invoked { request_id, payload, .. } => {
                self.request_id = Some(request_id.exact().to_owned());
                self.payload = Some(payload.exact().to_owned());
            }
            Receipt::Queued { request_id } => self.request_id = Some(request_id.exact().to_owned()),
            Receipt::Run(id) => self.run = Some(id.exact().to_owned()),
            Receipt::Crawling | Receipt::Stopping | Receipt::Reset => {}
        }
    }

    /// Says why nothing was sent.
    pub fn refuse(self, json: bool, why: &str) -> Exit {
        if !json {
            complain(&format!("nothing was sent: {why}"));
        }
        self.refused(json, why)
    }

    /// Says that it had no effect, and why.
    pub fn refused(mut self, json: bool, why: &str) -> Exit {
        self.outcome = "refused";
        self.reason = Some(why.to_owned());
        self.print(json, Exit::Refused)
    }

    /// Prints it and ends so.
    pub fn print(&self, json: bool, exit: Exit) -> Exit {
        if json {
            return match serde_json::to_string_pretty(self) {
                Ok(text) => print(&(text + "\n"), exit),
                Err(error) => {
                    complain(&error.to_string());
                    Exit::Failed
                }
            };
        }
        print(&(self.line() + "\n"), exit)
    }

    fn line(&self) -> String {
        let mut words = vec![format!("{} {}: {}", self.operation, visible(&self.target), self.outcome)];
        let more = |label: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!("{label}{}", visible(value)))
        };
        words.extend(more("run ", &self.run));
        words.extend(more("request ", &self.request_id));
        words.extend(more("", &self.state));
        words.extend(more("", &self.reason));
        if let Some(arguments) = &self.arguments {
            words.extend(
                arguments.iter().map(|(name, value)| visible(&format!("{name} {value}")).into_owned()),
            );
        }
        words.extend(more("payload ", &self.payload));
        if self.outcome == "dry-run" {
            words.extend(more("as ", &self.arn));
            words.extend(more("account ", &self.account));
            words.extend(more("", &self.account_name));
            words.extend(more("in ", &self.region));
        }
        words.join(", ")
    }
}

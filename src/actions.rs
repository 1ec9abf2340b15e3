//! The one executor of side effects: each is recorded, sent once, and never again.
//!
//! Every action has an SDK configuration of its own, in which nothing is retried: by default the SDK sends an
//! `Invoke`, a `StartJobRun` or a `StartCrawler` up to three times when an answer is lost, and none of them has a
//! token that would make the second one harmless. An action is performed from a [`Confirmation`], which cannot be
//! copied, and only after its intent is on the disk.

mod backfill;
mod lookup;
mod request;
#[cfg(test)]
mod tests;
mod who;

mod rehearsal;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::audit::{self, Ending, Entry, Intent, Journal, Target, Who};
use crate::clock::{Clock, Time};
use crate::cloud::{Access, Cloud, Connection, Manners};
use crate::domain::action::{Action, Confirmation, Mode, Operation, Outcome, Receipt};
use crate::domain::fault::Fault;
use crate::domain::identity::Identity;
use crate::domain::lookup::{Lookup, Verdict};
use crate::domain::pipeline::Pipeline;

pub(crate) use lookup::Search;

pub use backfill::{Event, Queue};
pub use rehearsal::rehearse;

/// How long a start may take; AWS answers these in well under a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// Carries out actions. It exists only where the console may act.
#[derive(Debug, Clone)]
pub struct Actions {
    access: Access,
    journal: Journal,
    clock: Clock,
    patience: Duration,
    /// When this session began: what is older is of earlier ones.
    born: Time,
}

/// What earlier sessions left behind. Reading it takes no executor.
#[derive(Debug, Clone)]
pub struct Past {
    journal: Journal,
    /// What is older is of earlier sessions.
    born: Time,
}

impl Past {
    /// What is recorded in `journal` from before `born`.
    pub fn of(journal: Journal, born: Time) -> Self {
        Self { journal, born }
    }

    /// The actions of which nobody knows what became, each with who meant it and where.
    pub async fn unresolved(&self) -> Vec<(Lookup, Intent)> {
        let journal = self.journal.clone();
        let read = tokio::task::spawn_blocking(move || journal.read()).await;
        let Ok(Ok(reading)) = read else { return Vec::new() };
        let open = reading.unresolved().into_iter().filter(|unresolved| unresolved.at < self.born);
        open.filter_map(|unresolved| Some((lookup::earlier(&unresolved)?, unresolved.intent))).collect()
    }
}

/// All that has to be there before a request is sent.
struct Ready {
    connection: Connection,
    /// How it would be looked up; its end is not known yet.
    lookup: Lookup,
}

/// What became of a confirmed action.
#[derive(Debug)]
pub struct Performed {
    /// The action's id; `None`: it was refused before it had one.
    pub id: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// How it is looked up, where its answer was lost.
    pub lost: Option<Lookup>,
}

impl Actions {
    /// An executor that acts with this access, and records what it does.
    pub fn new(access: Access, journal: Journal, clock: Clock) -> Self {
        Self { access, journal, clock, patience: PATIENCE, born: clock.now() }
    }

    /// The same, which gives up waiting for an answer after so long; an invocation has the function's own time besides.
    #[must_use]
    pub fn patient_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Carries out what was confirmed, once. `running` is how long the function may run.
    ///
    /// Call it in a task that nothing cancels: what was sent has to be told to its end.
    pub async fn perform(
        &self,
        pipeline: &Pipeline,
        confirmation: Confirmation,
        running: Duration,
    ) -> Performed {
        if let Action::Backfill(_) = confirmation.action() {
            let said = "a plan is no request: its starts are drawn from it one by one";
            let fault = Fault::new("glue:StartJobRun", crate::domain::fault::Kind::Ours, said);
            return Performed { id: None, outcome: Outcome::Refused(fault), lost: None };
        }
        match Box::pin(self.prepare(pipeline, confirmation, running)).await {
            Ok(ready) => self.send(ready).await,
            Err(fault) => Performed { id: None, outcome: Outcome::Refused(fault), lost: None },
        }
    }

    /// Whether Lambda would let us invoke, asked by its own dry run; of other actions AWS tells nothing beforehand.
    pub async fn rehearse(&self, pipeline: &Pipeline, action: &Action) -> Result<(), Fault> {
        let Action::Invoke { function, .. } = action else { return Ok(()) };
        let connection = self.access.connect(pipeline, Manners::acting(self.patience)).await?;
        request::may_invoke(&connection, function).await
    }

    /// Everything up to the request: whatever fails here, nothing was sent.
    async fn prepare(
        &self,
        pipeline: &Pipeline,
        confirmation: Confirmation,
        running: Duration,
    ) -> Result<Ready, Fault> {
        let action = confirmation.action();
        let patience = match action {
            Action::Invoke { mode: Mode::Sync, .. } => running + self.patience,
            _ => self.patience,
        };
        let connection = self.access.connect(pipeline, Manners::acting(patience)).await?;
        let marked = action.is_marked(pipeline);
        let cloud = Cloud::beside(&connection, self.clock);
        let (who, before) = tokio::join!(
            who::check(&connection, confirmation.shown()),
            lookup::before(&cloud, pipeline, action, marked),
        );
        let (who, sent) = (who?, self.clock.now());
        let id = confirmation.id().map_or_else(fresh_id, str::to_owned);
        let action = confirmation.into_action();
        let lookup = Lookup { id, input: input(&action), action, marked, sent, ended: sent, before };
        let region = connection.place.region.clone();
        self.record(Entry::Intent(intent(&lookup, pipeline, who, region))).await?;
        Ok(Ready { connection, lookup })
    }

    async fn send(&self, ready: Ready) -> Performed {
        let Ready { connection, lookup } = ready;
        let mark = lookup.marked.then_some(lookup.id.as_str());
        let outcome = Box::pin(request::send(&connection, &lookup.action, mark)).await;
        let (ending, detail) = ending(&outcome);
        let id = lookup.id.clone();
        self.note(Entry::Outcome { id: id.clone(), outcome: ending, detail }).await;
        let is_lost = matches!(outcome, Outcome::Unknown(_));
        let lost = is_lost.then(|| Lookup { ended: self.clock.now(), ..lookup });
        Performed { id: Some(id), outcome, lost }
    }

    /// Records what was found out of an action whose answer was lost.
    pub async fn judged(&self, id: &str, verdict: &Verdict) {
        let outcome = match verdict {
            Verdict::Happened(_) => Ending::Accepted,
            Verdict::Not(_) => Ending::Refused,
            Verdict::Open(_) => Ending::Unknown,
        };
        let evidence = verdict.evidence().to_owned();
        self.note(Entry::Verdict { id: id.to_owned(), outcome, evidence }).await;
    }

    /// What earlier sessions left behind.
    pub fn past(&self) -> Past {
        Past { journal: self.journal.clone(), born: self.born }
    }

    /// Records what is so whether or not it is recorded; without its record it is looked up at the next start.
    async fn note(&self, entry: Entry) {
        if let Err(fault) = self.record(entry).await {
            tracing::error!("it was not recorded: {}", fault.words());
        }
    }

    /// Puts an entry on the disk, beside the threads that wait for AWS.
    async fn record(&self, entry: Entry) -> Result<(), Fault> {
        let (journal, at) = (self.journal.clone(), self.clock.now());
        let written = tokio::task::spawn_blocking(move || journal.append(at, entry)).await;
        match written {
            Ok(written) => written.map_err(|trouble| trouble.fault()),
            Err(defect) => Err(Fault::new(
                "audit",
                crate::domain::fault::Kind::Refused,
                format!("a defect of farol: {defect}"),
            )),
        }
    }
}

/// An id that no other action has.
pub fn fresh_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn intent(lookup: &Lookup, pipeline: &Pipeline, who: Option<Identity>, region: String) -> Box<Intent> {
    let who = who.map(|identity| Who {
        arn: identity.arn.exact().to_owned(),
        account: identity.account.exact().to_owned(),
    });
    let run = match &lookup.action {
        Action::StopRun { run, .. } => Some(run.clone()),
        _ => None,
    };
    Box::new(Intent {
        id: lookup.id.clone(),
        who,
        region,
        pipeline: pipeline.name.clone(),
        operation: Operation::of(&lookup.action).permission().to_owned(),
        target: Target { target: lookup.action.target().to_owned(), run },
        input: lookup.input.clone(),
        marked: lookup.marked,
        known: lookup::known(&lookup.before),
    })
}

/// The hash of what goes with the action; what it is stays out of every record.
fn input(action: &Action) -> Option<String> {
    match action {
        Action::Invoke { payload, .. } => Some(audit::hash(payload.to_string().as_bytes())),
        Action::StartJob { arguments, .. } => hash_of(arguments),
        Action::Backfill(plan) => hash_of(&plan.arguments),
        Action::StartCrawler { .. }
        | Action::StopRun { .. }
        | Action::StopCrawler { .. }
        | Action::ResetBookmark { .. } => None,
    }
}

/// The hash of a run's arguments.
fn hash_of(arguments: &BTreeMap<String, String>) -> Option<String> {
    serde_json::to_string(arguments).ok().map(|text| audit::hash(text.as_bytes()))
}

/// What is recorded of an outcome: ids and codes, for messages may quote what was sent.
fn ending(outcome: &Outcome) -> (Ending, String) {
    match outcome {
        Outcome::Accepted(receipt) => (Ending::Accepted, id_of(receipt)),
        Outcome::Refused(fault) => (Ending::Refused, code(fault)),
        Outcome::Unknown(fault) => (Ending::Unknown, code(fault)),
    }
}

fn id_of(receipt: &Receipt) -> String {
    match receipt {
        Receipt::Invoked { request_id: id, .. } | Receipt::Queued { request_id: id } | Receipt::Run(id) => {
            id.exact().to_owned()
        }
        Receipt::Crawling | Receipt::Stopping | Receipt::Reset => String::new(),
    }
}

/// AWS's code for a failure, where it gave one.
fn code(fault: &Fault) -> String {
    let first = fault.said.exact().split([':', ' ']).next().unwrap_or_default();
    let is_code = first.len() <= 64 && first.chars().all(|c| c.is_ascii_alphanumeric());
    if is_code { first.to_owned() } else { String::new() }
}

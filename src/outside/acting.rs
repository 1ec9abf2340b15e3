//! Acting, and finding out what became of an action whose answer was lost.

use super::{Outside, Telling, Watched, broken_off, open};
use crate::actions::{Actions, Past, Performed, Search};
use crate::audit::Intent;
use crate::cloud::{Access, Cloud};
use crate::domain::action::{Action, Confirmation, Judged, Outcome, Session};
use crate::domain::fault::{Fault, Kind};
use crate::domain::lookup::{Lookup, Verdict};
use crate::domain::world::Observation;
use crate::tasks::{Slot, contained};

/// All that it takes to act in one pipeline.
#[derive(Clone)]
pub(super) struct Errand {
    pub(super) desk: Telling,
    access: Access,
    pub(super) watched: Watched,
}

impl Outside {
    pub(super) fn errand(&self) -> Option<Errand> {
        let watched = self.watched.clone()?;
        Some(Errand { desk: self.desk.clone(), access: self.access.clone(), watched })
    }

    /// Sends an action in a task that nothing cancels, not even another pipeline coming to the front.
    pub(super) fn act(&mut self, confirmation: Confirmation) {
        if let Action::Backfill(_) = confirmation.action() {
            return self.backfill(confirmation);
        }
        if let Some(errand) = self.errand() {
            tokio::spawn(errand.act(self.actions.clone(), confirmation));
        }
    }

    /// Looks up what consoles before this one left unknown in the pipeline in front.
    pub(super) fn recall(&mut self) {
        let actions = self.actions.clone();
        let past = actions.as_ref().map(Actions::past).or_else(|| self.past.clone());
        if let (Some(errand), Some(past)) = (self.errand(), past) {
            let id = errand.watched.id;
            let recall = async move { errand.recall(&past, actions.as_ref()).await };
            self.start(Slot::Recall, id, broken_off, recall);
        }
    }
}

impl Errand {
    async fn act(self, actions: Option<Actions>, confirmation: Confirmation) {
        let Self { desk, watched, .. } = &self;
        let action = confirmation.action().clone();
        watched.signals.sent();
        desk.say(watched.id, Observation::Sent(action.clone())).await;
        let Performed { outcome, lost, .. } = carry_out(actions.clone(), watched, confirmation).await;
        desk.say(watched.id, Observation::Done(action.clone(), outcome)).await;
        watched.signals.done(action.verb());
        if let (Some(lookup), Some(actions)) = (lost, actions) {
            self.look_up(&actions, &lookup).await;
        }
    }

    /// Finds out what became of an action of this session whose answer was lost.
    pub(super) async fn look_up(&self, actions: &Actions, lookup: &Lookup) {
        let (action, sent) = (lookup.action.clone(), lookup.sent);
        let judged = Judged { action, sent, session: Session::This, verdict: unread() };
        let broken = judged.clone();
        let word = |fault: Fault| {
            let verdict = Verdict::Open(format!("looking it up broke off: {}", fault.words()));
            vec![Observation::Judged(Judged { verdict, ..broken })]
        };
        let search = Box::pin(self.search(Some(actions), lookup, judged));
        self.desk.clone().guard(self.watched.id, "looking it up", word, search).await;
    }

    /// Tells what is found out, as it is found out, and records what it came to; without an executor nothing is recorded.
    async fn search(&self, actions: Option<&Actions>, lookup: &Lookup, mut judged: Judged) {
        let Ok(cloud) = self.cloud().await else { return };
        let mut search = Search::new(&cloud, &self.watched.pipeline, lookup);
        while let Some(verdict) = search.next().await {
            judged.verdict = verdict;
            if judged.verdict.is_decided() {
                self.watched.signals.touched(judged.action.verb());
            }
            self.desk.say(self.watched.id, Observation::Judged(judged.clone())).await;
        }
        if let Some(actions) = actions {
            actions.judged(&lookup.id, &judged.verdict).await;
        }
    }

    async fn recall(&self, past: &Past, actions: Option<&Actions>) {
        loop {
            let now = self.desk.clock.now();
            let mine = self.unresolved(past).await;
            // What may still be waited for by a console that is open is left to that one.
            let (ready, waiting): (Vec<_>, Vec<_>) = mine.into_iter().partition(|lookup| lookup.ended <= now);
            for lookup in &waiting {
                self.desk.say(self.watched.id, Observation::Judged(beside(lookup))).await;
            }
            for lookup in ready {
                let (action, sent) = (lookup.action.clone(), lookup.sent);
                let judged = Judged { action, sent, session: Session::Earlier, verdict: unread() };
                self.desk.say(self.watched.id, Observation::Judged(judged.clone())).await;
                Box::pin(self.search(actions, &lookup, judged)).await;
            }
            let Some(next) = waiting.iter().map(|lookup| lookup.ended).min() else { return };
            self.desk.clock.sleep_until(next).await;
        }
    }

    /// What is unresolved of this pipeline, in this account and region.
    async fn unresolved(&self, past: &Past) -> Vec<Lookup> {
        let open = past.unresolved().await;
        if open.is_empty() {
            return vec![];
        }
        let Ok(cloud) = self.cloud().await else { return vec![] };
        let account = cloud.identity().await.ok().map(|identity| identity.account.exact().to_owned());
        let is_here = |intent: &Intent| {
            let is_ours = intent.who.as_ref().is_none_or(|who| Some(&who.account) == account.as_ref());
            intent.region == cloud.region() && is_ours
        };
        let is_ours = |lookup: &Lookup, intent: &Intent| {
            self.has(&lookup.action) || self.has_started_another(&lookup.action, intent)
        };
        let open = open.into_iter().filter(|(lookup, intent)| is_here(intent) && is_ours(lookup, intent));
        open.map(|(lookup, _)| lookup).collect()
    }

    /// Whether the action is about a job of the account that was acted on from this pipeline.
    fn has_started_another(&self, action: &Action, intent: &Intent) -> bool {
        let is_of_job =
            matches!(action, Action::StartJob { .. } | Action::StopRun { .. } | Action::ResetBookmark { .. });
        is_of_job && intent.pipeline == self.watched.pipeline.name
    }

    /// Whether the action is about a part of this pipeline.
    fn has(&self, action: &Action) -> bool {
        let pipeline = &self.watched.pipeline;
        let target = match action {
            Action::Invoke { .. } => pipeline.ingest.as_ref().map(|ingest| ingest.function.as_str()),
            Action::StartJob { .. }
            | Action::StopRun { .. }
            | Action::Backfill(_)
            | Action::ResetBookmark { .. } => pipeline.etl.as_ref().map(|etl| etl.job.as_str()),
            Action::StartCrawler { .. } | Action::StopCrawler { .. } => {
                pipeline.catalog.as_ref().and_then(|catalog| catalog.crawler.as_deref())
            }
        };
        target == Some(action.target())
    }

    pub(super) async fn cloud(&self) -> Result<Cloud, Fault> {
        open(&self.watched.cloud, &self.access, &self.watched.pipeline, self.desk.clock).await
    }
}

/// An action that is not looked up yet, for whoever sent it may still wait for its answer.
fn beside(lookup: &Lookup) -> Judged {
    let from = lookup.ended.format("%H:%M:%S");
    let verdict = Verdict::Open(format!("its answer may still come there; it is looked up at {from} UTC"));
    Judged { action: lookup.action.clone(), sent: lookup.sent, session: Session::Beside, verdict }
}

fn unread() -> Verdict {
    Verdict::Open("looking it up".to_owned())
}

/// A defect of ours is told as an unknown outcome and not lost.
async fn carry_out(actions: Option<Actions>, watched: &Watched, confirmation: Confirmation) -> Performed {
    let told = |outcome| Performed { id: None, outcome, lost: None };
    let Some(actions) = actions else {
        let said = "this console only reads";
        return told(Outcome::Refused(Fault::new("read-only", Kind::Refused, said)));
    };
    let pipeline = watched.pipeline.clone();
    let running = *watched.signals.running.borrow();
    let acting = Box::pin(actions.perform(&pipeline, confirmation, running));
    let ended = contained("acting", acting).await;
    ended.unwrap_or_else(|fault| told(Outcome::Unknown(Fault { kind: Kind::Unknown, ..fault })))
}

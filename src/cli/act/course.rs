//! From the wish to the one request: the look before, the yes, and the look after it.

use std::sync::Arc;
use std::time::Duration;

use super::after::Interrupts;
use super::ask::{Asker, Word, answer, ask, picture};
use super::follow::Since;
use super::said::Said;
use super::{Manner, Wish, commit};
use crate::actions::{self, Actions};
use crate::audit::Journal;
use crate::cli::{Exit, complain};
use crate::clock::Clock;
use crate::cloud::{Access, Cloud, LONGEST};
use crate::domain::action::{Action, Confirmation};
use crate::domain::difference;
use crate::domain::pipeline::Pipeline;
use crate::domain::preflight::{FRESH, Preflight, Weight};

/// How often AWS is asked again until what it says is new enough.
const LOOKS: usize = 3;

/// One action of the command line on its way.
pub(super) struct Course {
    pub pipeline: Pipeline,
    pub actions: Actions,
    pub manner: Manner,
    access: Access,
    clock: Clock,
    ask: Asker,
    pub interrupts: Interrupts,
}

impl Course {
    /// Within a runtime.
    pub fn new(pipeline: Pipeline, access: Access, journal: Journal, clock: Clock, manner: Manner) -> Self {
        let actions = Actions::new(access.clone(), journal, clock);
        Self {
            pipeline,
            access,
            actions,
            clock,
            manner,
            ask: Arc::new(ask),
            interrupts: Interrupts::listen(),
        }
    }

    /// The same, which asks in another way.
    #[cfg(test)]
    pub fn asking(self, ask: Asker) -> Self {
        Self { ask, ..self }
    }

    pub async fn run(self, wish: Wish) -> Exit {
        let said = Said::wished(&wish).called(self.pipeline.account_name.as_deref());
        let cloud = match Cloud::open(&self.access, &self.pipeline, self.clock).await {
            Ok(cloud) => cloud,
            Err(fault) => return said.refuse(self.manner.json, &fault.words()),
        };
        match self.settle(&cloud, wish).await {
            Ok(action) => Box::pin(self.act(&cloud, action)).await,
            Err(why) => said.refuse(self.manner.json, &why),
        }
    }

    async fn settle(&self, cloud: &Cloud, wish: Wish) -> Result<Action, String> {
        let job = match wish {
            Wish::Action(action) => return Ok(action),
            Wish::OnlyRun(job) => job,
        };
        let runs = cloud.runs(&job).await.map_err(|fault| fault.words())?;
        let mut running = runs.iter().filter(|run| !run.state.is_final());
        match (running.next(), running.next()) {
            (Some(only), None) => Ok(Action::StopRun { job, run: only.id.exact().to_owned() }),
            (None, _) => Err("no run is under way".to_owned()),
            _ => Err("several runs are under way: say which one".to_owned()),
        }
    }

    async fn act(&self, cloud: &Cloud, action: Action) -> Exit {
        let running = self.running(cloud, &action).await;
        let since = if self.manner.wait { Since::look(cloud, &action).await } else { Since::default() };
        let seen = Box::pin(cloud.preflight(&self.pipeline, &action)).await;
        let name = self.pipeline.account_name.as_deref();
        let said = Said::new(&action).by(seen.identity.as_ref(), cloud.region()).called(name);
        self.warn(&seen);
        let is_plan = matches!(action, Action::Backfill(_));
        let id = if is_plan { "(a new id for each)".to_owned() } else { actions::fresh_id() };
        let is_marked = action.is_marked(&self.pipeline);
        if self.manner.dry_run {
            let call = said.with_call(&action, "(a new id for each action)", is_marked);
            return self.rehearse(Said { id: None, ..call }, &action).await;
        }
        let shown = said.clone().with_call(&action, &id, is_marked);
        if let Err(why) = Box::pin(self.confirm(cloud, &seen, &action, &shown)).await {
            return said.refuse(self.manner.json, &why);
        }
        let confirmation = Confirmation::given(action.clone(), seen.identity);
        if is_plan {
            return Box::pin(self.fill(cloud, said, confirmation)).await;
        }
        let confirmation = confirmation.named(id.clone());
        let since = Since { sent: Some(self.clock.now()), ..since };
        tokio::select! {
            performed = self.actions.perform(&self.pipeline, confirmation, running) => {
                Box::pin(self.tell(cloud, said, &action, since, performed)).await
            }
            () = self.interrupts.pressed() => self.abandon(said, id),
        }
    }

    /// How long the function may run.
    async fn running(&self, cloud: &Cloud, action: &Action) -> Duration {
        match &self.pipeline.ingest {
            Some(ingest) if matches!(action, Action::Invoke { .. }) => {
                cloud.function(ingest).await.map_or(LONGEST, |function| function.timeout)
            }
            _ => LONGEST,
        }
    }

    fn warn(&self, preflight: &Preflight) {
        let warnings = preflight.findings.iter().filter(|finding| finding.weight() == Weight::Warns);
        for finding in warnings {
            complain(&finding.words(self.clock.now(), ""));
        }
    }

    async fn confirm(
        &self,
        cloud: &Cloud,
        seen: &Preflight,
        action: &Action,
        shown: &Said,
    ) -> Result<(), String> {
        if let Some(finding) = seen.stop() {
            return Err(finding.words(self.clock.now(), ""));
        }
        if self.pipeline.production && seen.identity.is_none() {
            return Err("whose account it is is not known".to_owned());
        }
        if self.manner.yes {
            return if self.is_fresh(seen) { Ok(()) } else { self.look_again(cloud, seen, action).await };
        }
        let wanted = if self.pipeline.production { action.target() } else { "yes" };
        let good = seen.last_good.as_ref().and_then(|run| difference::started_with(action, run));
        let question = picture(shown, &difference::rows(action, good.as_ref()));
        match answer(&self.ask, &self.interrupts, (question, wanted.to_owned(), action.verb().words())).await
        {
            Word::Yes => self.look_again(cloud, seen, action).await,
            Word::Interrupted => Err("interrupted".to_owned()),
            Word::No => Err("it was not confirmed".to_owned()),
            Word::Nobody => Err("there is nobody to ask: say --yes to do it without asking".to_owned()),
        }
    }

    /// However late a yes comes, it is held against what is so then.
    async fn look_again(&self, cloud: &Cloud, seen: &Preflight, action: &Action) -> Result<(), String> {
        for _ in 0..LOOKS {
            let fresh = Box::pin(cloud.preflight(&self.pipeline, action)).await;
            if let Some(why) = commit::uncovered(seen, &fresh, self.clock.now()) {
                return Err(why);
            }
            if self.is_fresh(&fresh) {
                return Ok(());
            }
        }
        Err("AWS answers so slowly that what it says is too old to act on: try again".to_owned())
    }

    /// Whether what was seen is new enough to decide on.
    fn is_fresh(&self, seen: &Preflight) -> bool {
        self.clock.now() - seen.taken <= chrono::TimeDelta::from_std(FRESH).unwrap_or_default()
    }

    async fn rehearse(&self, mut said: Said, action: &Action) -> Exit {
        said.outcome = "dry-run";
        match self.actions.rehearse(&self.pipeline, action).await {
            Ok(()) => said.print(self.manner.json, Exit::Well),
            Err(fault) => {
                said.reason = Some(fault.words());
                said.print(self.manner.json, Exit::Refused)
            }
        }
    }
}

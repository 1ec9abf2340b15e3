//! From the wish to the exit code: the look before, the yes, the one request, and what became of it.

use super::ask::{Word, ask};
use super::said::Said;
use super::{Manner, Wish, follow};
use crate::actions::{Actions, Performed, Search};
use crate::audit::Journal;
use crate::cli::{Exit, complain};
use crate::clock::Clock;
use crate::cloud::{Access, Cloud};
use crate::domain::action::{Action, Confirmation, Outcome};
use crate::domain::fault::Fault;
use crate::domain::lookup::{Lookup, Verdict};
use crate::domain::pipeline::Pipeline;
use crate::domain::preflight::{Preflight, Weight};

/// One action of the command line on its way.
pub(super) struct Course {
    pipeline: Pipeline,
    access: Access,
    actions: Actions,
    clock: Clock,
    manner: Manner,
}

impl Course {
    pub fn new(pipeline: Pipeline, access: Access, journal: Journal, clock: Clock, manner: Manner) -> Self {
        let actions = Actions::new(access.clone(), journal, clock);
        Self { pipeline, access, actions, clock, manner }
    }

    pub async fn run(self, wish: Wish) -> Exit {
        let cloud = match Cloud::open(&self.access, &self.pipeline, self.clock).await {
            Ok(cloud) => cloud,
            Err(fault) => return refused(&fault.words()),
        };
        match self.settle(&cloud, wish).await {
            Ok(action) => Box::pin(self.act(&cloud, action)).await,
            Err(why) => refused(&why),
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
        let preflight = Box::pin(cloud.preflight(&self.pipeline, &action)).await;
        let said = Said::new(&action).by(preflight.identity.as_ref(), cloud.region());
        self.warn(&preflight);
        if self.manner.dry_run {
            return self.rehearse(said, &action).await;
        }
        if let Err(why) = self.confirm(&preflight, &action) {
            return self.refuse(said, &why);
        }
        let running = match &self.pipeline.ingest {
            Some(ingest) if matches!(action, Action::Invoke { .. }) => {
                cloud.function(ingest).await.map_or(crate::cloud::LONGEST, |function| function.timeout)
            }
            _ => crate::cloud::LONGEST,
        };
        let confirmation = Confirmation::given(action.clone(), preflight.identity);
        let performed = self.actions.perform(&self.pipeline, confirmation, running).await;
        Box::pin(self.tell(cloud, said, &action, performed)).await
    }

    fn warn(&self, preflight: &Preflight) {
        let warnings = preflight.findings.iter().filter(|finding| finding.weight() == Weight::Warns);
        for finding in warnings {
            complain(&finding.words(self.clock.now(), ""));
        }
    }

    fn confirm(&self, preflight: &Preflight, action: &Action) -> Result<(), String> {
        if let Some(finding) = preflight.stop() {
            return Err(finding.words(self.clock.now(), ""));
        }
        if self.pipeline.production && preflight.identity.is_none() {
            return Err("whose account it is is not known".to_owned());
        }
        match if self.manner.yes { Word::Yes } else { ask(&self.pipeline, action) } {
            Word::Yes => Ok(()),
            Word::No => Err("it was not confirmed".to_owned()),
            Word::Nobody => Err("there is nobody to ask: say --yes to do it without asking".to_owned()),
        }
    }

    async fn rehearse(&self, mut said: Said, action: &Action) -> Exit {
        said.outcome = "dry-run";
        match action {
            Action::Invoke { payload, .. } => said.payload = Some(payload.to_string()),
            Action::StartJob { arguments, .. } => said.arguments = Some(arguments.clone()),
            _ => {}
        }
        match self.actions.rehearse(&self.pipeline, action).await {
            Ok(()) => said.print(self.manner.json, Exit::Well),
            Err(fault) => {
                said.reason = Some(fault.words());
                said.print(self.manner.json, Exit::Refused)
            }
        }
    }

    fn refuse(&self, mut said: Said, why: &str) -> Exit {
        said.outcome = "refused";
        said.reason = Some(why.to_owned());
        if !self.manner.json {
            complain(&format!("nothing was sent: {why}"));
        }
        said.print(self.manner.json, Exit::Refused)
    }

    async fn tell(&self, cloud: &Cloud, mut said: Said, action: &Action, performed: Performed) -> Exit {
        said.id = performed.id;
        match performed.outcome {
            Outcome::Refused(fault) => self.refuse(said, &fault.words()),
            Outcome::Accepted(receipt) => {
                said.outcome = "accepted";
                said.receipt(&receipt);
                let well = follow::returned_well(&receipt);
                self.end(cloud, said, action, well).await
            }
            Outcome::Unknown(fault) => match performed.lost {
                Some(lookup) => self.look_up(cloud, said, action, &fault, &lookup).await,
                None => self.leave(said, fault.words()),
            },
        }
    }

    async fn look_up(
        &self,
        cloud: &Cloud,
        mut said: Said,
        action: &Action,
        fault: &Fault,
        lookup: &Lookup,
    ) -> Exit {
        complain(&format!("the answer was lost, and it is not sent again: {}", fault.said.headline()));
        let mut search = Search::new(cloud, &self.pipeline, lookup);
        let mut last = Verdict::Open(fault.words());
        while let Some(verdict) = search.next().await {
            complain(verdict.evidence());
            last = verdict;
        }
        self.actions.judged(&lookup.id, &last).await;
        said.reason = Some(last.evidence().to_owned());
        match last {
            Verdict::Happened(_) => {
                said.outcome = "accepted";
                said.run = said.run.or(follow::marked(cloud, action, &lookup.id).await);
                self.end(cloud, said, action, true).await
            }
            Verdict::Not(evidence) => self.refuse(said, &evidence),
            Verdict::Open(evidence) => self.leave(said, evidence),
        }
    }

    fn leave(&self, mut said: Said, why: String) -> Exit {
        said.outcome = "unknown";
        said.reason = Some(why);
        said.print(self.manner.json, Exit::Unknown)
    }

    async fn end(&self, cloud: &Cloud, mut said: Said, action: &Action, well: bool) -> Exit {
        let mut well = well;
        if self.manner.wait {
            let (state, ended_well) = follow::to_its_end(cloud, action, said.run.as_deref()).await;
            said.state = state;
            well &= ended_well;
        }
        said.print(self.manner.json, if well { Exit::Well } else { Exit::Failed })
    }
}

fn refused(why: &str) -> Exit {
    complain(&format!("nothing was sent: {why}"));
    Exit::Refused
}

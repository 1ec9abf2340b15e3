//! From the one request to the exit code: what became of it, and how the step ended.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::course::Course;
use super::follow::{self, End, Since};
use super::said::Said;
use crate::actions::{Performed, Search};
use crate::cli::{Exit, complain};
use crate::cloud::Cloud;
use crate::domain::action::{Action, Outcome};
use crate::domain::fault::Fault;
use crate::domain::lookup::{Lookup, Verdict};

/// `SIGINT`, as a shell counts it.
const INTERRUPT: u8 = 2;

/// Hears of Ctrl-C from when it is made on, so that none is lost between two waits.
#[derive(Debug, Clone)]
pub(super) struct Interrupts(watch::Receiver<bool>);

impl Interrupts {
    /// Listens; within a runtime.
    pub fn listen() -> Self {
        let (tell, hear) = watch::channel(false);
        if let Ok(mut signals) = signal(SignalKind::interrupt()) {
            tokio::spawn(async move {
                signals.recv().await;
                // Whoever has ended does not hear it.
                let _ = tell.send(true);
            });
        }
        Self(hear)
    }

    /// What stops a long course once somebody has pressed it.
    pub fn brake(&self) -> watch::Receiver<bool> {
        self.0.clone()
    }

    /// Returns once somebody has pressed it.
    pub async fn pressed(&self) {
        if self.0.clone().wait_for(|is_pressed| *is_pressed).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Course {
    pub async fn tell(
        &self,
        cloud: &Cloud,
        mut said: Said,
        action: &Action,
        since: Since,
        performed: Performed,
    ) -> Exit {
        said.id = performed.id;
        match performed.outcome {
            Outcome::Refused(fault) => {
                complain(&fault.words());
                said.refused(self.manner.json, &fault.words())
            }
            Outcome::Accepted(receipt) => {
                said.outcome = "accepted";
                said.receipt(&receipt);
                let well = follow::returned_well(&receipt);
                self.end(cloud, said, action, since, well).await
            }
            Outcome::Unknown(fault) => match performed.lost {
                Some(lookup) => self.look_up(cloud, said, action, since, (&fault, &lookup)).await,
                None => self.leave(said, fault.words()),
            },
        }
    }

    async fn look_up(
        &self,
        cloud: &Cloud,
        mut said: Said,
        action: &Action,
        since: Since,
        (fault, lookup): (&Fault, &Lookup),
    ) -> Exit {
        complain(&format!("the answer was lost, and it is not sent again: {}", fault.said.headline()));
        let last = self.search(cloud, fault, lookup).await;
        self.actions.judged(&lookup.id, &last).await;
        said.reason = Some(last.evidence().to_owned());
        match last {
            Verdict::Happened(_) => {
                said.outcome = "accepted";
                said.run = said.run.or(follow::marked(cloud, action, &lookup.id).await);
                self.end(cloud, said, action, since, true).await
            }
            Verdict::Not(evidence) => said.refused(self.manner.json, &evidence),
            Verdict::Open(evidence) => self.leave(said, evidence),
        }
    }

    /// The last verdict there is to have, or that there was when somebody pressed Ctrl-C.
    pub async fn search(&self, cloud: &Cloud, fault: &Fault, lookup: &Lookup) -> Verdict {
        let mut search = Search::new(cloud, &self.pipeline, lookup);
        let mut last = Verdict::Open(fault.words());
        loop {
            let verdict = tokio::select! {
                verdict = search.next() => verdict,
                () = self.interrupts.pressed() => return last,
            };
            let Some(verdict) = verdict else { return last };
            complain(verdict.evidence());
            last = verdict;
        }
    }

    /// What was interrupted on its way is looked up by the next console.
    pub fn abandon(&self, said: Said, id: String) -> Exit {
        let why = "interrupted before the answer came: `farol audit` says whether it was sent";
        self.leave(Said { id: Some(id), ..said }, why.to_owned())
    }

    fn leave(&self, mut said: Said, why: String) -> Exit {
        said.outcome = "unknown";
        said.reason = Some(why);
        said.print(self.manner.json, Exit::Unknown)
    }

    async fn end(&self, cloud: &Cloud, mut said: Said, action: &Action, since: Since, well: bool) -> Exit {
        let exit = if well { Exit::Well } else { Exit::Failed };
        if !self.manner.wait || matches!(action, Action::Invoke { .. }) {
            return said.print(self.manner.json, exit);
        }
        let run = said.run.clone();
        let end = tokio::select! {
            end = follow::to_its_end(cloud, action, run.as_deref(), since) => end,
            () = self.interrupts.pressed() => {
                complain("interrupted: it goes on, and is not waited for any more");
                return said.print(self.manner.json, Exit::Signal(INTERRUPT));
            }
        };
        match end {
            End::Of { state, well } => {
                said.state = Some(state);
                said.print(self.manner.json, if well { exit } else { Exit::Failed })
            }
            End::Unseen => {
                complain("it was accepted, but how it ended cannot be read");
                said.print(self.manner.json, Exit::Unknown)
            }
        }
    }
}

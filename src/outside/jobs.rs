//! Reading about the account's jobs, once each time that a pane asks.

use super::{Outside, open};
use crate::cloud::Cloud;
use crate::domain::fault::Fault;
use crate::domain::glue::{Told as Glue, jobs};
use crate::domain::world::Observation;
use crate::tasks::Slot;

use jobs::{Ask, Told};

impl Outside {
    /// Reads what is asked; the same question once more replaces the former.
    pub(super) fn ask_jobs(&mut self, ask: Ask) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access, broken) = (self.desk.clone(), self.access.clone(), ask.clone());
        let word = move |fault| failed(&broken, &fault);
        self.start(Slot::Jobs(ask.clone()), watched.id, word, async move {
            match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => {
                    let say = |told| desk.say(watched.id, observed(told));
                    Box::pin(answer(&cloud, ask, say)).await;
                }
                Err(fault) => {
                    for observation in failed(&ask, &fault) {
                        desk.say(watched.id, observation).await;
                    }
                }
            }
        });
    }
}

async fn answer<F: Future<Output = ()>>(cloud: &Cloud, ask: Ask, say: impl Fn(Told) -> F) {
    match ask {
        Ask::All => {
            let (answer, names_only) = cloud.all_jobs().await;
            say(Told::All(answer, names_only)).await;
        }
        Ask::Job(name) => {
            let answer = cloud.job(&name).await;
            let job = answer.as_ref().ok().and_then(|job| job.definition.as_ref());
            let has_bookmark = job.is_some_and(|job| job.kind.has_bookmark());
            say(Told::Job(name.as_str().into(), answer)).await;
            if has_bookmark {
                say(Told::Bookmark(name.as_str().into(), cloud.bookmark(&name).await)).await;
            }
        }
        Ask::Runs(name) => say(Told::Runs(name.as_str().into(), cloud.runs(&name).await)).await,
        Ask::Last(names) => {
            for name in names {
                say(Told::Last(name.as_str().into(), cloud.last_run(&name).await)).await;
            }
        }
        Ask::Triggers => {
            say(Told::Triggers(cloud.triggers().await)).await;
            say(Told::Workflows(cloud.workflows().await)).await;
        }
    }
}

fn observed(told: Told) -> Observation {
    Observation::Glue(Glue::Jobs(Box::new(told)))
}

/// What a question is answered with that could not be asked.
fn failed(ask: &Ask, fault: &Fault) -> Vec<Observation> {
    let fault = || fault.clone();
    let told = match ask {
        Ask::All => vec![Told::All(Err(fault()), None)],
        Ask::Job(name) => vec![Told::Job(name.as_str().into(), Err(fault()))],
        Ask::Runs(name) => vec![Told::Runs(name.as_str().into(), Err(fault()))],
        Ask::Last(names) => names.iter().map(|name| Told::Last(name.as_str().into(), Err(fault()))).collect(),
        Ask::Triggers => vec![Told::Triggers(Err(fault())), Told::Workflows(Err(fault()))],
    };
    told.into_iter().map(observed).collect()
}

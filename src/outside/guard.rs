//! The one place where tasks start: a defect of ours in one is told where its answer would have been.

use std::future::Future;

use super::{Outside, Telling};
use crate::domain::fault::Fault;
use crate::domain::log::Aim;
use crate::domain::pipeline;
use crate::domain::world::Observation;
use crate::tasks::{Slot, contained};

impl Outside {
    /// Starts a task in its slot; `word` says where a defect in it belongs.
    pub(super) fn start(
        &mut self,
        slot: Slot,
        id: pipeline::Id,
        word: impl FnOnce(Fault) -> Vec<Observation> + Send + 'static,
        task: impl Future<Output = ()> + Send + 'static,
    ) {
        let guarded = self.desk.clone().guard(id, doing(&slot), word, task);
        self.tasks.start(slot, guarded);
    }
}

impl Telling {
    /// Runs a task; a defect in it is told to the console.
    pub(super) async fn guard(
        self,
        id: pipeline::Id,
        doing: &'static str,
        word: impl FnOnce(Fault) -> Vec<Observation>,
        task: impl Future<Output = ()>,
    ) {
        if let Err(fault) = contained(doing, task).await {
            for observation in word(fault) {
                self.say(id, observation).await;
            }
        }
    }
}

/// What a task does, for whoever reads that it broke off.
fn doing(slot: &Slot) -> &'static str {
    match slot {
        Slot::Watch
        | Slot::List(_)
        | Slot::Glue(_)
        | Slot::Jobs(_)
        | Slot::Fetch
        | Slot::Follow
        | Slot::Inspect
        | Slot::Buckets => "reading",
        Slot::Arrange => "putting the rows in order",
        Slot::Lambda(_) => "asking Lambda",
        Slot::Monitoring(_) => "asking CloudWatch",
        Slot::Recall => "looking up what was done earlier",
        Slot::Discover => "searching the account",
        Slot::Pattern => "setting the pattern",
        Slot::Rehearsal => "trying it out",
        Slot::Preflight => "reading what it would touch",
        Slot::Download => "fetching objects",
        Slot::Presign => "signing a URL",
        Slot::Preview | Slot::Compare => "looking into an object",
        Slot::ReadBack => "reading older lines",
        Slot::Scan(Aim::Filter) => "filtering the lines",
        Slot::Scan(Aim::Search) => "searching the lines",
    }
}

//! The tasks under way, one to a slot.

mod contained;

use std::collections::HashMap;
use std::future::Future;
use std::mem::Discriminant;

use tokio::task::AbortHandle;

use crate::domain::alarm;
use crate::domain::glue::{Ask, jobs};
use crate::domain::lambda;
use crate::domain::log::Aim;
use crate::domain::object::Scope;

pub use contained::{contained, in_thread};

/// What a task is for; a new one for the same thing replaces the old one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    /// All readers of the watched pipeline.
    Watch,
    /// The search for what became of actions of earlier sessions.
    Recall,
    /// The search of the account for a pipeline.
    Discover,
    /// The word on the pattern that the log groups are read through.
    Pattern,
    /// The test whether an action would be allowed.
    Rehearsal,
    /// The reading of what an action would touch.
    Preflight,
    /// The reading of a place.
    List(Scope),
    /// The answer to a question to Glue, one to a kind of question.
    Glue(Discriminant<Ask>),
    /// The look into an object.
    Preview,
    /// The fetching of objects.
    Download,
    /// The signing of a URL.
    Presign,
    /// The look into what came before it.
    Compare,
    /// The reading of a page that was let go.
    Fetch,
    /// The look at an object.
    Inspect,
    /// The reading of which buckets there are.
    Buckets,
    /// The watching of a place.
    Follow,
    /// Something about jobs.
    Jobs(jobs::Ask),
    /// The ordering of rows.
    Arrange,
    /// A look at something of Lambda.
    Lambda(lambda::Ask),
    /// A look at something of CloudWatch.
    Monitoring(alarm::Ask),
    /// The reading of older log lines.
    ReadBack,
    /// A look at log lines.
    Scan(Aim),
}

/// Cancels whatever it drops, and whatever it replaces. Only reads go here; a write is never cancelled.
#[derive(Debug, Default)]
pub struct Tasks(HashMap<Slot, AbortHandle>);

impl Tasks {
    /// Starts `task` in `slot`, cancelling what was there.
    pub fn start(&mut self, slot: Slot, task: impl Future<Output = ()> + Send + 'static) {
        self.0.retain(|_, old| !old.is_finished());
        let handle = tokio::spawn(task).abort_handle();
        if let Some(old) = self.0.insert(slot, handle) {
            old.abort();
        }
    }

    /// Cancels what is in `slot`.
    pub fn stop(&mut self, slot: &Slot) {
        if let Some(old) = self.0.remove(slot) {
            old.abort();
        }
    }

    /// Cancels the readings of places, of functions, of alarms and of the catalog: they belong to what was watched.
    pub fn stop_lists(&mut self) {
        self.0.retain(|slot, task| {
            let lists = matches!(slot, Slot::List(_) | Slot::Follow | Slot::Fetch | Slot::Arrange);
            let stays = !lists
                && !matches!(slot, Slot::Glue(_) | Slot::Jobs(_) | Slot::Lambda(_) | Slot::Monitoring(_));
            if !stays {
                task.abort();
            }
            stays
        });
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.0.drain().for_each(|(_, task)| task.abort());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    #[tokio::test(start_paused = true)]
    async fn the_newest_wins_and_dropping_ends_all() {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let say = |what: &'static str| {
            let heard = Arc::clone(&heard);
            async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                heard.lock().unwrap().push(what);
            }
        };
        let mut tasks = Tasks::default();
        tasks.start(Slot::Watch, say("first watch"));
        tasks.start(Slot::Watch, say("second watch"));
        tasks.start(Slot::Discover, say("discovery"));
        tasks.start(Slot::List(Scope::top("b")), say("list"));
        tasks.stop_lists();
        tokio::time::sleep(Duration::from_secs(2)).await;
        tasks.start(Slot::Discover, say("never"));
        drop(tasks);
        tokio::time::sleep(Duration::from_secs(2)).await;
        let mut heard = heard.lock().unwrap().clone();
        heard.sort_unstable();
        assert_eq!(heard, ["discovery", "second watch"]);
    }
}

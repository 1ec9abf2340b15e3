//! Looking at log lines in a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Outside, Telling};
use crate::domain::log::{Findings, Query, Scan};
use crate::domain::pipeline;
use crate::domain::world::{Heard, Observation};
use crate::tasks::{Slot, in_thread};

/// Stops what looks at it when it is dropped: a thread cannot be stopped from outside.
#[derive(Default)]
struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Outside {
    /// Looks at log lines of the watched pipeline; a scan for the same aim that is under way ends with its next segment.
    pub(super) fn scan(&mut self, scan: Scan) {
        let Some(id) = self.watched.as_ref().map(|watched| watched.id) else { return };
        let desk = self.desk.clone();
        self.look(Arc::clone(&scan.query), id, move |is_stopped| {
            scan.run(|| !is_stopped.load(Ordering::Relaxed), |findings| desk.tell(id, findings));
        });
    }

    /// Runs `look` for a query in a thread, and has it stopped with the task.
    pub(super) fn look(
        &mut self,
        query: Arc<Query>,
        id: pipeline::Id,
        look: impl FnOnce(&AtomicBool) + Send + 'static,
    ) {
        let aim = query.aim();
        let word = |fault| vec![Observation::Unscanned(query, fault)];
        self.start(Slot::Scan(aim), id, word, async move {
            let stop = Stop::default();
            let is_stopped = Arc::clone(&stop.0);
            in_thread(move || look(&is_stopped)).await;
        });
    }
}

impl Telling {
    /// Waits in this thread while the queue is full; `false`: the console has gone.
    fn tell(&self, pipeline: pipeline::Id, findings: Findings) -> bool {
        let heard = Heard { pipeline, at: self.clock.now(), observation: Observation::Scanned(findings) };
        self.heard.blocking_send(heard).is_ok()
    }
}

//! Carrying out a backfill: the starts are drawn from its one yes by the executor, and told as any other.

use tokio::sync::watch;

use super::Outside;
use super::acting::Errand;
use crate::actions::{Actions, Event, Queue};
use crate::domain::action::Confirmation;
use crate::domain::backfill::{End, Progress};
use crate::domain::fault::{Fault, Kind};
use crate::domain::world::Observation;
use crate::tasks::contained;

impl Outside {
    /// Begins a backfill in a task that nothing cancels; there is one at a time.
    pub(super) fn backfill(&mut self, confirmation: Confirmation) {
        let Some(errand) = self.errand() else { return };
        let Some(queue) = Queue::of(confirmation) else { return };
        let is_under_way = self.brake.as_ref().is_some_and(|brake| !brake.is_closed());
        let (brake, pulled) = watch::channel(false);
        if !is_under_way {
            self.brake = Some(brake);
        }
        let actions = self.actions.clone().filter(|_| !is_under_way);
        tokio::spawn(errand.backfill(actions, queue, pulled));
    }

    /// Has no further run started; what runs goes on.
    pub(super) fn brake(&self) {
        if let Some(brake) = &self.brake {
            brake.send_replace(true);
        }
    }
}

impl Errand {
    async fn backfill(self, actions: Option<Actions>, queue: Queue, brake: watch::Receiver<bool>) {
        let begun = Progress::begun(queue.plan().clone(), self.desk.clock.now());
        let Some(actions) = actions else {
            let said = "this console only reads, or is at a backfill already";
            return self.end(begun, End::Refused(Fault::new("read-only", Kind::Refused, said))).await;
        };
        let cloud = match self.cloud().await {
            Ok(cloud) => cloud,
            Err(fault) => return self.end(begun, End::Refused(fault)).await,
        };
        let (keep, kept) = watch::channel(begun);
        let tell = |event| self.tell(event, &keep);
        let place = (&cloud, &self.watched.pipeline);
        let filling = Box::pin(actions.backfill(place, queue, brake, tell));
        match contained("backfilling", filling).await {
            Ok((_, Some(lookup))) => self.look_up(&actions, &lookup).await,
            Ok((_, None)) => {}
            Err(defect) => {
                let last = kept.borrow().clone();
                self.end(last, End::Unknown(defect)).await;
            }
        }
    }

    async fn end(&self, progress: Progress, end: End) {
        let over = Progress { end: Some(end), ..progress };
        self.desk.say(self.watched.id, Observation::Backfill(Box::new(over))).await;
    }

    async fn tell(&self, event: Event, keep: &watch::Sender<Progress>) {
        let (desk, watched) = (&self.desk, &self.watched);
        match event {
            Event::Progress(progress) => {
                keep.send_replace(progress.clone());
                desk.say(watched.id, Observation::Backfill(Box::new(progress))).await;
            }
            Event::Sent(action) => {
                watched.signals.sent();
                desk.say(watched.id, Observation::Sent(action)).await;
            }
            Event::Done(action, outcome) => {
                let verb = action.verb();
                desk.say(watched.id, Observation::Done(action, outcome)).await;
                watched.signals.done(verb);
            }
        }
    }
}

//! Looks at Lambda and at CloudWatch that somebody asks for.

use super::{Outside, open};
use crate::domain::alarm;
use crate::domain::lambda::Ask;
use crate::domain::world::Observation;
use crate::tasks::Slot;

impl Outside {
    /// Asks once; each answer is told as it comes.
    pub(super) fn ask_lambda(&mut self, ask: Ask) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let (slot, broken, now) = (Slot::Lambda(ask.clone()), ask.clone(), desk.clock.now());
        let word = move |fault| vec![Observation::Lambda(Box::new(broken.failed(now, fault)))];
        self.start(slot, watched.id, word, async move {
            let say = |told| desk.say(watched.id, Observation::Lambda(Box::new(told)));
            match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => Box::pin(cloud.ask_lambda(ask, say)).await,
                Err(fault) => say(ask.failed(desk.clock.now(), fault)).await,
            }
        });
    }

    /// Asks CloudWatch once.
    pub(super) fn ask_monitoring(&mut self, ask: alarm::Ask) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let (slot, broken) = (Slot::Monitoring(ask.clone()), ask.clone());
        let word = move |fault| vec![Observation::Alarms(Box::new(broken.failed(fault)))];
        self.start(slot, watched.id, word, async move {
            let told = match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => Box::pin(cloud.ask_monitoring(ask)).await,
                Err(fault) => ask.failed(fault),
            };
            desk.say(watched.id, Observation::Alarms(Box::new(told))).await;
        });
    }
}

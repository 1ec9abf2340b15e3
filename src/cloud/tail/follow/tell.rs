//! What a follower tells the console.

use std::sync::Arc;
use std::time::Duration;

use super::super::ledger::Word;
use super::super::post::Feeding;
use super::{Door, Follower, INSIGHTS};
use crate::domain::log::Source;
use crate::domain::world::Observation;

impl Follower {
    /// Tells how the group is read now that reading it works.
    pub(super) async fn tell_source(&mut self) {
        let feeding = *self.post.feeding.borrow();
        let seconds = |every: Duration| u32::try_from(every.as_secs()).unwrap_or(u32::MAX);
        let source = match feeding {
            _ if self.door == Door::Insights => Source::Insights { every: seconds(INSIGHTS) },
            Feeding::Off => Source::Polling { every: seconds(self.real_pace()) },
            Feeding::Live(_) => Source::Live,
            Feeding::Stale(since) => Source::Stale { since },
            Feeding::Lost => Source::Reconnecting,
        };
        self.tell(source).await;
    }

    /// How often the group is really polled, in whole seconds: many groups wait for the budget that they share.
    fn real_pace(&self) -> Duration {
        let pace = self.pace_of(*self.pace.every.borrow()).max(self.took);
        Duration::from_secs((pace + Duration::from_millis(500)).as_secs().max(1))
    }

    /// Tells how the group is read, where that is news and where it is certain that it is the group.
    pub(super) async fn tell(&mut self, source: Source) {
        if !self.followed.is_settled(&self.desk.signals) {
            self.held = Some(source);
            return;
        }
        if self.told.as_ref() == Some(&source) {
            return;
        }
        self.told = Some(source.clone());
        let group = self.window.group().to_string();
        self.desk.say(Observation::Tail { group, source }).await;
    }

    /// Tells what has become known of the minutes.
    pub(super) async fn account(&self) {
        let word = self.post.core().word(self.desk.cloud.clock().now());
        if let Some(Word { minutes, gaps }) = word {
            let group = Arc::clone(self.window.group());
            self.desk.say_of(self.window.pattern(), Observation::Minutes { group, minutes, gaps }).await;
        }
    }
}

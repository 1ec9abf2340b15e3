//! When the screen has to be drawn again though nothing happens.

use chrono::TimeDelta;

use super::{App, cx_of, notice, whole};
use crate::clock::Time;
use crate::domain::{log, words};
use crate::effect::Effect;

/// How long Live Tail goes on while nobody presses a key.
const UNATTENDED: std::time::Duration = std::time::Duration::from_mins(10);

impl App {
    /// When a word on the screen next changes by time alone; `None`: not within the hour.
    pub fn wakes_at(&self) -> Option<Time> {
        let stay = self.lasting(notice::STAY);
        let notice = self.notice.as_ref().and_then(|notice| notice.ends(stay));
        let ages = self.steps.iter().flat_map(|step| {
            let read = step.stale.as_ref().map(|stale| stale.read);
            step.since.into_iter().chain(read)
        });
        let next = ages.filter_map(|since| {
            let wait = words::next_change(self.now - since);
            let is_near = wait <= std::time::Duration::from_mins(1);
            is_near.then(|| self.now + wait)
        });
        let cx = cx_of(&self.tracks, self.current, &self.settings, self.now, whole(self.size));
        let overlay = self.overlays.last().zip(cx).and_then(|(overlay, cx)| overlay.wakes_at(cx));
        let turns = self.steps.iter().filter_map(|step| step.turns);
        next.chain(turns)
            .chain(notice)
            .chain(self.live_changes())
            .chain(overlay)
            .chain(self.countdown_changes())
            .min()
    }

    /// Stops what costs by the minute when nobody has pressed a key for a while.
    pub(super) fn rest(&self) -> Option<Effect> {
        let log::Live::On { since, .. } = self.track()?.world.live else { return None };
        let looked = self.last_key.map_or(since, |(_, at)| at.max(since));
        (self.now - looked >= self.lasting(UNATTENDED)).then_some(Effect::Rest)
    }

    /// When the words on Live Tail next change: each second while it is stale, each minute while it costs.
    fn live_changes(&self) -> Option<Time> {
        let world = &self.track()?.world;
        let (since, step) = match (&world.live, world.stale()) {
            (_, Some(since)) => (since, 1),
            (log::Live::On { since, .. }, None) => (*since, 60),
            _ => return None,
        };
        let past = (self.now - since).num_seconds().max(0) / step;
        Some(since + TimeDelta::seconds((past + 1) * step))
    }
}

//! From a yes to an action that goes, and why it would not.

use super::{App, Notice, commands};
use crate::domain::action::{Action, Verb};
use crate::domain::run::State;
use crate::domain::text::visible;
use crate::domain::{Observation, World, crawler, health};
use crate::effect::{Effect, Effects};

impl App {
    /// Lets confirmed actions go, unless the step has started in the meantime; notes at once that they are on their way.
    pub(super) fn send(&mut self, effects: Effects) -> Effects {
        let mut sent = Effects::new();
        for effect in effects {
            if let Effect::Act(confirmation) = &effect {
                let action = confirmation.action();
                if let Some(why) = self.why_not(action) {
                    self.notice = Some(Notice::lasting(why));
                    continue;
                }
                let observation = Observation::Sent(action.clone());
                let now = self.now;
                if let Some(track) = self.tracks.get_mut(self.current.0) {
                    track.world.learn(now, observation);
                }
            }
            sent.push(effect);
        }
        sent
    }

    /// Why the key of this verb would do nothing now.
    pub(super) fn why_not_key(&self, verb: Verb) -> Option<String> {
        match Action::of(&self.track()?.pipeline, verb) {
            Some(action) => self.why_not(&action),
            None => self.why_not_at_all().or_else(|| commands::absent(verb).map(str::to_owned)),
        }
    }

    pub(super) fn why_not_at_all(&self) -> Option<String> {
        self.may_act().err()
    }

    /// Why this action would not be sent now.
    pub(super) fn why_not(&self, action: &Action) -> Option<String> {
        let against = self.why_not_at_all().or_else(|| against_stopping(&self.track()?.world, action));
        let doing = if action.verb().is_stop() { "being stopped" } else { "running" };
        let busy = || self.is_busy_for(action).then(|| format!("{} is {doing}", visible(action.target())));
        against.or_else(busy)
    }

    /// Whether what this action starts is at work: the pipeline's step, or another job.
    fn is_busy_for(&self, action: &Action) -> bool {
        let other = self.track().filter(|track| match action {
            Action::StartJob { .. } | Action::Backfill(_) => {
                track.pipeline.etl.as_ref().is_none_or(|etl| etl.job != action.target())
            }
            _ => false,
        });
        match other {
            Some(track) => track.world.is_starting_other(action.target()),
            None if action.verb() == Verb::Backfill => self.is_busy(Verb::StartJob),
            None => self.is_busy(action.verb()),
        }
    }

    /// Whether the step that this action starts is at work, whoever started it.
    pub(super) fn is_busy(&self, verb: Verb) -> bool {
        let step = match verb {
            Verb::Invoke => health::Step::Ingest,
            Verb::StartJob => health::Step::Etl,
            Verb::StartCrawler => health::Step::Crawl,
            Verb::StopRun | Verb::StopCrawler | Verb::Backfill | Verb::ResetBookmark => {
                return self.track().is_some_and(|track| track.world.is_busy(verb));
            }
        };
        let is_running = |health: &health::Health| health.step == step && health.state.is_at_work();
        self.track().is_some_and(|track| track.world.is_busy(verb)) || self.steps.iter().any(is_running)
    }
}

/// Why stopping would do nothing; `None` for other actions, and where nothing is known against it.
fn against_stopping(world: &World, action: &Action) -> Option<String> {
    match action {
        Action::StopRun { run, .. } => {
            let found = world.runs.get()?.iter().find(|known| known.id.exact() == run)?;
            match &found.state {
                State::Stopping => Some(format!("run {} is stopping already", visible(run))),
                state if state.is_final() => Some(format!("run {} is over: {}", visible(run), state.name())),
                _ => None,
            }
        }
        Action::StopCrawler { crawler } => match &world.crawler.get()?.state {
            crawler::State::Ready => Some(format!("{} is not running", visible(crawler))),
            crawler::State::Stopping => Some(format!("{} is stopping already", visible(crawler))),
            crawler::State::Running | crawler::State::Other(_) => None,
        },
        _ => None,
    }
}

//! What takes a while: said at the bottom until it is over, and stopped by `esc`.

use super::{App, Notice};
use crate::domain::errand::{Errand, Step};
use crate::domain::{Observation, pipeline, words};
use crate::effect::{Effect, Effects};

/// What is under way, each with how far it has come; the latest is last.
#[derive(Debug, Default)]
pub(super) struct Underway(Vec<(Errand, String)>);

impl Underway {
    /// Whether it was not under way before.
    fn set(&mut self, errand: Errand, words: String) -> bool {
        let known = self.0.iter_mut().find(|(known, _)| *known == errand);
        let is_new = known.is_none();
        match known {
            Some((_, old)) => *old = words,
            None => self.0.push((errand, words)),
        }
        is_new
    }

    fn end(&mut self, errand: Errand) {
        self.0.retain(|(known, _)| *known != errand);
    }

    /// What is said of the latest.
    pub fn words(&self) -> Option<String> {
        self.0.last().map(|(_, words)| format!("{words}; esc stops it"))
    }
}

impl App {
    /// Takes how far something has come.
    pub(super) fn step(&mut self, errand: Errand, step: Step) -> Effects {
        match step {
            Step::At(words) => {
                let is_new = self.underway.set(errand, words);
                // That it begins has been said; now it is said how far it has come.
                self.notice.take_if(|notice| is_new && !notice.is_lasting());
                vec![]
            }
            Step::Over(told) => {
                self.underway.end(errand);
                self.told(told)
            }
        }
    }

    /// Takes from an observation how far something has come.
    pub(super) fn follow(&mut self, id: pipeline::Id, observation: &Observation) {
        match observation {
            Observation::ReadingBack { lines, pages } if id == self.current => {
                let (lines, pages) = (words::count(*lines), words::count(*pages));
                self.step(
                    Errand::ReadBack,
                    Step::At(format!("reading older lines: {lines} in {pages} pages")),
                );
            }
            Observation::Fetching(step) => drop(self.step(Errand::Download, step.clone())),
            Observation::Backfill(progress) => {
                let over = progress.outcome().map(Step::Over);
                let step = over.unwrap_or_else(|| Step::At(progress.words()));
                drop(self.step(Errand::Backfill, step));
            }
            Observation::ReadBack(_) => self.underway.end(Errand::ReadBack),
            _ => {}
        }
    }

    /// Stops what belongs to the pipeline that was in front.
    pub(super) fn leave(&mut self) -> Option<Effect> {
        let was_read = self.underway.0.iter().any(|(errand, _)| *errand == Errand::ReadBack);
        self.underway.end(Errand::ReadBack);
        was_read.then_some(Effect::Stop(Errand::ReadBack))
    }

    /// Stops what was begun last, if anything is under way.
    pub(super) fn stop(&mut self) -> Option<Effects> {
        let (errand, words) = self.underway.0.pop()?;
        self.notice = Some(Notice::passing(format!("stopped: {words}"), self.now));
        Some(vec![Effect::Stop(errand)])
    }
}

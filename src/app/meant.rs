//! What only a key that came by itself may ask for.

use crossterm::event::KeyEventKind;

use super::{App, Notice};
use crate::domain::log::Mode;
use crate::effect::{Effect, Effects, Here};

impl App {
    /// Of keys that came together, as a short paste comes, leaves what only looks.
    pub(super) fn mean(&mut self, effects: Effects) -> Effects {
        let count = effects.len();
        let is_paste = self.came == KeyEventKind::Repeat;
        let left: Effects = effects.into_iter().filter(|effect| !is_paste || only_looks(effect)).collect();
        if left.len() < count {
            self.notice = Some(Notice::passing("keys that come together do nothing", self.now));
        }
        left
    }
}

/// Whether an effect changes nothing outside of the console, nor costs anything.
fn only_looks(effect: &Effect) -> bool {
    let does = matches!(
        effect,
        Effect::Arm
            | Effect::Act(_)
            | Effect::Copy(_)
            | Effect::Save(_)
            | Effect::Edit(_)
            | Effect::Tail(Mode::Live)
            | Effect::Here(Here::Confirm(_))
            | Effect::Quit
    );
    !does
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;

    #[test]
    fn what_reaches_outside_is_not_only_looking() {
        for effect in [Effect::Arm, Effect::Quit, Effect::Tail(Mode::Live)] {
            assert!(!only_looks(&effect), "{effect:?}");
        }
        let stop = Action::StopCrawler { crawler: "c".into() };
        assert!(!only_looks(&Effect::Here(Here::Confirm(stop))));
        for effect in [Effect::Refresh, Effect::Disarm, Effect::Rest, Effect::Suspend] {
            assert!(only_looks(&effect), "{effect:?}");
        }
    }
}

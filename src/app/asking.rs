//! The dialogs before an action, and how one leads to the other.

use super::{App, Notice, Rights};
use crate::domain::action::Action;
use crate::effect::Effects;
use crate::overlay::confirm::{self, Intent};
use crate::overlay::{editor, past};

impl App {
    /// Opens the dialog before an action, or says why not.
    pub(super) fn ask_about(&mut self, action: Action) -> Effects {
        if let Some(why) = self.why_not(&action) {
            self.notice = Some(Notice::passing(why, self.now));
            return vec![];
        }
        let hears_from = self.now + self.lasting(confirm::DEAF);
        let production = self.track().is_some_and(|track| track.pipeline.production);
        let intent = if self.settings.rights == Rights::Rehearse { Intent::Rehearse } else { Intent::Act };
        self.overlays.push(confirm::open(action, intent, hears_from, production));
        vec![]
    }

    /// Opens the editor of an action's input.
    pub(super) fn edit(&mut self, action: Action, text: Option<String>) -> Effects {
        if let Some(editor) = editor::Editor::new(action, text) {
            self.overlays.push(Box::new(editor));
        }
        vec![]
    }

    /// Lists what an action's target was sent before.
    pub(super) fn recall(&mut self, action: Action) -> Effects {
        let past = self.track().map(|track| past::Past::new(action, &track.world));
        if let Some(past) = past {
            self.overlays.push(Box::new(past));
        }
        vec![]
    }
}

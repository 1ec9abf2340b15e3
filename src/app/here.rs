//! What a pane asks of the console around it.

use super::{App, Notice};
use crate::domain::object::Prefix;
use crate::effect::{Effect, Effects, Here};
use crate::overlay::{ask, details, preview, tree};

impl App {
    /// Does what is meant for the console, and keeps what is meant for the outside.
    pub(super) fn do_here(&mut self, effects: Effects) -> Effects {
        let mut kept = Effects::new();
        for effect in effects {
            match effect {
                Effect::Here(here) => {
                    let more = self.do_one(here);
                    kept.extend(self.do_here(more));
                }
                effect => kept.push(effect),
            }
        }
        kept
    }

    fn do_one(&mut self, here: Here) -> Effects {
        match here {
            Here::Ask(question) => self.overlays.push(Box::new(ask::Ask::new(question))),
            Here::Confirm(action) => return self.ask_about(action),
            Here::Say(words) => self.notice = Some(Notice::passing(words, self.now)),
            Here::Lines(subject) => return self.show_lines(&subject),
            Here::Find(target) => return self.find(&target),
            Here::Return => self.give_back(),
            Here::Details => self.overlays.push(Box::new(details::Drawer::default())),
            Here::Preview(target) => {
                self.overlays.push(Box::new(preview::Preview::new(target.clone())));
                return vec![Effect::Preview(target)];
            }
            Here::Tree { title, value } => self.overlays.push(Box::new(tree::Tree::new(title, value))),
        }
        vec![]
    }

    /// Brings the objects of a place to the front.
    pub(super) fn show_place(&mut self, place: &Prefix) -> Effects {
        self.front = self.panes.iter().position(|pane| pane.name() == "objects").unwrap_or(self.front);
        let uri = place.uri();
        self.in_front(|pane, cx| pane.entered("go-to", &uri, cx)).flatten().unwrap_or_default()
    }

    pub(super) fn typed(&mut self, question: &'static str, text: &str) -> Effects {
        self.in_front(|pane, cx| pane.typed(question, text, cx));
        vec![]
    }

    /// Lets the pane in front take a line; where it finds a mistake in it, the line stays.
    pub(super) fn entered(&mut self, question: &'static str, text: &str) -> Effects {
        match self.in_front(|pane, cx| pane.entered(question, text, cx)).flatten() {
            Some(effects) => {
                self.overlays.pop();
                effects
            }
            None => vec![],
        }
    }

    pub(super) fn dropped(&mut self, question: &'static str) -> Effects {
        self.in_front(|pane, cx| pane.dropped(question, cx));
        vec![]
    }
}

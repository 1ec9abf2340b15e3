//! From a row to what belongs to it, and back; and what a row is called elsewhere.

use super::{App, Notice};
use crate::effect::{Effect, Effects, Related, Target};
use crate::overlay::related;
use crate::pane::Memory;

/// How many jumps are remembered.
const TRAIL: usize = 50;

/// A jump: the pane that was left, and the one that was gone to, each as it was before.
pub(super) struct Jump {
    from: (usize, Option<Memory>),
    to: (usize, Option<Memory>),
}

impl App {
    /// Brings to the front what belongs to the selected row; where that is more than one thing, lists them.
    pub(super) fn jump(&mut self) -> Effects {
        let mut found = self.in_front(|pane, cx| pane.related(cx)).unwrap_or_default();
        match found.len() {
            0 => self.say("nothing is known to belong to this row"),
            1 => found.pop().map(Related::go).map(Effect::Here).into_iter().collect(),
            _ => {
                self.in_front(|pane, cx| pane.hold(cx));
                self.overlays.push(Box::new(related::Menu::new(found)));
                vec![]
            }
        }
    }

    /// Brings the pane to the front that has the row of this; it learns where it will be before it looks.
    pub(super) fn find(&mut self, target: &Target) -> Effects {
        let found = self.leave_for(|app| app.in_front(|pane, cx| pane.find(target, cx)).flatten());
        found.unwrap_or_else(|| self.say("no pane shows that"))
    }

    /// Brings the first pane to the front that wants to be there, and remembers the one that was.
    pub(super) fn leave_for(&mut self, want: impl Fn(&mut Self) -> Option<Effects>) -> Option<Effects> {
        let from = self.front;
        let left = self.remember();
        for n in 0..self.panes.len() {
            self.front = n;
            let before = self.remember();
            if let Some(effects) = want(self) {
                self.trail.push(Jump { from: (from, left), to: (n, before) });
                let long = self.trail.len().saturating_sub(TRAIL);
                self.trail.drain(..long);
                return Some(effects);
            }
        }
        self.front = from;
        None
    }

    fn remember(&mut self) -> Option<Memory> {
        self.in_front(|pane, cx| pane.remember(cx)).flatten()
    }

    fn look_again(&mut self, (n, memory): (usize, Option<Memory>)) {
        self.front = n;
        if let Some(memory) = memory {
            self.in_front(|pane, cx| pane.recall(memory, cx));
        }
    }

    /// Undoes the last jump: both panes look where they looked before.
    pub(super) fn step_back(&mut self) -> Effects {
        match self.trail.pop() {
            Some(jump) => {
                self.look_again(jump.to);
                self.look_again(jump.from);
                vec![]
            }
            None => self.say("there was no jump to go back from"),
        }
    }

    /// Copies the id, the ARN or the URI of the selected row; once, however long the key is held: it is also
    /// the one that said yes.
    pub(super) fn copy_identity(&mut self) -> Effects {
        if self.is_again {
            return vec![];
        }
        match self.in_front(|pane, cx| pane.identity(cx)).flatten() {
            Some(clip) => vec![Effect::Copy(clip)],
            None => self.say("nothing is selected that has a name to copy"),
        }
    }

    fn say(&mut self, words: &'static str) -> Effects {
        self.notice = Some(Notice::passing(words, self.now));
        vec![]
    }

    /// Goes back for the pane that asks for it, or stays.
    pub(super) fn give_back(&mut self) {
        if let Some(jump) = self.trail.pop() {
            self.look_again(jump.from);
        }
    }

    /// As [`App::find`], for a pane that asks.
    pub(super) fn show_lines(&mut self, subject: &crate::effect::Subject) -> Effects {
        let shown = self.leave_for(|app| app.in_front(|pane, cx| pane.show(subject, cx)).flatten());
        shown.unwrap_or_default()
    }
}

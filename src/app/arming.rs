//! Arming: for some minutes a console that only reads may act.

use super::{App, Notice, Rights};
use crate::clock::Time;
use crate::domain::words;
use crate::effect::{Effect, Effects};
use crate::keys::Touch;

impl App {
    /// Whether anything may be changed now; the error says why not.
    pub(super) fn may_act(&self) -> Result<(), String> {
        match self.settings.rights {
            Rights::Operate | Rights::Rehearse => Ok(()),
            Rights::Look => Err("this session is read-only".to_owned()),
            Rights::Armable(_) if self.armed_until.is_some() => Ok(()),
            Rights::Armable(span) => {
                let key = self.chord_of("arm");
                Err(format!("read-only until it is armed: {key} does so for {}", words::span(span)))
            }
        }
    }

    /// Arms the console, or disarms it. What is read-only for good cannot be armed.
    pub(super) fn arm(&mut self) -> Effects {
        if self.touch == Touch::Held {
            return vec![]; // a key that is held would go on changing its mind
        }
        match (self.settings.rights, self.armed_until) {
            (Rights::Armable(_), Some(_)) => self.disarm("disarmed"),
            (Rights::Armable(span), None) => {
                self.armed_until = Some(self.now + self.lasting(span));
                let words = format!("armed for {}: actions are asked about and sent", words::span(span));
                self.notice = Some(Notice::passing(words, self.now));
                vec![Effect::Arm]
            }
            (Rights::Look, _) => {
                self.notice =
                    Some(Notice::passing("this session is read-only and cannot be armed", self.now));
                vec![]
            }
            (Rights::Operate | Rights::Rehearse, _) => {
                self.notice =
                    Some(Notice::passing("there is nothing to arm: this session is not read-only", self.now));
                vec![]
            }
        }
    }

    fn disarm(&mut self, words: &str) -> Effects {
        self.armed_until = None;
        self.notice = Some(Notice::passing(words, self.now));
        vec![Effect::Disarm]
    }

    /// Disarms when the time is over.
    pub(super) fn expire(&mut self) -> Effects {
        if self.armed_until.is_some_and(|until| until <= self.now) {
            return self.disarm("disarmed: the time is over");
        }
        vec![]
    }

    /// When the countdown in the header changes next.
    pub(super) fn countdown_changes(&self) -> Option<Time> {
        let until = self.armed_until?;
        let left = (until - self.now).num_milliseconds();
        let unit = if left > 60_000 { 60_000 } else { 1_000 };
        let rest = (left - 1).rem_euclid(unit) + 1;
        Some(self.now + chrono::TimeDelta::milliseconds(rest))
    }
}

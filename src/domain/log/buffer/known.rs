//! Whether an event is here already.

use std::collections::HashSet;

use super::rack::Rack;
use crate::domain::log::Event;
use crate::domain::log::id::Id;
use crate::domain::log::segment::Key;

/// The lines of one moment that are looked through one by one.
const FEW: usize = 32;

/// Finds an event among those of its moment: the same event always has the same times.
///
/// A moment may have any number of lines. The ids of the last crowded one are at hand, so that none costs more than another.
#[derive(Debug, Default)]
pub struct Known {
    moment: Option<Key>,
    ids: HashSet<Id>,
}

impl Known {
    /// Whether the event with this id is here.
    pub fn has(&mut self, rack: &Rack, key: Key, id: Id) -> bool {
        if !self.is_at_hand(key) {
            let mut beside = rack.beside(key);
            if beside.by_ref().take(FEW).any(|other| other == id) {
                return true;
            }
            if beside.next().is_none() {
                return false;
            }
            self.moment = Some(key);
            self.ids = rack.beside(key).collect();
        }
        self.ids.contains(&id)
    }

    fn is_at_hand(&self, key: Key) -> bool {
        self.moment.is_some_and(|moment| moment.is_beside(key))
    }

    /// Notes an event that comes here.
    pub fn add(&mut self, key: Key, id: Id) {
        if self.is_at_hand(key) {
            self.ids.insert(id);
        }
    }

    /// Keeps only events that are not here yet, each once.
    pub fn keep_new(&mut self, rack: &Rack, events: &mut Vec<(Id, Event)>) {
        let mut ids = HashSet::with_capacity(events.len());
        events.retain(|(id, event)| {
            let key = Key::of(event, 0);
            ids.insert((key.time, *id)) && !self.has(rack, key, *id)
        });
    }
}

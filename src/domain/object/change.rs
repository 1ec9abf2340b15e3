//! What is new between two listings of the same place.

use std::collections::BTreeMap;

use super::{Entry, Shelf};
use crate::domain::text::Foreign;

/// How an entry differs from what was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Novelty {
    /// It was not there.
    New,
    /// It was written anew.
    Changed,
}

/// Names that are remembered of what is new; beyond that they are only counted.
const NAMED: usize = 10_000;

/// What is new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// By key; no more than can be looked at.
    pub named: BTreeMap<Foreign, Novelty>,
    /// How many are new.
    pub new: usize,
    /// How many were written anew.
    pub changed: usize,
    /// How many are gone.
    pub gone: usize,
}

impl Changes {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.new + self.changed + self.gone == 0
    }

    fn note(&mut self, key: &Foreign, novelty: Novelty) {
        match novelty {
            Novelty::New => self.new += 1,
            Novelty::Changed => self.changed += 1,
        }
        if self.named.len() < NAMED {
            self.named.insert(key.clone(), novelty);
        }
    }
}

/// Compares two listings of a place, as far as both were read: `until` is the last key of both.
pub fn changes(old: &Shelf, new: &Shelf, until: Option<&Foreign>) -> Changes {
    let mut changes = Changes::default();
    let is_within = |entry: &Entry| until.is_none_or(|until| entry.key() <= until);
    let mut before = old.iter().take_while(is_within).peekable();
    for entry in new.iter().take_while(is_within) {
        while before.next_if(|old| old.key() < entry.key()).is_some() {
            changes.gone += 1;
        }
        match before.next_if(|old| old.key() == entry.key()) {
            None => changes.note(entry.key(), Novelty::New),
            Some(old) if old != entry => changes.note(entry.key(), Novelty::Changed),
            Some(_) => {}
        }
    }
    changes.gone += before.count();
    changes
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::object::{Block, KEPT, Object};

    fn shelf(text: &str) -> Shelf {
        let object = |word: &str| {
            let (key, size) = word.split_once(':').unwrap();
            Entry::Object(Object { key: key.into(), size: size.parse().unwrap(), ..Object::default() })
        };
        let mut shelf = Shelf::default();
        let entries: Vec<Entry> = text.split_whitespace().map(object).collect();
        shelf.push(None, Arc::new(Block::of(&entries)), KEPT);
        shelf
    }

    #[track_caller]
    fn check(old: &str, new: &str, until: Option<&str>, want: (usize, usize, usize)) {
        let until = until.map(Foreign::from);
        let got = changes(&shelf(old), &shelf(new), until.as_ref());
        assert_eq!((got.new, got.changed, got.gone), want);
        assert_eq!(got.named.len(), got.new + got.changed);
    }

    #[test]
    fn what_came_what_was_written_anew_and_what_went_is_counted() {
        check("a:1 b:1 c:1", "a:1 b:1 c:1", None, (0, 0, 0));
        check("", "a:1", None, (1, 0, 0));
        check("a:1 c:1 d:1", "b:1 c:2", None, (1, 1, 2));
    }

    #[test]
    fn only_what_was_read_both_times_is_compared() {
        check("a:1 b:1", "a:1 b:1 c:1", Some("b"), (0, 0, 0));
        check("a:1 b:1 c:1", "a:1 aa:1 b:1", Some("b"), (1, 0, 0));
    }
}

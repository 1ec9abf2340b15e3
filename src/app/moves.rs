//! The keys that only move.

use std::collections::HashMap;
use std::sync::Arc;

use super::commands;
use crate::keys::{Chord, Keymap};

/// Rows that change nothing but what is looked at, by name.
const MOVES: [&str; 20] = [
    "down",
    "up",
    "page-down",
    "page-up",
    "first",
    "last",
    "top",
    "bottom",
    "left",
    "right",
    "home",
    "end",
    "pane-1",
    "pane-2",
    "pane-3",
    "pane-4",
    "pane-5",
    "other",
    "back",
    "close",
];

/// The chords to which only rows answer that move, wherever they are pressed.
pub fn moves(keymap: &Keymap) -> Arc<[Chord]> {
    let mut moving: HashMap<Chord, bool> = HashMap::new();
    for (section, row) in commands::rows() {
        for chord in keymap.chords(section, &row) {
            *moving.entry(*chord).or_insert(true) &= MOVES.contains(&row.name);
        }
    }
    moving.into_iter().filter(|(_, is_moving)| *is_moving).map(|(chord, _)| chord).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(keymap: &Keymap, chord: &str, want: bool) {
        assert_eq!(moves(keymap).contains(&Chord::parse(chord).unwrap()), want, "{chord}");
    }

    #[test]
    fn a_chord_moves_if_it_does_so_everywhere() {
        let mut keymap = Keymap::new(&commands::rows());
        for (chords, want) in [("j k g G 1 5", true), ("q y i e c x ! enter E p", false)] {
            for chord in chords.split(' ') {
                check(&keymap, chord, want);
            }
        }
        keymap.rebind("app.invoke", &["j".to_owned()]).unwrap();
        check(&keymap, "j", false);
    }

    #[test]
    fn every_name_is_that_of_a_row() {
        let rows = commands::rows();
        for name in MOVES {
            assert!(rows.iter().any(|(_, row)| row.name == name), "{name}");
        }
    }
}

//! What the keys may do at most.

use super::commands;
use crate::keys::{Keymap, Reach, Reaches};

/// Rows that change nothing but what is looked at, and may as well be pressed by the first byte of a paste.
const MOVES: [&str; 22] = [
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
    "pane-6",
    "other",
    "back",
    "close",
    "erase",
];

/// Rows that lead elsewhere within the console, or out of it: nothing outside is touched.
const LOOKS: [&str; 10] =
    ["next", "previous", "zoom", "help", "palette", "filter", "details", "no", "leave", "quit"];

/// What the rows that answer to each chord may do at most, wherever it is pressed.
pub fn reaches(keymap: &Keymap) -> Reaches {
    let mut reaches = Reaches::default();
    for (section, row) in commands::rows() {
        for chord in keymap.chords(section, &row) {
            let most = reaches.entry(*chord).or_insert(Reach::Moves);
            *most = reach(row.name).max(*most);
        }
    }
    reaches
}

fn reach(name: &str) -> Reach {
    match name {
        name if MOVES.contains(&name) => Reach::Moves,
        name if LOOKS.contains(&name) => Reach::Looks,
        _ => Reach::Acts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Chord;

    #[track_caller]
    fn check(keymap: &Keymap, chord: &str, want: Reach) {
        assert_eq!(reaches(keymap)[&Chord::parse(chord).unwrap()], want, "{chord}");
    }

    #[test]
    fn a_chord_reaches_as_far_as_any_of_its_rows() {
        let mut keymap = Keymap::new(&commands::rows());
        let table = [
            ("j k g G 1 5 backspace", Reach::Moves),
            ("q z ? :", Reach::Looks),
            ("y i e c x ! enter E p", Reach::Acts),
        ];
        for (chords, want) in table {
            for chord in chords.split(' ') {
                check(&keymap, chord, want);
            }
        }
        keymap.rebind("app.invoke", &["j".to_owned()]).unwrap();
        check(&keymap, "j", Reach::Acts);
    }

    #[test]
    fn every_name_is_that_of_a_row() {
        let rows = commands::rows();
        for name in MOVES.iter().chain(&LOOKS) {
            assert!(rows.iter().any(|(_, row)| row.name == *name), "{name}");
        }
    }
}

//! The console's key rows, as the configuration rebinds them.

use crate::app;
use crate::config::{Bindings, Rows};
use crate::keys::{Chord, Keymap, full};

/// What the configuration may rebind.
pub fn rows() -> Rows {
    Rows { names, chord: |chord| Chord::parse(chord).map(|_| ()), conflicts }
}

/// The keymap that the configuration gives.
pub fn keymap(bindings: &Bindings) -> Keymap {
    let (mut keymap, rows) = (Keymap::default(), app::rows());
    for (name, chords) in bindings {
        // The configuration has been checked against these very rows.
        let _ = keymap.rebind(name, chords, &rows);
    }
    keymap
}

fn names() -> Vec<String> {
    app::rows().iter().map(|(section, row)| full(section, row.name)).collect()
}

fn conflicts(bindings: &Bindings) -> Vec<String> {
    keymap(bindings).conflicts(&app::rows())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_key_is_given_to_a_command_of_the_console() {
        let config = Config::parse("[keys]\napp.refresh = \"ctrl-r\"", &rows()).unwrap();
        let (section, refresh) = app::rows().into_iter().find(|(_, row)| row.name == "refresh").unwrap();
        assert_eq!(keymap(&config.settings.keys).shown(section, &refresh), "ctrl-r");
    }

    #[test]
    fn a_key_that_another_command_has_is_not_given_away() {
        let mistakes = Config::parse("[keys]\napp.refresh = \"q\"", &rows()).unwrap_err();
        let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["1:1: `q` is given to both app.refresh and app.quit by [keys]"]);
    }

    #[test]
    fn no_two_commands_have_one_key_unless_somebody_gives_it() {
        assert_eq!(conflicts(&Bindings::new()), Vec::<String>::new());
    }
}

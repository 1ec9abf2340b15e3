//! The console's key rows, as the configuration rebinds them.

use crate::app;
use crate::config::{Bindings, Rows};
use crate::keys::{Chord, Keymap, full};
use crate::panes;

/// What the configuration may rebind.
pub fn rows() -> Rows {
    Rows { names, chord: |chord| Chord::parse(chord).map(|_| ()), conflicts, lists: panes::lists }
}

/// The keymap that the configuration gives.
pub fn keymap(bindings: &Bindings) -> Keymap {
    let mut keymap = Keymap::new(&app::rows());
    for (name, chords) in bindings {
        // The configuration has been checked against these very rows.
        let _ = keymap.rebind(name, chords);
    }
    keymap
}

/// The sections whose keys confirm an action. They are the same for everybody: no file lowers a guard.
const GUARDS: [&str; 2] = ["confirm", "production"];

fn names() -> Vec<String> {
    let rows = app::rows();
    let free = rows.iter().filter(|(section, _)| !GUARDS.contains(section));
    free.map(|(section, row)| full(section, row.name)).collect()
}

fn conflicts(bindings: &Bindings) -> Vec<String> {
    let mut conflicts = keymap(bindings).conflicts(&app::rows());
    conflicts.extend(bindings.iter().filter_map(|(name, chords)| confirms(name, chords)));
    conflicts
}

/// A key that both asks for an action and confirms it would do so when it is pressed twice.
fn confirms(name: &str, chords: &[String]) -> Option<String> {
    let rows = app::rows();
    let (_, yes) = rows.iter().find(|(section, row)| GUARDS.contains(section) && row.name == "yes")?;
    let is_taken = |chord: &&String| yes.chords.split(' ').any(|taken| taken == **chord);
    let chord = chords.iter().find(is_taken).filter(|_| name.starts_with("app."))?;
    Some(format!("`{chord}` confirms actions, so it cannot be given to {name}"))
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
    fn what_confirms_an_action_is_not_rebound_and_asks_for_none() {
        assert!(names().contains(&"app.etl".to_owned()));
        assert!(!names().iter().any(|name| name.starts_with("confirm.") || name.starts_with("production.")));
        let said = |text: &str| Config::parse(text, &rows()).unwrap_err().remove(0).to_string();
        assert!(said("[keys]\nconfirm.yes = \"enter\"").starts_with("2:9: unknown command `confirm.yes`"));
        let want = "1:1: `y` confirms actions, so it cannot be given to app.etl by [keys]";
        assert_eq!(said("[keys]\napp.etl = \"y\""), want);
    }

    #[test]
    fn no_two_commands_have_one_key_unless_somebody_gives_it() {
        assert_eq!(conflicts(&Bindings::new()), Vec::<String>::new());
    }
}

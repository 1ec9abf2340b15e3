//! Chords, key rows, and the map from the one to the other.
//!
//! A key exists in one row: its chords, its name, what it does in words, and the doing. The footer, the
//! help, the palette, the README's table and rebinding all come from the rows.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// How a key was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Touch {
    /// By itself, after a rest.
    #[default]
    Fresh,
    /// It is held down, or follows another key too closely to have been thought about.
    Held,
}

impl Touch {
    /// A keyboard waits at most so long before it repeats a key that is held; the same key sooner may be such a repeat.
    const REPEAT: Duration = Duration::from_millis(700);
    /// The shortest rest between two keys of which the second was meant.
    const IDLE: Duration = Duration::from_millis(100);

    /// How `chord` was pressed, so long after `last`, in the user's time.
    pub fn of(chord: Chord, kind: KeyEventKind, last: Option<(Chord, Duration)>) -> Self {
        let rest = |last| if last == chord { Self::REPEAT } else { Self::IDLE };
        let is_close = last.is_some_and(|(last, ago)| ago < rest(last));
        if kind == KeyEventKind::Press && !is_close { Self::Fresh } else { Self::Held }
    }
}

/// How far what a key does may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// It moves what is looked at.
    Moves,
    /// It leads elsewhere within the console, or out of it.
    Looks,
    /// It may reach outside.
    Acts,
}

/// How far each chord may go at most, wherever it is pressed; one that is not here may act.
pub type Reaches = HashMap<Chord, Reach>;

/// One row of a keymap.
pub struct Key<F> {
    /// What the row says of itself.
    pub row: Row,
    /// What to call.
    pub act: F,
}

/// What a row says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The default chords, separated by spaces: `"j down"`.
    pub chords: &'static str,
    /// Stable name within its section, for rebinding and for the palette.
    pub name: &'static str,
    /// A word or two for the footer; empty: the footer leaves it out.
    pub hint: &'static str,
    /// What it does, for help and palette.
    pub help: &'static str,
}

impl<F> Key<F> {
    /// A row, from its chords, its name, its hint, its help and its doing.
    pub const fn new(
        chords: &'static str,
        name: &'static str,
        hint: &'static str,
        help: &'static str,
        act: F,
    ) -> Self {
        Self { row: Row { chords, name, hint, help }, act }
    }
}

/// A key with its modifiers, as the configuration writes it: `g`, `G`, `ctrl-d`, `pgup`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
}

const NAMED: [(&str, KeyCode); 14] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
];

impl Chord {
    /// Reads a chord; the error says what a chord looks like.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (ctrl, rest) = strip(text, "ctrl-");
        let (alt, rest) = strip(rest, "alt-");
        let code = NAMED.iter().find(|(name, _)| *name == rest).map(|(_, code)| *code);
        let code = code.or_else(|| function_key(rest)).or_else(|| single(rest));
        code.map(|code| Self { code, ctrl, alt }).ok_or_else(|| {
            let names: Vec<&str> = NAMED.iter().map(|(name, _)| *name).collect();
            format!(
                "`{text}` is no key; a key is a character, f1 to f12, {}, with ctrl- or alt- before it",
                names.join(", ")
            )
        })
    }

    /// The chord of a pressed key. Shift is part of a character, so it does not count on its own.
    pub fn of(key: KeyEvent) -> Self {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        Self { code: key.code, ctrl, alt }
    }

    /// The pressed key that has this chord.
    pub fn event(self) -> KeyEvent {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, self.ctrl);
        modifiers.set(KeyModifiers::ALT, self.alt);
        KeyEvent::new(self.code, modifiers)
    }

    /// The character, if it is one without ctrl or alt: what a text field takes.
    pub fn char(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

fn strip<'a>(text: &'a str, prefix: &str) -> (bool, &'a str) {
    text.strip_prefix(prefix).map_or((false, text), |rest| (true, rest))
}

fn function_key(text: &str) -> Option<KeyCode> {
    let number = text.strip_prefix('f')?.parse().ok()?;
    (1..=12).contains(&number).then_some(KeyCode::F(number))
}

fn single(text: &str) -> Option<KeyCode> {
    let mut chars = text.chars();
    let first = chars.next().filter(|c| !c.is_control())?;
    chars.next().is_none().then_some(KeyCode::Char(first))
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.ctrl { "ctrl-" } else { "" })?;
        f.write_str(if self.alt { "alt-" } else { "" })?;
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "f{n}"),
            _ => f.write_str("?"),
        }
    }
}

/// Which chords a row answers to: the row's own, or the ones that the configuration gives instead.
///
/// Chords are read once, when it is made; clones share them.
#[derive(Debug, Clone)]
pub struct Keymap(Arc<BTreeMap<(&'static str, &'static str), Vec<Chord>>>);

impl Keymap {
    /// All the rows there are, by section, with their own chords.
    pub fn new(rows: &[(&'static str, Row)]) -> Self {
        let own = |row: &Row| {
            row.chords.split(' ').filter_map(|chord| Chord::parse(chord).ok()).collect::<Vec<_>>()
        };
        Self(Arc::new(rows.iter().map(|(section, row)| ((*section, row.name), own(row))).collect()))
    }

    /// Gives `section.name` these chords instead of its own; an empty list unbinds it.
    ///
    /// The error names the mistake and the nearest valid name.
    pub fn rebind(&mut self, name: &str, chords: &[String]) -> Result<(), String> {
        let known = |(section, row): &(&str, &str)| full(section, row);
        let chords = chords.iter().map(|chord| Chord::parse(chord)).collect::<Result<_, _>>()?;
        let rows = Arc::make_mut(&mut self.0);
        if let Some((_, row)) = rows.iter_mut().find(|(row, _)| known(row) == name) {
            *row = chords;
            return Ok(());
        }
        let nearest = rows.keys().map(known).min_by_key(|known| strsim::levenshtein(known, name));
        let nearest = nearest.unwrap_or_default();
        Err(format!("no key is named `{name}`; the nearest is `{nearest}`"))
    }

    /// The chords of a row.
    pub fn chords(&self, section: &'static str, row: &Row) -> &[Chord] {
        self.0.get(&(section, row.name)).map_or(&[], Vec::as_slice)
    }

    /// Whether a row answers to what was pressed.
    pub fn answers(&self, section: &'static str, row: &Row, pressed: Chord) -> bool {
        self.chords(section, row).contains(&pressed)
    }

    /// How the row's first chord is written; empty when it has none.
    pub fn shown(&self, section: &'static str, row: &Row) -> String {
        self.chords(section, row).first().map(ToString::to_string).unwrap_or_default()
    }

    /// Where two rows of one section answer to one chord.
    pub fn conflicts(&self, rows: &[(&'static str, Row)]) -> Vec<String> {
        let mut taken: BTreeMap<(&str, String), String> = BTreeMap::new();
        let mut conflicts = Vec::new();
        for (section, row) in rows {
            for chord in self.chords(section, row) {
                let here = full(section, row.name);
                if let Some(other) = taken.insert((section, chord.to_string()), here.clone()) {
                    conflicts.push(format!("`{chord}` is given to both {other} and {here}"));
                }
            }
        }
        conflicts
    }
}

/// The name by which a row is rebound.
pub fn full(section: &str, name: &str) -> String {
    format!("{section}.{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_reads_back_as_it_is_written() {
        for text in ["g", "G", "/", "ctrl-d", "alt-x", "f5", "shift-tab", "space", "pgdn", "-", "é"] {
            assert_eq!(Chord::parse(text).unwrap().to_string(), text);
            assert_eq!(Chord::of(Chord::parse(text).unwrap().event()).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_chord_is_refused_with_an_explanation() {
        for text in ["", "gg", "ctrl-", "f13", "hyper-x"] {
            assert!(Chord::parse(text).unwrap_err().contains("is no key"), "{text}");
        }
    }

    const ROWS: [(&str, Row); 2] = [
        ("app", Row { chords: "q", name: "quit", hint: "quit", help: "leave" }),
        ("app", Row { chords: "r f5", name: "refresh", hint: "", help: "read again" }),
    ];

    #[test]
    fn a_rebound_row_answers_to_its_new_chord_alone() {
        let mut keymap = Keymap::new(&ROWS);
        keymap.rebind("app.refresh", &["ctrl-r".into()]).unwrap();
        let refresh = &ROWS[1].1;
        assert!(keymap.answers("app", refresh, Chord::parse("ctrl-r").unwrap()));
        assert!(!keymap.answers("app", refresh, Chord::parse("r").unwrap()));
        assert_eq!(keymap.shown("app", refresh), "ctrl-r");
    }

    #[test]
    fn a_mistake_names_the_nearest_row_and_a_conflict_names_both() {
        let mut keymap = Keymap::new(&ROWS);
        let said = keymap.rebind("app.refesh", &[]).unwrap_err();
        assert_eq!(said, "no key is named `app.refesh`; the nearest is `app.refresh`");
        keymap.rebind("app.refresh", &["q".into()]).unwrap();
        assert_eq!(keymap.conflicts(&ROWS), ["`q` is given to both app.quit and app.refresh"]);
    }
}

//! A line that is being typed.

use crate::keys::Chord;

/// The most characters that a line takes; a paste beyond it is cut.
const MOST: usize = 1_024;

/// A line that is being typed, always at its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed(String);

impl Typed {
    /// A line that begins with what is there already.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it stands.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Takes a character; `false`: it was none.
    pub fn press(&mut self, chord: Chord) -> bool {
        let Some(c) = chord.char() else { return false };
        self.push(c.encode_utf8(&mut [0; 4]));
        true
    }

    /// Takes the first line of a text, without its control characters, as far as there is room.
    pub fn push(&mut self, text: &str) {
        let room = MOST.saturating_sub(self.0.chars().count());
        let line = text.lines().next().unwrap_or_default();
        self.0.extend(line.chars().filter(|c| !c.is_control()).take(room));
    }

    /// Erases the last character.
    pub fn erase(&mut self) {
        self.0.pop();
    }

    /// Erases everything.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

//! Who types: a person, or a paste that came without brackets.
//!
//! A person types one key at a time. Keys that come together, or faster than fingers move, wait until it is clear what they
//! are: more than eight in a row are a paste, and go where pastes go; fewer were typed on a line that made them wait, or are a
//! short paste, so that they count as repeated and confirm nothing. A key that could do something waits for the next one,
//! as long as fingers need at least, for it may be the first of a paste; one that only looks waits less, and one that only
//! moves not at all. Keys that no text contains, such as arrows, never count: a wheel sends many of them.

use std::mem;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::keys::{Keys, MOST, Piece};
use crate::keys::{Chord, Reach, Reaches};

/// More keys in a row than this are a paste.
const MOST_KEYS: usize = 8;
/// How long keys wait that came too fast.
pub const WINDOW: Duration = FINGERS;
/// Keys closer than this were not typed one after the other: the fastest typists need 60 ms from key to key on average.
const FINGERS: Duration = Duration::from_millis(20);
/// A keyboard that repeats a held key is not faster than this, and what is held down for long only moves.
const REPEAT: Duration = Duration::from_millis(8);
/// So long a key waits that only looks; a line of 9,600 baud brings the next byte of a paste within a third of it.
const GLANCE: Duration = Duration::from_millis(3);
/// A paste without an end mark is over after so long a silence.
const QUIET: Duration = Duration::from_millis(100);
/// A paste whose end mark does not come is over after so long a silence.
const LOST: Duration = Duration::from_secs(1);
/// A byte that comes later than this after the one before was typed, and does not prolong a paste whose end is lost.
const TYPED: Duration = Duration::from_millis(50);

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Pressed a key.
    Press(KeyEvent),
    /// Pasted text.
    Paste(String),
}

/// Sorts what the terminal sends; `now` is any time that only grows.
#[derive(Debug, Default)]
pub struct Hands {
    keys: Keys,
    reaches: Reaches,
    held: Vec<KeyEvent>,
    /// When the first of the held keys came.
    held_since: Duration,
    /// When the last of them came.
    held_last: Duration,
    company: Company,
    /// How many keys of text came in a row, each right after the one before.
    row: usize,
    /// A paste without an end mark.
    burst: Option<String>,
    /// When the last bytes came.
    last: Option<Duration>,
    /// When the last bytes came that prolong a paste.
    last_pasted: Duration,
    /// The end of a paste was lost, so that what comes together is the rest of it.
    is_wary: bool,
}

/// Whether what is held came by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Company {
    #[default]
    Alone,
    Together,
}

impl Hands {
    /// Hands on keys that reach so far.
    pub fn new(reaches: Reaches) -> Self {
        Self { reaches, ..Self::default() }
    }

    /// What is clear with these bytes.
    pub fn take(&mut self, now: Duration, bytes: &[u8]) -> Vec<Deed> {
        if !self.held.is_empty() {
            // Whoever reads too late to have let them go finds what follows them.
            (self.company, self.held_last) = (Company::Together, now);
        }
        let mut deeds = self.settle(now);
        let before = self.last.replace(now);
        if bytes == b"\x03" {
            deeds.push(self.interrupt());
            return deeds;
        }
        let is_slow = before.is_some_and(|before| now.saturating_sub(before) > TYPED);
        if !(is_slow && bytes.len() == 1) {
            self.last_pasted = now;
        }
        let pieces = self.keys.read(bytes);
        let is_fast = before.is_some_and(|before| now.saturating_sub(before) < self.rest_before(&pieces));
        self.sort(now, pieces, is_fast, &mut deeds);
        deeds
    }

    /// How long before these the key before them came at least, if both were typed.
    fn rest_before(&self, pieces: &[Piece]) -> Duration {
        let only_move = pieces.iter().all(|piece| matches!(piece, Piece::Key(key) if self.moves(key)));
        if only_move { REPEAT } else { FINGERS }
    }

    /// What has become clear by time alone.
    pub fn settle(&mut self, now: Duration) -> Vec<Deed> {
        let mut deeds = Vec::new();
        if self.due().is_none_or(|due| now < due) {
            return deeds;
        }
        if self.keys.is_pasting() {
            self.is_wary = true;
            deeds.push(Deed::Paste(self.keys.give_up()));
        }
        if self.keys.is_halfway() {
            let pieces = self.keys.settle();
            self.sort(now, pieces, false, &mut deeds);
        }
        if self.due().is_some_and(|due| now >= due) {
            deeds.extend(self.burst.take().filter(|burst| !burst.is_empty()).map(Deed::Paste));
            let company = self.company;
            deeds.extend(self.held.drain(..).map(|key| Deed::Press(felt(key, company))));
        }
        deeds
    }

    /// When something becomes clear by time alone.
    pub fn due(&self) -> Option<Duration> {
        let last = self.last.unwrap_or_default();
        let all = [
            self.keys.is_pasting().then_some(self.last_pasted + LOST),
            self.keys.is_halfway().then_some(last + WINDOW),
            self.burst.is_some().then_some(last + QUIET),
            (!self.held.is_empty()).then(|| self.held_until()),
        ];
        all.into_iter().flatten().min()
    }

    /// Until when keys are held that nothing follows.
    fn held_until(&self) -> Duration {
        match self.company {
            Company::Alone => self.held_since + self.patience(),
            Company::Together if self.held.iter().all(|key| self.moves(key)) => self.held_since + WINDOW,
            Company::Together => self.held_last + WINDOW,
        }
    }

    /// How long what came alone is held.
    fn patience(&self) -> Duration {
        let reach = self.held.iter().map(|key| self.reach(Chord::of(*key))).max();
        if reach == Some(Reach::Acts) { FINGERS } else { GLANCE }
    }

    fn reach(&self, chord: Chord) -> Reach {
        self.reaches.get(&chord).copied().unwrap_or(Reach::Acts)
    }

    fn moves(&self, key: &KeyEvent) -> bool {
        char_of(key).is_none() || key.code == KeyCode::Esc || self.reach(Chord::of(*key)) == Reach::Moves
    }

    /// Ctrl-C alone is never part of anything.
    fn interrupt(&mut self) -> Deed {
        *self = Self { last: self.last, reaches: mem::take(&mut self.reaches), ..Self::default() };
        Deed::Press(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL))
    }

    fn sort(&mut self, now: Duration, pieces: Vec<Piece>, is_fast: bool, deeds: &mut Vec<Deed>) {
        let texts = pieces.iter().filter(|piece| is_text(piece)).count();
        let has_paste = pieces.iter().any(|piece| matches!(piece, Piece::Paste(_)));
        if has_paste || (self.is_wary && texts > 1) {
            // What comes with a paste is a paste: it may hold an end mark of its own.
            self.begin_burst();
        }
        let is_together = is_fast || texts > 1 || !self.held.is_empty();
        self.row = if is_fast || !self.held.is_empty() { self.row + texts } else { texts };
        if self.row > MOST_KEYS {
            self.begin_burst();
        }
        for piece in pieces {
            match piece {
                Piece::Paste(text) => {
                    deeds.extend(
                        self.burst.as_mut().map(mem::take).filter(|burst| !burst.is_empty()).map(Deed::Paste),
                    );
                    deeds.push(Deed::Paste(text));
                    self.is_wary = false;
                }
                Piece::Stray => self.is_wary = false,
                Piece::Key(key) if self.burst.is_some() => self.lengthen(key),
                Piece::Key(key) if char_of(&key).is_none() && self.held.is_empty() => {
                    deeds.push(Deed::Press(key));
                }
                Piece::Key(key) if !is_together && self.moves(&key) => deeds.push(Deed::Press(key)),
                Piece::Key(key) if is_together => self.hold(now, key, Company::Together),
                Piece::Key(key) => self.hold(now, key, Company::Alone),
            }
        }
    }

    fn begin_burst(&mut self) {
        let keys = mem::take(&mut self.held);
        self.burst.get_or_insert_default().extend(keys.iter().filter_map(char_of));
    }

    fn lengthen(&mut self, key: KeyEvent) {
        let burst = self.burst.get_or_insert_default();
        if burst.len() < MOST {
            burst.extend(char_of(&key));
        }
    }

    fn hold(&mut self, now: Duration, key: KeyEvent, company: Company) {
        if self.held.is_empty() {
            self.held_since = now;
        }
        if char_of(&key).is_some() || self.held.is_empty() {
            self.held_last = now;
        }
        self.company = company;
        self.held.push(key);
    }
}

fn is_text(piece: &Piece) -> bool {
    matches!(piece, Piece::Key(key) if char_of(key).is_some())
}

/// A key that did not come alone counts as repeated.
fn felt(key: KeyEvent, company: Company) -> KeyEvent {
    match company {
        Company::Alone => key,
        Company::Together => KeyEvent { kind: KeyEventKind::Repeat, ..key },
    }
}

/// What a key would be in a text; `None`: no text has it.
fn char_of(key: &KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char('j') if key.modifiers == KeyModifiers::CONTROL => Some('\n'),
        // A paste may hold controls, and what they do is not done.
        KeyCode::Char(c) => Some(c),
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        KeyCode::Backspace => Some('\u{7f}'),
        KeyCode::Esc => Some('\u{1b}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

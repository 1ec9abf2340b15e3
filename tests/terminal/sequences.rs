//! What the console may write, and what a terminal makes of it.

use std::collections::{BTreeMap, BTreeSet};

/// One thing that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A character that takes a place.
    Char(char),
    /// The end of a line, which a shell writes.
    Newline,
    /// So many columns forward.
    Forward(u16),
    /// To a row and a column, from 1.
    Place(u16, u16),
    /// Colours and modifiers.
    Pen(Vec<u16>),
    /// Everything away.
    Clear,
    /// A mode, on or off.
    Mode(u16, bool),
    /// What the guardian says to a terminal whose state nobody knows: the end of whatever was begun, and defaults.
    Default,
    /// Text for the clipboard, in base64.
    Clipboard(String),
}

/// What is said to reset a terminal, beside modes.
const DEFAULTS: [&str; 6] = ["\x1b[r", "\x1b[<u", "\x1b[>4m", "\x1b>", "\x1b(B", "\x0f"];

/// The modes that are ever touched; all but the first three are only ever switched off, or for the wrapping of lines, on.
const MODES: [u16; 11] = [1049, 25, 2004, 1000, 1002, 1003, 1006, 1004, 1, 7, 2026];

impl Token {
    /// Whether it names a colour; the terminal's own is one too.
    pub fn is_colour(&self) -> bool {
        matches!(self, Self::Pen(parameters) if parameters.iter().any(|parameter| *parameter >= 30))
    }
}

/// Everything that is complete in these bytes. Fails for a sequence that the console has no business to write.
///
/// Who dies while writing leaves something incomplete. That may only be where the next thing says that it has ended.
#[track_caller]
pub fn tokens(bytes: &[u8]) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(end) = rest.windows(2).position(|two| two == b"\x1b\\") {
        found.extend(unbroken(&rest[..end]));
        found.push(Token::Default);
        rest = &rest[end + 2..];
    }
    found.extend(unbroken(rest));
    found
}

#[track_caller]
fn unbroken(bytes: &[u8]) -> Vec<Token> {
    let complete = std::str::from_utf8(bytes).unwrap_or_else(|error| {
        assert_eq!(error.error_len(), None, "no UTF-8 at {}", error.valid_up_to());
        std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap()
    });
    let mut found = Vec::new();
    let mut rest = complete;
    while let Some((token, after)) = first(rest) {
        found.push(token);
        rest = after;
    }
    found
}

/// The first token and what comes after it; `None`: there is none that is complete.
#[track_caller]
fn first(text: &str) -> Option<(Token, &str)> {
    let plain = text.chars().next().filter(|c| !c.is_control());
    if let Some(character) = plain {
        return Some((Token::Char(character), &text[character.len_utf8()..]));
    }
    if let Some(after) = DEFAULTS.iter().find_map(|default| text.strip_prefix(default)) {
        return Some((Token::Default, after));
    }
    if let Some(after) = text.strip_prefix("\x1b]52;c;") {
        let (base64, after) = after.split_once('\x07')?;
        assert!(base64.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)), "{base64:?}");
        return Some((Token::Clipboard(base64.to_owned()), after));
    }
    let character = text.chars().next()?;
    let after = &text[character.len_utf8()..];
    match character {
        '\x1b' => {
            let end = after.find(|c: char| c.is_ascii_alphabetic() || "\\>".contains(c))?;
            Some((sequence(&after[..=end]), &after[end + 1..]))
        }
        '\r' | '\n' => Some((Token::Newline, after)),
        character => panic!("{character:?} is written"),
    }
}

#[track_caller]
fn sequence(text: &str) -> Token {
    let (body, last) = text.split_at(text.len() - 1);
    let number = |text: &str| text.parse::<u16>().ok();
    let parameters = body.strip_prefix('[');
    let known = match (parameters.unwrap_or("none"), last) {
        ("2", "J") => Some(Token::Clear),
        ("", "C") => Some(Token::Forward(1)),
        (columns, "C") => number(columns).map(Token::Forward),
        (place, "H") => {
            place.split_once(';').and_then(|(row, column)| Some(Token::Place(number(row)?, number(column)?)))
        }
        (mode, "h" | "l") => {
            let mode = mode.strip_prefix('?').and_then(number).filter(|mode| MODES.contains(mode));
            mode.map(|mode| Token::Mode(mode, last == "h"))
        }
        (pen, "m") => pen.split(';').map(number).collect::<Option<_>>().map(Token::Pen),
        _ => None,
    };
    known.unwrap_or_else(|| panic!("an unknown sequence is written: {text:?}"))
}

/// The modes that are on after all of these, where each is off at first but the cursor and the wrapping.
pub fn modes(tokens: &[Token]) -> BTreeSet<u16> {
    let mut modes = BTreeSet::from([25, 7]);
    for token in tokens {
        match token {
            Token::Mode(mode, true) => drop(modes.insert(*mode)),
            Token::Mode(mode, false) => drop(modes.remove(mode)),
            _ => {}
        }
    }
    modes
}

/// What stands where.
#[derive(Debug, Default)]
pub struct Screen {
    cells: BTreeMap<(u16, u16), char>,
    row: u16,
    column: u16,
}

impl Screen {
    /// What is left after all of these.
    pub fn of(tokens: &[Token]) -> Self {
        let mut screen = Self::default();
        for token in tokens {
            screen.take(token);
        }
        screen
    }

    fn take(&mut self, token: &Token) {
        match token {
            Token::Char(c) => {
                self.cells.insert((self.row, self.column), *c);
                self.column += 1;
            }
            Token::Forward(columns) => self.column += columns,
            Token::Place(row, column) => (self.row, self.column) = (row - 1, column - 1),
            Token::Clear => self.cells.clear(),
            Token::Newline => (self.row, self.column) = (self.row + 1, 0),
            Token::Pen(_) | Token::Mode(..) | Token::Default | Token::Clipboard(_) => {}
        }
    }

    /// The columns and rows that hold everything.
    pub fn extent(&self) -> (u16, u16) {
        let columns = self.cells.keys().map(|(_, column)| column + 1).max();
        let rows = self.cells.keys().map(|(row, _)| row + 1).max();
        (columns.unwrap_or(0), rows.unwrap_or(0))
    }

    /// Its lines.
    pub fn text(&self) -> String {
        let (columns, rows) = self.extent();
        let line = |row| (0..columns).map(move |column| self.cells.get(&(row, column)).unwrap_or(&' '));
        (0..rows).flat_map(|row| line(row).chain([&'\n'])).collect()
    }
}

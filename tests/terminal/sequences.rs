//! What the console may write, and what a terminal makes of it.

use std::collections::BTreeMap;

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
}

impl Token {
    /// Whether it names a colour; the terminal's own is one too.
    pub fn is_colour(&self) -> bool {
        matches!(self, Self::Pen(parameters) if parameters.iter().any(|parameter| *parameter >= 30))
    }
}

/// Everything that is complete in these bytes. Fails for a sequence that the console has no business to write.
#[track_caller]
pub fn tokens(bytes: &[u8]) -> Vec<Token> {
    let complete = std::str::from_utf8(bytes).unwrap_or_else(|error| {
        assert_eq!(error.error_len(), None, "no UTF-8 at {}", error.valid_up_to());
        std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap()
    });
    let mut tokens = Vec::new();
    let mut rest = complete;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        rest = match first {
            '\x1b' => {
                let Some(end) = after.find(|c: char| c.is_ascii_alphabetic()) else { break };
                tokens.push(sequence(&after[..=end]));
                &after[end + 1..]
            }
            '\r' | '\n' => {
                tokens.push(Token::Newline);
                after
            }
            first => {
                assert!(!first.is_control(), "{first:?} is written");
                tokens.push(Token::Char(first));
                after
            }
        };
    }
    tokens
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
        ("?1049" | "?25" | "?2004", "h" | "l") => {
            number(&body[2..]).map(|mode| Token::Mode(mode, last == "h"))
        }
        (pen, "m") => pen.split(';').map(number).collect::<Option<_>>().map(Token::Pen),
        _ => None,
    };
    known.unwrap_or_else(|| panic!("an unknown sequence is written: {text:?}"))
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
            Token::Pen(_) | Token::Mode(..) => {}
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

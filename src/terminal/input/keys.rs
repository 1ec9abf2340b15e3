//! Bytes from the terminal as keys and pastes.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The longest paste that is kept; what is longer is cut.
pub const MOST: usize = 64 << 10;

const BEGIN: &[u8] = b"\x1b[200~";
const END: &[u8] = b"\x1b[201~";

/// The longest sequence that a terminal sends for a key.
const LONGEST: usize = 32;

/// One thing that the terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A key.
    Key(KeyEvent),
    /// What stood between the brackets of a paste.
    Paste(String),
    /// The closing bracket of a paste that was given up before.
    Stray,
}

/// What may follow a sequence that is not complete.
enum Read {
    Piece(Piece, usize),
    /// Bytes that mean nothing here.
    Skip(usize),
    Incomplete,
}

/// Reads on where the last bytes ended.
#[derive(Debug, Default)]
pub struct Keys {
    rest: Vec<u8>,
    paste: Option<Vec<u8>>,
}

impl Keys {
    /// Everything that is complete with these bytes.
    pub fn read(&mut self, bytes: &[u8]) -> Vec<Piece> {
        self.rest.extend_from_slice(bytes);
        let mut pieces = Vec::new();
        loop {
            let read = match &mut self.paste {
                Some(paste) => pasted(&self.rest, paste),
                None => key(&self.rest),
            };
            match read {
                Read::Incomplete => return pieces,
                Read::Skip(count) => {
                    if self.rest.starts_with(BEGIN) {
                        self.paste = Some(Vec::new());
                    }
                    self.drop_first(count);
                }
                Read::Piece(piece, count) => {
                    if self.paste.take().is_none() || piece != Piece::Stray {
                        pieces.push(piece);
                    }
                    self.drop_first(count);
                }
            }
        }
    }

    /// Whether a paste has begun and not ended.
    pub fn is_pasting(&self) -> bool {
        self.paste.is_some()
    }

    /// Whether a key has begun and not ended.
    pub fn is_halfway(&self) -> bool {
        self.paste.is_none() && !self.rest.is_empty()
    }

    /// Gives up waiting for the end of a key: an escape alone is the key of that name.
    pub fn settle(&mut self) -> Vec<Piece> {
        let rest = std::mem::take(&mut self.rest);
        match rest.as_slice() {
            [b'\x1b'] => vec![plain(KeyCode::Esc)],
            [b'\x1b', c @ (b'[' | b'O')] => {
                vec![Piece::Key(KeyEvent::new(KeyCode::Char(char::from(*c)), KeyModifiers::ALT))]
            }
            _ => vec![],
        }
    }

    /// Gives up waiting for the end of a paste; what there is of it.
    pub fn give_up(&mut self) -> String {
        let paste = self.paste.take().unwrap_or_default();
        self.rest.clear();
        text(&paste)
    }

    fn drop_first(&mut self, count: usize) {
        self.rest.drain(..count.min(self.rest.len()));
    }
}

/// Within a paste: moves what belongs to it, up to its end.
fn pasted(bytes: &[u8], paste: &mut Vec<u8>) -> Read {
    let end = bytes.windows(END.len()).position(|window| window == END);
    // What could be the beginning of the end has to wait.
    let begun =
        (1..END.len()).rev().find(|count| END.get(..*count).is_some_and(|begin| bytes.ends_with(begin)));
    let inside = end.unwrap_or_else(|| bytes.len() - begun.unwrap_or(0));
    let room = MOST.saturating_sub(paste.len()).min(inside);
    paste.extend_from_slice(bytes.get(..room).unwrap_or_default());
    match end {
        Some(end) => Read::Piece(Piece::Paste(text(paste)), end + END.len()),
        None if inside > 0 => Read::Skip(inside),
        None => Read::Incomplete,
    }
}

/// As much of it as is text: a cut may have gone through a character.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn key(bytes: &[u8]) -> Read {
    match bytes {
        [] | [b'\x1b'] | [b'\x1b', b'O'] => Read::Incomplete,
        [b'\x1b', b'[', ..] => sequence(bytes),
        [b'\x1b', b'O', b'M', ..] => Read::Piece(plain(KeyCode::Enter), 3),
        [b'\x1b', b'O', last, ..] => named(*last, &[]).map_or(Read::Skip(3), |key| Read::Piece(key, 3)),
        [b'\x1b', b'\x1b', ..] => Read::Piece(plain(KeyCode::Esc), 1),
        [b'\x1b', rest @ ..] => match character(rest) {
            Read::Piece(Piece::Key(key), count) => {
                let key = KeyEvent { modifiers: key.modifiers | KeyModifiers::ALT, ..key };
                Read::Piece(Piece::Key(key), count + 1)
            }
            Read::Skip(count) => Read::Skip(count + 1),
            read => read,
        },
        _ => character(bytes),
    }
}

/// A character, or what a key with ctrl sends instead of one.
fn character(bytes: &[u8]) -> Read {
    let Some(first) = bytes.first() else { return Read::Incomplete };
    let ctrl = |c: u8| Piece::Key(KeyEvent::new(KeyCode::Char(char::from(c)), KeyModifiers::CONTROL));
    let piece = match first {
        0 => ctrl(b' '),
        b'\r' => plain(KeyCode::Enter),
        b'\t' => plain(KeyCode::Tab),
        0x7f => plain(KeyCode::Backspace),
        0x01..=0x1a => ctrl(first - 1 + b'a'),
        0x1c..=0x1f => ctrl(first - 0x1c + b'4'),
        0x1b => return Read::Skip(1),
        _ => return beyond_ascii(bytes),
    };
    Read::Piece(piece, 1)
}

fn beyond_ascii(bytes: &[u8]) -> Read {
    let first_four = bytes.get(..4).unwrap_or(bytes);
    let (valid, error) = match std::str::from_utf8(first_four) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = first_four.get(..error.valid_up_to()).unwrap_or_default();
            (std::str::from_utf8(valid).unwrap_or_default(), Some(error.error_len()))
        }
    };
    match (valid.chars().next(), error) {
        (Some(c), _) if c.is_control() => Read::Skip(c.len_utf8()),
        (Some(c), _) => {
            let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
            Read::Piece(Piece::Key(KeyEvent::new(KeyCode::Char(c), shift)), c.len_utf8())
        }
        (None, Some(None)) => Read::Incomplete,
        (None, error) => Read::Skip(error.flatten().unwrap_or(1)),
    }
}

/// `ESC [`, parameters, and a last byte (ECMA-48, CSI).
fn sequence(bytes: &[u8]) -> Read {
    if bytes.starts_with(BEGIN) {
        return Read::Skip(BEGIN.len());
    }
    if bytes.starts_with(END) {
        return Read::Piece(Piece::Stray, END.len());
    }
    let body = bytes.get(2..).unwrap_or_default();
    // The console of Linux writes its first function keys so.
    if let [b'[', last, ..] = body {
        let code = (b'A'..=b'E').contains(last).then(|| KeyCode::F(last - b'A' + 1));
        return code.map_or(Read::Skip(4), |code| Read::Piece(plain(code), 4));
    }
    let is_parameter = |byte: &u8| (0x20..=0x3f).contains(byte);
    let count = body.iter().take_while(|byte| is_parameter(byte)).count();
    match body.get(count) {
        _ if count > LONGEST => Read::Skip(count + 2),
        None | Some(b'[') => Read::Incomplete,
        // A report of the mouse, which nobody asked for, has three more.
        Some(b'M') if count == 0 => {
            if body.len() < 4 {
                Read::Incomplete
            } else {
                Read::Skip(6)
            }
        }
        Some(last @ 0x40..=0x7e) => {
            // A private parameter makes it a report, not a key.
            let parameters =
                body.get(..count).filter(|bytes| !bytes.first().copied().is_some_and(is_private));
            let Some(parameters) = parameters else { return Read::Skip(count + 3) };
            named(*last, &numbers(parameters))
                .map_or(Read::Skip(count + 3), |key| Read::Piece(key, count + 3))
        }
        Some(_) => Read::Skip(count + 2),
    }
}

fn is_private(byte: u8) -> bool {
    (b'<'..=b'?').contains(&byte)
}

fn numbers(parameters: &[u8]) -> Vec<u16> {
    let text = std::str::from_utf8(parameters).unwrap_or_default();
    // A colon separates what refines a parameter.
    text.split(';').map(|number| number.split(':').next().unwrap_or_default().parse().unwrap_or(0)).collect()
}

/// The key of a sequence that ends so.
fn named(last: u8, parameters: &[u16]) -> Option<Piece> {
    let first = parameters.first().copied().unwrap_or(0);
    let code = match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'Z' => KeyCode::BackTab,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        b'~' => numbered(first)?,
        b'u' => coded(first)?,
        _ => return None,
    };
    let mask = parameters.get(1).copied().unwrap_or(1).saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::SHIFT, mask & 1 != 0);
    modifiers.set(KeyModifiers::ALT, mask & 2 != 0);
    modifiers.set(KeyModifiers::CONTROL, mask & 4 != 0);
    Some(Piece::Key(KeyEvent::new(code, modifiers)))
}

/// The editing and function keys of a VT220.
fn numbered(number: u16) -> Option<KeyCode> {
    let function = |base: u16| u8::try_from(number - base).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(10),
        17..=21 => function(11),
        23..=24 => function(12),
        _ => None,
    }
}

/// A key by its character, as newer terminals tell those that had no sequence of their own.
fn coded(code: u16) -> Option<KeyCode> {
    match char::from_u32(code.into())? {
        '\r' => Some(KeyCode::Enter),
        '\t' => Some(KeyCode::Tab),
        '\x1b' => Some(KeyCode::Esc),
        '\x7f' => Some(KeyCode::Backspace),
        c => (!c.is_control()).then_some(KeyCode::Char(c)),
    }
}

fn plain(code: KeyCode) -> Piece {
    Piece::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Chord;

    /// What is read, as chords; a paste as its text in brackets.
    fn written(pieces: &[Piece]) -> String {
        let word = |piece: &Piece| match piece {
            Piece::Key(key) => Chord::of(*key).to_string(),
            Piece::Paste(text) => format!("[{text}]"),
            Piece::Stray => "stray".to_owned(),
        };
        pieces.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(bytes: &[u8], want: &str) {
        let mut keys = Keys::default();
        let mut pieces = keys.read(bytes);
        pieces.extend(keys.settle());
        assert_eq!(written(&pieces), want, "{bytes:?}");
        // The same however the bytes are cut.
        let mut keys = Keys::default();
        let mut pieces: Vec<Piece> = bytes.iter().flat_map(|byte| keys.read(&[*byte])).collect();
        pieces.extend(keys.settle());
        assert_eq!(written(&pieces), want, "{bytes:?}, byte by byte");
    }

    #[test]
    fn every_key_is_read_as_terminals_write_it() {
        check(b"aG?/ ", "a G ? / space");
        check("é日".as_bytes(), "é 日");
        check(b"\r\t\x7f\x08\x03\x1a\n\0", "enter tab backspace ctrl-h ctrl-c ctrl-z ctrl-j ctrl-space");
        check(b"\x1b", "esc");
        check(b"\x1b\x1b", "esc esc");
        check(b"\x1b[A\x1b[B\x1bOC\x1bOD", "up down right left");
        check(b"\x1b[H\x1b[4~\x1b[5~\x1b[6~\x1b[Z", "home end pgup pgdn shift-tab");
        check(b"\x1bOP\x1b[15~\x1b[24~\x1b[[C", "f1 f5 f12 f3");
        check(b"\x1b[1;5D\x1b[1;3A", "ctrl-left alt-up");
        check(b"\x1bx\x1b\x04\x1bOM", "alt-x ctrl-alt-d enter");
        check(b"\x1b[97;5u\x1b[13u", "ctrl-a enter");
    }

    #[test]
    fn what_is_no_key_is_passed_over() {
        check(b"a\x1b[Ib\x1b[Oc", "a b c");
        check(b"\x1b[M !!a", "a");
        check(b"\x1b[<0;1;1Ma\x1b[32;1;1Mb", "a b");
        check(b"\xff\xfea", "a");
        check(b"\x1b[999~\x1b[?1;2ca", "a");
    }

    #[test]
    fn a_paste_is_all_between_its_brackets() {
        check(b"a\x1b[200~q\x1b[A\ry\x1b[201~b", "a [q\x1b[A\ry] b");
        check(b"\x1b[200~\x1b[201~", "[]");
        check(b"\x1b[200~one\x1b[201~two\x1b[201~", "[one] t w o stray");
    }

    #[test]
    fn a_paste_that_is_too_long_is_cut_and_one_that_never_ends_can_be_given_up() {
        let mut keys = Keys::default();
        assert_eq!(keys.read(b"\x1b[200~"), vec![]);
        for _ in 0..1000 {
            assert_eq!(keys.read(&[b'x'; 4096]), vec![]);
        }
        assert!(keys.is_pasting() && !keys.is_halfway());
        assert_eq!(keys.give_up().len(), MOST);
        assert_eq!(written(&keys.read(b"q")), "q");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_odd(chunks in proptest::collection::vec(proptest::collection::vec(0_u8.., 0..40), 0..20)) {
            let mut keys = Keys::default();
            for chunk in &chunks {
                keys.read(chunk);
                proptest::prop_assert!(keys.is_pasting() || keys.rest.len() <= LONGEST + 3);
            }
            if keys.is_pasting() {
                keys.give_up();
            }
            keys.settle();
            proptest::prop_assert_eq!(keys.read(b"q"), vec![plain(KeyCode::Char('q'))]);
        }
    }
}

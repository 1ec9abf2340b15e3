//! Messages that are no text, which no client can ask for: they are written in the place of two noncharacters.

use crate::demo::trouble::{BAD_UTF8, SURROGATE};

/// The JSON with what is no text where the noncharacters are.
pub(super) fn take_effect(json: Vec<u8>) -> Vec<u8> {
    let json = replaced(json, SURROGATE, br"\ud800");
    replaced(json, BAD_UTF8, b"\xff")
}

fn replaced(bytes: Vec<u8>, mark: char, piece: &[u8]) -> Vec<u8> {
    let mark = mark.to_string();
    let mut places = memchr::memmem::find_iter(&bytes, mark.as_bytes()).peekable();
    if places.peek().is_none() {
        return bytes;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut start = 0;
    for place in places {
        out.extend_from_slice(bytes.get(start..place).unwrap_or_default());
        out.extend_from_slice(piece);
        start = place + mark.len();
    }
    out.extend_from_slice(bytes.get(start..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_becomes_what_it_stands_for() {
        let json = format!("\"a{SURROGATE}b{BAD_UTF8}{SURROGATE}\"");
        assert_eq!(take_effect(json.into_bytes()), b"\"a\\ud800b\xff\\ud800\"");
        assert_eq!(take_effect(b"\"plain\"".to_vec()), b"\"plain\"");
    }
}

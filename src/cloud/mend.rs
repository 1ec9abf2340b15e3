//! Makes JSON readable that a strict parser gives up on, so that one poisoned event does not cost its neighbours.
//!
//! What CloudWatch was given comes back as it is: half a surrogate pair, bytes that are no UTF-8, control characters.
//! Each becomes text that says what was there: `\ud800`, `\xFF`. Sound JSON passes untouched.

use std::borrow::Cow;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

/// The JSON with every sore place made readable, and how many there were.
pub(super) fn mend(json: &[u8]) -> (Cow<'_, [u8]>, usize) {
    if is_sound(json) {
        return (Cow::Borrowed(json), 0);
    }
    let mut mender = Mender { out: Vec::with_capacity(json.len() + 64), sores: 0, inside: false };
    for chunk in json.utf8_chunks() {
        mender.text(chunk.valid().as_bytes());
        for byte in chunk.invalid() {
            mender.sore(format!(r"\\x{byte:02X}").as_bytes());
        }
    }
    (Cow::Owned(mender.out), mender.sores)
}

/// Whether there is certainly nothing to mend.
fn is_sound(json: &[u8]) -> bool {
    !json.iter().any(|byte| *byte < b' ') && std::str::from_utf8(json).is_ok() && has_sound_escapes(json)
}

fn has_sound_escapes(mut json: &[u8]) -> bool {
    while let Some(at) = memchr::memchr(b'\\', json) {
        let escape = json.get(at..).unwrap_or_default();
        let length = match escape.get(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if matches!(unit(escape), Some(0..0xd800 | 0xe000..)) => 6,
            _ => return false,
        };
        json = escape.get(length..).unwrap_or_default();
    }
    true
}

struct Mender {
    out: Vec<u8>,
    sores: usize,
    /// Within a string.
    inside: bool,
}

impl Mender {
    fn sore(&mut self, instead: &[u8]) {
        self.out.extend_from_slice(instead);
        self.sores += 1;
    }

    fn text(&mut self, mut text: &[u8]) {
        while let Some((&byte, rest)) = text.split_first() {
            let taken = match byte {
                b'\\' if self.inside => self.escape(text),
                0..b' ' if self.inside => {
                    self.sore(format!(r"\u{byte:04x}").as_bytes());
                    1
                }
                _ => {
                    self.inside ^= byte == b'"';
                    self.out.push(byte);
                    1
                }
            };
            text = rest.get(taken - 1..).unwrap_or_default();
        }
    }

    /// Copies an escape, or makes it plain text; how many bytes that were.
    fn escape(&mut self, text: &[u8]) -> usize {
        match text.get(1) {
            Some(b'u') => self.unicode(text),
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.copy(text, 2),
            _ => {
                self.sore(br"\\");
                1
            }
        }
    }

    fn unicode(&mut self, text: &[u8]) -> usize {
        match (unit(text), text.get(6..).and_then(unit)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => self.copy(text, 12),
            (Some(0xd800..0xe000) | None, _) => {
                self.sore(br"\\");
                1
            }
            (Some(_), _) => self.copy(text, 6),
        }
    }

    fn copy(&mut self, text: &[u8], length: usize) -> usize {
        self.out.extend_from_slice(text.get(..length).unwrap_or(text));
        length
    }
}

/// The UTF-16 unit of an escape at the start of the text.
fn unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(br"\u")?.get(..4)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Mends an answer before the SDK reads it.
pub(super) fn answer(response: &mut HttpResponse) {
    super::answer::instead(response, |json| match mend(&json).0 {
        Cow::Borrowed(_) => json,
        Cow::Owned(mended) => mended.into(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &[u8], want: &str, sores: usize) {
        let (mended, count) = mend(json);
        assert_eq!((std::str::from_utf8(&mended).unwrap(), count), (want, sores));
        let text: String = serde_json::from_slice(&mended).unwrap();
        assert!(!text.is_empty());
    }

    #[test]
    fn sound_json_passes_untouched() {
        for json in [r#""plain""#, r#""\ud83d\ude00 \\ud800 é \n""#, r#""\u00e9\"\\""#] {
            check(json.as_bytes(), json, 0);
        }
        assert!(matches!(mend(br#"{"a":"b"}"#).0, Cow::Borrowed(_)));
    }

    #[test]
    fn what_a_parser_gives_up_on_is_shown_as_what_it_is() {
        check(br#""a\ud800b""#, r#""a\\ud800b""#, 1);
        check(br#""\udc00\ud83d\ude00""#, r#""\\udc00\ud83d\ude00""#, 1);
        check(br#""\ud800\ud800\udc00""#, r#""\\ud800\ud800\udc00""#, 1);
        check(b"\"a\xff\xfeb\"", r#""a\\xFF\\xFEb""#, 2);
        check(b"\"a\x1b[0m\nb\"", r#""a\u001b[0m\u000ab""#, 2);
        check(br#""a\qb\u12""#, r#""a\\qb\\u12""#, 2);
    }

    #[test]
    fn white_space_between_values_is_no_sore() {
        assert_eq!(mend(b"{\n\t\"a\": 1\r\n}").1, 0);
    }

    proptest::proptest! {
        #[test]
        fn any_string_of_bytes_becomes_a_string(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let inner: Vec<u8> = bytes.into_iter().filter(|byte| *byte != b'"').collect();
            let mut json = b"\"".to_vec();
            json.extend_from_slice(&inner);
            if inner.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1 {
                json.push(b'\\');
            }
            json.push(b'"');
            proptest::prop_assert!(serde_json::from_slice::<String>(&mend(&json).0).is_ok());
        }
    }
}

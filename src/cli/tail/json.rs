//! JSON, a record to a line, in which nothing is left that a terminal would act on.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::domain::text::is_plain;

/// Writes a record and ends the line.
pub(super) fn push(record: &impl Serialize, out: &mut Vec<u8>) {
    let before = out.len();
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Plain);
    // Records have neither maps with odd keys nor anything else that JSON has no words for.
    if record.serialize(&mut serializer).is_ok() {
        out.push(b'\n');
    } else {
        out.truncate(before);
    }
}

/// Compact; characters that [`visible`] would show are escaped, those that JSON itself escapes anyway.
///
/// [`visible`]: crate::domain::text::visible
struct Plain;

impl Formatter for Plain {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return writer.write_all(text.as_bytes());
        }
        let mut units = [0; 2];
        for c in text.chars() {
            if is_plain(c) {
                writer.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
                continue;
            }
            for unit in c.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_escaped_and_read_back_as_it_was() {
        let text = "\u{1b}[2J \u{9b}2J \u{202e} \u{e0041} \u{7f} naïve 日本 \"q\" \\ \n";
        let mut out = Vec::new();
        push(&text, &mut out);
        let line = String::from_utf8(out).unwrap();
        assert!(line.trim_end_matches('\n').chars().all(is_plain), "{line:?}");
        assert!(line.contains("naïve 日本") && line.contains("\\u202e"), "{line}");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}

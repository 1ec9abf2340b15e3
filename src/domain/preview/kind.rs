//! What an object is: by its content first, and by its name only where the content does not tell.

use std::borrow::Cow;

use super::csv::{self, Dialect};

/// What an object was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text of no other kind.
    Text,
    /// One JSON value.
    Json,
    /// A JSON value to a line.
    JsonLines,
    /// Values between delimiters.
    Csv(Dialect),
    /// Apache Parquet.
    Parquet,
    /// Something of a known kind that is no text.
    Named(&'static str),
    /// Bytes.
    Binary,
}

impl Format {
    /// In a few words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "JSON",
            Self::JsonLines => "JSON lines",
            Self::Csv(dialect) => dialect.name(),
            Self::Parquet => "Parquet",
            Self::Named(name) => name,
            Self::Binary => "binary",
        }
    }
}

/// What files of known kinds begin with.
const MAGIC: [(&[u8], Format); 16] = [
    (b"PAR1", Format::Parquet),
    (b"PARE", Format::Named("encrypted Parquet")),
    (b"ORC", Format::Named("ORC")),
    (b"Obj\x01", Format::Named("Avro")),
    (b"ARROW1", Format::Named("Arrow")),
    (b"PK\x03\x04", Format::Named("zip")),
    (b"BZh", Format::Named("bzip2")),
    (b"\xfd7zXZ\0", Format::Named("xz")),
    (b"\x04\x22\x4d\x18", Format::Named("LZ4")),
    (b"\xff\x06\0\0sNaPpY", Format::Named("snappy")),
    (b"\x89PNG\r\n", Format::Named("PNG")),
    (b"\xff\xd8\xff", Format::Named("JPEG")),
    (b"GIF8", Format::Named("GIF")),
    (b"%PDF-", Format::Named("PDF")),
    (b"SQLite format 3\0", Format::Named("SQLite")),
    (b"\x7fELF", Format::Named("ELF")),
];

/// How much of the content is looked at to tell.
const PROBE: usize = 64 << 10;

/// What content is; `is_whole`: there is no more of it.
pub fn format(name: &str, bytes: &[u8], is_whole: bool) -> Format {
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return *format;
    }
    let probe = bytes.get(..bytes.len().min(PROBE)).unwrap_or_default();
    if !is_text(probe) {
        return Format::Binary;
    }
    let is_all = is_whole && probe.len() == bytes.len();
    textual(&name.to_ascii_lowercase(), &text(probe), is_all)
}

fn textual(name: &str, text: &str, is_whole: bool) -> Format {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if let Some(format) = json(text, is_whole, ends(&[".jsonl", ".ndjson"])) {
        return format;
    }
    let hint = match () {
        () if ends(&[".csv"]) => Some(csv::Hint::Csv),
        () if ends(&[".tsv", ".tab"]) => Some(csv::Hint::Tsv),
        () => None,
    };
    let is_prose = ends(&[".md", ".py", ".rs", ".sql", ".log", ".yaml", ".yml", ".xml", ".html", ".txt"]);
    match csv::dialect(text, hint, is_whole) {
        Some(dialect) if !is_prose => Format::Csv(dialect),
        _ => Format::Text,
    }
}

/// JSON begins with a bracket; it is one to a line if the first line is whole, and another one follows.
fn json(text: &str, is_whole: bool, is_named_lines: bool) -> Option<Format> {
    let text = text.trim_start();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    let is_value = |line: &str| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    let next = lines.next().map(str::trim_start);
    let follows = next.is_some_and(|line| line.starts_with(['{', '[']));
    if is_value(first) && (follows || (is_named_lines && next.is_none())) {
        return Some(Format::JsonLines);
    }
    if is_whole && is_value(text) {
        return Some(Format::Json);
    }
    // A log line may begin with a bracket too: `[INFO] …`.
    super::json::value(text, is_whole).is_ok().then_some(Format::Json)
}

/// Controls in a short text prove nothing yet: a little of it is let off.
const SPARE: usize = 100;

/// Whether bytes are text: UTF-8 or UTF-16 with few controls, or an old encoding of mostly ASCII.
fn is_text(probe: &[u8]) -> bool {
    if is_utf16(probe) {
        return true;
    }
    let (mut odd, mut controls) = (0, 0);
    for chunk in probe.utf8_chunks() {
        controls += chunk.valid().bytes().filter(|byte| is_control(*byte)).count();
        // A character that is cut at the end of the probe is no oddity.
        odd += chunk.invalid().len();
    }
    !probe.contains(&0) && odd.saturating_sub(3) * 10 <= probe.len() && controls * 50 <= probe.len() + SPARE
}

fn is_control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

/// Bytes as text: what is no UTF-8 becomes a replacement character, a byte order mark goes.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).into(),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).into(),
        bytes => String::from_utf8_lossy(bytes),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, bytes: impl AsRef<[u8]>, want: &str) {
        assert_eq!(format(name, bytes.as_ref(), true).name(), want, "{name}");
    }

    #[test]
    fn content_decides_before_the_name_does() {
        check("a.txt", "{\"a\": 1}", "JSON");
        check("a.csv", "{\"a\": 1}\n{\"a\": 2}\n", "JSON lines");
        check("a", "a,b,c\n1,2,3\n4,5,6\n", "CSV");
        check("a.json", "a,b,c\n1,2,3\n4,5,6\n", "CSV");
        check("a", "a\tb\tc\n1\t2\t3\n", "TSV");
        check("a.csv", "PAR1\x15\x04", "Parquet");
        check("a.txt", [0, 1, 2, 3], "binary");
        check("photo", b"\xff\xd8\xff\xe0", "JPEG");
    }

    #[test]
    fn the_name_decides_where_the_content_does_not() {
        check("a.csv", "one\n1\n2\n", "CSV");
        check("a.txt", "one\n1\n2\n", "text");
        check("a.jsonl", "{\"a\": 1}\n", "JSON lines");
        check("a.json", "{\"a\": 1}\n", "JSON");
        check("a.py", "a,b,c\n1,2,3\n4,5,6\n", "text");
    }

    #[test]
    fn text_that_only_looks_like_something_is_text() {
        check("app.log", "[INFO] one\n[INFO] two\n", "text");
        check("a", "Dear all,\n\nthis, and that, and the other.\nBye,\nme\n", "text");
        check("a", "", "text");
        check("a", "{not json", "text");
    }

    #[test]
    fn text_in_other_encodings_is_text_too() {
        check("a", b"caf\xe9 au lait\n", "text");
        check("a", "\u{feff}a;b\n1;2\n3;4\n", "CSV");
        let units: Vec<u8> = "\u{feff}a,b\n1,2\n3,4\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check("a", &units, "CSV");
        assert_eq!(text(&units), "a,b\n1,2\n3,4\n");
        assert_eq!(text(b"\xef\xbb\xbfa"), "a");
    }

    #[test]
    fn a_beginning_of_json_is_json() {
        let long = format!("{{\"entries\":[{}", "{\"a\":1},".repeat(50_000));
        assert_eq!(format("a", long.as_bytes(), false), Format::Json);
        assert_eq!(format("a", b"{\"a\": [1, 2, {\"b\"", false), Format::Json);
    }
}

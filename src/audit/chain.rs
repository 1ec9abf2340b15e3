//! From records to lines and back: each line ends in its own hash, which covers the hash of the one before.

use sha2::{Digest as _, Sha256};

use super::entry::Record;

/// What the first record gives as the hash of the one before.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Between a record and its hash.
const SEAM: &str = ",\"hash\":\"";

/// A record with its hash, as it stands in the file, with the end of the line.
pub(super) fn line(record: &Record) -> Option<(String, String)> {
    let text = serde_json::to_string(record).ok()?;
    let hash = hex(text.as_bytes());
    let body = text.strip_suffix('}')?;
    Some((format!("{body}{SEAM}{hash}\"}}\n"), hash))
}

/// The record of a line and its hash; `None`: it is no whole record, or not what it was when it was written.
pub(super) fn record(line: &str) -> Option<(Record, String)> {
    let (body, rest) = line.rsplit_once(SEAM)?;
    let hash = rest.strip_suffix("\"}")?;
    let text = format!("{body}}}");
    if hex(text.as_bytes()) != hash {
        return None;
    }
    let record = serde_json::from_str(&text).ok()?;
    Some((record, hash.to_owned()))
}

/// As `sha256sum` prints it.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

//! A value of Parquet as text.

use parquet::record::Field;

/// The most bytes of a binary value that are shown.
const BYTES: usize = 64;

/// A value as a cell shows it; `None`: there is none.
pub fn text(field: &Field) -> Option<String> {
    match field {
        Field::Null => None,
        Field::Str(text) => Some(text.clone()),
        Field::Double(number) => Some(number.to_string()),
        Field::Float(number) => Some(number.to_string()),
        Field::Bytes(bytes) => Some(of_bytes(bytes.data())),
        Field::TimestampMillis(_) | Field::TimestampMicros(_) => {
            let text = field.to_string();
            Some(text.trim_end_matches(" +00:00").to_owned())
        }
        other => Some(other.to_string()),
    }
}

/// Many writers forget to say that it is text.
fn of_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => text.to_owned(),
        _ => {
            let hex: Vec<String> = bytes.iter().take(BYTES).map(|byte| format!("{byte:02x}")).collect();
            let more = if bytes.len() > BYTES { "…" } else { "" };
            format!("0x{}{more}", hex.concat())
        }
    }
}

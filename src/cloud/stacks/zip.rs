//! One file out of a zip archive; enough for what Lambda packs.
//!
//! Format: PKWARE's APPNOTE 6.3, the central directory at the end. No encryption, no parts, no 64-bit sizes.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The largest file that is unpacked.
const MOST_BYTES: usize = 8 << 20;
const BROKEN: &str = "the code is no zip file that can be read";

/// The bytes of a file in an archive; `None`: it is not in there.
pub(super) fn file(archive: &[u8], name: &str) -> Result<Option<Vec<u8>>, &'static str> {
    let end = find_end(archive).ok_or(BROKEN)?;
    let (count, mut at) = (short(archive, end + 10).ok_or(BROKEN)?, long(archive, end + 16).ok_or(BROKEN)?);
    for _ in 0..count {
        let entry = Entry::read(archive, at).ok_or(BROKEN)?;
        if entry.name == name.as_bytes() {
            return entry.unpack(archive).ok_or(BROKEN).map(Some);
        }
        at = entry.next;
    }
    Ok(None)
}

/// An entry of the central directory.
struct Entry<'a> {
    name: &'a [u8],
    method: usize,
    packed: usize,
    local: usize,
    next: usize,
}

impl<'a> Entry<'a> {
    fn read(archive: &'a [u8], at: usize) -> Option<Self> {
        let is_entry = archive.get(at..at.checked_add(4)?)? == b"PK\x01\x02";
        let [name, extra, comment] = [28, 30, 32].map(|offset| short(archive, at + offset));
        let (start, name) = (at + 46, name?);
        is_entry.then_some(())?;
        Some(Self {
            name: archive.get(start..start + name)?,
            method: short(archive, at + 10)?,
            packed: long(archive, at + 20)?,
            local: long(archive, at + 42)?,
            next: start + name + extra? + comment?,
        })
    }

    fn unpack(&self, archive: &[u8]) -> Option<Vec<u8>> {
        let start = self.local + 30 + short(archive, self.local + 26)? + short(archive, self.local + 28)?;
        let packed = archive.get(start..start.checked_add(self.packed)?)?;
        match self.method {
            0 => Some(packed.to_vec()),
            8 => decompress_to_vec_with_limit(packed, MOST_BYTES).ok(),
            _ => None,
        }
    }
}

/// Where the end record is: the last one, for a comment of up to 64 KiB may follow it.
fn find_end(archive: &[u8]) -> Option<usize> {
    archive.windows(4).rposition(|window| window == b"PK\x05\x06")
}

fn short(archive: &[u8], at: usize) -> Option<usize> {
    let bytes = archive.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_le_bytes(bytes.try_into().ok()?)))
}

fn long(archive: &[u8], at: usize) -> Option<usize> {
    let bytes = archive.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `python3 -c "import zipfile; …"`: `index.py` deflated, `b` stored.
    const DEFLATED: &str = "UEsDBBQAAAAIAAAAIQA2W6SuFQAAABgBAAAIAAAAaW5kZXgucHkrKMrMK9FQz885vFBdk6tglAflAQBQSwMEFAAAAAAAAAAhAAv5Q1YGAAAABgAAAAEAAABic3RvcmVkUEsBAhQDFAAAAAgAAAAhADZbpK4VAAAAGAEAAAgAAAAAAAAAAAAAAIABAAAAAGluZGV4LnB5UEsBAhQDFAAAAAAAAAAhAAv5Q1YGAAAABgAAAAEAAAAAAAAAAAAAAIABOwAAAGJQSwUGAAAAAAIAAgBlAAAAYAAAAAAA";

    fn archive() -> Vec<u8> {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.decode(DEFLATED).unwrap()
    }

    #[test]
    fn a_file_is_found_whether_it_is_packed_or_not() {
        let archive = archive();
        assert_eq!(file(&archive, "index.py"), Ok(Some("print('olá')\n".repeat(20).into_bytes())));
        assert_eq!(file(&archive, "b"), Ok(Some(b"stored".to_vec())));
        assert_eq!(file(&archive, "c"), Ok(None));
    }

    #[test]
    fn what_is_no_archive_is_told_and_takes_nothing_down() {
        let archive = archive();
        assert_eq!(file(b"", "b"), Err(BROKEN));
        for cut in 0..archive.len() {
            let _ = file(&archive[..cut], "b");
            let mut odd = archive.clone();
            odd[cut] ^= 0xff;
            let _ = file(&odd, "index.py");
        }
    }
}

//! Compressed objects, unpacked as far as they have been read and no further than a bound.

use std::borrow::Cow;
use std::io::{self, Read};

use super::MOST_UNPACKED;

/// How an object is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// gzip, in one member or several.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// The largest window that is unpacked, as a power of two: what `zstd --ultra -22` writes.
const WINDOW: u32 = 27;

impl Packing {
    /// What the first bytes say.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0x1f, 0x8b, 8, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// In words; empty where there is none.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// The name of what is packed in a file of this name: without `.gz`.
    pub fn inner(self, name: &str) -> &str {
        let endings: &[&str] = match self {
            Self::Plain => &[],
            Self::Gzip => &[".gz", ".gzip"],
            Self::Zstd => &[".zst", ".zstd"],
        };
        endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
    }
}

/// Where unpacking ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// At the end of the object.
    Whole,
    /// Where reading has ended so far.
    Cut,
    /// At the bound.
    Bound,
    /// At something that is not as it should be.
    Broken(String),
}

/// What was unpacked.
#[derive(Debug)]
pub struct Unpacked<'a> {
    /// The bytes.
    pub bytes: Cow<'a, [u8]>,
    /// Where they end.
    pub end: End,
}

/// Unpacks a beginning of an object; `is_whole`: all of it.
pub fn unpack(raw: &[u8], is_whole: bool) -> (Packing, Unpacked<'_>) {
    let packing = Packing::of(raw);
    let unpacked = match packing {
        Packing::Plain => plain(raw, is_whole),
        Packing::Gzip => drain(flate2::read::MultiGzDecoder::new(raw), is_whole),
        Packing::Zstd => match zstd(raw) {
            Ok(decoder) => drain(decoder, is_whole),
            Err(error) => Unpacked { bytes: Cow::default(), end: End::Broken(error.to_string()) },
        },
    };
    (packing, unpacked)
}

fn plain(raw: &[u8], is_whole: bool) -> Unpacked<'_> {
    let end = if is_whole { End::Whole } else { End::Cut };
    Unpacked { bytes: raw.into(), end }
}

fn zstd(raw: &[u8]) -> io::Result<zstd::stream::read::Decoder<'_, &[u8]>> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(raw)?;
    decoder.window_log_max(WINDOW)?;
    Ok(decoder)
}

/// Reads to the end of what is there, or to the bound.
fn drain(decoder: impl Read, is_whole: bool) -> Unpacked<'static> {
    let mut bytes = Vec::new();
    let bound = u64::try_from(MOST_UNPACKED).unwrap_or(u64::MAX);
    let ended = decoder.take(bound + 1).read_to_end(&mut bytes);
    let end = match ended {
        _ if bytes.len() > MOST_UNPACKED => End::Bound,
        Ok(_) if is_whole => End::Whole,
        Ok(_) => End::Cut,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && !is_whole => End::Cut,
        Err(error) => End::Broken(error.to_string()),
    };
    bytes.truncate(MOST_UNPACKED);
    Unpacked { bytes: bytes.into(), end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[track_caller]
    fn check(raw: &[u8], is_whole: bool, packing: Packing, bytes: &[u8], end: End) {
        let (found, unpacked) = unpack(raw, is_whole);
        assert_eq!((found, unpacked.bytes.as_ref(), unpacked.end), (packing, bytes, end));
    }

    #[test]
    fn what_is_packed_is_unpacked_whatever_its_name() {
        check(b"plain", true, Packing::Plain, b"plain", End::Whole);
        check(&gzip(b"abc"), true, Packing::Gzip, b"abc", End::Whole);
        let members = [gzip(b"abc"), gzip(b"def")].concat();
        check(&members, true, Packing::Gzip, b"abcdef", End::Whole);
        let packed = zstd::encode_all(&b"abc"[..], 3).unwrap();
        check(&packed, true, Packing::Zstd, b"abc", End::Whole);
        check(&[], true, Packing::Plain, b"", End::Whole);
    }

    #[test]
    fn a_beginning_is_unpacked_as_far_as_it_goes() {
        let mut random = fastrand::Rng::with_seed(1);
        let bytes: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(300_000).collect();
        for packed in [gzip(&bytes), zstd::encode_all(&bytes[..], 3).unwrap()] {
            let (_, unpacked) = unpack(&packed[..200_000], false);
            assert_eq!(unpacked.end, End::Cut);
            assert!(unpacked.bytes.len() > 100_000 && bytes.starts_with(&unpacked.bytes));
            let (_, unpacked) = unpack(&packed[..200_000], true);
            assert!(matches!(unpacked.end, End::Broken(_)), "what ends too soon is broken");
        }
    }

    #[test]
    fn a_bomb_is_unpacked_up_to_the_bound() {
        let zeros = vec![0; 100 << 20];
        for packed in [gzip(&zeros), zstd::encode_all(&zeros[..], 3).unwrap()] {
            assert!(packed.len() < 200_000);
            let (_, unpacked) = unpack(&packed, true);
            assert_eq!((unpacked.bytes.len(), unpacked.end), (MOST_UNPACKED, End::Bound));
        }
    }

    #[test]
    fn what_only_begins_like_a_packed_file_is_broken_and_no_harm() {
        for raw in
            [&[0x1f, 0x8b, 8, 0xff, 0xff, 0xff][..], &[0x28, 0xb5, 0x2f, 0xfd, 0xff, 0xff, 0xff, 0xff, 0xff]]
        {
            let (_, unpacked) = unpack(raw, true);
            assert!(matches!(unpacked.end, End::Broken(_)), "{:?}", unpacked.end);
        }
    }
}

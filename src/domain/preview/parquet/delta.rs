//! Texts whose lengths, or beginnings, are told by differences: written out plainly, as far as there is room for them.

use super::thrift::Thrift;

/// The lengths at the beginning of these bytes, at most so many, and what comes after them.
fn lengths(bytes: &[u8], most: usize) -> Option<(Vec<usize>, &[u8])> {
    let mut thrift = Thrift::new(bytes);
    let block = usize::try_from(thrift.varint()?).ok()?;
    let parts = usize::try_from(thrift.varint()?).ok()?;
    let count = usize::try_from(thrift.varint()?).ok()?;
    let mut value = thrift.int()?;
    let part = block.checked_div(parts)?;
    (count <= most && part > 0 && part.is_multiple_of(8) && part <= 1 << 16 && parts <= 1 << 10)
        .then_some(())?;
    let mut found = Vec::with_capacity(count.min(1 << 16));
    found.extend((count > 0).then(|| usize::try_from(value)).transpose().ok()?);
    while found.len() < count {
        let least = thrift.int()?;
        for width in thrift.bytes(parts)? {
            if found.len() == count {
                break;
            }
            let packed = thrift.bytes((part / 8).checked_mul(usize::from(*width))?)?;
            for n in 0..part.min(count - found.len()) {
                value = value.wrapping_add(least).wrapping_add(bits(packed, n, *width)?);
                found.push(usize::try_from(value).ok()?);
            }
        }
    }
    let rest = bytes.len() - thrift.left();
    Some((found, bytes.get(rest..)?))
}

/// The `n`-th number of so many bits, the lowest first.
fn bits(packed: &[u8], n: usize, width: u8) -> Option<i64> {
    (width <= 64).then_some(())?;
    let mut number = 0_u64;
    for bit in 0..usize::from(width) {
        let at = n * usize::from(width) + bit;
        number |= u64::from(packed.get(at / 8)? >> (at % 8) & 1) << bit;
    }
    Some(number.cast_signed())
}

/// What texts look like when they are written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// Each after its length.
    Measured,
    /// One after the other.
    Fixed,
}

/// Texts told by their lengths; `room` says whether so many bytes may be written.
pub fn by_length(bytes: &[u8], most: usize, room: impl FnOnce(usize) -> Option<()>) -> Option<Vec<u8>> {
    let (lengths, mut rest) = lengths(bytes, most)?;
    room(rest.len().checked_add(lengths.len() * 12)?)?;
    let mut out = Vec::with_capacity(rest.len() + lengths.len() * 4);
    for length in lengths {
        let (text, more) = rest.split_at_checked(length)?;
        rest = more;
        out.extend_from_slice(&u32::try_from(length).ok()?.to_le_bytes());
        out.extend_from_slice(text);
    }
    Some(out)
}

/// Texts told by how much they share with the one before; `room` as for [`by_length`].
pub fn by_prefix(
    bytes: &[u8],
    most: usize,
    plain: Plain,
    room: impl FnOnce(usize) -> Option<()>,
) -> Option<Vec<u8>> {
    let (shared, rest) = lengths(bytes, most)?;
    let (own, mut rest) = lengths(rest, most)?;
    (shared.len() == own.len()).then_some(())?;
    let all = shared.iter().chain(&own).try_fold(0_usize, |sum, length| sum.checked_add(*length))?;
    room(all.checked_add(own.len() * 20)?)?;
    let mut out: Vec<u8> = Vec::with_capacity(all + own.len() * 4);
    let mut last = 0..0;
    for (shared, own) in shared.into_iter().zip(own) {
        let (text, more) = rest.split_at_checked(own)?;
        rest = more;
        (shared <= last.len()).then_some(())?;
        if plain == Plain::Measured {
            out.extend_from_slice(&u32::try_from(shared + own).ok()?.to_le_bytes());
        }
        let start = out.len();
        out.extend_from_within(last.start..last.start + shared);
        out.extend_from_slice(text);
        last = start..out.len();
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lengths 1, 2, 3: a block of 128 in four parts, each one more than the one before.
    const LENGTHS: [u8; 10] = [0x80, 1, 4, 3, 2, 2, 0, 0, 0, 0];

    #[test]
    fn texts_are_written_out() {
        let bytes = [&LENGTHS[..], b"abbccc"].concat();
        assert_eq!(by_length(&bytes, 3, |_| Some(())).unwrap(), b"\x01\0\0\0a\x02\0\0\0bb\x03\0\0\0ccc");
        assert_eq!(by_length(&bytes, 2, |_| Some(())), None, "more than the page has values");
        assert_eq!(by_length(&bytes, 3, |_| None), None);
        assert_eq!(by_length(&bytes[..15], 3, |_| Some(())), None, "it ends too soon");
    }

    #[test]
    fn what_texts_share_is_repeated() {
        // Shared 0, 1, 2: the same differences from 0.
        let shared = [0x80, 1, 4, 3, 0, 2, 0, 0, 0, 0];
        let bytes = [&shared[..], &LENGTHS[..], b"abbccc"].concat();
        assert_eq!(by_prefix(&bytes, 3, Plain::Fixed, |_| Some(())).unwrap(), b"aabbabccc");
    }
}

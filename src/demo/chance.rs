//! Randomness that belongs to one occurrence, so that occurrences do not disturb each other.

use std::fmt::Write as _;

use chrono::TimeDelta;
use fastrand::Rng;

/// The numbers of the occurrence `index` of a `kind`; the same ones whenever they are asked for.
pub fn chance(seed: u64, kind: &str, index: u64) -> Rng {
    Rng::with_seed(mix(mix(seed ^ hash(kind)).wrapping_add(index)))
}

/// FNV-1a; stable over versions and machines, unlike the standard library's.
pub fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// So many hex digits.
pub fn hex(rng: &mut Rng, digits: usize) -> String {
    let mut text = String::with_capacity(digits + 16);
    while text.len() < digits {
        let _ = write!(text, "{:016x}", rng.u64(..));
    }
    text.truncate(digits);
    text
}

/// A UUID, version 4.
pub fn uuid(rng: &mut Rng) -> String {
    let high = (rng.u64(..) & 0xffff_ffff_ffff_0fff) | 0x4000;
    let low = (rng.u64(..) & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    let (time, middle, version) = (high >> 32, high >> 16 & 0xffff, high & 0xffff);
    let (clock, node) = (low >> 48, low & 0xffff_ffff_ffff);
    format!("{time:08x}-{middle:04x}-{version:04x}-{clock:04x}-{node:012x}")
}

/// A time between two, both in milliseconds, the second left out; down to the microsecond.
pub fn between(rng: &mut Rng, from_ms: i64, to_ms: i64) -> TimeDelta {
    TimeDelta::microseconds(rng.i64(from_ms * 1000..to_ms * 1000))
}

/// One of `SplitMix`'s steps: neighbouring numbers become far ones.
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occurrence_has_its_own_numbers_which_stay_the_same() {
        let first = |seed, kind, index| chance(seed, kind, index).u64(..);
        assert_eq!(first(1, "run", 7), first(1, "run", 7));
        assert_ne!(first(1, "run", 7), first(1, "run", 8));
        assert_ne!(first(1, "run", 7), first(2, "run", 7));
        assert_ne!(first(1, "run", 7), first(1, "crawl", 7));
    }

    #[test]
    fn a_uuid_looks_like_one() {
        let uuid = uuid(&mut chance(1, "uuid", 0));
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(&uuid[14..15], "4");
        assert!("89ab".contains(&uuid[19..20]));
    }
}

//! Event ids in little room.

use std::hash::{DefaultHasher, Hash, Hasher};

/// What tells a line from the others of its moment, in nineteen bytes.
///
/// CloudWatch's ids are decimal numbers of 56 digits: the event's time in milliseconds, and 144 bits that tell it from the
/// others of that time. Those bits are kept; of any other id only a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Id {
    /// The lower 144 bits of one of CloudWatch's, the lowest byte first.
    Rest([u8; REST]),
    /// What is left of another.
    Hashed([u8; 16]),
}

/// The digits of an id of CloudWatch's, and the digits of one step: what a `u64` holds.
const DIGITS: usize = 56;
const STEP: usize = 19;
const TEN_TO_STEP: u64 = 10_000_000_000_000_000_000;

/// The bytes that tell events of one time apart; in the highest limb two of them are below the time.
const REST: usize = 18;
const SHIFT: u32 = 16;

impl Id {
    /// The id of an event of that time, in milliseconds.
    pub fn of(text: &str, time: i64) -> Self {
        Self::number(text, time).unwrap_or_else(|| Self::hash(text))
    }

    fn number(text: &str, time: i64) -> Option<Self> {
        let is_usual = text.len() == DIGITS && !text.starts_with('0');
        let digits = text.as_bytes();
        if !is_usual || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut limbs = [0; 3];
        for step in digits.chunks(STEP) {
            let value = step.iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
            times_plus(&mut limbs, 10_u64.pow(u32::try_from(step.len()).ok()?), value);
        }
        let [low, middle, high] = limbs.map(u64::to_le_bytes);
        let is_of_time = i64::try_from(limbs[2] >> SHIFT) == Ok(time);
        let mut bytes = low.into_iter().chain(middle).chain(high);
        is_of_time.then(|| Self::Rest(std::array::from_fn(|_| bytes.next().unwrap_or_default())))
    }

    fn hash(text: &str) -> Self {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, text).hash(&mut hasher);
            hasher.finish()
        };
        Self::Hashed((u128::from(half(0)) << 64 | u128::from(half(1))).to_le_bytes())
    }

    /// As CloudWatch gave it to an event of that time; `None`: it was not one of CloudWatch's.
    pub fn text(self, time: i64) -> Option<String> {
        let Self::Rest(rest) = self else { return None };
        let limb = |at: usize| {
            let bytes = rest.iter().skip(at).take(8).rev();
            bytes.fold(0_u64, |limb, byte| limb << 8 | u64::from(*byte))
        };
        let mut limbs = [limb(0), limb(8), u64::try_from(time).ok()? << SHIFT | limb(16)];
        let mut digits = String::new();
        while limbs != [0; 3] {
            digits.insert_str(0, &format!("{:019}", divided(&mut limbs)));
        }
        Some(digits.trim_start_matches('0').to_owned())
    }
}

/// Multiplies and adds; the lowest limb is first.
fn times_plus(limbs: &mut [u64; 3], factor: u64, plus: u64) {
    let mut carry = plus;
    for limb in limbs {
        let product = u128::from(*limb) * u128::from(factor) + u128::from(carry);
        (carry, *limb) = halves(product);
    }
}

/// Divides by 10^19, and says what is left.
fn divided(limbs: &mut [u64; 3]) -> u64 {
    let mut rest = 0;
    for limb in limbs.iter_mut().rev() {
        let value = u128::from(rest) << 64 | u128::from(*limb);
        let (_, quotient) = halves(value / u128::from(TEN_TO_STEP));
        *limb = quotient;
        (_, rest) = halves(value % u128::from(TEN_TO_STEP));
    }
    rest
}

/// The upper and the lower 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "each half is 64 bits")]
fn halves(value: u128) -> (u64, u64) {
    ((value >> 64) as u64, value as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An id that AWS's documentation shows, and the time of its event.
    const ID: &str = "31953106606966983378809025079804211143289615424298221568";
    const TIME: i64 = 1_432_826_855_000;

    #[test]
    fn an_id_of_its_time_is_kept_to_the_digit() {
        assert_eq!(Id::of(ID, TIME).text(TIME).as_deref(), Some(ID));
        assert_ne!(Id::of(ID, TIME), Id::of(&ID.replace("568", "569"), TIME));
    }

    #[test]
    fn of_anything_else_only_its_identity_is_kept() {
        let long = format!("{ID}0");
        for (text, time) in [("", 0), ("a", 0), ("007", 0), (ID, TIME + 1), (ID, -TIME), (&long, TIME)] {
            assert_eq!(Id::of(text, time).text(time), None, "{text}");
            assert_eq!(Id::of(text, time), Id::of(text, time));
            assert_ne!(Id::of(text, time), Id::of("live/2", time));
        }
    }

    proptest::proptest! {
        #[test]
        fn every_id_comes_back_and_differs_from_the_others(
            time in 450_000_000_000_i64..4_000_000_000_000,
            rests in proptest::array::uniform2(proptest::array::uniform18(proptest::num::u8::ANY)),
        ) {
            let [a, b] = rests.map(|rest| Id::Rest(rest).text(time).unwrap());
            proptest::prop_assert_eq!(a.len(), DIGITS);
            proptest::prop_assert_eq!(Id::of(&a, time), Id::Rest(rests[0]));
            proptest::prop_assert_eq!(a == b, rests[0] == rests[1]);
        }
    }
}

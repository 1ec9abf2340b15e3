//! Event ids in little room.

use std::hash::{DefaultHasher, Hash, Hasher};

/// An event's id in 24 bytes.
///
/// CloudWatch's are decimal numbers of 56 digits, which are kept as they are; of any other only a hash is left,
/// which tells it from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id([u64; 3]);

/// The most digits that fit beside the tag: 10^56 is below 2^187.
const MOST: usize = 56;
/// The digits of one step: what a `u64` holds.
const STEP: usize = 19;
const TEN_TO_STEP: u64 = 10_000_000_000_000_000_000;
/// The tag is in the upper five bits: how many zeros the number begins with, or that it is none.
const TAG: u32 = 59;
const HASHED: u64 = 31;

impl Id {
    /// The id of an event.
    pub fn of(text: &str) -> Self {
        Self::number(text).unwrap_or_else(|| Self::hash(text))
    }

    fn number(text: &str) -> Option<Self> {
        let is_number = (1..=MOST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let digits = is_number.then(|| text.trim_start_matches('0'))?;
        let zeros = u64::try_from(text.len() - digits.len()).ok().filter(|zeros| *zeros < HASHED)?;
        let mut limbs = [0; 3];
        for step in digits.as_bytes().chunks(STEP) {
            let value = step.iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
            times_plus(&mut limbs, 10_u64.pow(u32::try_from(step.len()).ok()?), value);
        }
        let [low, middle, high] = limbs;
        Some(Self([low, middle, high | zeros << TAG]))
    }

    fn hash(text: &str) -> Self {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, text).hash(&mut hasher);
            hasher.finish()
        };
        Self([half(0), half(1), HASHED << TAG])
    }

    /// As CloudWatch gave it; `None`: it was not one of CloudWatch's.
    pub fn text(self) -> Option<String> {
        let [low, middle, high] = self.0;
        let zeros = high >> TAG;
        let mut limbs = [low, middle, high & ((1 << TAG) - 1)];
        let mut digits = String::new();
        while limbs != [0; 3] {
            digits.insert_str(0, &format!("{:019}", divided(&mut limbs)));
        }
        let digits = digits.trim_start_matches('0');
        let zeros = usize::try_from(zeros).ok().filter(|_| zeros < HASHED)?;
        Some("0".repeat(zeros) + digits)
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

    #[track_caller]
    fn check(text: &str, want: Option<&str>) {
        assert_eq!(Id::of(text).text().as_deref(), want, "{text}");
    }

    #[test]
    fn a_number_is_kept_to_the_digit() {
        let largest = "9".repeat(MOST);
        let zeros = format!("{}1", "0".repeat(30));
        for text in [
            "36669616262325562826441026312062863923385206262083837952",
            &largest,
            &zeros,
            "0",
            "00",
            "1",
            "10000000000000000000",
            "007",
        ] {
            check(text, Some(text));
        }
    }

    #[test]
    fn of_anything_else_only_its_identity_is_kept() {
        for text in ["", "a", "12a", "-1", &"9".repeat(MOST + 1), &"0".repeat(31)] {
            check(text, None);
        }
        assert_eq!(Id::of("live/1"), Id::of("live/1"));
        assert_ne!(Id::of("live/1"), Id::of("live/2"));
        assert_ne!(Id::of("0"), Id::of("00"));
    }

    proptest::proptest! {
        #[test]
        fn numbers_come_back_and_differ(a in "[0-9]{1,56}", b in "[0-9]{1,56}") {
            proptest::prop_assume!(!a.starts_with(&"0".repeat(31)));
            let text = Id::of(&a).text();
            proptest::prop_assert_eq!(text.as_deref(), Some(a.as_str()));
            proptest::prop_assert_eq!(Id::of(&a) == Id::of(&b), a == b);
        }
    }
}

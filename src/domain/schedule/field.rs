//! One field of a schedule: which numbers it admits.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The months, from 1.
pub(super) const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// The weekdays, from 1.
pub(super) const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The numbers that a field admits; `None`: all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field(Option<BTreeSet<u32>>);

impl Field {
    /// Reads `*`, `?`, `5`, `1-5`, `0/20`, names, and lists of them; `None`: there is something else in it.
    pub fn parse(text: &str, range: RangeInclusive<u32>, names: &[&str]) -> Option<Self> {
        if matches!(text, "*" | "?") {
            return Some(Self(None));
        }
        let mut all = BTreeSet::new();
        for part in text.split(',') {
            let (span, step) = match part.split_once('/') {
                Some((span, step)) => (span, step.parse::<usize>().ok().filter(|step| *step > 0)?),
                None => (part, 1),
            };
            let is_stepped = part.contains('/');
            let (from, to) = match (span, span.split_once('-')) {
                ("*", _) => (*range.start(), *range.end()),
                (_, Some((from, to))) => (number(from, names)?, number(to, names)?),
                (one, None) => {
                    let one = number(one, names)?;
                    (one, if is_stepped { *range.end() } else { one })
                }
            };
            if !range.contains(&from) || !range.contains(&to) || from > to {
                return None;
            }
            all.extend((from..=to).step_by(step));
        }
        Some(Self(Some(all)))
    }

    /// Whether it admits a number.
    pub fn has(&self, number: u32) -> bool {
        self.0.as_ref().is_none_or(|all| all.contains(&number))
    }

    /// Whether it admits all.
    pub fn is_any(&self) -> bool {
        self.0.is_none()
    }

    /// The only number that it admits.
    pub fn only(&self) -> Option<u32> {
        let all = self.0.as_ref().filter(|all| all.len() == 1)?;
        all.first().copied()
    }

    /// The even step from 0 on that it admits.
    pub fn step(&self) -> Option<u32> {
        let all = self.0.as_ref()?;
        let mut numbers = all.iter();
        let step = match (numbers.next(), numbers.next()) {
            (Some(0), Some(step)) => *step,
            _ => return None,
        };
        (0..).zip(all).all(|(n, number)| n * step == *number).then_some(step)
    }

    /// The weekdays that it admits, where it names any.
    pub fn named(&self) -> Option<String> {
        let all = self.0.as_ref()?;
        let name = |n: &u32| {
            let name = WEEKDAYS.get(usize::try_from(n.checked_sub(1)?).ok()?)?;
            let (first, rest) = name.split_at_checked(1)?;
            Some(format!("{first}{}", rest.to_lowercase()))
        };
        Some(all.iter().filter_map(name).collect::<Vec<_>>().join(", "))
    }
}

fn number(text: &str, names: &[&str]) -> Option<u32> {
    let place = names.iter().position(|name| name.eq_ignore_ascii_case(text));
    let by_name = place.and_then(|place| u32::try_from(place + 1).ok());
    by_name.or_else(|| text.parse().ok())
}

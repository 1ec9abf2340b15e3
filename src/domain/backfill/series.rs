//! An argument and its values: `--date=2026-11-01..2026-11-07`, `--page=1..10`, `--region=a,b,c`.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::action::MARK;
use crate::domain::text::visible;

/// The most runs that one plan may come to.
const MOST: usize = 1_000;

/// The values that one argument takes, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The argument's name, with its dashes.
    pub name: String,
    /// In the order in which they come; none twice.
    pub values: Vec<String>,
}

impl Series {
    /// Reads `NAME=VALUES`: values or ranges between commas. Ranges are of whole numbers, of days or of months, up or
    /// down; numbers keep their leading zeros.
    ///
    /// # Errors
    /// What is wrong with it, in a few visible words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let expected = "expected --name=values, such as --date=2026-11-01..2026-11-07 or --page=1,2,5..9";
        let (name, list) = text.trim().split_once('=').ok_or(expected)?;
        let name = name.trim().trim_start_matches('-');
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err(expected.to_owned());
        }
        let name = format!("--{name}");
        if name == MARK {
            return Err(format!("{MARK} is farol's own"));
        }
        let mut values = Vec::new();
        for piece in list.split(',').map(str::trim) {
            for value in expand(piece)? {
                values.push(value);
                if values.len() > MOST {
                    return Err(format!("these are more than {MOST} runs"));
                }
            }
        }
        match twice(&values) {
            Some(value) => Err(format!("{} is there twice", visible(value))),
            None => Ok(Self { name, values }),
        }
    }

    /// How many there are, and which, in one line.
    pub fn words(&self) -> String {
        let runs =
            if self.values.len() == 1 { "1 run".to_owned() } else { format!("{} runs", self.values.len()) };
        let shown: Vec<_> = self.values.iter().map(|value| visible(value)).collect();
        match shown.as_slice() {
            [first, second, .., last] if shown.len() > 4 => format!("{runs}: {first}, {second}, …, {last}"),
            all => format!("{runs}: {}", all.join(", ")),
        }
    }
}

fn twice(values: &[String]) -> Option<&String> {
    let mut seen = BTreeSet::new();
    values.iter().find(|value| !seen.insert(*value))
}

/// A value alone, or all of a range.
fn expand(piece: &str) -> Result<Vec<String>, String> {
    if piece.is_empty() {
        return Err("a value is empty".to_owned());
    }
    let Some((from, to)) = piece.split_once("..") else { return Ok(vec![piece.to_owned()]) };
    let all = numbers(from, to).or_else(|| days(from, to)).or_else(|| months(from, to));
    all.ok_or_else(|| {
        format!("{}: a range is of numbers, days (2026-11-01) or months (2026-11)", visible(piece))
    })
}

/// So many steps, and one more than may be, so that too many are noticed.
fn steps(distance: u64) -> u64 {
    distance.min(MOST as u64)
}

fn numbers(from: &str, to: &str) -> Option<Vec<String>> {
    let is_number =
        |text: &str| !text.is_empty() && text.len() < 16 && text.chars().all(|c| c.is_ascii_digit());
    if !is_number(from) || !is_number(to) {
        return None;
    }
    let (first, last): (u64, u64) = (from.parse().ok()?, to.parse().ok()?);
    let width = if from.starts_with('0') || to.starts_with('0') { from.len().max(to.len()) } else { 0 };
    let step = |n: u64| if first <= last { first + n } else { first - n };
    Some((0..=steps(first.abs_diff(last))).map(|n| format!("{:0width$}", step(n))).collect())
}

fn days(from: &str, to: &str) -> Option<Vec<String>> {
    let (first, last) = (day(from)?, day(to)?);
    let distance = (last - first).num_days().unsigned_abs();
    let step = |n| {
        let days = Days::new(n);
        if first <= last { first.checked_add_days(days) } else { first.checked_sub_days(days) }
    };
    (0..=steps(distance)).map(|n| step(n).map(|day| day.format("%Y-%m-%d").to_string())).collect()
}

fn day(text: &str) -> Option<NaiveDate> {
    let is_full = text.len() == 10;
    is_full.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()
}

fn months(from: &str, to: &str) -> Option<Vec<String>> {
    let month = |text: &str| if text.len() == 7 { day(&format!("{text}-01")) } else { None };
    let (first, last) = (month(from)?, month(to)?);
    let count = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
    let distance = (count(last) - count(first)).unsigned_abs();
    let step = |n: u64| {
        let months = Months::new(u32::try_from(n).ok()?);
        if first <= last { first.checked_add_months(months) } else { first.checked_sub_months(months) }
    };
    (0..=steps(distance)).map(|n| step(n).map(|day| day.format("%Y-%m").to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, values: &str) {
        let series = Series::parse(text).unwrap();
        assert_eq!((series.name.as_str(), series.values.join(" ").as_str()), (name, values), "{text}");
    }

    #[test]
    fn lists_and_ranges_of_numbers_days_and_months_are_read_up_and_down() {
        check("--region=a,b,c", "--region", "a b c");
        check("page=8..11", "--page", "8 9 10 11");
        check("--page=3..1", "--page", "3 2 1");
        check("--hour=00..03", "--hour", "00 01 02 03");
        check("--hour=08..10, 23", "--hour", "08 09 10 23");
        check("--date=2026-02-27..2026-03-01", "--date", "2026-02-27 2026-02-28 2026-03-01");
        check("--date=2024-03-01..2024-02-28", "--date", "2024-03-01 2024-02-29 2024-02-28");
        check("--month=2025-11..2026-02", "--month", "2025-11 2025-12 2026-01 2026-02");
        check("--one=2026-11-01", "--one", "2026-11-01");
        check("--where=s3://b/k=1", "--where", "s3://b/k=1");
    }

    #[track_caller]
    fn refuse(text: &str, want: &str) {
        let said = Series::parse(text).unwrap_err();
        assert!(said.contains(want), "{text}: {said}");
    }

    #[test]
    fn a_mistake_is_told_in_words() {
        refuse("", "expected --name=values");
        refuse("--date", "expected --name=values");
        refuse("--=1", "expected --name=values");
        refuse("--a b=1", "expected --name=values");
        refuse("--a=", "a value is empty");
        refuse("--a=1,,2", "a value is empty");
        refuse("--a=1,2,1", "1 is there twice");
        refuse("--a=1..3,2", "2 is there twice");
        refuse("--a=x..z", "x..z: a range is of numbers, days (2026-11-01) or months (2026-11)");
        refuse("--a=1..2026-11-01", "a range is of numbers");
        refuse("--a=2026-02-30..2026-03-02", "a range is of numbers");
        refuse("--a=1..", "a range is of numbers");
        refuse("--a=1..1001", "more than 1000 runs");
        refuse("--a=0..999999999999999", "more than 1000 runs");
        refuse("--a=1900-01-01..2026-01-01", "more than 1000 runs");
        refuse("--farol-action-id=1", "farol's own");
    }

    #[test]
    fn how_many_there_are_is_said_with_the_first_and_the_last() {
        let words = |text| Series::parse(text).unwrap().words();
        assert_eq!(words("--a=1"), "1 run: 1");
        assert_eq!(words("--a=1..4"), "4 runs: 1, 2, 3, 4");
        assert_eq!(words("--date=2026-11-01..2026-11-07"), "7 runs: 2026-11-01, 2026-11-02, …, 2026-11-07");
        assert_eq!(Series::parse("--a=1..1000").unwrap().values.len(), 1000);
    }
}

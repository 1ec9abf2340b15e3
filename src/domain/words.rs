//! Ages, durations, sizes and counts in a few characters.
//!
//! Everything is cut, never rounded up: what says `1h` has really lasted an hour.

use std::time::Duration;

use chrono::TimeDelta;

use super::text::Foreign;

/// Units of an age in seconds, largest first; each is a multiple of the next.
const UNITS: [(i64, char); 5] = [(31_536_000, 'y'), (86_400, 'd'), (3_600, 'h'), (60, 'm'), (1, 's')];

/// How long ago something was, in one unit: `4s`, `26m`, `3d`. The future is `0s`.
pub fn age(age: TimeDelta) -> String {
    let (unit, letter) = unit(age);
    format!("{}{letter}", age.num_seconds().max(0) / unit)
}

/// [`age`] in running text: `41s ago`.
pub fn ago(age: TimeDelta) -> String {
    format!("{} ago", self::age(age))
}

/// After how long [`age`] says something else: when a screen that shows it has to be drawn again.
pub fn next_change(age: TimeDelta) -> Duration {
    let unit = TimeDelta::seconds(unit(age).0);
    let shown = TimeDelta::seconds(age.num_seconds().max(0) / unit.num_seconds() * unit.num_seconds());
    (shown + unit - age).to_std().unwrap_or_default()
}

fn unit(age: TimeDelta) -> (i64, char) {
    let seconds = age.num_seconds();
    UNITS.into_iter().find(|(unit, _)| seconds >= *unit).unwrap_or((1, 's'))
}

/// How long something took, in at most two units: `87ms`, `1.2s`, `21s`, `4m05s`, `1h02m`, `2d03h`.
pub fn span(span: Duration) -> String {
    let (millis, seconds) = (span.as_millis(), span.as_secs());
    match seconds {
        _ if millis < 100 => format!("{millis}ms"),
        0..10 => format!("{seconds}.{}s", span.subsec_millis() / 100),
        10..60 => format!("{seconds}s"),
        60..3_600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{}h{:02}m", seconds / 3_600, seconds / 60 % 60),
        _ => format!("{}d{:02}h", seconds / 86_400, seconds / 3_600 % 24),
    }
}

/// Milliseconds as Lambda counts them: `87 ms`, `1.24 s`, `21.3 s`, `10m00s`.
pub fn millis(millis: f64) -> String {
    let Ok(span) = Duration::try_from_secs_f64(millis.round() / 1_000.0) else {
        return "?".into();
    };
    match (span.as_secs(), span.subsec_millis()) {
        (0, millis) => format!("{millis} ms"),
        (seconds @ 1..10, millis) => format!("{seconds}.{:02} s", millis / 10),
        (seconds @ 10..60, millis) => format!("{seconds}.{} s", millis / 100),
        (seconds, _) => self::span(Duration::from_secs(seconds)),
    }
}

/// Bytes in powers of 1,024: `12B`, `356.2K`, `1.2M`.
pub fn size(bytes: u64) -> String {
    let exponent = bytes.checked_ilog2().unwrap_or(0) / 10;
    let Some(letter) = ["K", "M", "G", "T", "P", "E"].get((exponent as usize).wrapping_sub(1)) else {
        return format!("{bytes}B");
    };
    let tenths = (u128::from(bytes) * 10) >> (10 * exponent);
    format!("{}.{}{letter}", tenths / 10, tenths % 10)
}

/// What an error comes to, in one visible line: its first one, but of a Python traceback the last.
pub fn cause(said: &Foreign) -> String {
    let headline = said.headline();
    if !headline.starts_with("Traceback (most recent call last)") {
        return headline.into_owned();
    }
    let last = said.exact().trim_end().rsplit('\n').next().unwrap_or_default();
    Foreign::from(last.trim()).headline().into_owned()
}

/// A number of things, in groups of three digits: `1,204`.
pub fn count(things: usize) -> String {
    let digits = things.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;

    #[track_caller]
    fn check<T>(word: fn(T) -> String, table: impl IntoIterator<Item = (T, &'static str)>) {
        for (value, want) in table {
            assert_eq!(word(value), want);
        }
    }

    #[test]
    fn an_age_is_the_largest_whole_unit() {
        check(
            |millis| age(TimeDelta::milliseconds(millis)),
            [
                (-5_000, "0s"),
                (0, "0s"),
                (4_999, "4s"),
                (59_999, "59s"),
                (MINUTE, "1m"),
                (26 * MINUTE + 59_999, "26m"),
                (HOUR - 1, "59m"),
                (HOUR, "1h"),
                (DAY - 1, "23h"),
                (3 * DAY, "3d"),
                (365 * DAY - 1, "364d"),
                (800 * DAY, "2y"),
            ],
        );
    }

    #[test]
    fn a_screen_waits_until_the_word_changes() {
        for (millis, want) in [
            (-2_500, 3_500),
            (0, 1_000),
            (4_200, 800),
            (59_999, 1),
            (MINUTE, MINUTE),
            (90 * MINUTE, 30 * MINUTE),
        ] {
            let got = next_change(TimeDelta::milliseconds(millis));
            assert_eq!(i64::try_from(got.as_millis()).unwrap(), want, "{millis}");
        }
    }

    proptest::proptest! {
        #[test]
        fn an_age_changes_exactly_when_promised(millis in -10_000_i64..3_000 * DAY) {
            let then = TimeDelta::milliseconds(millis);
            let wait = TimeDelta::from_std(next_change(then)).unwrap();
            proptest::prop_assert_ne!(age(then), age(then + wait));
            proptest::prop_assert_eq!(age(then), age(then + wait - TimeDelta::milliseconds(1)));
        }
    }

    #[test]
    fn a_span_has_at_most_two_units() {
        check(
            |millis| span(Duration::from_millis(millis)),
            [
                (0, "0ms"),
                (87, "87ms"),
                (400, "0.4s"),
                (1_290, "1.2s"),
                (9_999, "9.9s"),
                (21_900, "21s"),
                (245_000, "4m05s"),
                (3_720_000, "1h02m"),
                (183_600_000, "2d03h"),
            ],
        );
    }

    #[test]
    fn milliseconds_keep_three_digits() {
        check(
            millis,
            [
                (0.0, "0 ms"),
                (2.46, "2 ms"),
                (87.4, "87 ms"),
                (999.6, "1.00 s"),
                (1_240.0, "1.24 s"),
                (21_345.6, "21.3 s"),
                (600_000.0, "10m00s"),
                (f64::NAN, "?"),
                (-1.0, "?"),
                (f64::INFINITY, "?"),
            ],
        );
    }

    #[test]
    fn a_size_has_one_decimal_in_powers_of_1024() {
        check(
            size,
            [
                (0, "0B"),
                (12, "12B"),
                (1_023, "1023B"),
                (1_024, "1.0K"),
                (364_748, "356.1K"),
                (1_048_575, "1023.9K"),
                (1_258_292, "1.2M"),
                (u64::MAX, "15.9E"),
            ],
        );
    }

    #[test]
    fn the_cause_of_an_error_is_the_first_line_or_the_last_of_a_traceback() {
        check(
            |text: &str| cause(&text.into()),
            [
                ("", ""),
                ("Exception: Random exception\nmore", "Exception: Random exception"),
                (
                    "Traceback (most recent call last):\n  File \"x.py\"\n    f()\nKeyError: 'x'\n",
                    "KeyError: 'x'",
                ),
                ("Traceback (most recent call last):", "Traceback (most recent call last):"),
            ],
        );
    }

    #[test]
    fn a_count_is_grouped_by_three() {
        check(
            count,
            [(0, "0"), (999, "999"), (1_204, "1,204"), (100_000, "100,000"), (1_000_000, "1,000,000")],
        );
    }
}

//! Amounts as people type them into a filter.

/// Seconds to a unit of time.
const SPANS: [(&str, f64); 6] =
    [("ms", 0.001), ("s", 1.0), ("m", 60.0), ("h", 3_600.0), ("d", 86_400.0), ("w", 604_800.0)];

/// Bytes to a unit of memory, each 1,024 of the one before, as sizes are shown.
const SIZES: [(&str, f64); 6] = [
    ("", 1.0),
    ("k", 1_024.0),
    ("m", 1_048_576.0),
    ("g", 1_073_741_824.0),
    ("t", 1_099_511_627_776.0),
    ("p", 1_125_899_906_842_624.0),
];

/// Seconds: `30s`, `1m30s`, `1.5h`; without a unit they are seconds already.
pub fn seconds(text: &str) -> Option<f64> {
    if let Some(number) = number(text) {
        return Some(number);
    }
    let mut rest = text;
    let mut sum = 0.0;
    while !rest.is_empty() {
        let (amount, after) = cut(rest, |c| c.is_ascii_digit() || c == '.');
        let (unit, after) = cut(after, |c| c.is_ascii_alphabetic());
        let (_, factor) = SPANS.iter().find(|(name, _)| *name == unit)?;
        sum += number(amount)? * factor;
        rest = after;
    }
    (!text.is_empty()).then_some(sum)
}

/// Bytes: `500`, `1.5K`, `10MB`, `1GiB`.
pub fn bytes(text: &str) -> Option<f64> {
    let (amount, unit) = cut(text, |c| c.is_ascii_digit() || c == '.');
    let unit = unit.trim_start().to_ascii_lowercase();
    let unit = unit.strip_suffix('b').unwrap_or(&unit);
    let unit = unit.strip_suffix('i').unwrap_or(unit);
    let (_, factor) = SIZES.iter().find(|(name, _)| *name == unit)?;
    Some(number(amount)? * factor)
}

/// A number without a sign.
pub fn number(text: &str) -> Option<f64> {
    let is_plain = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    text.parse().ok().filter(|_| is_plain)
}

fn cut(text: &str, is_in: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !is_in(c)).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time_have_units_and_are_seconds_without() {
        for (text, want) in [
            ("30", Some(30.0)),
            ("30s", Some(30.0)),
            ("250ms", Some(0.25)),
            ("1m30s", Some(90.0)),
            ("1.5h", Some(5_400.0)),
            ("2d", Some(172_800.0)),
            ("", None),
            ("s", None),
            ("3x", None),
            ("-3s", None),
            ("1m3", None),
        ] {
            assert_eq!(seconds(text), want, "{text:?}");
        }
    }

    #[test]
    fn sizes_are_in_the_units_that_sizes_are_shown_in() {
        for (text, want) in [
            ("500", Some(500.0)),
            ("500B", Some(500.0)),
            ("1k", Some(1_024.0)),
            ("1KB", Some(1_024.0)),
            ("1.5MiB", Some(1_572_864.0)),
            ("2G", Some(2_147_483_648.0)),
            ("", None),
            ("MB", None),
            ("1X", None),
            ("inf", None),
        ] {
            assert_eq!(bytes(text), want, "{text:?}");
        }
    }
}

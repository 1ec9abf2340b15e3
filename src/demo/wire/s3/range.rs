//! The `Range` header.

use std::num::ParseIntError;

/// What part of an object was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it; also where the header makes no sense or names several ranges.
    Whole,
    /// From the first to the last byte, both included, both there.
    Between(usize, usize),
    /// None of the bytes asked for is there.
    Beyond,
}

/// Reads `bytes=first-last`, `bytes=first-` and `bytes=-last` for an object of that size.
pub(super) fn part(header: Option<&str>, size: usize) -> Part {
    let Some(bounds) = header.and_then(bounds) else { return Part::Whole };
    let (first, last) = match bounds {
        (Some(first), Some(last)) if last < first => return Part::Whole,
        (Some(first), last) => (first, last.unwrap_or(usize::MAX)),
        (None, Some(0)) => return Part::Beyond,
        (None, Some(suffix)) => (size.saturating_sub(suffix), usize::MAX),
        (None, None) => return Part::Whole,
    };
    if first >= size { Part::Beyond } else { Part::Between(first, last.min(size - 1)) }
}

fn bounds(header: &str) -> Option<(Option<usize>, Option<usize>)> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
    Some((bound(first.trim()).ok()?, bound(last.trim()).ok()?))
}

fn bound(text: &str) -> Result<Option<usize>, ParseIntError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, size: usize, expected: Part) {
        assert_eq!(part(Some(header), size), expected, "{header} of {size}");
    }

    #[test]
    fn ranges_are_cut_to_the_object() {
        check("bytes=0-9", 100, Part::Between(0, 9));
        check("bytes=90-", 100, Part::Between(90, 99));
        check("bytes=-10", 100, Part::Between(90, 99));
        check("bytes=-200", 100, Part::Between(0, 99));
        check("bytes=50-500", 100, Part::Between(50, 99));
        check("bytes=100-", 100, Part::Beyond);
        check("bytes=-0", 100, Part::Beyond);
        check("bytes=0-0", 0, Part::Beyond);
        check("bytes=-5", 0, Part::Beyond);
        check("bytes=9-1", 100, Part::Whole);
        check("bytes=0-1,5-6", 100, Part::Whole);
        check("lines=0-1", 100, Part::Whole);
        assert_eq!(part(None, 100), Part::Whole);
    }
}

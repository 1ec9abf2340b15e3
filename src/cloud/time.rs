//! The SDK's moments and ours.

use aws_smithy_types::DateTime;
use chrono::TimeZone as _;

use crate::clock::Time;

/// Our moment for the SDK's; absent where it is none that a calendar knows.
pub(super) fn time(sdk: &DateTime) -> Option<Time> {
    Time::from_timestamp(sdk.secs(), sdk.subsec_nanos())
}

/// Our moment for epoch milliseconds; the epoch where there are none.
pub(super) fn millis(epoch: Option<i64>) -> Time {
    epoch.and_then(|ms| chrono::Utc.timestamp_millis_opt(ms).single()).unwrap_or(Time::UNIX_EPOCH)
}

/// Lambda's `2026-10-01T10:45:00.000+0000`; moto writes `Z` for the offset.
pub(super) fn lambda(text: &str) -> Option<Time> {
    let parsed = chrono::DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%#z");
    parsed.ok().map(|time| time.with_timezone(&chrono::Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lambda_writes_its_offset_without_a_colon() {
        for text in ["2026-10-01T10:45:00.123+0000", "2026-10-01T10:45:00.123000000Z"] {
            let time = lambda(text).unwrap();
            assert_eq!(time.timestamp_millis(), 1_790_851_500_123, "{text}");
        }
        assert_eq!(lambda("yesterday"), None);
    }

    #[test]
    fn a_moment_that_is_none_is_left_out() {
        assert_eq!(time(&DateTime::from_secs(i64::MAX)), None);
        assert_eq!(millis(None), Time::UNIX_EPOCH);
        assert_eq!(millis(Some(i64::MIN)), Time::UNIX_EPOCH);
    }
}

//! A moment as one types it: so long ago, or by the clock.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::clock::Time;
use crate::config::Zone;

/// What the help says of it.
pub(super) const FORMS: &str =
    "`15m` or `2h` (ago), `+5m` (from now), `2026-01-02T03:04:05Z`, `2026-01-02 03:04`, or `03:04`";

/// A moment that becomes one only at a time and in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// So long before now.
    Ago(TimeDelta),
    /// So long after now.
    Ahead(TimeDelta),
    /// Then.
    At(Time),
    /// Then, by the clock of the zone that is shown.
    There(NaiveDateTime),
    /// The last time that it was so late there.
    Daily(NaiveTime),
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let read = match text.strip_prefix('+') {
            Some(ahead) => span(ahead).map(Self::Ahead),
            None => span(text).map(Self::Ago).or_else(|| by_the_clock(text)),
        };
        read.ok_or_else(|| format!("expected a time: {FORMS}"))
    }
}

fn span(text: &str) -> Option<TimeDelta> {
    TimeDelta::from_std(humantime::parse_duration(text).ok()?).ok()
}

fn by_the_clock(text: &str) -> Option<When> {
    let at = || DateTime::parse_from_rfc3339(text).ok().map(|at| When::At(at.with_timezone(&Utc)));
    let there = || {
        let forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];
        forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).map(When::There)
    };
    let day = || {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(When::There(day.and_time(NaiveTime::MIN)))
    };
    let daily = || {
        let forms = ["%H:%M:%S", "%H:%M"];
        forms.iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok()).map(When::Daily)
    };
    at().or_else(there).or_else(day).or_else(daily)
}

impl When {
    /// The moment, given what time it is and which clock the user means.
    pub(super) fn moment(self, now: Time, zone: Zone) -> Time {
        match self {
            Self::Ago(span) => now.checked_sub_signed(span).unwrap_or_default().max(Time::UNIX_EPOCH),
            Self::Ahead(span) => now.checked_add_signed(span).unwrap_or(Time::MAX_UTC),
            Self::At(at) => at,
            Self::There(there) => here(there, zone),
            Self::Daily(time) => {
                let today = now.with_timezone(&zone.offset(now)).date_naive();
                let at = here(today.and_time(time), zone);
                let before = today.pred_opt().unwrap_or(today);
                if at > now { here(before.and_time(time), zone) } else { at }
            }
        }
    }
}

/// When it is so late in the zone; of an hour that does not exist there, or exists twice, one that is near.
fn here(there: NaiveDateTime, zone: Zone) -> Time {
    let guess = there.and_utc() - zone.offset(there.and_utc());
    there.and_utc() - zone.offset(guess)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
    }

    #[track_caller]
    fn check(text: &str, want: &str) {
        let when: When = text.parse().unwrap();
        assert_eq!(when.moment(at("2026-01-02T03:04:05Z"), Zone::Utc), at(want), "{text}");
    }

    #[test]
    fn a_span_is_so_long_ago_and_with_a_plus_so_long_from_now() {
        check("15m", "2026-01-02T02:49:05Z");
        check("1h 30m", "2026-01-02T01:34:05Z");
        check("+5m", "2026-01-02T03:09:05Z");
        check("0s", "2026-01-02T03:04:05Z");
        check("1000000 years", "1970-01-01T00:00:00Z");
    }

    #[test]
    fn a_time_is_read_with_its_zone_or_in_the_one_that_is_shown() {
        check("2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.678Z");
        check("2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05Z");
        check("2026-01-01 23:00", "2026-01-01T23:00:00Z");
        check("2026-01-01T23:00:01", "2026-01-01T23:00:01Z");
        check("2026-01-01", "2026-01-01T00:00:00Z");
    }

    #[test]
    fn an_hour_alone_is_the_last_one_that_was() {
        check("03:00", "2026-01-02T03:00:00Z");
        check("23:59:59", "2026-01-01T23:59:59Z");
    }

    #[test]
    fn what_is_no_time_is_answered_with_what_is() {
        for text in ["", "yesterday", "15", "+", "25:00", "2026-13-01", "-5m"] {
            let said = text.parse::<When>().unwrap_err();
            assert!(said.starts_with("expected a time: `15m`"), "{text:?}: {said}");
        }
    }
}

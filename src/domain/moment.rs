//! A moment as a person writes it.

use std::time::Duration;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};

use crate::clock::Time;

/// What [`parse`] understands, in a few words.
pub const FORMS: &str = "14:03, 14:03:20, 2026-03-01 14:03, an ISO time, or -15m";

/// Reads a moment: a span before `now`, a time of day, a date, both, or a time with its own zone.
///
/// What has no zone is in `zone`. A time of day is the last one that is not after `now`.
///
/// # Errors
/// A sentence that says which forms there are.
pub fn parse(text: &str, now: Time, zone: FixedOffset) -> Result<Time, String> {
    let text = text.trim();
    let moment = before(text, now)
        .or_else(|| chrono::DateTime::parse_from_rfc3339(text).ok().map(Into::into))
        .or_else(|| local(dated(text)?, zone))
        .or_else(|| of_day(text, now, zone));
    moment.ok_or_else(|| format!("no time; write {FORMS}"))
}

fn before(text: &str, now: Time) -> Option<Time> {
    let span = humantime::parse_duration(text.strip_prefix('-')?.trim()).ok()?;
    now.checked_sub_signed(delta(span)?)
}

fn delta(span: Duration) -> Option<TimeDelta> {
    TimeDelta::from_std(span).ok()
}

fn dated(text: &str) -> Option<NaiveDateTime> {
    let both = text.replacen('T', " ", 1);
    let formats = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let read = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(&both, format).ok());
    read.or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))
}

fn of_day(text: &str, now: Time, zone: FixedOffset) -> Option<Time> {
    let formats = ["%H:%M:%S%.f", "%H:%M"];
    let time = formats.iter().find_map(|format| NaiveTime::parse_from_str(text, format).ok())?;
    let today = now.with_timezone(&zone).date_naive();
    let of = |day: NaiveDate| local(day.and_time(time), zone);
    of(today).filter(|moment| *moment <= now).or_else(|| of(today.pred_opt()?))
}

fn local(moment: NaiveDateTime, zone: FixedOffset) -> Option<Time> {
    zone.from_local_datetime(&moment).single().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At 14:00:30 UTC, 16:00:30 in the zone.
    #[track_caller]
    fn check(text: &str, want: &str) {
        let now = "2026-03-01T14:00:30Z".parse().unwrap();
        let zone = FixedOffset::east_opt(2 * 3_600).unwrap();
        let got = parse(text, now, zone).map(|time| time.format("%Y-%m-%d %H:%M:%S%.f").to_string());
        assert_eq!(got.unwrap_or_default(), want, "{text}");
    }

    #[test]
    fn a_time_of_day_is_the_last_one() {
        check("14:03", "2026-03-01 12:03:00");
        check("16:00:30", "2026-03-01 14:00:30");
        check("16:00:31", "2026-02-28 14:00:31");
        check(" 00:10 ", "2026-02-28 22:10:00");
    }

    #[test]
    fn a_date_may_have_a_time_and_a_zone() {
        check("2026-02-27", "2026-02-26 22:00:00");
        check("2026-02-27 01:02", "2026-02-26 23:02:00");
        check("2026-02-27T01:02:03.5", "2026-02-26 23:02:03.500");
        check("2026-02-27T01:02:03Z", "2026-02-27 01:02:03");
        check("2026-02-27T01:02:03-05:00", "2026-02-27 06:02:03");
    }

    #[test]
    fn a_span_is_counted_back_from_now() {
        check("-15m", "2026-03-01 13:45:30");
        check("-1h 30m", "2026-03-01 12:30:30");
        check("-2days", "2026-02-27 14:00:30");
    }

    #[test]
    fn anything_else_is_refused_with_the_forms_there_are() {
        for text in ["", "noon", "25:00", "2026-13-01", "15m", "-", "-15", "-999999999y"] {
            assert_eq!(
                parse(text, Time::UNIX_EPOCH, FixedOffset::east_opt(0).unwrap()),
                Err(format!("no time; write {FORMS}")),
                "{text}"
            );
        }
    }
}

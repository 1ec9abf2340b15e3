//! When a schedule of Glue fires: `cron(minute hour day month weekday year)`, in UTC.

mod field;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};

use self::field::Field;
use crate::clock::Time;

/// A leap day that is also a certain weekday comes within so many days.
const HORIZON: u64 = 366 * 12;

/// A schedule that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    minutes: Field,
    hours: Field,
    days: Field,
    months: Field,
    /// From 1 for Sunday.
    weekdays: Field,
    years: Field,
}

impl Schedule {
    /// Reads `cron(…)`; `None`: it is something else, or has one of the rarer signs (`L`, `W`, `#`).
    pub fn parse(expression: &str) -> Option<Self> {
        let inside = expression.trim().strip_prefix("cron(")?.strip_suffix(')')?;
        let fields: Vec<&str> = inside.split_whitespace().collect();
        let [minutes, hours, days, months, weekdays, years] = fields.as_slice() else { return None };
        Some(Self {
            minutes: Field::parse(minutes, 0..=59, &[])?,
            hours: Field::parse(hours, 0..=23, &[])?,
            days: Field::parse(days, 1..=31, &[])?,
            months: Field::parse(months, 1..=12, &field::MONTHS)?,
            weekdays: Field::parse(weekdays, 1..=7, &field::WEEKDAYS)?,
            years: Field::parse(years, 1970..=2199, &[])?,
        })
    }

    /// When it fires next after `now`; `None`: never again.
    pub fn after(&self, now: Time) -> Option<Time> {
        let today = now.date_naive();
        let days = (0..HORIZON).filter_map(|n| today.checked_add_days(Days::new(n)));
        days.filter(|day| self.is_on(*day)).find_map(|day| {
            let times = self.times(day);
            times.into_iter().find(|time| *time > now)
        })
    }

    fn is_on(&self, day: NaiveDate) -> bool {
        let weekday = day.weekday().num_days_from_sunday() + 1;
        self.days.has(day.day())
            && self.months.has(day.month())
            && self.weekdays.has(weekday)
            && u32::try_from(day.year()).is_ok_and(|year| self.years.has(year))
    }

    fn times(&self, day: NaiveDate) -> Vec<Time> {
        let hours = (0..24).filter(|hour| self.hours.has(*hour));
        let times = hours.flat_map(|hour| {
            let minutes = (0..60).filter(|minute| self.minutes.has(*minute));
            minutes.filter_map(move |minute| NaiveTime::from_hms_opt(hour, minute, 0))
        });
        times.map(|time| Utc.from_utc_datetime(&day.and_time(time))).collect()
    }

    /// It in words, where it is of a common kind.
    pub fn words(&self) -> Option<String> {
        if !self.years.is_any() || !self.months.is_any() {
            return None;
        }
        let when = self.clock()?;
        match (self.days.only(), self.days.is_any(), self.weekdays.named()) {
            (None, true, None) if self.weekdays.is_any() => Some(when),
            (None, true, Some(names)) => Some(format!("{when}, {names}")),
            (Some(day), _, None) if self.weekdays.is_any() => {
                Some(format!("{when}, on day {day} of the month"))
            }
            _ => None,
        }
    }

    fn clock(&self) -> Option<String> {
        match (self.minutes.only(), self.hours.only()) {
            (Some(minute), Some(hour)) => Some(format!("daily at {hour:02}:{minute:02} UTC")),
            (Some(minute), None) if self.hours.is_any() => Some(format!("hourly at minute {minute}")),
            (Some(minute), None) => {
                let hours = self.hours.step()?;
                Some(format!("every {hours} hours at minute {minute}"))
            }
            (None, None) if self.hours.is_any() && self.minutes.is_any() => Some("every minute".to_owned()),
            (None, None) if self.hours.is_any() => Some(format!("every {} minutes", self.minutes.step()?)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expression: &str, words: Option<&str>, next: Option<&str>) {
        let now = Utc.with_ymd_and_hms(2026, 3, 1, 3, 7, 30).unwrap();
        let schedule = Schedule::parse(expression).unwrap();
        assert_eq!(schedule.words().as_deref(), words, "{expression}");
        let found = schedule.after(now).map(|at| at.format("%a %Y-%m-%d %H:%M").to_string());
        assert_eq!(found.as_deref(), next, "{expression}");
    }

    #[test]
    fn a_schedule_says_in_words_when_it_fires_and_when_it_does_next() {
        check("cron(0 3 * * ? *)", Some("daily at 03:00 UTC"), Some("Mon 2026-03-02 03:00"));
        check("cron(30 12 * * ? *)", Some("daily at 12:30 UTC"), Some("Sun 2026-03-01 12:30"));
        check("cron(15 * * * ? *)", Some("hourly at minute 15"), Some("Sun 2026-03-01 03:15"));
        check("cron(0/20 * * * ? *)", Some("every 20 minutes"), Some("Sun 2026-03-01 03:20"));
        check("cron(0 0/6 * * ? *)", Some("every 6 hours at minute 0"), Some("Sun 2026-03-01 06:00"));
        check(
            "cron(0 18 ? * MON-FRI *)",
            Some("daily at 18:00 UTC, Mon, Tue, Wed, Thu, Fri"),
            Some("Mon 2026-03-02 18:00"),
        );
        check(
            "cron(0 8 1 * ? *)",
            Some("daily at 08:00 UTC, on day 1 of the month"),
            Some("Sun 2026-03-01 08:00"),
        );
        check("cron(0 0 29 2 ? *)", None, Some("Tue 2028-02-29 00:00"));
        check("cron(0 0 1 1 ? 2020)", None, None);
        check("cron(5,35 8-10 * * ? *)", None, Some("Sun 2026-03-01 08:05"));
    }

    #[test]
    fn what_is_no_plain_schedule_is_not_understood() {
        for odd in [
            "",
            "rate(1 hour)",
            "cron(0 3 * * ?)",
            "cron(0 3 L * ? *)",
            "cron(61 3 * * ? *)",
            "cron(a 3 * * ? *)",
        ] {
            assert_eq!(Schedule::parse(odd), None, "{odd}");
        }
    }
}

//! Log groups with more lines than anybody can read: for measuring.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta};

use super::account::Account;
use super::agenda::Due;
use super::events::{LogClass, LogGroup};
use crate::clock::Time;

/// A flood comes in waves, one to so much time.
const WAVE: TimeDelta = TimeDelta::milliseconds(20);
/// Seconds of a flood that its group keeps; older lines are forgotten.
const KEPT: usize = 180;
const STREAM: &str = "flood";

/// A group that gets so many lines a second.
#[derive(Debug, Clone)]
pub struct Flood {
    group: String,
    rate: u32,
    since: Time,
    written: u64,
}

impl Account {
    /// Has `rate` lines written to a group each second from now on. Each bears its number, from 0: `seq=00000000`.
    pub fn flood(&mut self, group: &str, rate: u32, now: Time) {
        self.make_log_group(group, LogClass::Standard, now);
        if let Some(group) = self.groups.get_mut(group) {
            group.most = usize::try_from(rate).ok().map(|rate| rate.saturating_mul(KEPT));
        }
        let flood = Flood { group: group.to_owned(), rate, since: now, written: 0 };
        self.agenda.add(now + WAVE, Due::Flood(flood));
    }

    /// Writes the lines of a wave, which were said since the last one and arrive now.
    pub(super) fn wave(&mut self, mut flood: Flood, now: Time) {
        let wanted = (now - flood.since).num_milliseconds().unsigned_abs() * u64::from(flood.rate) / 1000;
        while flood.written < wanted {
            let said = flood.since + TimeDelta::microseconds(micros(flood.written, flood.rate));
            let line = line(flood.written, said);
            self.put_event(&flood.group, STREAM, said.timestamp_millis(), line, now);
            flood.written += 1;
        }
        self.agenda.add(now + WAVE, Due::Flood(flood));
    }

    /// Puts lines into a group as if the last of them had just been said, and gives their number.
    ///
    /// A line that begins with a time, as RFC 3339 has it, keeps its distance from the last; others are said with the
    /// line before them.
    pub fn load_log<'a>(
        &mut self,
        group: &str,
        stream: &str,
        lines: impl DoubleEndedIterator<Item = &'a str> + Clone,
        now: Time,
    ) -> usize {
        self.make_log_group(group, LogClass::Standard, now);
        let last = lines.clone().rev().find_map(own_time).unwrap_or(now);
        let mut said = lines.clone().find_map(own_time).unwrap_or(last);
        let Some(group) = self.groups.get_mut(group) else { return 0 };
        let mut count = 0;
        for line in lines {
            said = own_time(line).unwrap_or(said);
            let millis = (now - (last - said)).timestamp_millis();
            group.take_in(stream, millis, millis, line.to_owned(), now);
            count += 1;
        }
        count
    }
}

fn micros(number: u64, rate: u32) -> i64 {
    i64::try_from(number * 1_000_000 / u64::from(rate.max(1))).unwrap_or(i64::MAX)
}

/// The time that a line begins with.
fn own_time(line: &str) -> Option<Time> {
    let first = line.split_ascii_whitespace().next()?;
    DateTime::parse_from_rfc3339(first).ok().map(|time| time.to_utc())
}

/// A line as an ingest might write it; one in twenty is an error.
fn line(number: u64, said: Time) -> String {
    let level = ["INFO", "ERROR", "WARN", "INFO", "INFO"].get(level(number)).copied().unwrap_or("INFO");
    let mut line = String::with_capacity(160);
    let id = number.wrapping_mul(2_654_435_761) & 0xffff_ffff;
    // Writing to a string cannot fail.
    let _ = write!(
        line,
        "{} {level:5} [{id:08x}-1b2c-4d5e-8f90-a1b2c3d4e5f6] seq={number:08} ingest batch records={} duration={}.{}ms \
         key=raw/part-{:05}.json",
        said.format("%Y-%m-%dT%H:%M:%S%.3fZ"),
        100 + number % 900,
        number % 97,
        number % 10,
        number % 100_000,
    );
    line
}

fn level(number: u64) -> usize {
    match number % 20 {
        7 => 1,
        3 | 13 => 2,
        _ => 0,
    }
}

impl LogGroup {
    /// Forgets the oldest where there are more than the group keeps; in large steps, for each moves all others.
    pub(super) fn forget_surplus(&mut self) {
        let Some(most) = self.most else { return };
        if self.events.len() > most + most / 8 {
            self.events.drain(..self.events.len() - most);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::account::Options;

    fn at(ms: i64) -> Time {
        Time::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::milliseconds(ms)
    }

    #[test]
    fn a_flood_writes_its_lines_evenly_and_counts_them() {
        let mut account = Account::quiet(Options::default(), at(0));
        account.flood("g", 500, at(0));
        account.advance(at(10_000));
        let events = account.log_events("g").unwrap();
        assert_eq!(events.len(), 5000);
        assert!(events.windows(2).all(|pair| pair[1].timestamp - pair[0].timestamp == 2));
        assert!(events[4999].message.contains(" seq=00004999 "), "{}", events[4999].message);
    }

    #[test]
    fn a_flood_s_group_forgets_but_still_counts() {
        let mut account = Account::quiet(Options::default(), at(0));
        account.flood("g", 100, at(0));
        account.advance(at(300_000));
        let group = &account.groups["g"];
        assert_eq!(group.taken_in, 30_000);
        assert!((18_000..=20_250).contains(&group.events.len()), "{}", group.events.len());
    }

    #[test]
    fn lines_from_a_file_end_now_and_keep_their_distances() {
        let mut account = Account::quiet(Options::default(), at(0));
        let text = "2023-10-01T10:00:00.000Z a\n  goes on\n2023-10-01T10:00:02.500Z b\n";
        assert_eq!(account.load_log("g", "s", text.lines(), at(0)), 3);
        let times = account.log_events("g").unwrap().iter().map(|event| event.timestamp);
        let now = at(0).timestamp_millis();
        assert_eq!(times.collect::<Vec<_>>(), [now - 2500, now - 2500, now]);
    }
}

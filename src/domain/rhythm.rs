//! How long a step usually takes and how often it starts, told from its history alone.

use std::time::Duration;

use chrono::TimeDelta;

use crate::clock::Time;

/// How many of the newest are looked at: what was usual long ago is not any more.
const NEWEST: usize = 20;

/// The fewest good runs that say how long one takes.
const FEWEST: usize = 3;

/// The fewest spans between starts that say how often there is one.
const SPANS: usize = 5;

/// However short a step is, it is not called slow sooner: lines and states arrive with a delay of their own.
const DELAY: Duration = Duration::from_secs(30);

/// However often a step starts, it is not called late sooner.
const GRACE: TimeDelta = TimeDelta::minutes(2);

/// How long a step takes when it does its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Takes {
    /// Half of the good ones took no longer.
    pub median: Duration,
    longest: Duration,
}

impl Takes {
    /// Of the durations of good runs, newest first; `None`: there are too few.
    pub fn of(durations: impl Iterator<Item = Duration>) -> Option<Self> {
        let mut newest: Vec<Duration> = durations.take(NEWEST).collect();
        newest.sort_unstable();
        let median = newest.get(newest.len() / 2).filter(|_| newest.len() >= FEWEST)?;
        Some(Self { median: *median, longest: newest.last().copied()? })
    }

    /// Longer than this is slow: twice the usual, and longer than any good one by a quarter.
    pub fn limit(self) -> Duration {
        (self.median * 2).max(self.longest * 5 / 4).max(self.median + DELAY)
    }
}

/// How often a step starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Every {
    /// Half of the spans between two starts are no longer.
    pub median: TimeDelta,
    longest: TimeDelta,
}

impl Every {
    /// Of the starts, newest first; `None`: there are too few, or they follow no rhythm.
    pub fn of(starts: impl Iterator<Item = Time>) -> Option<Self> {
        let newest: Vec<Time> = starts.take(NEWEST + 1).collect();
        let mut spans: Vec<TimeDelta> =
            newest.iter().zip(newest.iter().skip(1)).map(|(later, earlier)| *later - *earlier).collect();
        spans.sort_unstable();
        let median = *spans.get(spans.len() / 2).filter(|_| spans.len() >= SPANS)?;
        let is_usual = |span: &&TimeDelta| (**span - median).abs() * 4 <= median;
        let usual = spans.iter().filter(is_usual).count();
        // Starts by hand fall between those of a schedule, and a schedule may rest at weekends.
        let has_rhythm = median > TimeDelta::zero() && usual * 5 >= spans.len() * 3;
        has_rhythm.then_some(Self { median, longest: spans.last().copied()? })
    }

    /// How long after a start the next one is late: when it has been awaited longer than ever lately.
    pub fn patience(self) -> TimeDelta {
        self.longest + self.longest / 10 + GRACE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(seconds: &[u64]) -> Option<Takes> {
        Takes::of(seconds.iter().copied().map(Duration::from_secs))
    }

    /// The rhythm of starts at these minutes, newest last.
    fn every(minutes: &[i64]) -> Option<Every> {
        let at = |minute: &i64| Time::UNIX_EPOCH + TimeDelta::minutes(*minute);
        Every::of(minutes.iter().rev().map(at))
    }

    #[test]
    fn two_runs_say_nothing_of_the_usual() {
        assert_eq!(takes(&[60, 60]), None);
        assert_eq!(takes(&[60, 60, 60]).map(|takes| takes.median.as_secs()), Some(60));
    }

    #[test]
    fn slow_is_twice_the_usual_and_longer_than_any_good_one() {
        let limit = |seconds: &[u64]| takes(seconds).unwrap().limit().as_secs();
        assert_eq!(limit(&[100, 100, 100]), 200);
        assert_eq!(limit(&[100, 100, 400]), 500);
        assert_eq!(limit(&[1, 1, 1]), 31);
    }

    #[test]
    fn only_the_newest_say_what_is_usual() {
        let seconds: Vec<u64> = [vec![10; NEWEST], vec![9_000; 50]].concat();
        assert_eq!(takes(&seconds).unwrap().limit().as_secs(), 40);
    }

    #[test]
    fn a_schedule_has_a_rhythm_also_with_starts_by_hand_between() {
        assert_eq!(every(&[0, 60, 120, 180, 240]), None);
        let hourly = every(&[0, 60, 120, 180, 185, 240, 300, 360, 420, 480]).unwrap();
        assert_eq!(hourly.median, TimeDelta::minutes(60));
        assert_eq!(hourly.patience(), TimeDelta::minutes(68));
    }

    #[test]
    fn a_schedule_that_rests_at_weekends_is_not_late_on_a_sunday() {
        let day = 24 * 60;
        let weekdays = every(&[0, day, 2 * day, 3 * day, 4 * day, 7 * day, 8 * day, 9 * day]).unwrap();
        assert_eq!(weekdays.median, TimeDelta::days(1));
        assert!(weekdays.patience() > TimeDelta::days(3));
    }

    #[test]
    fn what_people_start_as_they_like_has_no_rhythm() {
        assert_eq!(every(&[0, 1, 30, 31, 200, 900, 905, 2_000]), None);
        assert_eq!(every(&[5; 10]), None);
    }
}

//! What is said on standard error: how groups are read, and what it came to.

use std::io::Write as _;
use std::mem::discriminant;

use super::known::Known;
use super::stamp::Stamp;
use super::tally::Tally;
use crate::cli::complain;
use crate::clock::Time;
use crate::config::Zone;
use crate::domain::log::{Gap, Live, Source};
use crate::domain::words;

/// Who listens on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// A person at a terminal: everything is said.
    Talkative,
    /// Perhaps a file: only what is wrong.
    Terse,
}

impl Voice {
    /// Says what is a matter of routine.
    pub fn mention(self, line: &str) {
        if self == Self::Talkative {
            let _ = writeln!(std::io::stderr(), "farol: {line}");
        }
    }

    /// Says how a group is being read now, where that is another way than before.
    pub fn state(self, label: &str, before: Option<&Source>, now: &Source) {
        let is_same = before.is_some_and(|before| discriminant(before) == discriminant(now));
        let words = match now {
            Source::Failing(fault) => return complain(&format!("{label}: {}", fault.words())),
            _ if is_same => return,
            Source::Polling { .. } if before.is_none() => return,
            Source::Polling { .. } => "asked again and again",
            Source::Live => "live",
            Source::Stale { .. } => "live, but without a sign of life for five seconds",
            Source::Reconnecting => "the connection broke off and is made again",
            Source::Insights { .. } => "read through Insights, which is slower: its class knows nothing else",
            Source::Waiting => "the log group does not exist yet",
        };
        self.mention(&format!("{label}: {words}"));
    }

    /// Says that lines that were missing have come.
    pub fn filled(self, label: &str, gap: &Gap) {
        self.mention(&format!("{label}: the lines {} are no longer missing", span(gap)));
    }

    /// Says how Live Tail is.
    pub fn live(self, live: &Live) {
        match live {
            Live::Off => {}
            Live::On { sessions, .. } => self.mention(&format!(
                "Live Tail is on: ${:.2} a minute, beyond the 1,800 that are free each month",
                f64::from(*sessions) * CENT
            )),
            Live::Rested => self.mention("Live Tail is off"),
            Live::Refused(fault) => complain(&format!("no Live Tail, {}; polling instead", fault.words())),
        }
    }

    /// Says what it came to; where lines are missing, to everybody.
    pub fn end(self, tally: &Tally, known: &Known, now: Time) {
        let words = summary(tally, known, now);
        if known.is_incomplete() {
            complain(&words);
        } else {
            self.mention(&words);
        }
    }
}

/// Says that lines are missing.
pub(super) fn missing(label: &str, gap: &Gap) {
    complain(&format!("{label}: lines may be missing {}: {}", span(gap), gap.why.words()));
}

/// What AWS asks for a minute of a session, in dollars.
const CENT: f64 = 0.01;

fn span(gap: &Gap) -> String {
    let mut stamp = Stamp::new(Zone::Utc);
    format!("from {} to {}", stamp.text(gap.from), stamp.text(gap.to))
}

fn summary(tally: &Tally, known: &Known, now: Time) -> String {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let parts = [
        (tally.left_out, "", " left out by --grep"),
        (tally.late, "", " late"),
        (known.minutes.refilled(), "", " left out by Live Tail and read afterwards"),
        (count(known.minutes.unverified()), " minute", " not verified"),
        (count(known.minutes.gaps().len()), " gap", ""),
        (known.live.minutes(now), " minute", " of Live Tail"),
    ];
    let said = parts.iter().filter(|(count, ..)| *count > 0);
    let said: Vec<String> =
        said.map(|(count, noun, what)| format!(", {}{what}", several(*count, noun))).collect();
    format!("{}{}", several(tally.shown, " line"), said.concat())
}

/// A number of things, or of none in particular.
fn several(count: u64, noun: &str) -> String {
    let plural = if count == 1 || noun.is_empty() { "" } else { "s" };
    format!("{}{noun}{plural}", number(count))
}

fn number(count: u64) -> String {
    words::count(usize::try_from(count).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::log::{Minute, State};

    #[test]
    fn the_summary_has_what_is_not_zero() {
        let (now, mut known) = (Time::UNIX_EPOCH, Known::default());
        assert_eq!(summary(&Tally::default(), &known, now), "0 lines");
        let tally = Tally { shown: 1204, left_out: 17, late: 2 };
        let gap = Gap { from: now, to: now, why: crate::domain::log::Why::Broken };
        known.minutes.hear("g".into(), &[(Minute(0), State::Gap)], vec![gap]);
        known.live = Live::On { since: now, sessions: 1 };
        let want =
            "1,204 lines, 17 left out by --grep, 2 late, 1 minute not verified, 1 gap, 1 minute of Live Tail";
        assert_eq!(summary(&tally, &known, now), want);
    }
}

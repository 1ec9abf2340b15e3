//! What is known of each minute of a group, and what has to be read so that more is known.
//!
//! Pure: time is passed in, and nothing is asked here. A minute is verified when it was read in full after it had
//! settled. Each is read three times: when it has settled, and twice more for lines that CloudWatch takes in late.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::clock::Time;
use crate::domain::log::{Gap, Minute, State, Why};

/// How long after its end a minute has settled: then what was written in it can be read.
pub const SETTLE: TimeDelta = TimeDelta::seconds(60);

/// How long after its end a minute is read; the second and third time for lines that come late.
const PASSES: [TimeDelta; 3] = [SETTLE, TimeDelta::minutes(5), TimeDelta::minutes(14)];

/// When a minute that is not verified is said to be so.
const OVERDUE: TimeDelta = TimeDelta::seconds(120);

/// How many minutes are read together the second and third time.
const TOGETHER: i64 = 4;

/// The most minutes of one reading.
const LONGEST: i64 = 16;

/// The most lines that are read a second time; a flood is not.
const SWEPT: u64 = 20_000;

/// How soon after a loss the lines are looked for, and how often at most.
const SOON: TimeDelta = TimeDelta::seconds(2);
const AGAIN: TimeDelta = TimeDelta::seconds(5);

/// How far before a loss lines are looked for: those that were written before it and delivered in it.
const BEFORE: TimeDelta = TimeDelta::seconds(60);

/// How far back minutes are kept account of.
const HORIZON: TimeDelta = TimeDelta::hours(24);

/// The most gaps that are kept.
const GAPS: usize = 1_000;

/// How long what was shown has to be remembered, so that it is not shown again by the last pass.
pub const REMEMBER: TimeDelta = TimeDelta::minutes(20);

/// A span that is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// From here, inclusive.
    pub from: Time,
    /// To here, inclusive.
    pub to: Time,
}

/// What became known of a group's minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The minutes that are no longer what they were.
    pub minutes: Vec<(Minute, State)>,
    /// All open gaps.
    pub gaps: Vec<Gap>,
}

/// The minutes of a group from its start on.
#[derive(Debug)]
pub struct Ledger {
    /// What is before it is not asked for.
    since: Time,
    minutes: BTreeMap<Minute, Record>,
    next: Minute,
    gaps: Vec<Gap>,
    told_gaps: Vec<Gap>,
    loss: Option<Loss>,
    looked: Option<Time>,
    /// Since when nothing can be read at all.
    blind: Option<Time>,
}

/// A span in which lines were lost a moment ago.
#[derive(Debug, Clone, Copy)]
struct Loss {
    from: Time,
    to: Time,
    due: Time,
}

/// What is known of one minute.
#[derive(Debug, Default)]
struct Record {
    passes: usize,
    lines: u64,
    sampled: bool,
    refilled: u32,
    is_given_up: bool,
    told: Option<State>,
}

impl Ledger {
    /// A ledger that begins with `since`, but not long ago.
    pub fn open(since: Time, now: Time) -> Self {
        let next = Minute::of(since.max(now - HORIZON).min(now));
        let (minutes, gaps, told_gaps) = (BTreeMap::new(), Vec::new(), Vec::new());
        Self { since, minutes, next, gaps, told_gaps, loss: None, looked: None, blind: None }
    }

    /// Opens the minutes up to now.
    pub fn advance(&mut self, now: Time) {
        self.next = self.next.max(Minute::of(now - HORIZON));
        while self.next.start() <= now {
            self.minutes.insert(self.next, Record::default());
            self.next = self.next.next();
        }
        let oldest = Minute::of(now - HORIZON);
        while self.minutes.first_key_value().is_some_and(|(minute, _)| *minute < oldest) {
            self.minutes.pop_first();
        }
    }

    /// Counts a line that is shown. `refilled`: whether it was read although a live session should have brought it.
    pub fn line(&mut self, at: Time, refilled: bool) {
        if let Some(record) = self.minutes.get_mut(&Minute::of(at)) {
            record.lines += 1;
            record.refilled += u32::from(refilled);
        }
    }

    /// Notes that a live session left lines out and said so.
    pub fn sampled(&mut self, at: Time) {
        self.advance(at);
        // The second that was sampled may have been the last of the minute before.
        for minute in [Minute::of(at - SOON), Minute::of(at)] {
            if let Some(record) = self.minutes.get_mut(&minute) {
                record.sampled = true;
            }
        }
        self.lost(at - AGAIN, at);
    }

    /// Notes that nothing was heard in a span.
    pub fn gap(&mut self, from: Time, to: Time, why: Why) {
        self.advance(to);
        match self.gaps.last_mut() {
            Some(last) if last.to >= from && last.why == why => last.to = to,
            _ => self.gaps.push(Gap { from, to, why }),
        }
        if self.gaps.len() > GAPS {
            self.gaps.remove(0);
        }
        self.lost(from - BEFORE, to);
    }

    /// Notes a second that has more lines than can be read: a gap that no reading closes.
    pub fn crowded(&mut self, second: Time) {
        let to = second + TimeDelta::milliseconds(999);
        let gap = Gap { from: second, to, why: Why::Crowded };
        if !self.gaps.contains(&gap) && self.gaps.len() < GAPS {
            self.gaps.push(gap);
        }
    }

    fn lost(&mut self, from: Time, to: Time) {
        let due = (to + SOON).max(self.looked.map_or(to, |looked| looked + AGAIN));
        let from = self.loss.map_or(from, |loss| loss.from.min(from)).max(to - TimeDelta::minutes(LONGEST));
        let due = self.loss.map_or(due, |loss| loss.due);
        self.loss = Some(Loss { from, to, due });
    }

    /// Notes that a span was read in full, from a question asked at `asked` on.
    pub fn pass(&mut self, Check { from, to }: Check, asked: Time) {
        self.advance(asked);
        for (minute, record) in self.minutes.range_mut(Minute::of(from)..) {
            if minute.end() > asked || minute.end() - TimeDelta::milliseconds(1) > to {
                break;
            }
            if minute.start().max(self.since) >= from {
                let passes = PASSES.iter().take_while(|delay| minute.end() + **delay <= asked).count();
                record.passes = record.passes.max(passes);
            }
        }
        self.gaps = self.gaps.iter().flat_map(|gap| rest(*gap, Check { from, to }, asked)).collect();
        if let Some(loss) = self.loss.filter(|loss| loss.due <= asked && from <= loss.from) {
            self.looked = Some(asked);
            let rest = Loss { from: to - AGAIN, due: asked + AGAIN, ..loss };
            self.loss = (to < loss.to).then_some(rest);
        }
    }

    /// Gives up the minutes before `since`: what was shown of them is not remembered, so they cannot be read again.
    pub fn give_up_before(&mut self, since: Time) {
        for (_, record) in self.minutes.range_mut(..Minute::of(since)) {
            record.is_given_up |= record.passes == 0;
            record.passes = PASSES.len();
        }
        if let Some(loss) = &mut self.loss {
            loss.from = loss.from.max(since);
        }
        self.loss = self.loss.filter(|loss| loss.from < loss.to);
    }

    /// What is to be read now, if anything.
    pub fn due(&mut self, now: Time) -> Option<Check> {
        self.advance(now);
        self.lost_now(now).or_else(|| self.settled(now)).or_else(|| self.late(now))
    }

    fn lost_now(&self, now: Time) -> Option<Check> {
        let Loss { from, to, .. } = self.loss.filter(|loss| loss.due <= now)?;
        Some(Check { from, to })
    }

    /// The newest minutes that have settled and were not read since.
    fn settled(&self, now: Time) -> Option<Check> {
        let is_due =
            |(minute, record): &(&Minute, &Record)| record.passes == 0 && minute.end() + SETTLE <= now;
        let mut due = self.minutes.iter().rev().skip_while(|entry| !is_due(entry)).take_while(is_due);
        let newest = *due.next()?.0;
        let oldest = due.map(|(minute, _)| *minute).take_while(|minute| newest.0 - minute.0 < LONGEST).last();
        Some(span(oldest.unwrap_or(newest), newest))
    }

    /// Minutes that are read again for lines that came late, several together.
    fn late(&mut self, now: Time) -> Option<Check> {
        let overdue = |minute: &Minute, record: &Record| {
            let delay = PASSES.get(record.passes).filter(|_| record.passes > 0)?;
            Some(now - (minute.end() + *delay)).filter(|by| *by >= TimeDelta::zero())
        };
        let mut all =
            self.minutes.iter().filter_map(|(minute, record)| Some((*minute, overdue(minute, record)?)));
        let (oldest, _) = all.clone().next()?;
        all.clone().find(|(_, by)| by.num_minutes() >= TOGETHER)?;
        let newest = all.rfind(|(minute, _)| minute.0 - oldest.0 < LONGEST)?.0;
        let lines: u64 = self.minutes.range(oldest..=newest).map(|(_, record)| record.lines).sum();
        if lines <= SWEPT {
            return Some(span(oldest, newest));
        }
        self.minutes.range_mut(oldest..=newest).for_each(|(_, record)| record.passes = PASSES.len());
        None
    }

    /// When something is to be read next, or said.
    pub fn wakes_at(&self, now: Time) -> Time {
        let loss = self.loss.map(|loss| loss.due);
        let minutes = self.minutes.iter().filter_map(|(minute, record)| {
            let wait = if record.passes == 0 { TimeDelta::zero() } else { TimeDelta::minutes(TOGETHER) };
            Some(minute.end() + *PASSES.get(record.passes)? + wait)
        });
        let next = minutes.chain(loss).min().unwrap_or(now + SETTLE);
        next.max(now)
    }

    /// From when on lines may be read again.
    pub fn needs_since(&self, now: Time) -> Time {
        let open = self.minutes.iter().find(|(_, record)| record.passes < PASSES.len());
        let open = open.map_or(now, |(minute, _)| minute.start());
        open.min(self.loss.map_or(now, |loss| loss.from)).min(now - REMEMBER)
    }

    /// Nothing can be read since then: later minutes are not told one by one; that is said once, elsewhere.
    pub fn blind(&mut self, since: Option<Time>) {
        self.blind = since.map(|since| self.blind.unwrap_or(since));
    }

    /// What is new to say.
    pub fn word(&mut self, now: Time) -> Option<Word> {
        self.advance(now);
        let mut minutes = Vec::new();
        let told = self.blind.map_or(self.next, |blind| Minute::of(blind).next());
        for (minute, record) in self.minutes.range_mut(..told) {
            let state = record.state(*minute, now, &self.gaps);
            if state != record.told {
                minutes.extend(state.map(|state| (*minute, state)));
                record.told = state;
            }
        }
        self.minutes.retain(|_, record| record.passes < PASSES.len());
        if minutes.is_empty() && self.told_gaps == self.gaps {
            return None;
        }
        self.told_gaps.clone_from(&self.gaps);
        Some(Word { minutes, gaps: self.gaps.clone() })
    }
}

impl Record {
    /// What the minute is; `None`: it has not settled, and nothing is known to be wrong.
    fn state(&self, minute: Minute, now: Time, gaps: &[Gap]) -> Option<State> {
        let mut of_minute = gaps.iter().filter(|gap| gap.from < minute.end() && gap.to >= minute.start());
        let has_gap = of_minute.clone().next().is_some();
        let is_crowded = of_minute.any(|gap| gap.why == Why::Crowded);
        match () {
            () if self.is_given_up => Some(State::Unverified),
            () if is_crowded => Some(State::Gap),
            () if self.passes > 0 => Some(State::Verified { refilled: self.refilled }),
            () if has_gap => Some(State::Gap),
            () if self.sampled => Some(State::Sampled(self.refilled)),
            () if now >= minute.end() + OVERDUE => Some(State::Unverified),
            () => None,
        }
    }
}

/// What is left of a gap when a span was read: nothing, or what lies before it and after it.
fn rest(gap: Gap, Check { from, to }: Check, asked: Time) -> impl Iterator<Item = Gap> {
    let is_apart =
        gap.why == Why::Crowded || to < gap.from || from > gap.to || asked < gap.to.min(to) + SETTLE;
    let before =
        (is_apart || gap.from < from).then_some(Gap { to: if is_apart { gap.to } else { from }, ..gap });
    let after = (!is_apart && gap.to - TimeDelta::milliseconds(1) > to).then_some(Gap { from: to, ..gap });
    before.into_iter().chain(after)
}

fn span(oldest: Minute, newest: Minute) -> Check {
    Check { from: oldest.start(), to: newest.end() - TimeDelta::milliseconds(1) }
}

#[cfg(test)]
mod tests;

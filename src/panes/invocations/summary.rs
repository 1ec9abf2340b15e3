//! What the newest invocations come to: how long they take, how they start, and what goes wrong how often.

use std::collections::BTreeMap;

use ratatui::text::{Line, Span};

use crate::domain::invocation::{Invocation, Outcome};
use crate::domain::words;
use crate::pane::Cx;
use crate::widgets::cells;

/// How many are summed up: the newest, for what was long ago explains nothing tonight.
const NEWEST: usize = 100;

/// The fewest that are worth a summary.
const FEWEST: usize = 3;

/// Heights of bars, from the shortest.
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// A summary of invocations.
#[derive(Debug, Default, PartialEq)]
pub struct Summary {
    /// Milliseconds, newest first, and whether it went wrong.
    bars: Vec<(f64, bool)>,
    /// The same milliseconds, shortest first.
    sorted: Vec<f64>,
    cold: usize,
    bad: usize,
    /// The largest share of its memory that one used, in per cent.
    memory: Option<u64>,
    /// What went wrong, and how often, the most frequent first.
    errors: Vec<(String, usize)>,
}

impl Summary {
    /// Of invocations, newest first; of those that ended, for the others have no duration.
    pub fn of<'a>(invocations: impl Iterator<Item = &'a Invocation>) -> Self {
        let mut sum = Self::default();
        let mut errors: BTreeMap<String, usize> = BTreeMap::new();
        for (invocation, millis) in invocations.filter_map(|it| Some((it, it.duration_ms?))).take(NEWEST) {
            let is_bad = invocation.outcome.is_bad();
            sum.bars.push((millis, is_bad));
            sum.cold += usize::from(invocation.init_ms.is_some());
            sum.bad += usize::from(is_bad);
            sum.memory = sum.memory.max(share(invocation));
            if is_bad {
                *errors.entry(what(&invocation.outcome)).or_default() += 1;
            }
        }
        sum.sorted = sum.bars.iter().map(|(millis, _)| *millis).collect();
        sum.sorted.sort_unstable_by(f64::total_cmp);
        sum.errors = errors.into_iter().collect();
        sum.errors.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        sum
    }

    /// How many lines it takes in a pane of this height.
    pub fn height(&self, pane: u16) -> u16 {
        match (self.bars.len() >= FEWEST, pane) {
            (true, 12..) if !self.errors.is_empty() => 2,
            (true, 10..) => 1,
            _ => 0,
        }
    }

    /// The lines, the figures first.
    pub fn lines(&self, cx: Cx<'_>) -> [Line<'static>; 2] {
        [self.figures(cx), self.groups(cx)]
    }

    fn figures(&self, cx: Cx<'_>) -> Line<'static> {
        let millis = |per_cent| self.percentile(per_cent).map(words::millis).unwrap_or_default();
        let parts = [
            Some(format!("last {}", self.bars.len())),
            Some(format!("p50 {}", millis(50))),
            Some(format!("p95 {}", millis(95))),
            Some(format!("max {}", millis(100))),
            Some(format!("cold {}", self.cold)),
            self.memory.map(|share| format!("memory up to {share} %")),
        ];
        let width = usize::from(cx.area.width);
        let said = parts.into_iter().flatten().fold(String::new(), |said, part| {
            let longer = format!("{said} {part} ");
            if cells::width(&longer) <= width { longer } else { said }
        });
        let room = width.saturating_sub(cells::width(&said) + 1);
        let mut line = Line::from(Span::styled(said, cx.theme.faint()));
        line.extend(self.spark(cx, room));
        line
    }

    fn groups(&self, cx: Cx<'_>) -> Line<'static> {
        let told: Vec<String> = self
            .errors
            .iter()
            .map(|(what, count)| match count {
                1 => what.clone(),
                count => format!("{count}× {what}"),
            })
            .collect();
        let words = format!(" {} failed: {}", self.bad, told.join(" · "));
        Line::styled(cells::cut(&words, cx.area.width.into()), cx.theme.bad())
    }

    /// A bar for each that fits, the newest at the right.
    fn spark(&self, cx: Cx<'_>, room: usize) -> Vec<Span<'static>> {
        let longest = self.sorted.last().copied().unwrap_or_default().max(1.0);
        let newest: Vec<&(f64, bool)> = self.bars.iter().take(room).collect();
        let style = |is_bad| if is_bad { cx.theme.bad() } else { cx.theme.faint() };
        let span = |(millis, is_bad): &(f64, bool)| Span::styled(bar(millis / longest), style(*is_bad));
        newest.into_iter().rev().map(span).collect()
    }

    /// The duration that so many per cent did not exceed (nearest rank).
    fn percentile(&self, per_cent: usize) -> Option<f64> {
        let rank = (self.sorted.len() * per_cent).div_ceil(100);
        self.sorted.get(rank.saturating_sub(1)).copied()
    }
}

/// A share of the longest as a bar.
pub fn bar(share: f64) -> &'static str {
    let nth = BARS.iter().zip(1_u8..).find(|(_, nth)| share * 8.0 <= f64::from(*nth));
    nth.map_or("█", |(bar, _)| *bar)
}

fn share(invocation: &Invocation) -> Option<u64> {
    let size = invocation.memory_mb.filter(|size| *size > 0)?;
    Some(u64::from(invocation.used_mb?) * 100 / u64::from(size))
}

fn what(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Returned(status) => format!("returned {status}"),
        other => other.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;
    use crate::domain::invocation::Key;

    fn took(millis: Option<f64>, outcome: Outcome) -> Invocation {
        Invocation {
            key: Key { started: Time::UNIX_EPOCH, stream: "s".into(), nth: 0 },
            request_id: "r".into(),
            started: Time::UNIX_EPOCH,
            duration_ms: millis,
            billed_ms: millis,
            memory_mb: Some(128),
            used_mb: Some(64),
            init_ms: None,
            outcome,
        }
    }

    fn sum(invocations: &[Invocation]) -> Summary {
        Summary::of(invocations.iter())
    }

    #[test]
    fn percentiles_are_those_of_the_nearest_rank() {
        let all: Vec<Invocation> = (1..=100).map(|n| took(Some(f64::from(n)), Outcome::Good)).collect();
        let sum = sum(&all);
        assert_eq!(
            [50, 95, 100].map(|per_cent| sum.percentile(per_cent)),
            [Some(50.0), Some(95.0), Some(100.0)]
        );
        assert_eq!(sum.memory, Some(50));
        assert_eq!(Summary::default().percentile(50), None);
    }

    #[test]
    fn what_still_runs_is_not_counted_and_two_are_not_summed_up() {
        let good = || took(Some(10.0), Outcome::Good);
        let two = sum(&[took(None, Outcome::Running), good(), good()]);
        assert_eq!((two.bars.len(), two.height(50)), (2, 0));
        let three = sum(&[good(), good(), good()]);
        assert_eq!([9, 10, 50].map(|pane| three.height(pane)), [0, 1, 1]);
    }

    #[test]
    fn failures_are_grouped_by_what_was_wrong_the_most_frequent_first() {
        let raised = |what: &str| took(Some(1.0), Outcome::Raised(what.into()));
        let sum =
            sum(&[raised("KeyError: 'x'"), took(Some(1.0), Outcome::TimedOut), raised("KeyError: 'x'")]);
        assert_eq!(sum.errors, [("KeyError: 'x'".to_owned(), 2), ("timed out".to_owned(), 1)]);
        assert_eq!((sum.bad, sum.height(12)), (3, 2));
    }

    #[test]
    fn the_longest_has_the_highest_bar_and_none_has_no_bar() {
        assert_eq!([0.0, 0.125, 0.126, 0.5, 1.0].map(bar), ["▁", "▁", "▂", "▄", "█"]);
    }
}

//! Spans of time from which lines are missing: rows between the lines around them.

use ratatui::text::{Line, Span};

use super::sources::Sources;
use crate::clock::Time;
use crate::domain::log::{self, Gap, Scope};
use crate::pane::Cx;
use crate::widgets::cells;

/// The gaps of the groups that are shown, in the order of their beginnings.
pub struct Gaps<'a> {
    all: Vec<(&'a str, &'a Gap)>,
    /// The time of the oldest line that is kept: gaps before it are gone with the lines around them.
    oldest: Option<Time>,
}

impl<'a> Gaps<'a> {
    /// Those that are known now.
    pub fn of(cx: Cx<'a>, scope: &Scope) -> Self {
        let gaps = cx.world.minutes.gaps().into_iter().map(|(group, gap)| (&**group, gap));
        let all = gaps.filter(|(group, _)| has_group(scope, group)).collect();
        Self { all, oldest: cx.world.logs.first().map(log::Line::time) }
    }

    /// Those that begin after one line and not after the next. Before the first line are those that reach the oldest
    /// line, and after the last one all that are left.
    pub fn between(&self, before: Option<Time>, next: Option<Time>) -> &[(&'a str, &'a Gap)] {
        let reaches = |(_, gap): &(&str, &Gap)| self.oldest.is_none_or(|oldest| gap.to >= oldest);
        let first = || self.all.iter().position(reaches).unwrap_or(self.all.len());
        let after = |before| self.all.partition_point(|(_, gap)| gap.from <= before);
        let start = before.map_or_else(first, after);
        let end = next.map_or(self.all.len(), |next| self.all.partition_point(|(_, gap)| gap.from <= next));
        self.all.get(start..end).unwrap_or_default()
    }
}

fn has_group(scope: &Scope, group: &str) -> bool {
    match scope {
        Scope::All => true,
        Scope::Group(own) | Scope::Invocation { group: own, .. } => **own == *group,
        Scope::Streams { groups, .. } => groups.iter().any(|own| **own == *group),
    }
}

/// The row above the first line that was read of all streams.
pub fn edge(cx: Cx<'_>) -> Line<'static> {
    rule(cx, "─ above are single runs and invocations; other lines of then were not read ")
}

/// The row of a gap: `── 14:03:00 to 14:03:20 etl/error: lines may be missing (sampled) ──`.
pub fn row(cx: Cx<'_>, sources: &Sources, (group, gap): (&str, &Gap)) -> Line<'static> {
    let (from, to) = (cx.clock(gap.from), cx.clock(gap.to));
    let (label, why) = (sources.label(group), gap.why.words());
    let words = format!("─ {from} to {to} {label}: lines may be missing ({why}) ");
    rule(cx, &words)
}

fn rule(cx: Cx<'_>, words: &str) -> Line<'static> {
    let width = usize::from(cx.area.width);
    let words = cells::cut(words, width);
    let rest = "─".repeat(width.saturating_sub(cells::width(&words)));
    Line::from(Span::styled(format!("{words}{rest}"), cx.theme.warning()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::log::Why;
    use chrono::TimeDelta;

    fn at(second: i64) -> Time {
        Time::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    #[track_caller]
    fn check(before: Option<i64>, next: Option<i64>, want: &[i64]) {
        let gap = |from| Gap { from: at(from), to: at(from + 10), why: Why::Broken };
        let all = [gap(0), gap(20), gap(40)];
        let gaps = Gaps { all: all.iter().map(|gap| ("g", gap)).collect(), oldest: Some(at(15)) };
        let found = gaps.between(before.map(at), next.map(at)).iter().map(|(_, gap)| gap.from.timestamp());
        assert_eq!(found.collect::<Vec<_>>(), want, "{before:?} {next:?}");
    }

    #[test]
    fn a_gap_stands_before_the_first_line_that_is_not_before_it() {
        check(Some(5), Some(20), &[20]);
        check(Some(5), Some(19), &[]);
        check(Some(20), Some(45), &[40]);
        check(Some(45), Some(99), &[]);
        check(Some(5), Some(99), &[20, 40]);
    }

    #[test]
    fn at_the_ends_there_are_those_that_reach_the_lines_or_follow_them() {
        check(None, Some(15), &[]);
        check(None, Some(25), &[20]);
        check(None, Some(45), &[20, 40]);
        check(Some(25), None, &[40]);
        check(None, None, &[20, 40]);
    }
}

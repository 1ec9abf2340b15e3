//! Lines that the reader has marked, and a range that is being chosen.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::domain::log::{Line, Place};

/// The marked lines, and the line where a range begins.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    lines: BTreeSet<Place>,
    range: Option<Place>,
}

/// What the gutter says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// It is marked.
    Marked,
    /// It is in the range.
    InRange,
}

impl Marks {
    /// How many lines are marked.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether a range is being chosen.
    pub fn has_range(&self) -> bool {
        self.range.is_some()
    }

    /// Marks a line, or no longer.
    pub fn turn(&mut self, place: Place) {
        if !self.lines.remove(&place) {
            self.lines.insert(place);
        }
    }

    /// Marks these lines.
    pub fn add(&mut self, places: impl IntoIterator<Item = Place>) {
        self.lines.extend(places);
    }

    /// No line is marked any more, and no range is chosen.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The marked lines, in their order.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.lines.iter().copied()
    }

    /// The marked line after a place, or from the first one on again.
    pub fn after(&self, place: Place) -> Option<Place> {
        let next = self.lines.iter().find(|mark| **mark > place);
        next.or_else(|| self.lines.first()).copied()
    }

    /// Begins a range, or chooses none.
    pub fn turn_range(&mut self, place: Place) {
        self.range = if self.range.is_some() { None } else { Some(place) };
    }

    /// Chooses no range; `false`: there was none.
    pub fn drop_range(&mut self) -> bool {
        self.range.take().is_some()
    }

    /// The range up to the selected line.
    pub fn range(&self, selected: Place) -> Option<RangeInclusive<Place>> {
        self.range.map(|from| from.min(selected)..=from.max(selected))
    }

    /// What the gutter says of a line.
    pub fn of(&self, place: Place, selected: Option<Place>) -> Mark {
        if self.lines.contains(&place) {
            return Mark::Marked;
        }
        let range = selected.and_then(|selected| self.range(selected));
        if range.is_some_and(|range| range.contains(&place)) { Mark::InRange } else { Mark::None }
    }

    /// Forgets what was about lines before this one: they are gone.
    pub fn forget(&mut self, first: Option<Line<'_>>) {
        if let Some(first) = first.filter(|_| !self.lines.is_empty()) {
            self.lines = self.lines.split_off(&first.place());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;
    use chrono::TimeDelta;

    fn at(second: i64) -> Place {
        Place::before(Time::UNIX_EPOCH + TimeDelta::seconds(second))
    }

    #[test]
    fn marks_are_visited_in_a_round() {
        let mut marks = Marks::default();
        marks.add([at(5), at(1), at(3)]);
        marks.turn(at(3));
        marks.turn(at(4));
        let round = [0, 1, 4, 5, 9].map(|second| marks.after(at(second)).unwrap());
        assert_eq!(round, [at(1), at(4), at(5), at(1), at(1)]);
    }

    #[test]
    fn a_range_goes_in_either_direction_and_marks_lie_on_it() {
        let mut marks = Marks::default();
        marks.turn_range(at(5));
        marks.turn(at(4));
        for (selected, second, want) in
            [(3, 3, Mark::InRange), (3, 4, Mark::Marked), (3, 6, Mark::None), (7, 6, Mark::InRange)]
        {
            assert_eq!(marks.of(at(second), Some(at(selected))), want, "{second} from {selected}");
        }
        assert!(marks.drop_range() && !marks.drop_range());
    }
}

//! The order of rows.

use std::cmp::Ordering;

use crate::filter::{Kind, Value};

/// The order of rows: as they come, or by a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As AWS tells them: mostly the newest first.
    #[default]
    Given,
    /// By a column.
    By(&'static str, Direction),
}

/// Which end of a column comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    Up,
    /// The greatest first.
    Down,
}

impl Direction {
    /// How a column is sorted at first: words from a to z, the newest moment and the greatest amount first.
    pub fn first(kind: Kind) -> Self {
        if kind == Kind::Text { Self::Up } else { Self::Down }
    }

    /// The other one.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }

    /// For a header.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Up => "↑",
            Self::Down => "↓",
        }
    }

    /// Compares two values of a column; a row that has none comes last, whichever end comes first.
    pub fn compare(self, one: &Value, two: &Value) -> Ordering {
        let is_absent = |value: &Value| *value == Value::Nothing;
        is_absent(one).cmp(&is_absent(two)).then_with(|| match self {
            Self::Up => one.compare(two),
            Self::Down => two.compare(one),
        })
    }
}

impl Order {
    /// By the column after this one, then as they come again.
    #[must_use]
    pub fn next(self, columns: &[(&'static str, Kind)]) -> Self {
        let at = match self {
            Self::Given => Some(0),
            Self::By(name, _) => columns.iter().position(|(column, _)| *column == name).map(|n| n + 1),
        };
        match columns.get(at.unwrap_or(0)) {
            Some((name, kind)) => Self::By(name, Direction::first(*kind)),
            None => Self::Given,
        }
    }

    /// The other way round; of rows as they come, the oldest first.
    #[must_use]
    pub fn turned(self, columns: &[(&'static str, Kind)]) -> Self {
        match self {
            Self::By(name, direction) => Self::By(name, direction.turned()),
            Self::Given => {
                let moment = columns.iter().find(|(_, kind)| *kind == Kind::Time);
                moment.map_or(Self::Given, |(name, _)| Self::By(name, Direction::Up))
            }
        }
    }

    /// The sign of a column that rows are sorted by.
    pub fn sign(self, column: &str) -> Option<&'static str> {
        match self {
            Self::By(name, direction) if name == column => Some(direction.sign()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [(&str, Kind); 3] =
        [("state", Kind::Text), ("started", Kind::Time), ("duration", Kind::Span)];

    #[test]
    fn every_column_has_its_turn_and_then_none() {
        let mut order = Order::Given;
        for want in [
            Order::By("state", Direction::Up),
            Order::By("started", Direction::Down),
            Order::By("duration", Direction::Down),
            Order::Given,
        ] {
            order = order.next(&COLUMNS);
            assert_eq!(order, want);
        }
        assert_eq!(Order::By("hidden", Direction::Up).next(&COLUMNS), Order::By("state", Direction::Up));
    }

    #[test]
    fn an_order_is_turned_around() {
        let oldest = Order::Given.turned(&COLUMNS);
        assert_eq!(oldest, Order::By("started", Direction::Up));
        assert_eq!(oldest.turned(&COLUMNS), Order::By("started", Direction::Down));
        assert_eq!(Order::Given.turned(&COLUMNS[..1]), Order::Given);
        assert_eq!((oldest.sign("started"), oldest.sign("state")), (Some("↑"), None));
    }

    #[test]
    fn rows_without_a_value_come_last_either_way() {
        let sorted = |direction: Direction| {
            let mut values = [Value::Number(1.0), Value::Nothing, Value::Number(3.0), Value::Number(2.0)];
            values.sort_by(|one, two| direction.compare(one, two));
            values.map(|value| value.measure(crate::clock::Time::UNIX_EPOCH))
        };
        assert_eq!(sorted(Direction::Up), [Some(1.0), Some(2.0), Some(3.0), None]);
        assert_eq!(sorted(Direction::Down), [Some(3.0), Some(2.0), Some(1.0), None]);
    }
}

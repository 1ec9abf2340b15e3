//! How much of a time a column of rows shows: one rule for every pane.

use chrono::TimeDelta;

use super::Cx;
use crate::clock::Time;

/// How much of a time is shown. A column shows the same of all its times, so that they stand below each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// The time of day is enough.
    Time,
    /// Some row is older than a day, and the time of day would be taken for today's.
    Date,
}

impl Stamp {
    /// What a column must show whose oldest time is this.
    pub fn of(cx: Cx<'_>, oldest: Option<Time>) -> Self {
        let is_old = oldest.is_some_and(|oldest| cx.now - oldest >= TimeDelta::days(1));
        if is_old { Self::Date } else { Self::Time }
    }

    /// The width of the column, in cells.
    pub fn width(self) -> usize {
        match self {
            Self::Time => "14:01:20".len(),
            Self::Date => "03-01 14:01:20".len(),
        }
    }

    /// A time of the column, in the zone that is shown.
    pub fn words(self, cx: Cx<'_>, time: Time) -> String {
        match self {
            Self::Time => cx.clock(time),
            Self::Date => time.with_timezone(&cx.zone).format("%m-%d %H:%M:%S").to_string(),
        }
    }
}

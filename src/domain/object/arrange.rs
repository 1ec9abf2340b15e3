//! The rows of a listing in another order, or only some of them.

use super::{Row, Shelf};

/// What rows are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As S3 lists them.
    #[default]
    Name,
    /// The largest first.
    Size,
    /// The youngest first.
    Age,
}

/// An order, and whether it is turned around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sorting {
    /// What rows are ordered by.
    pub by: Order,
    /// Whether the last comes first.
    pub is_turned: bool,
}

impl Sorting {
    /// By the next thing that one can sort by.
    #[must_use]
    pub fn next(self) -> Self {
        let by = match self.by {
            Order::Name => Order::Size,
            Order::Size => Order::Age,
            Order::Age => Order::Name,
        };
        Self { by, is_turned: false }
    }

    /// The other way around.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { is_turned: !self.is_turned, ..self }
    }

    /// What it is called; `None`: it is the order in which S3 lists.
    pub fn words(self) -> Option<&'static str> {
        match (self.by, self.is_turned) {
            (Order::Name, false) => None,
            (Order::Name, true) => Some("by name, backwards"),
            (Order::Size, false) => Some("largest first"),
            (Order::Size, true) => Some("smallest first"),
            (Order::Age, false) => Some("youngest first"),
            (Order::Age, true) => Some("oldest first"),
        }
    }

    /// What comes first has the smallest of these; folders stay together at the top.
    fn rank(self, row: &Row<'_>) -> u64 {
        let Some(facts) = &row.facts else { return 0 };
        let rank = match self.by {
            Order::Name => return 1,
            Order::Size => facts.size.min(u64::MAX - 2),
            Order::Age => facts.seconds.cast_unsigned() ^ (1 << 63),
        };
        if self.is_turned { rank.max(1) } else { (u64::MAX - rank).max(1) }
    }
}

/// Which rows are shown, in which order, of the entries that were there at the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrangement {
    /// The entries.
    pub shelf: Shelf,
    /// Their numbers.
    pub rows: Vec<u32>,
    /// The order.
    pub sorting: Sorting,
    /// The text of the filter that was applied.
    pub filter: String,
}

/// Puts the kept entries in order that pass; `None`: `goes_on` said no.
pub fn arrange(
    shelf: Shelf,
    sorting: Sorting,
    filter: String,
    passes: impl Fn(&Row<'_>) -> bool,
    goes_on: impl Fn() -> bool,
) -> Option<Arrangement> {
    let mut ranked: Vec<(u64, u32)> = Vec::new();
    let mut is_over = false;
    shelf.each(|n, row| {
        if n.is_multiple_of(4_096) && !goes_on() {
            is_over = true;
        } else if passes(&row) {
            ranked.extend(u32::try_from(n).ok().map(|n| (sorting.rank(&row), n)));
        }
        !is_over
    });
    if is_over {
        return None;
    }
    if sorting.by != Order::Name {
        ranked.sort_unstable();
    } else if sorting.is_turned {
        ranked.reverse();
    }
    let rows = ranked.into_iter().map(|(_, n)| n).collect();
    Some(Arrangement { shelf, rows, sorting, filter })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::Time;
    use crate::domain::object::{Block, Entry, KEPT, Object};

    #[track_caller]
    fn check(by: Order, is_turned: bool, filter: &str, want: &str) {
        let object = |key: &str, size, second| {
            let modified = Time::from_timestamp(second, 0).unwrap();
            Entry::Object(Object { key: key.into(), size, modified, ..Object::default() })
        };
        let entries = [
            object("a", 5, 1),
            Entry::Folder("b/".into()),
            object("c", 9, -7),
            object("d", 0, 30),
            object("e", 5, 2),
        ];
        let mut shelf = Shelf::default();
        shelf.push(None, Arc::new(Block::of(&entries)), KEPT);
        let sorting = Sorting { by, is_turned };
        let made = arrange(shelf, sorting, filter.into(), |row| row.key.contains(filter), || true).unwrap();
        let keys = made.rows.iter().map(|n| made.shelf.get(*n as usize).unwrap().key().exact().to_owned());
        assert_eq!(keys.collect::<Vec<_>>().join(" "), want);
    }

    #[test]
    fn rows_are_ordered_with_folders_together_and_equals_by_name() {
        check(Order::Name, false, "", "a b/ c d e");
        check(Order::Name, true, "", "e d c b/ a");
        check(Order::Size, false, "", "b/ c a e d");
        check(Order::Size, true, "", "b/ d a e c");
        check(Order::Age, false, "", "b/ d e a c");
        check(Order::Age, true, "", "b/ c a e d");
        check(Order::Size, false, "c", "c");
    }

    #[test]
    fn what_nobody_waits_for_any_more_ends() {
        let mut shelf = Shelf::default();
        shelf.push(None, Arc::new(Block::of(&[Entry::Folder("a/".into())])), KEPT);
        assert_eq!(arrange(shelf, Sorting::default(), String::new(), |_| true, || false), None);
    }
}

//! Which columns fit into a width, and how wide they are.

use super::column::{Column, Place, Width};
use crate::pane::Stamp;

/// The narrowest area with two spaces between columns.
const ROOMY: usize = 52;

/// The columns that fit, in their order.
pub struct Plan<R: 'static, F: 'static> {
    /// Each with its width.
    pub slots: Vec<(&'static Column<R, F>, usize)>,
    /// The spaces before each column but the first.
    pub gap: usize,
    /// What rows show in the place of those that yield, for it has no place of its own.
    pub spill: Option<&'static Column<R, F>>,
}

/// Gives columns their widths, those that matter most first.
pub fn fit<R, F>(columns: &[&'static Column<R, F>], facts: &F, stamp: Stamp, width: usize) -> Plan<R, F> {
    let gap = if width < ROOMY { 1 } else { 2 };
    let mut room = width + gap;
    let mut ranked: Vec<(usize, &&'static Column<R, F>)> = columns.iter().enumerate().collect();
    ranked.sort_by_key(|(n, column)| (column.rank, *n));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (n, column) in &ranked {
        let least = least(column, facts, stamp, gap);
        if room >= gap + least {
            room -= gap + least;
            taken.push((*n, least));
        }
    }
    for (n, width) in &mut taken {
        let more = columns.get(*n).map_or(0, |column| more(column, *width, room));
        *width += more;
        room -= more;
    }
    let slots = columns.iter().enumerate().filter_map(|(n, column)| {
        let (_, width) = taken.iter().find(|(taken, _)| *taken == n)?;
        Some((*column, *width))
    });
    let slots: Vec<_> = slots.collect();
    let is_fitted = |wanted: &str| slots.iter().any(|(column, _)| column.name == wanted);
    let spill = columns.iter().find(|c| matches!(c.width, Width::Rest(_)) && !is_fitted(c.name)).copied();
    Plan { slots, gap, spill }
}

/// The fewest cells of a column; where there is room, its name fits.
fn least<R, F>(column: &Column<R, F>, facts: &F, stamp: Stamp, gap: usize) -> usize {
    let cells = match column.width {
        Width::Fixed(cells) | Width::Either(cells, _) | Width::Rest(cells) => cells,
        Width::Moment => stamp.width(),
        Width::Of(cells) => cells(facts),
    };
    if gap > 1 { cells.max(column.name.len()) } else { cells }
}

/// What a column takes of the room that is left.
fn more<R, F>(column: &Column<R, F>, width: usize, room: usize) -> usize {
    match column.width {
        Width::Rest(_) => room,
        Width::Either(_, most) => Some(most.saturating_sub(width)).filter(|more| *more <= room).unwrap_or(0),
        _ => 0,
    }
}

impl<R, F> Plan<R, F> {
    /// How many of the columns a row shows that spills.
    pub fn before_spill(&self) -> usize {
        let yields = |(column, _): &(&Column<R, F>, usize)| column.place == Place::Yielding;
        self.slots.iter().position(yields).unwrap_or(self.slots.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::{Kind, Value};

    type Plain = Column<(), ()>;

    static COLUMNS: [Plain; 4] = [
        Column::new("started", Kind::Time, Width::Moment, |_, (), ()| Value::Nothing),
        Column::new("state", Kind::Text, Width::Fixed(9), |_, (), ()| Value::Nothing)
            .rank(1)
            .at(Place::Yielding),
        Column::new("error", Kind::Text, Width::Rest(12), |_, (), ()| Value::Nothing).rank(3),
        Column::new("cold", Kind::Span, Width::Either(4, 11), |_, (), ()| Value::Nothing).rank(2),
    ];

    #[track_caller]
    fn check(width: usize, want: &[(&str, usize)]) {
        let plan = fit(&COLUMNS.each_ref(), &(), Stamp::Time, width);
        let got: Vec<_> = plan.slots.iter().map(|(column, width)| (column.name, *width)).collect();
        assert_eq!(got, want, "{width}");
        let used: usize = got.iter().map(|(_, width)| width + plan.gap).sum();
        assert!(used <= width + plan.gap, "{width}: {used}");
    }

    #[test]
    fn what_matters_least_goes_first_and_the_rest_is_given_away() {
        check(3, &[]);
        check(7, &[("cold", 4)]);
        check(8, &[("started", 8)]);
        check(18, &[("started", 8), ("state", 9)]);
        check(23, &[("started", 8), ("state", 9), ("cold", 4)]);
        check(30, &[("started", 8), ("state", 9), ("cold", 11)]);
        check(38, &[("started", 8), ("state", 9), ("error", 14), ("cold", 4)]);
        check(60, &[("started", 8), ("state", 9), ("error", 26), ("cold", 11)]);
    }

    #[test]
    fn what_has_no_place_spills_from_the_first_column_that_yields() {
        let plan = fit(&COLUMNS.each_ref(), &(), Stamp::Time, 23);
        assert_eq!((plan.spill.map(|column| column.name), plan.before_spill()), (Some("error"), 1));
        assert!(fit(&COLUMNS.each_ref(), &(), Stamp::Time, 60).spill.is_none());
    }
}

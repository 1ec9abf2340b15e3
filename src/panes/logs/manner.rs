//! How lines are shown: cut or wrapped, from which cell on, reports opened or not, in which zone.

use std::collections::BTreeSet;

use chrono::{FixedOffset, Offset, Utc};

use super::report::Report;
use crate::domain::log::{Line, Place};
use crate::pane::Cx;
use crate::widgets::log_line::Fold;

/// The cells that one step sideways goes.
const STEP: usize = 20;
/// The cells beyond which no line is scrolled: its details have the rest.
const FURTHEST: usize = 8_000;

/// How lines are shown.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    /// What happens to a line that is too long.
    pub fold: Fold,
    /// The cells that cut lines are scrolled sideways.
    pub skip: usize,
    reports: Reports,
    /// The reports that are the other way.
    turned: BTreeSet<Place>,
    zone: Zone,
}

/// Whether reports show all their lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Reports {
    /// Only the one that says what happened.
    #[default]
    Folded,
    /// All of them.
    Open,
}

/// Whose times are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Zone {
    /// The console's.
    #[default]
    Console,
    /// UTC where the console shows local times, local times where it shows UTC.
    Other,
}

impl Manner {
    /// What the pane may read, with the zone that it shows.
    pub fn cx<'a>(&self, cx: Cx<'a>) -> Cx<'a> {
        match self.zone {
            Zone::Console => cx,
            Zone::Other if is_utc(cx.zone) => Cx { zone: cx.local, ..cx },
            Zone::Other => Cx { zone: Utc.fix(), ..cx },
        }
    }

    /// The other zone.
    pub fn turn_zone(&mut self) {
        self.zone = match self.zone {
            Zone::Console => Zone::Other,
            Zone::Other => Zone::Console,
        };
    }

    /// Wraps what was cut, cuts what was wrapped.
    pub fn turn_fold(&mut self) {
        self.fold = match self.fold {
            Fold::Cut => Fold::Wrap,
            Fold::Wrap => Fold::Cut,
        };
        self.skip = 0;
    }

    /// Scrolls cut lines to their ends, or back to their beginnings.
    pub fn scroll(&mut self, is_onward: bool) {
        self.fold = Fold::Cut;
        self.skip = if is_onward { self.skip + STEP } else { self.skip.saturating_sub(STEP) }.min(FURTHEST);
    }

    /// Opens all reports, or folds them all.
    pub fn turn_reports(&mut self) {
        self.turned.clear();
        self.reports = match self.reports {
            Reports::Folded => Reports::Open,
            Reports::Open => Reports::Folded,
        };
    }

    /// Opens the report at a place, or folds it.
    pub fn turn_report(&mut self, place: Place) {
        if !self.turned.remove(&place) {
            self.turned.insert(place);
        }
    }

    /// What a line comes to in one row; `None`: it shows all its rows.
    pub fn report<'a>(&self, line: Line<'a>) -> Option<Report<'a>> {
        self.is_folded(line.place()).then(|| Report::of(line.text())).flatten()
    }

    /// Whether the report that begins at a place is folded, if one does.
    pub fn is_folded(&self, place: Place) -> bool {
        (self.reports == Reports::Folded) != self.turned.contains(&place)
    }

    /// Forgets what was about lines before this one: they are gone.
    pub fn forget(&mut self, first: Option<Line<'_>>) {
        if let Some(first) = first.filter(|_| !self.turned.is_empty()) {
            self.turned = self.turned.split_off(&first.place());
        }
    }
}

/// Whether a zone is UTC.
fn is_utc(zone: FixedOffset) -> bool {
    zone == Utc.fix()
}

/// As the frame shows a zone.
pub fn zone(zone: FixedOffset) -> String {
    if is_utc(zone) { "UTC".to_owned() } else { zone.to_string() }
}

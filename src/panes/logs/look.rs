//! Following the newest lines, or standing still.

use ratatui::text::Span;

use super::scene::Scene;
use super::window::{Anchor, Window};
use crate::domain::log::{Buffer, Events, Line, News, Place, Seq};
use crate::domain::words;
use crate::pane::Cx;

/// A window onto log events.
pub type View<'a> = Window<&'a Scene<'a>>;

/// Where the reader looks.
#[derive(Debug, Clone, Copy, Default)]
pub enum Look {
    /// The newest line is at the bottom.
    #[default]
    Follow,
    /// The view stands still, however many lines arrive.
    Hold(Hold),
}

/// A view that stands still.
#[derive(Debug, Clone, Copy)]
pub struct Hold {
    /// The selected event; while it does not pass, the next one that does stands in for it.
    place: Place,
    /// The row of the window that it begins on.
    y: isize,
    /// The first arrival after the view stopped.
    since: Seq,
    /// How many have passed since.
    arrived: usize,
    /// Whether the oldest line that is kept has come into view, and older ones have been forgotten.
    at_the_edge: bool,
}

impl Look {
    /// Whether the newest line is at the bottom.
    pub fn follows(self) -> bool {
        matches!(self, Self::Follow)
    }

    /// Whether lines before those in view have been forgotten.
    pub fn is_at_the_edge(self) -> bool {
        matches!(self, Self::Hold(hold) if hold.at_the_edge)
    }

    /// The number of the selected event, else of the newest; there must be one.
    pub fn event(self, events: Events<'_>) -> usize {
        let last = events.len().saturating_sub(1);
        match self {
            Self::Follow => last,
            Self::Hold(hold) => events.index(hold.place).min(last),
        }
    }

    /// The place that errors are looked for from.
    pub fn place(self) -> Place {
        match self {
            // The newest line may be an error itself.
            Self::Follow => Place::END,
            Self::Hold(hold) => hold.place,
        }
    }

    /// The place that lines are held at, and its row.
    pub fn held(self) -> Option<(Place, isize)> {
        match self {
            Self::Follow => None,
            Self::Hold(hold) => Some((hold.place, hold.y)),
        }
    }

    /// The selected event is on another row.
    pub fn move_to(&mut self, y: isize) {
        if let Self::Hold(hold) = self {
            hold.y = y;
        }
    }

    /// Where the window hangs.
    pub fn anchor(self, events: Events<'_>, view: &mut View<'_>) -> Anchor {
        match self {
            Self::Follow => view.bottom(),
            Self::Hold(hold) => view.settle(Anchor { event: self.event(events), y: hold.y }),
        }
    }

    /// Counts what has arrived; among other events than before, the selected one gets room on both sides.
    pub fn count(&mut self, cx: Cx<'_>, news: News, events: Events<'_>) {
        let Self::Hold(hold) = self else { return };
        match news {
            News::More(more) => hold.arrived += more,
            News::Further => hold.arrived = events.arrived_since(hold.since),
            News::Others => {
                hold.arrived = events.arrived_since(hold.since);
                hold.y = isize::try_from(cx.height() / 3).unwrap_or_default();
            }
        }
    }

    /// Stands still at an anchor, of which there must be an event.
    pub fn hold(&mut self, anchor: Anchor, buffer: &Buffer, events: Events<'_>, view: &mut View<'_>) {
        let Some(place) = events.get(anchor.event).map(Line::place) else { return };
        self.hold_at((place, anchor.y), buffer);
        let shows_first = buffer.forgotten() > 0 && view.shows_first(anchor);
        if let Self::Hold(hold) = self {
            hold.at_the_edge = shows_first;
        }
    }

    /// Stands still with an event on a row.
    pub fn hold_at(&mut self, (place, y): (Place, isize), buffer: &Buffer) {
        let (since, arrived) = match *self {
            Self::Follow => (buffer.arrived(), 0),
            Self::Hold(hold) => (hold.since, hold.arrived),
        };
        *self = Self::Hold(Hold { place, y, since, arrived, at_the_edge: false });
    }

    /// Keeps the selected event in view, and notes when what was before it is gone.
    pub fn stand_still(&mut self, buffer: &Buffer, events: Events<'_>, view: &mut View<'_>) {
        let Self::Hold(mut hold) = *self else { return };
        if events.is_empty() {
            return;
        }
        let anchor = self.anchor(events, view);
        hold.y = anchor.y;
        hold.at_the_edge |= buffer.forgotten() > 0 && view.shows_first(anchor);
        hold.place = buffer.first().map_or(hold.place, |first| hold.place.max(first.place()));
        *self = Self::Hold(hold);
    }

    /// What the frame says of it.
    pub fn chip(self, cx: Cx<'_>) -> Span<'static> {
        match self {
            Self::Follow => Span::styled("▼ follow", cx.theme.good()),
            Self::Hold(Hold { arrived: 0, .. }) => Span::styled("PAUSED", cx.theme.warning()),
            Self::Hold(hold) => {
                Span::styled(format!("PAUSED +{}", words::count(hold.arrived)), cx.theme.warning())
            }
        }
    }
}

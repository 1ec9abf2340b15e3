//! What the pane says of itself: its title, and why there are no rows.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use super::{Objects, is_watched, line};
use crate::domain::object::{Listing, Prefix};
use crate::domain::text::visible;
use crate::domain::words;
use crate::filter::Filter;
use crate::pane::{Cx, Pane};
use crate::widgets::{cells, rows};

impl Objects {
    pub(super) fn count(&self, cx: Cx<'_>) -> Line<'static> {
        let (shown, loaded, is_whole) = self.sections.tally(cx);
        let Some(place) = &self.here.place else {
            let buckets = self.sections.count();
            let count = match (self.here.filter.is_empty(), buckets) {
                (false, _) => line::share(shown, loaded, is_whole),
                (true, 1) => "1 bucket".to_owned(),
                (true, _) => format!("{buckets} buckets"),
            };
            return count.into();
        };
        let count = match (shown, self.here.filter.is_empty()) {
            (_, false) => line::share(shown, loaded, is_whole),
            (0, true) => String::new(),
            (_, true) => {
                let plus = if is_whole { "" } else { "+" };
                format!("{} of {}{plus}", words::count(self.here.cursor.index() + 1), words::count(shown))
            }
        };
        line::reading(cx, self.listing(cx), count, !is_watched(cx, place))
    }

    /// Where one is, cut from the front to what the title has room for.
    pub(super) fn path(&self, cx: Cx<'_>, right: &Line<'_>) -> Line<'static> {
        let Some(place) = &self.here.place else { return Line::default() };
        let path = format!("{}/{}", visible(&place.bucket), place.prefix.visible());
        let filter = match self.here.filter.text() {
            "" => 0,
            text => visible(text).width() + 2,
        };
        let taken = "1 ".len() + Self::TITLE.len() + right.width() + filter + 6;
        cells::cut_front(&path, usize::from(cx.area.width).saturating_sub(taken)).into()
    }

    /// Says below the buckets that the filter leaves nothing of what they hold.
    pub(super) fn draw_unmatched(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let (shown, loaded, is_whole) = self.sections.tally(cx);
        if self.here.place.is_some() || self.here.filter.is_empty() || shown > 0 {
            return;
        }
        let taken = u16::try_from(self.sections.len()).unwrap_or(u16::MAX).min(cx.area.height);
        let below = Rect { y: cx.area.y + taken, height: cx.area.height - taken, ..cx.area };
        rows::nothing(cx.within(below), frame, &unmatched(loaded, is_whole));
    }

    pub(super) fn draw_absence(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let Some(place) = &self.here.place else {
            return rows::nothing(cx, frame, "this pipeline names no bucket");
        };
        let listing = self.listing(cx);
        match listing.and_then(|listing| listing.fault.as_ref()) {
            Some(fault) => rows::message(cx, frame, &fault.words(), cx.theme.warning()),
            None => rows::nothing(cx, frame, &nothing(place, listing, &self.here.filter)),
        }
    }
}

/// That no row passes the filter, of so many that are loaded.
fn unmatched(loaded: usize, is_whole: bool) -> String {
    if is_whole {
        return "nothing matches the filter".to_owned();
    }
    format!("nothing among the {} loaded matches the filter; G loads more", words::count(loaded))
}

/// Why a place that could be read has no rows.
fn nothing(place: &Prefix, listing: Option<&Listing>, filter: &Filter) -> String {
    match listing {
        None => "reading".to_owned(),
        Some(listing) if !filter.is_empty() => unmatched(listing.entries.len(), listing.next.is_none()),
        Some(listing) if listing.next.is_some() => "reading".to_owned(),
        Some(_) if place.prefix.is_empty() => "the bucket is empty".to_owned(),
        Some(_) => "the folder is empty".to_owned(),
    }
}

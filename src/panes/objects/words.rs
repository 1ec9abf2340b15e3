//! What the pane says of itself: its title, and why there are no rows.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use super::{Look, Objects, line};
use crate::domain::object::{Flow, Listing, Manner, Prefix, Scope};
use crate::domain::text::visible;
use crate::domain::words;
use crate::filter::Filter;
use crate::pane::{Cx, Pane};
use crate::widgets::{cells, rows};

impl Objects {
    pub(super) fn count(&self, cx: Cx<'_>) -> Line<'static> {
        let (shown, loaded, is_whole) = self.sections.tally(cx);
        let marked = match self.marks.len() {
            0 => String::new(),
            marks => format!("{} marked", words::count(marks)),
        };
        if self.here.scope.is_none() {
            let buckets = self.sections.count();
            let count = match (self.here.look.filter.is_empty(), buckets) {
                (false, _) => line::share(shown, loaded, is_whole),
                (true, 1) => "1 bucket".to_owned(),
                (true, _) => format!("{buckets} buckets"),
            };
            return format!("{count}  {marked}").trim_end().to_owned().into();
        }
        let listing = self.listing(cx);
        let count = match (shown, self.here.look.filter.is_empty()) {
            (_, false) => line::share(shown, loaded, is_whole),
            (0, true) => String::new(),
            (_, true) => {
                let plus = if is_whole { "" } else { "+" };
                format!("{} of {}{plus}", words::count(self.here.cursor.index() + 1), words::count(loaded))
            }
        };
        let notes = listing.map(|listing| notes(&self.here.look, listing)).unwrap_or_default();
        let watched = listing.filter(|_| self.followed.is_some()).map(watched);
        let count = [count]
            .into_iter()
            .chain([marked])
            .chain(notes)
            .chain(watched)
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>();
        line::reading(cx, listing, count.join("  "), true)
    }

    /// Where one is, cut from the front to what the title has room for.
    pub(super) fn path(&self, cx: Cx<'_>, right: &Line<'_>) -> Line<'static> {
        let Some(Scope { place, manner }) = &self.here.scope else { return Line::default() };
        let how = match manner {
            Manner::Top | Manner::Folders => "",
            Manner::Flat => " flat",
            Manner::Versions | Manner::VersionsOf => " versions",
        };
        let path = format!("{}/{}{how}", visible(&place.bucket), place.prefix.visible());
        let filter = match self.here.look.filter.text() {
            "" => 0,
            text => visible(text).width() + 2,
        };
        let taken = "1 ".len() + Self::TITLE.len() + right.width() + filter + 6;
        cells::cut_front(&path, usize::from(cx.area.width).saturating_sub(taken)).into()
    }

    /// Says below the buckets that the filter leaves nothing of what they hold.
    pub(super) fn draw_unmatched(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let (shown, loaded, is_whole) = self.sections.tally(cx);
        if self.here.scope.is_some() || self.here.look.filter.is_empty() || shown > 0 {
            return;
        }
        let taken = u16::try_from(self.sections.len()).unwrap_or(u16::MAX).min(cx.area.height);
        let below = Rect { y: cx.area.y + taken, height: cx.area.height - taken, ..cx.area };
        rows::nothing(cx.within(below), frame, &unmatched(loaded, is_whole));
    }

    pub(super) fn draw_absence(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let Some(scope) = &self.here.scope else {
            return rows::nothing(cx, frame, "this pipeline names no bucket; O goes to any");
        };
        let listing = self.listing(cx);
        match listing.and_then(|listing| listing.fault.as_ref()) {
            Some(fault) => rows::message(cx, frame, &fault.words(), cx.theme.warning()),
            None => rows::nothing(cx, frame, &nothing(&scope.place, listing, &self.here.look.filter)),
        }
    }
}

/// What was seen of a place since it is watched.
fn watched(listing: &Listing) -> String {
    let (new, changed, gone) = listing.seen;
    let counts = [(new, "new"), (changed, "changed"), (gone, "gone")];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(count, word)| format!("{} {word}", words::count(*count))).collect();
    format!("watching {}", counts.join(" ")).trim_end().to_owned()
}

/// What else is to be said: the order, how fast entries come, and what of them is ordered or looked through.
fn notes(look: &Look, listing: &Listing) -> [String; 3] {
    let rate = match (listing.flow, listing.rate()) {
        (Flow::Streaming, Some(rate)) => format!("{}/s", words::count(rate)),
        (Flow::Stopped, _) => "stopped: r reads on".to_owned(),
        _ => String::new(),
    };
    let (kept, all) = (listing.shelf.kept(), listing.shelf.len());
    let sorting = look.sorting;
    let kept = if !look.is_plain() && kept < all {
        format!("of the first {} alone", words::count(kept))
    } else {
        String::new()
    };
    [sorting.words().unwrap_or_default().to_owned(), kept, rate]
}

/// That no row passes the filter, of so many that are loaded.
fn unmatched(loaded: usize, is_whole: bool) -> String {
    if is_whole {
        return "nothing matches the filter".to_owned();
    }
    format!("nothing among the {} loaded matches the filter", words::count(loaded))
}

/// Why a place that could be read has no rows.
fn nothing(place: &Prefix, listing: Option<&Listing>, filter: &Filter) -> String {
    match listing {
        None => "reading".to_owned(),
        Some(listing) if !filter.is_empty() => {
            let kept = listing.shelf.kept();
            unmatched(kept, listing.next.is_none() && kept == listing.shelf.len())
        }
        Some(listing) if listing.next.is_some() => "reading".to_owned(),
        Some(_) if place.prefix.is_empty() => "the bucket is empty".to_owned(),
        Some(_) => "the folder is empty".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::object::{Block, Entry, Token};

    /// A listing of four entries in two pages, of which one page is kept.
    fn partly_kept() -> Listing {
        let mut listing = Listing::default();
        for (token, keys) in [(None, ["a", "b"]), (Some("1"), ["c", "d"])] {
            let entries = keys.map(|key| Entry::Folder(key.into()));
            let asked = token.map(|token| Token(token.to_owned()));
            listing.shelf.push(asked, Arc::new(Block::of(&entries)), 2);
        }
        listing
    }

    #[test]
    fn a_filter_and_an_order_over_what_is_kept_alone_say_so() {
        let listing = partly_kept();
        let check = |look: &Look, want: &str| assert_eq!(notes(look, &listing)[1], want);
        check(&Look::default(), "");
        check(&Look { filter: Filter::new("a"), ..Look::default() }, "of the first 2 alone");
        check(
            &Look { sorting: crate::domain::object::Sorting::default().next(), ..Look::default() },
            "of the first 2 alone",
        );
        let nothing = nothing(&Prefix::top("b"), Some(&listing), &Filter::new("x"));
        assert_eq!(nothing, "nothing among the 2 loaded matches the filter");
    }
}

//! How a bucket, a folder and an object look on a line.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::sections::{Section, name};
use super::{details, is_stale};
use crate::domain::fault::Fault;
use crate::domain::object::{Entry, Listing, Object, Prefix};
use crate::domain::text::visible;
use crate::domain::words;
use crate::pane::Cx;
use crate::widgets::cells;

/// The sign in the gutter, and the mark before a name.
const LEAD: usize = 3;
/// The widest size: `1023.9K`.
const SIZE: usize = 7;
/// The widest age, with the gap before it.
const AGE: usize = 6;

/// A bucket's heading: its name, and how much it holds.
pub fn bucket(cx: Cx<'_>, section: &Section, listing: Option<&Listing>) -> Line<'static> {
    let name = format!("{}/", visible(&section.place.bucket));
    let room = usize::from(cx.area.width).saturating_sub(4);
    let mut words = contents(section, listing);
    words.retain(|word| name.width() + word.width() <= room);
    let right = reading(cx, listing, words.into_iter().next().unwrap_or_default(), false);
    let name = cells::cut_middle(&name, room.saturating_sub(right.width()));
    let gap = " ".repeat((room + 2).saturating_sub(name.width() + right.width()));
    let mut line = Line::from_iter([Span::styled(name, cx.theme.strong()), Span::raw(gap)]);
    line.spans.extend(right.spans.into_iter().map(|span| span.patch_style(right.style)));
    line
}

/// Why a bucket could not be read, below its heading.
pub fn fault(cx: Cx<'_>, fault: &Fault) -> Line<'static> {
    let words = cells::cut(&fault.words(), usize::from(cx.area.width).saturating_sub(LEAD));
    Line::from_iter([Span::raw("  "), Span::styled(words, cx.theme.warning())])
}

/// A folder or an object.
pub fn entry(cx: Cx<'_>, place: &Prefix, entry: &Entry) -> Line<'static> {
    let name = visible(name(place, entry));
    match entry {
        Entry::Folder(_) => {
            let name = cells::cut_middle(&name, usize::from(cx.area.width).saturating_sub(LEAD + 1));
            Line::from_iter(["  ".into(), name])
        }
        Entry::Object(object) => self::object(cx, place, object, &name),
    }
}

fn object(cx: Cx<'_>, place: &Prefix, object: &Object, name: &str) -> Line<'static> {
    let is_named = details::role(cx, &place.bucket, &object.key).is_some();
    let mark = if is_named { Span::styled("◆ ", cx.theme.key()) } else { Span::raw("  ") };
    let room = usize::from(cx.area.width).saturating_sub(LEAD + 1 + SIZE + AGE + 1);
    let name = cells::cut_middle(name, room);
    let size = cells::right(&words::size(object.size), room - name.width().min(room) + 1 + SIZE);
    let age = cells::right(&words::age(cx.now - object.modified), AGE);
    Line::from_iter([mark, Span::raw(name), Span::raw(size), Span::styled(age, cx.theme.faint())])
}

/// What a bucket holds in words, the fullest first.
fn contents(section: &Section, listing: Option<&Listing>) -> Vec<String> {
    let Some(listing) = listing else { return vec![] };
    let (loaded, is_whole) = (listing.entries.len(), listing.next.is_none());
    if let Some(shown) = section.filtered() {
        return vec![share(shown, loaded, is_whole), format!("{shown}")];
    }
    let plus = if is_whole { "" } else { "+" };
    let some = |count: usize, plus: &str, one: &str| {
        let s = if count == 1 && plus.is_empty() { "" } else { "s" };
        format!("{}{plus} {one}{s}", words::count(count))
    };
    match (section.folders, loaded - section.folders.min(loaded)) {
        (0, 0) if is_whole => vec!["empty".to_owned()],
        (0, objects) => vec![some(objects, plus, "object")],
        (folders, 0) => vec![some(folders, plus, "folder")],
        (folders, objects) => {
            let both = format!("{}, {}", some(folders, "", "folder"), some(objects, plus, "object"));
            vec![both, format!("{}{plus}", words::count(loaded))]
        }
    }
}

/// How many entries pass the filter, of how many.
pub fn share(shown: usize, loaded: usize, is_whole: bool) -> String {
    let loaded_only = if is_whole { "" } else { " loaded" };
    format!("{} of {}{loaded_only}", words::count(shown), words::count(loaded))
}

/// What is said of how a listing was read: its count, or how old it is; `with_age` also where all went well.
pub fn reading(cx: Cx<'_>, listing: Option<&Listing>, count: String, with_age: bool) -> Line<'static> {
    let Some(listing) = listing.filter(|listing| !listing.is_pending()) else {
        return Line::styled("reading", cx.theme.faint());
    };
    let Some(read) = listing.read else { return Line::styled("unreadable", cx.theme.warning()) };
    let age = format!("{} old", words::age(cx.now - read));
    let gap = if count.is_empty() { "" } else { "  " };
    match &listing.fault {
        Some(_) => Line::styled(format!("{count}{gap}{age}"), cx.theme.warning()),
        None if with_age && is_stale(cx, listing) => {
            Line::from_iter([Span::raw(count), Span::styled(format!("{gap}{age}"), cx.theme.faint())])
        }
        None => count.into(),
    }
}

//! How a bucket, a folder and an object look on a line.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::sections::Section;
use super::{details, is_stale};
use crate::domain::fault::Fault;
use crate::domain::object::{Entry, Listing, Manner, Novelty, Object, Prefix, Restore, Scope};
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
    let name = format!("{}/", visible(&section.scope.place.bucket));
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
pub fn entry(cx: Cx<'_>, scope: &Scope, entry: &Entry, listing: Option<&Listing>) -> Line<'static> {
    let name = match (scope.manner, entry) {
        (Manner::VersionsOf, Entry::Object(object)) => {
            object.version.as_ref().map(|version| version.id.exact())
        }
        _ => None,
    };
    let name = name.unwrap_or_else(|| scope.place.name_of(entry.key().exact()));
    let novelty = listing.and_then(|listing| listing.latest.named.get(entry.key())).copied();
    match entry {
        Entry::Folder(_) => {
            let name = cells::cut_middle(&visible(name), usize::from(cx.area.width).saturating_sub(LEAD + 1));
            Line::from_iter(["  ".into(), name])
        }
        Entry::Object(object) => self::object(cx, &scope.place, object, &visible(name), novelty),
    }
}

fn object(
    cx: Cx<'_>,
    place: &Prefix,
    object: &Object,
    name: &str,
    novelty: Option<Novelty>,
) -> Line<'static> {
    let is_named = details::role(cx, &place.bucket, &object.key).is_some();
    let (mark, style) = match novelty {
        Some(Novelty::New) => (Span::styled("+ ", cx.theme.good()), cx.theme.good()),
        Some(Novelty::Changed) => (Span::styled("~ ", cx.theme.found()), cx.theme.found()),
        None if is_named => (Span::styled("◆ ", cx.theme.key()), Style::default()),
        None => (Span::raw("  "), Style::default()),
    };
    let state = state(object);
    let width = usize::from(cx.area.width);
    let tail = SIZE + AGE + 1 + state.width() + usize::from(!state.is_empty()) * 2;
    let room = width.saturating_sub(LEAD + 1 + tail);
    let name = cells::cut_middle(name, room);
    let state = if state.is_empty() { state } else { format!("  {state}") };
    let gap = " ".repeat(room.saturating_sub(name.width()) + 1);
    let size = cells::right(&if is_marker(object) { String::new() } else { words::size(object.size) }, SIZE);
    let age = cells::right(&words::age(cx.now - object.modified), AGE);
    Line::from_iter([
        mark,
        Span::styled(name, style),
        Span::styled(format!("{gap}{state}"), cx.theme.warning()),
        Span::raw(size),
        Span::styled(age, cx.theme.faint()),
    ])
}

fn is_marker(object: &Object) -> bool {
    object.version.as_ref().is_some_and(|version| version.is_marker)
}

/// What is unusual of an object: where it is kept, and which version it is.
fn state(object: &Object) -> String {
    let version = object.version.as_ref().map(|version| match (version.is_latest, version.is_marker) {
        (true, true) => "deleted",
        (false, true) => "was deleted",
        (true, false) => "latest",
        (false, false) => "",
    });
    let class = object.storage_class.as_ref().map(|class| class.visible().into_owned());
    let restore = object.restore.map(|restore| match restore {
        Restore::Ongoing => "restoring",
        Restore::Until(_) => "restored",
    });
    let words = [version.map(str::to_owned), class, restore.map(str::to_owned)];
    words.into_iter().flatten().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a bucket holds in words, the fullest first.
fn contents(section: &Section, listing: Option<&Listing>) -> Vec<String> {
    let Some(listing) = listing else { return vec![] };
    let (loaded, is_whole) = (listing.shelf.len(), listing.next.is_none());
    let folders = listing.shelf.folders();
    if let Some(shown) = section.filtered() {
        return vec![share(shown, loaded, is_whole), format!("{shown}")];
    }
    let plus = if is_whole { "" } else { "+" };
    let some = |count: usize, plus: &str, one: &str| {
        let s = if count == 1 && plus.is_empty() { "" } else { "s" };
        format!("{}{plus} {one}{s}", words::count(count))
    };
    match (folders, loaded - folders.min(loaded)) {
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

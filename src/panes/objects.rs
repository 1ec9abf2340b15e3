//! The buckets of the pipeline, folder by folder.

mod details;
mod line;
mod paging;
mod preview;
mod sections;
mod words;

use ratatui::Frame;
use ratatui::text::Line;

use self::paging::Asked;
use self::sections::{Sections, Spot};
use crate::domain::object::{Entry, Listing, Object, ObjectRef, Prefix};
use crate::domain::text::Foreign;
use crate::effect::{Effect, Effects};
use crate::filter::Filter;
use crate::list::{Cursor, Motion};
use crate::pane::{Cx, Details, Pane, PaneKey, Title};
use crate::widgets::rows;

/// How old a place may be, in seconds, before entering it reads it again and its title says its age.
const STALE: i64 = 60;

/// Looks at one place at a time, and remembers the way back.
#[derive(Default)]
pub struct Objects {
    /// The places above, outermost first.
    above: Vec<Level>,
    here: Level,
    sections: Sections,
    asked: Asked,
    /// Whether the user asks for one more page, wherever the window is.
    wants_more: bool,
}

/// A place that was entered, and where one was looking in it.
#[derive(Default)]
struct Level {
    /// `None`: all buckets, each with its top.
    place: Option<Prefix>,
    cursor: Cursor<Id>,
    filter: Filter,
}

/// What identifies a row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Id {
    /// The heading of a bucket.
    Bucket(String),
    /// Why a bucket could not be read.
    Fault(String),
    /// A folder or an object.
    Entry { bucket: String, key: Foreign },
}

impl Pane for Objects {
    const NAME: &'static str = "objects";
    const TITLE: &'static str = "Objects";
    const KEYS: &'static [PaneKey<Self>] = &[
        PaneKey::new("space", "preview", "", "what is inside the object", Self::preview),
        PaneKey::new("b", "next-bucket", "", "to the next bucket", Self::next_bucket),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        let right = self.count(cx);
        Title { left: self.path(cx, &right), right }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        if self.sections.len() == 0 {
            return self.draw_absence(cx, frame);
        }
        let row = |n| self.line(cx, n).unwrap_or_default();
        rows::draw(self.body(cx), frame, &self.here.cursor, self.sections.len(), row);
        self.draw_unmatched(cx, frame);
        rows::fault_line(cx, frame, self.listing(cx).and_then(|listing| listing.fault.as_ref()));
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        self.wants_more = motion == Motion::Last;
        let height = self.body(cx).height();
        let sections = &self.sections;
        self.here.cursor.go(motion, sections.len(), height, |n| sections.id(cx, n));
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        if self.sections.settle(cx, self.here.place.as_ref(), &self.here.filter) {
            let row = self.here.cursor.key().and_then(|id| self.sections.find(cx, id));
            self.here.cursor.expect_at(row.unwrap_or(self.here.cursor.index()));
        }
        let body = self.body(cx);
        let sections = &self.sections;
        self.here.cursor.settle(sections.len(), body.height(), |n| sections.id(cx, n));
        self.read_on(body)
    }

    fn enter(&mut self, cx: Cx<'_>) -> Option<Effects> {
        if self.selected_object(cx).is_some() {
            return Some(self.preview(cx));
        }
        let place = self.selected_place(cx)?;
        let id = self.sections.id(cx, self.here.cursor.index())?;
        self.here.cursor.select(id);
        let effects = wants_reading(cx, &place).then(|| Effect::List(place.clone(), None));
        let level = Level { place: Some(place), ..Level::default() };
        self.above.push(std::mem::replace(&mut self.here, level));
        self.sections = Sections::default();
        Some(effects.into_iter().collect())
    }

    fn back(&mut self, _: Cx<'_>) -> Option<Effects> {
        if !self.here.filter.is_empty() {
            return None;
        }
        self.here = self.above.pop()?;
        self.sections = Sections::default();
        Some(vec![])
    }

    fn refresh(&mut self, cx: Cx<'_>) -> Effects {
        self.asked = Asked::default();
        let unwatched = self.here.place.as_ref().filter(|place| !is_watched(cx, place));
        unwatched.map(|place| Effect::List(place.clone(), None)).into_iter().collect()
    }

    fn hold(&mut self, cx: Cx<'_>) {
        let sections = &self.sections;
        self.here.cursor.hold(|n| sections.id(cx, n));
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        let (section, spot) = self.sections.spot(self.here.cursor.index())?;
        let listing = cx.world.listings.get(&section.place)?;
        match spot {
            Spot::Bucket | Spot::Fault => Some(details::place(cx, &section.place, listing)),
            Spot::Entry(_) => Some(match self.selected_object(cx) {
                Some((object, listed)) => details::object(cx, &object, &listed),
                None => details::folder(&self.selected_place(cx)?),
            }),
        }
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        self.here.filter = Filter::new(text);
        self.sections = Sections::default();
    }

    fn filtered_by(&self) -> &str {
        self.here.filter.text()
    }
}

impl Objects {
    /// The listing of the place that was entered; `None` at the top, or when it has not been read.
    fn listing<'a>(&self, cx: Cx<'a>) -> Option<&'a Listing> {
        cx.world.listings.get(self.here.place.as_ref()?)
    }

    /// The area of the rows: without the last line where that says what went wrong.
    fn body<'a>(&self, cx: Cx<'a>) -> Cx<'a> {
        let has_fault = self.listing(cx).is_some_and(|listing| listing.fault.is_some());
        let mut area = cx.area;
        area.height = area.height.saturating_sub(u16::from(has_fault));
        cx.within(area)
    }

    fn line(&self, cx: Cx<'_>, n: usize) -> Option<Line<'static>> {
        let (section, spot) = self.sections.spot(n)?;
        let listing = cx.world.listings.get(&section.place);
        match spot {
            Spot::Bucket => Some(line::bucket(cx, section, listing)),
            Spot::Fault => listing?.fault.as_ref().map(|fault| line::fault(cx, fault)),
            Spot::Entry(n) => listing?.entries.get(n).map(|entry| line::entry(cx, &section.place, entry)),
        }
    }

    /// The place that the selected row stands for, if it is one.
    fn selected_place(&self, cx: Cx<'_>) -> Option<Prefix> {
        let (section, spot) = self.sections.spot(self.here.cursor.index())?;
        let Spot::Entry(n) = spot else {
            return (spot == Spot::Bucket).then(|| section.place.clone());
        };
        match cx.world.listings.get(&section.place)?.entries.get(n)? {
            Entry::Folder(prefix) => {
                Some(Prefix { bucket: section.place.bucket.clone(), prefix: prefix.clone() })
            }
            Entry::Object(_) => None,
        }
    }

    /// The object that the selected row stands for, if it is one, and what the listing says of it.
    fn selected_object(&self, cx: Cx<'_>) -> Option<(ObjectRef, Object)> {
        let (section, Spot::Entry(n)) = self.sections.spot(self.here.cursor.index())? else { return None };
        match cx.world.listings.get(&section.place)?.entries.get(n)? {
            Entry::Folder(_) => None,
            Entry::Object(object) => {
                Some((ObjectRef::new(&section.place.bucket, object.key.clone()), object.clone()))
            }
        }
    }

    /// Asks for the next page of every place whose loaded rows are about to end.
    fn read_on(&mut self, body: Cx<'_>) -> Effects {
        let window = self.here.cursor.window(self.sections.len(), body.height());
        let more = std::mem::take(&mut self.wants_more);
        let ending = self.sections.ending(&window, more);
        ending
            .filter_map(|place| {
                let listing = body.world.listings.get(place)?;
                self.asked.next(place, listing).map(|token| Effect::List(place.clone(), Some(token)))
            })
            .collect()
    }

    fn next_bucket(&mut self, cx: Cx<'_>) -> Effects {
        let row = self.sections.heading_after(self.here.cursor.index());
        if let Some((row, id)) = row.and_then(|row| Some((row, self.sections.id(cx, row)?))) {
            self.here.cursor.expect_at(row);
            self.here.cursor.select(id);
        }
        vec![]
    }
}

/// Whether the place is read again and again anyway.
fn is_watched(cx: Cx<'_>, place: &Prefix) -> bool {
    place.prefix.is_empty() && cx.pipeline.buckets().contains(&place.bucket.as_str())
}

/// Whether entering a place should read it: it is unknown, could not be read, or was read long ago.
fn wants_reading(cx: Cx<'_>, place: &Prefix) -> bool {
    let is_watched = is_watched(cx, place);
    match cx.world.listings.get(place) {
        None => !is_watched,
        Some(listing) => listing.fault.is_some() || (!is_watched && is_stale(cx, listing)),
    }
}

fn is_stale(cx: Cx<'_>, listing: &Listing) -> bool {
    listing.read.is_none_or(|read| (cx.now - read).num_seconds() >= STALE)
}

#[cfg(test)]
mod tests;

//! The buckets of the pipeline, folder by folder.

mod account;
mod details;
mod going;
mod line;
mod marks;
mod preview;
mod related;
mod sections;
mod words;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use self::sections::{Look, Sections, Spot};
use crate::domain::object::bucket::Bucket;
use crate::domain::object::{Entry, Flow, Listing, Manner, Object, ObjectRef, Prefix, Scope};
use crate::domain::text::Foreign;
use crate::effect::{Clip, Effect, Effects, Related, Target};
use crate::filter::{Filter, object};
use crate::list::{Cursor, Marks, Motion};
use crate::pane::{Cx, Details, Memory, Pane, PaneKey, Remark, Title};
use crate::sheet::Sheet;
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
    /// The place that is read again and again, so that what is new in it is seen.
    followed: Option<Scope>,
    /// The look at what details are opened of, until it is asked for.
    opened: Option<Effect>,
    /// What was marked, here and elsewhere.
    marks: Marks<marks::Marked>,
    /// All buckets of the account, where they are shown at the top instead of the pipeline's.
    account: Option<Sheet<Bucket>>,
    /// The page that was asked for again, so that it is asked for once.
    fetching: Option<(Scope, usize)>,
    /// What a question is about.
    chosen: Option<preview::Chosen>,
}

/// A place that was entered, and where one was looking in it.
#[derive(Clone, Default)]
struct Level {
    /// `None`: all buckets of the pipeline, each with its top.
    scope: Option<Scope>,
    cursor: Cursor<Id>,
    look: Look,
}

/// What identifies a row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Id {
    /// The heading of a bucket.
    Bucket(String),
    /// Why a bucket could not be read.
    Fault(String),
    /// A folder, an object, or a version of one.
    Entry { bucket: String, key: Foreign, version: Option<Foreign> },
    /// An entry whose page was let go.
    Away(usize),
}

impl Pane for Objects {
    const NAME: &'static str = "objects";
    const TITLE: &'static str = "Objects";
    const KEYS: &'static [PaneKey<Self>] = &[
        PaneKey::new("space", "preview", "", "what is inside the object", Self::preview),
        PaneKey::new(
            "D",
            "download",
            "",
            "fetch what is marked, the object, or all of the folder, into a folder of yours",
            Self::ask_folder,
        ),
        PaneKey::new(
            "Y",
            "copy-command",
            "",
            "copy the aws s3 cp command for the object, or for all that is marked",
            Self::copy_command,
        ),
        PaneKey::new(
            "alt-y",
            "copy-arn",
            "",
            "copy the ARN of the object, or of all that is marked",
            Self::copy_arn,
        ),
        PaneKey::new(
            "U",
            "presign",
            "",
            "copy a URL that lets anybody read the object for a while",
            Self::ask_presign,
        ),
        PaneKey::new("m", "mark", "", "mark the object or the folder, or no longer", Self::mark),
        PaneKey::new("M", "unmark", "", "mark nothing any more", Self::unmark),
        PaneKey::new("'", "next-mark", "", "to the next marked row", Self::next_mark),
        PaneKey::new("a", "all", "", "all buckets of the account, or the pipeline's", Self::all_or_ours),
        PaneKey::new("b", "next-bucket", "", "to the next bucket", Self::next_bucket),
        PaneKey::new("O", "go-to", "", "go to any bucket or prefix, by name", Self::ask_where),
        PaneKey::new("f", "flat", "", "every object however deep, or folder by folder", Self::flatten),
        PaneKey::new("s", "sort", "", "sort by name, size, age", Self::sort),
        PaneKey::new("w", "watch", "", "watch the place: mark and count what is new", Self::watch),
        PaneKey::new("S", "turn", "", "turn the order around", Self::turn),
        PaneKey::new("v", "versions", "", "every version of the row, and what was deleted", Self::versions),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        if let Some(sheet) = self.account() {
            return account::title(sheet, cx);
        }
        let right = self.count(cx);
        Title { left: self.path(cx, &right), right }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        if let Some(sheet) = self.account() {
            return account::draw(sheet, cx, frame);
        }
        if self.sections.len() == 0 {
            return self.draw_absence(cx, frame);
        }
        let row = |n| self.row(cx, n).unwrap_or_default();
        rows::draw(self.body(cx), frame, &self.here.cursor, self.sections.len(), row);
        self.draw_unmatched(cx, frame);
        rows::fault_line(cx, frame, self.listing(cx).and_then(|listing| listing.fault.as_ref()));
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        if let Some(sheet) = self.account_mut() {
            return account::go(sheet, motion, cx);
        }
        let height = self.body(cx).height();
        let sections = &self.sections;
        self.here.cursor.go(motion, sections.len(), height, |n| sections.id(cx, n));
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        if let Some(sheet) = self.account_mut() {
            account::settle(sheet, cx);
            return self.unfollow().into_iter().chain(self.opened.take()).collect();
        }
        let (is_changed, wish) = self.sections.settle(cx, self.here.scope.as_ref(), &self.here.look);
        if is_changed {
            self.find_again(cx);
        }
        let body = self.body(cx);
        let sections = &self.sections;
        self.here.cursor.settle(sections.len(), body.height(), |n| sections.id(cx, n));
        let mut effects: Effects =
            wish.map(|(scope, wish)| Effect::Arrange(scope, wish)).into_iter().collect();
        effects.extend(self.fetch(body));
        effects.extend(self.unfollow());
        effects.extend(self.opened.take());
        effects
    }

    fn enter(&mut self, cx: Cx<'_>) -> Option<Effects> {
        if self.selected_object(cx).is_some() {
            return Some(self.preview(cx));
        }
        let place = self.selected_place(cx)?;
        Some(self.go_into(cx, Scope::folders(place)))
    }

    fn back(&mut self, cx: Cx<'_>) -> Option<Effects> {
        if let Some(scope) = self.streaming(cx) {
            return Some(vec![Effect::Unlist(scope)]);
        }
        if !self.filtered_by().is_empty() {
            return None;
        }
        if self.account().is_some() {
            return Some(self.all_or_ours(cx));
        }
        match self.above.pop() {
            Some(level) => {
                self.here = level;
                self.sections = Sections::default();
                Some(vec![])
            }
            None => self.up(cx),
        }
    }

    fn refresh(&mut self, cx: Cx<'_>) -> Effects {
        if self.account().is_some() {
            return vec![Effect::Buckets];
        }
        self.here.scope.clone().map(|scope| Effect::List(scope, self.rest(cx))).into_iter().collect()
    }

    fn find(&mut self, target: &Target, cx: Cx<'_>) -> Option<Effects> {
        let (place, key) = related::place(target)?;
        Some(self.go_to(cx, place, key))
    }

    fn remember(&self, cx: Cx<'_>) -> Option<Memory> {
        let mut here = self.here.clone();
        if let Some(id) = self.sections.id(cx, here.cursor.index()) {
            here.cursor.select(id);
        }
        Some(Memory::of((self.above.clone(), here)))
    }

    fn recall(&mut self, memory: Memory, _: Cx<'_>) {
        let Some((above, here)) = memory.place() else { return };
        (self.above, self.here, self.sections) = (above, here, Sections::default());
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        match self.sections.id(cx, self.here.cursor.index()) {
            Some(Id::Entry { bucket, key, .. }) => related::tables(cx, &bucket, key.exact()),
            _ => vec![],
        }
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        if let Some(bucket) = self.selected_bucket(cx) {
            return Some(related::identity(bucket.name.exact(), ""));
        }
        if !self.marks.is_empty() {
            return Some(related::identities(&self.chosen_names(cx)));
        }
        match self.sections.id(cx, self.here.cursor.index())? {
            Id::Entry { bucket, key, .. } => Some(related::identity(&bucket, key.exact())),
            Id::Bucket(bucket) | Id::Fault(bucket) => Some(related::identity(&bucket, "")),
            Id::Away(_) => None,
        }
    }

    fn hold(&mut self, cx: Cx<'_>) {
        if let Some(sheet) = self.account_mut() {
            sheet.hold(account::all(cx));
            let name = self.selected_bucket(cx).map(|bucket| bucket.name.exact().to_owned());
            self.opened = name.map(Effect::InspectBucket);
            return;
        }
        let sections = &self.sections;
        self.here.cursor.hold(|n| sections.id(cx, n));
        let is_marker = |object: &Object| object.version.as_ref().is_some_and(|version| version.is_marker);
        let chosen = self.selected_object(cx).filter(|(_, listed)| !is_marker(listed));
        let bucket = match sections.spot(self.here.cursor.index()) {
            Some((section, Spot::Bucket | Spot::Fault)) => Some(section.scope.place.bucket.clone()),
            _ => None,
        };
        self.opened = chosen.map(|(object, _)| Effect::Inspect(object)).or(bucket.map(Effect::InspectBucket));
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        if self.account().is_some() {
            return self.selected_bucket(cx).map(|bucket| details::bucket(cx, bucket));
        }
        let (section, spot) = self.sections.spot(self.here.cursor.index())?;
        let listing = cx.world.listings.get(&section.scope)?;
        match spot {
            Spot::Bucket | Spot::Fault => Some(details::place(cx, &section.scope.place, listing)),
            Spot::Entry(_) => Some(match self.selected_object(cx) {
                Some((object, listed)) => details::object(cx, &object, &listed),
                None => details::folder(&self.selected_place(cx)?),
            }),
        }
    }

    fn entered(&mut self, question: &str, text: &str, cx: Cx<'_>) -> Option<Effects> {
        if preview::is_ours(question) {
            return self.answered(question, text);
        }
        let place = Prefix::parse(text)?;
        Some(self.go_into(cx, Scope::folders(place)))
    }

    fn remark(&self, question: &str, _: Cx<'_>) -> Option<Remark> {
        if question == "filter" {
            let own = || self.here.look.filter.remark(&object::COLUMNS);
            return Some(self.account().map_or_else(own, Sheet::remark));
        }
        if preview::is_ours(question) {
            return preview::remark(question);
        }
        (question == going::PLACE).then(|| Remark::plain("bucket/prefix or s3://bucket/prefix"))
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        if let Some(sheet) = self.account_mut() {
            return sheet.filter(text);
        }
        self.here.look.filter = Filter::of(text, &object::COLUMNS);
        self.sections = Sections::default();
    }

    fn filtered_by(&self) -> &str {
        if let Some(sheet) = self.account() {
            return sheet.filtered_by();
        }
        self.here.look.filter.text()
    }
}

impl Objects {
    /// The listing of the place that was entered; `None` at the top, or when it has not been read.
    fn listing<'a>(&self, cx: Cx<'a>) -> Option<&'a Listing> {
        cx.world.listings.get(self.here.scope.as_ref()?)
    }

    /// The area of the rows: without the last line where that says what went wrong.
    fn body<'a>(&self, cx: Cx<'a>) -> Cx<'a> {
        let has_fault = self.listing(cx).is_some_and(|listing| listing.fault.is_some());
        let mut area = cx.area;
        area.height = area.height.saturating_sub(u16::from(has_fault));
        cx.within(area)
    }

    /// A row, after a sign where anything is marked.
    fn row(&self, cx: Cx<'_>, n: usize) -> Option<Line<'static>> {
        let Some(sign) = self.mark_of(cx, n) else { return self.line(cx, n) };
        let area = Rect { width: cx.area.width.saturating_sub(2), ..cx.area };
        let mut line = self.line(cx.within(area), n)?;
        line.spans.insert(0, Span::styled(sign, cx.theme.key()));
        Some(line)
    }

    fn line(&self, cx: Cx<'_>, n: usize) -> Option<Line<'static>> {
        let (section, spot) = self.sections.spot(n)?;
        let listing = cx.world.listings.get(&section.scope);
        match spot {
            Spot::Bucket => Some(line::bucket(cx, section, listing)),
            Spot::Fault => listing?.fault.as_ref().map(|fault| line::fault(cx, fault)),
            Spot::Entry(n) => Some(match section.entry(cx, n) {
                Some(entry) => line::entry(cx, &section.scope, &entry, listing),
                None => Line::styled("  reading", cx.theme.faint()),
            }),
        }
    }

    /// The place that the selected row stands for, if it is one.
    fn selected_place(&self, cx: Cx<'_>) -> Option<Prefix> {
        if self.account().is_some() {
            return self.selected_bucket(cx).map(|bucket| Prefix::top(bucket.name.exact()));
        }
        let (section, spot) = self.sections.spot(self.here.cursor.index())?;
        let place = &section.scope.place;
        let Spot::Entry(n) = spot else { return (spot == Spot::Bucket).then(|| place.clone()) };
        match section.entry(cx, n)? {
            Entry::Folder(prefix) => Some(Prefix { bucket: place.bucket.clone(), prefix }),
            Entry::Object(_) => None,
        }
    }

    /// The object that the selected row stands for, if it is one, and what the listing says of it.
    fn selected_object(&self, cx: Cx<'_>) -> Option<(ObjectRef, Object)> {
        let (section, Spot::Entry(n)) = self.sections.spot(self.here.cursor.index())? else { return None };
        let Entry::Object(object) = section.entry(cx, n)? else { return None };
        let version = object.version.as_ref().map(|version| version.id.clone());
        Some((ObjectRef::new(&section.scope.place.bucket, object.key.clone()).at(version), object))
    }

    /// Asks for the page in the window that was let go, once.
    fn fetch(&mut self, body: Cx<'_>) -> Option<Effect> {
        let window = self.here.cursor.window(self.sections.len(), body.height());
        let (scope, mut numbers) = self.sections.plain(&window)?;
        let listing = body.world.listings.get(scope)?;
        let (page, token) = numbers.find_map(|n| listing.shelf.away(n))?;
        let asked = Some((scope.clone(), page));
        if listing.fault.is_some() || self.fetching == asked {
            return None;
        }
        self.fetching.clone_from(&asked);
        asked.map(|(scope, page)| Effect::Fetch(scope, page, token))
    }
}

/// Whether entering a place should read it: it is unknown, could not be read, was not read to its end, or long ago.
fn wants_reading(cx: Cx<'_>, scope: &Scope) -> bool {
    cx.world.listings.get(scope).is_none_or(|listing| {
        listing.fault.is_some() || listing.flow == Flow::Stopped || is_stale(cx, listing)
    })
}

fn is_stale(cx: Cx<'_>, listing: &Listing) -> bool {
    listing.read.is_none_or(|read| (cx.now - read).num_seconds() >= STALE)
}

#[cfg(test)]
mod tests;

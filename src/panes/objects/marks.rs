//! Objects and folders that were marked, in whichever places: what is fetched and copied together.

use super::{Effects, Id, Objects};
use crate::domain::download::Wanted;
use crate::domain::object::{Entry, ObjectRef, Prefix};
use crate::domain::preview::Target;
use crate::pane::Cx;

/// What stands before a marked row; a diamond is what the pipeline names.
const MARK: &str = "● ";

/// A marked row, and what it was when it was marked.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    id: Id,
    wanted: Wanted,
}

/// It is the same row, whatever became of it.
impl PartialEq for Marked {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Objects {
    /// Marks the selected object or folder, or takes its mark away; in the account's buckets marks one of them.
    pub(super) fn mark(&mut self, cx: Cx<'_>) -> Effects {
        if let Some(sheet) = self.account_mut() {
            sheet.mark(super::account::all(cx));
            return vec![];
        }
        let id = self.sections.id(cx, self.here.cursor.index());
        match (id, self.selected_wanted(cx)) {
            (Some(id @ Id::Entry { .. }), Some(wanted)) => {
                let sections = &self.sections;
                self.here.cursor.hold(|n| sections.id(cx, n));
                self.marks.turn(Marked { id, wanted });
                vec![]
            }
            _ => super::preview::say("select an object or a folder to mark it"),
        }
    }

    pub(super) fn unmark(&mut self, _: Cx<'_>) -> Effects {
        if let Some(sheet) = self.account_mut() {
            sheet.unmark();
        }
        self.marks.clear();
        vec![]
    }

    /// Goes to the next marked row of this place, and from the last to the first.
    pub(super) fn next_mark(&mut self, cx: Cx<'_>) -> Effects {
        let here = self.here.cursor.index();
        let mut rows: Vec<(usize, Id)> =
            self.marks.all().iter().filter_map(|mark| self.row_of(cx, &mark.id)).collect();
        rows.sort_by_key(|(row, _)| *row);
        let next = rows.iter().find(|(row, _)| *row > here).or(rows.first()).cloned();
        match next {
            Some((row, id)) => {
                self.here.cursor.expect_at(row);
                self.here.cursor.select(id);
                vec![]
            }
            None => super::preview::say("nothing here is marked"),
        }
    }

    /// Where a row is, if it is here.
    fn row_of(&self, cx: Cx<'_>, id: &Id) -> Option<(usize, Id)> {
        let row = self.sections.find(cx, id)?;
        (self.sections.id(cx, row).as_ref() == Some(id)).then(|| (row, id.clone()))
    }

    /// The sign before a row, where anything is marked.
    pub(super) fn mark_of(&self, cx: Cx<'_>, n: usize) -> Option<&'static str> {
        if self.marks.is_empty() {
            return None;
        }
        let id = self.sections.id(cx, n);
        let is_marked = self.marks.all().iter().any(|mark| Some(&mark.id) == id.as_ref());
        Some(if is_marked { MARK } else { "  " })
    }

    /// The selected object or folder.
    fn selected_wanted(&self, cx: Cx<'_>) -> Option<Wanted> {
        let (section, super::Spot::Entry(n)) = self.sections.spot(self.here.cursor.index())? else {
            return None;
        };
        let bucket = &section.scope.place.bucket;
        Some(match section.entry(cx, n)? {
            Entry::Folder(prefix) => Wanted::Prefix(Prefix { bucket: bucket.clone(), prefix }),
            Entry::Object(listed) => {
                let version = listed.version.as_ref().map(|version| version.id.clone());
                let object = ObjectRef::new(bucket, listed.key.clone()).at(version);
                Wanted::Object(Target {
                    object,
                    size: listed.size,
                    modified: listed.modified,
                    etag: listed.etag,
                })
            }
        })
    }

    /// What is fetched: all that is marked, else what is selected.
    pub(super) fn chosen_wanted(&self, cx: Cx<'_>) -> Option<Wanted> {
        match self.marks.all() {
            [] => self.selected_wanted(cx).or_else(|| self.selected_place(cx).map(Wanted::Prefix)),
            [one] => Some(one.wanted.clone()),
            many => Some(Wanted::Many(many.iter().map(|mark| mark.wanted.clone()).collect())),
        }
    }

    /// The names of what is copied: all that is marked, else the selected object.
    pub(super) fn chosen_names(&self, cx: Cx<'_>) -> Vec<ObjectRef> {
        if self.marks.is_empty() {
            return self.selected_object(cx).map(|(object, _)| object).into_iter().collect();
        }
        self.marks.all().iter().filter_map(|mark| mark.wanted.name()).collect()
    }
}

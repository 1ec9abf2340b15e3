//! Going from place to place, and looking at one in another way.

use super::sections::{Look, Sections};
use super::{Effect, Effects, Flow, Level, Manner, Objects, Scope, wants_reading};
use crate::domain::object::{Prefix, Sorting, Token};
use crate::effect::{Here, Question};
use crate::pane::Cx;

/// The question for a place, by name.
pub(super) const PLACE: &str = "go-to";

impl Objects {
    /// Enters a place, and has it read unless it is known.
    pub(super) fn go_into(&mut self, cx: Cx<'_>, scope: Scope) -> Effects {
        if let Some(id) = self.sections.id(cx, self.here.cursor.index()) {
            self.here.cursor.select(id);
        }
        let mut effects: Effects = self.streaming(cx).map(Effect::Unlist).into_iter().collect();
        let level = Level { scope: Some(scope), ..Level::default() };
        self.above.push(std::mem::replace(&mut self.here, level));
        effects.extend(self.read(cx));
        effects
    }

    /// Leaves a place that nothing lies above on the way here for the folder that it is in.
    pub(super) fn up(&mut self, cx: Cx<'_>) -> Option<Effects> {
        let scope = self.here.scope.clone()?;
        self.sections = Sections::default();
        self.here = Level::default();
        let Some(parent) = scope.place.parent() else { return Some(vec![]) };
        self.here.scope = Some(Scope::folders(parent));
        Some(self.read(cx))
    }

    /// Has the place be read, unless it is known; one whose reading was ended is read on.
    fn read(&mut self, cx: Cx<'_>) -> Effects {
        self.sections = Sections::default();
        let scope = self.here.scope.clone().filter(|scope| wants_reading(cx, scope));
        scope.map(|scope| Effect::List(scope, self.rest(cx))).into_iter().collect()
    }

    /// Where the reading goes on that was ended before its end.
    pub(super) fn rest(&self, cx: Cx<'_>) -> Option<Token> {
        let listing = self.listing(cx)?;
        listing.next.clone().filter(|_| listing.flow == Flow::Stopped || listing.fault.is_some())
    }

    /// The place, while it is being read.
    pub(super) fn streaming(&self, cx: Cx<'_>) -> Option<Scope> {
        let is_streaming = self.listing(cx).is_some_and(|listing| listing.flow == Flow::Streaming);
        self.here.scope.clone().filter(|_| is_streaming)
    }

    pub(super) fn ask_where(&mut self, _: Cx<'_>) -> Effects {
        let text = self.here.scope.as_ref().map(|scope| scope.place.uri());
        let text = text.unwrap_or_default();
        vec![Effect::Here(Here::Ask(Question { name: PLACE, label: "go to", text }))]
    }

    /// Has the place be read again and again, or no longer.
    pub(super) fn watch(&mut self, cx: Cx<'_>) -> Effects {
        let Some(scope) = self.here.scope.clone() else {
            return vec![Effect::Here(Here::Say(
                "enter a place first: these are read every 30 s anyway".to_owned(),
            ))];
        };
        if self.followed.take().is_some() {
            return vec![Effect::Unfollow];
        }
        let known = self.listing(cx).filter(|listing| listing.is_whole() && !listing.is_pending());
        match known.filter(|listing| listing.shelf.kept() == listing.shelf.len()) {
            None => vec![Effect::Here(Here::Say("only what was read to its end can be watched".to_owned()))],
            Some(listing) => {
                self.followed = Some(scope.clone());
                vec![Effect::Follow(scope, listing.shelf.clone())]
            }
        }
    }

    pub(super) fn next_bucket(&mut self, cx: Cx<'_>) -> Effects {
        let row = self.sections.heading_after(self.here.cursor.index());
        if let Some((row, id)) = row.and_then(|row| Some((row, self.sections.id(cx, row)?))) {
            self.here.cursor.expect_at(row);
            self.here.cursor.select(id);
        }
        vec![]
    }

    /// Finds the selected row among rows that were made anew; one that is gone hands on to the one in its place.
    pub(super) fn find_again(&mut self, cx: Cx<'_>) {
        let Some(id) = self.here.cursor.key().cloned() else { return };
        let row = self.sections.find(cx, &id).unwrap_or(self.here.cursor.index());
        let row = row.min(self.sections.len().saturating_sub(1));
        self.here.cursor.expect_at(row);
        if let Some(there) = self.sections.id(cx, row).filter(|there| *there != id) {
            self.here.cursor.select(there);
        }
    }

    /// Ends the watching of a place that was left.
    pub(super) fn unfollow(&mut self) -> Option<Effect> {
        let is_left = self.followed.is_some() && self.followed != self.here.scope;
        is_left.then(|| {
            self.followed = None;
            Effect::Unfollow
        })
    }

    /// Every object however deep, or folder by folder.
    pub(super) fn flatten(&mut self, cx: Cx<'_>) -> Effects {
        let Some(scope) = &self.here.scope else {
            let place = self.selected_place(cx).or_else(|| {
                self.sections.spot(self.here.cursor.index()).map(|(section, _)| section.scope.place.clone())
            });
            return place
                .map(|place| self.go_into(cx, Scope { place, manner: Manner::Flat }))
                .unwrap_or_default();
        };
        let manner = if scope.manner == Manner::Flat { Manner::Folders } else { Manner::Flat };
        let scope = scope.listed(manner);
        let mut effects: Effects = self.streaming(cx).map(Effect::Unlist).into_iter().collect();
        let look = Look { sorting: self.here.look.sorting, ..Look::default() };
        self.here = Level { scope: Some(scope), look, ..Level::default() };
        effects.extend(self.read(cx));
        effects
    }

    pub(super) fn sort(&mut self, cx: Cx<'_>) -> Effects {
        if let Some(sheet) = self.account_mut() {
            super::account::sort(sheet, cx);
            return vec![];
        }
        self.order(cx, self.here.look.sorting.next())
    }

    pub(super) fn turn(&mut self, cx: Cx<'_>) -> Effects {
        if let Some(sheet) = self.account_mut() {
            super::account::turn(sheet, cx);
            return vec![];
        }
        self.order(cx, self.here.look.sorting.turned())
    }

    fn order(&mut self, cx: Cx<'_>, sorting: Sorting) -> Effects {
        let sections = &self.sections;
        self.here.cursor.hold(|n| sections.id(cx, n));
        self.here.look.sorting = sorting;
        self.sections = Sections::default();
        vec![]
    }

    /// Every version of an object, or of everything in a folder.
    pub(super) fn versions(&mut self, cx: Cx<'_>) -> Effects {
        if self.here.scope.as_ref().is_some_and(|scope| scope.manner.has_versions()) {
            return self.back_from_versions();
        }
        if let Some((object, _)) = self.selected_object(cx) {
            let place = Prefix { bucket: object.bucket, prefix: object.key };
            return self.go_into(cx, Scope { place, manner: Manner::VersionsOf });
        }
        let here = self.here.scope.as_ref().map(|scope| scope.place.clone());
        match self.selected_place(cx).or(here) {
            Some(place) => self.go_into(cx, Scope { place, manner: Manner::Versions }),
            None => vec![],
        }
    }

    fn back_from_versions(&mut self) -> Effects {
        if let Some(level) = self.above.pop() {
            self.here = level;
            self.sections = Sections::default();
        }
        vec![]
    }
}

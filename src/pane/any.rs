//! A pane whose type is forgotten.

use ratatui::Frame;

use super::{Cx, Details, Memory, Pane, Remark, Title};
use crate::effect::{Clip, Effects, Related, Subject, Target};
use crate::keys::{Chord, Keymap, Row};
use crate::list::Motion;

/// A pane whose type is forgotten, so that the app can hold a row of them.
pub trait AnyPane {
    /// See [`Pane::NAME`].
    fn name(&self) -> &'static str;
    /// See [`Pane::TITLE`].
    fn heading(&self) -> &'static str;
    /// What the rows of the keymap say.
    fn rows(&self) -> Vec<Row>;
    /// Acts on a key, or `None` if it is not ours.
    fn press(&mut self, chord: Chord, keymap: &Keymap, cx: Cx<'_>) -> Option<Effects>;
    /// Does what the row of this name does, or `None` if there is none.
    fn run(&mut self, name: &str, cx: Cx<'_>) -> Option<Effects>;
    /// See [`Pane::title`].
    fn title(&self, cx: Cx<'_>) -> Title<'static>;
    /// See [`Pane::draw`].
    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>);
    /// See [`Pane::go`].
    fn go(&mut self, motion: Motion, cx: Cx<'_>);
    /// See [`Pane::settle`].
    fn settle(&mut self, cx: Cx<'_>) -> Effects;
    /// See [`Pane::enter`].
    fn enter(&mut self, cx: Cx<'_>) -> Option<Effects>;
    /// See [`Pane::back`].
    fn back(&mut self, cx: Cx<'_>) -> Option<Effects>;
    /// See [`Pane::refresh`].
    fn refresh(&mut self, cx: Cx<'_>) -> Effects;
    /// See [`Pane::hold`].
    fn hold(&mut self, cx: Cx<'_>);
    /// See [`Pane::details`].
    fn details(&self, cx: Cx<'_>) -> Option<Details>;
    /// See [`Pane::typed`].
    fn typed(&mut self, question: &str, text: &str, cx: Cx<'_>);
    /// See [`Pane::entered`].
    fn entered(&mut self, question: &str, text: &str, cx: Cx<'_>) -> Option<Effects>;
    /// See [`Pane::dropped`].
    fn dropped(&mut self, question: &str, cx: Cx<'_>);
    /// See [`Pane::remark`].
    fn remark(&self, question: &str, cx: Cx<'_>) -> Option<Remark>;
    /// See [`Pane::show`].
    fn show(&mut self, subject: &Subject, cx: Cx<'_>) -> Option<Effects>;
    /// See [`Pane::find`].
    fn find(&mut self, target: &Target, cx: Cx<'_>) -> Option<Effects>;
    /// See [`Pane::remember`].
    fn remember(&self, cx: Cx<'_>) -> Option<Memory>;
    /// See [`Pane::recall`].
    fn recall(&mut self, memory: Memory, cx: Cx<'_>);
    /// See [`Pane::related`].
    fn related(&self, cx: Cx<'_>) -> Vec<Related>;
    /// See [`Pane::identity`].
    fn identity(&self, cx: Cx<'_>) -> Option<Clip>;
    /// See [`Pane::filter`].
    fn filter(&mut self, text: &str, cx: Cx<'_>);
    /// See [`Pane::filtered_by`].
    fn filtered_by(&self) -> &str;
}

impl<P: Pane> AnyPane for P {
    fn name(&self) -> &'static str {
        P::NAME
    }

    fn heading(&self) -> &'static str {
        P::TITLE
    }

    fn rows(&self) -> Vec<Row> {
        P::KEYS.iter().map(|key| key.row).collect()
    }

    fn press(&mut self, chord: Chord, keymap: &Keymap, cx: Cx<'_>) -> Option<Effects> {
        let key = P::KEYS.iter().find(|key| keymap.answers(P::NAME, &key.row, chord))?;
        Some((key.act)(self, cx))
    }

    fn run(&mut self, name: &str, cx: Cx<'_>) -> Option<Effects> {
        let key = P::KEYS.iter().find(|key| key.row.name == name)?;
        Some((key.act)(self, cx))
    }

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        Pane::title(self, cx)
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        Pane::draw(self, cx, frame);
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        Pane::go(self, motion, cx);
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        Pane::settle(self, cx)
    }

    fn enter(&mut self, cx: Cx<'_>) -> Option<Effects> {
        Pane::enter(self, cx)
    }

    fn back(&mut self, cx: Cx<'_>) -> Option<Effects> {
        Pane::back(self, cx)
    }

    fn refresh(&mut self, cx: Cx<'_>) -> Effects {
        Pane::refresh(self, cx)
    }

    fn hold(&mut self, cx: Cx<'_>) {
        Pane::hold(self, cx);
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        Pane::details(self, cx)
    }

    fn typed(&mut self, question: &str, text: &str, cx: Cx<'_>) {
        Pane::typed(self, question, text, cx);
    }

    fn entered(&mut self, question: &str, text: &str, cx: Cx<'_>) -> Option<Effects> {
        Pane::entered(self, question, text, cx)
    }

    fn dropped(&mut self, question: &str, cx: Cx<'_>) {
        Pane::dropped(self, question, cx);
    }

    fn remark(&self, question: &str, cx: Cx<'_>) -> Option<Remark> {
        Pane::remark(self, question, cx)
    }

    fn show(&mut self, subject: &Subject, cx: Cx<'_>) -> Option<Effects> {
        Pane::show(self, subject, cx)
    }

    fn find(&mut self, target: &Target, cx: Cx<'_>) -> Option<Effects> {
        Pane::find(self, target, cx)
    }

    fn remember(&self, cx: Cx<'_>) -> Option<Memory> {
        Pane::remember(self, cx)
    }

    fn recall(&mut self, memory: Memory, cx: Cx<'_>) {
        Pane::recall(self, memory, cx);
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        Pane::related(self, cx)
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        Pane::identity(self, cx)
    }

    fn filter(&mut self, text: &str, cx: Cx<'_>) {
        Pane::filter(self, text, cx);
    }

    fn filtered_by(&self) -> &str {
        Pane::filtered_by(self)
    }
}

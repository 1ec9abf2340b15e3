//! What the rows of the pane are made from, and how many each line has.

use super::look::View;
use super::manner::Manner;
use super::paint;
use super::sources::Sources;
use super::window::Window;
use crate::domain::log::{Events, Line};
use crate::pane::Cx;
use crate::widgets::log_line::{self, Shape};

/// What the rows of the pane are made from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// What may be read, with the area of the lines.
    pub cx: Cx<'a>,
    /// The events that are shown.
    pub events: Events<'a>,
    /// Their groups.
    pub sources: &'a Sources,
    /// How they are shown.
    pub manner: &'a Manner,
    /// The shape of their messages.
    pub shape: Shape,
}

impl<'a> Scene<'a> {
    /// The lines in the area of `cx`.
    pub fn new(cx: Cx<'a>, events: Events<'a>, sources: &'a Sources, manner: &'a Manner) -> Self {
        let shape = paint::shape(cx, sources, manner);
        Self { cx, events, sources, manner, shape }
    }

    /// A window onto the lines.
    pub fn view(self) -> View<'a> {
        let rows = move |n| self.events.get(n).map_or(1, |line| self.height(line));
        Window::new(self.events.len(), self.cx.height(), Box::new(rows))
    }

    fn height(self, line: Line<'_>) -> usize {
        if self.manner.report(line).is_some() { 1 } else { log_line::height(line.text(), self.shape) }
    }
}

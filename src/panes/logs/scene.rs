//! What the rows of the pane are made from, and how many each line has.

use std::ops::Range;

use super::gaps::Gaps;
use super::look::View;
use super::manner::Manner;
use super::paint;
use super::report::Report;
use super::sources::Sources;
use super::trace::Trace;
use super::window::Window;
use crate::clock::Time;
use crate::domain::log::{Events, Gap, Line, Scope};
use crate::pane::Cx;
use crate::widgets::log_line::{self, Shape};

/// What the rows of the pane are made from.
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
    gaps: Gaps<'a>,
    edge: Option<Time>,
}

impl<'a> Scene<'a> {
    /// The lines in the area of `cx`; before `edge` there may be single runs only.
    pub fn new(
        cx: Cx<'a>,
        (events, scope, edge): (Events<'a>, &Scope, Option<Time>),
        sources: &'a Sources,
        manner: &'a Manner,
    ) -> Self {
        let shape = paint::shape(cx, sources, manner);
        let edge = edge.filter(|_| matches!(scope, Scope::All | Scope::Group(_)));
        Self { cx, events, sources, manner, shape, gaps: Gaps::of(cx, scope), edge }
    }

    /// A window onto the lines.
    pub fn view(&self) -> View<'_> {
        let rows = |n| self.events.get(n).map_or(1, |line| self.rows(n, line).end + self.after(n).len());
        Window::new(self.events.len(), self.cx.height(), Box::new(rows))
    }

    /// How many rows a line itself has; none, where it is folded into one before it.
    fn own(&self, n: usize, line: Line<'_>) -> usize {
        match self.folded(n) {
            Some(trace) => usize::from(trace.head() == n),
            None if self.manner.report(line).is_some() => 1,
            None => log_line::height(line.text(), self.shape),
        }
    }

    /// The report of several events that an event is folded into.
    fn folded(&self, n: usize) -> Option<Trace> {
        let trace = Trace::of(self.events, n)?;
        let head = self.events.get(trace.head())?;
        self.manner.is_folded(head.place()).then_some(trace)
    }

    /// What an event comes to in one row; `None`: it shows all its rows.
    pub fn report(&self, n: usize, line: Line<'a>) -> Option<Report<'a>> {
        match self.folded(n) {
            Some(trace) => {
                Some(Report { headline: trace.headline(self.events), more: trace.events.len() - 1 })
            }
            None => self.manner.report(line),
        }
    }

    /// Which rows of an event are the line's own: those before and after it are of gaps.
    pub fn rows(&self, n: usize, line: Line<'_>) -> Range<usize> {
        let before = usize::from(self.is_edge(n)) + self.before(n).len();
        before..before + self.own(n, line)
    }

    /// Whether an event is the first of those that were read of all streams.
    pub fn is_edge(&self, n: usize) -> bool {
        let before = n.checked_sub(1).and_then(|n| self.time(n));
        let ends = before.zip(self.time(n)).zip(self.edge);
        ends.is_some_and(|((before, this), edge)| before < edge && edge <= this)
    }

    /// The gaps that are shown before an event.
    pub fn before(&self, n: usize) -> &[(&'a str, &'a Gap)] {
        self.gaps.between(n.checked_sub(1).and_then(|n| self.time(n)), self.time(n))
    }

    /// The gaps that are shown after an event: only the last one has any.
    pub fn after(&self, n: usize) -> &[(&'a str, &'a Gap)] {
        let is_last = n + 1 == self.events.len();
        if is_last { self.gaps.between(self.time(n), None) } else { &[] }
    }

    fn time(&self, n: usize) -> Option<Time> {
        self.events.get(n).map(Line::time)
    }
}

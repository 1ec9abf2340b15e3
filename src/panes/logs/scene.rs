//! What the rows of the pane are made from, and how many each line has.

use std::ops::Range;
use std::rc::Rc;

use super::gaps::Gaps;
use super::look::View;
use super::manner::Manner;
use super::paint;
use super::report::Report;
use super::sources::Sources;
use super::window::{Heights, Window};
use crate::clock::Time;
use crate::domain::log::{Events, Gap, Line, Scope, Trace, Traces};
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
    traces: Traces<'a>,
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
        let (gaps, traces) = (Gaps::of(cx, scope), Traces::new(events));
        Self { cx, events, sources, manner, shape, gaps, traces, edge }
    }

    /// A window onto the lines.
    pub fn view(&self) -> View<'_> {
        Window::new(self.events.len(), self.cx.height(), self)
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
    pub fn folded(&self, n: usize) -> Option<Rc<Trace>> {
        self.traces.of(n).filter(|trace| self.is_folded(trace))
    }

    fn is_folded(&self, trace: &Trace) -> bool {
        self.events.get(trace.head()).is_some_and(|head| self.manner.is_folded(head.place()))
    }

    /// The events around one that is folded away which are folded away with it; `None`: it has rows.
    fn away(&self, n: usize) -> Option<Range<usize>> {
        self.folded(n).filter(|trace| trace.head() != n)?;
        let away = self.traces.beside(n, |trace| self.is_folded(trace));
        if self.is_plain(&away) {
            return Some(away);
        }
        (self.heights(n) == 0).then_some(n..n + 1)
    }

    /// Whether no row of a gap stands among events.
    pub fn is_plain(&self, events: &Range<usize>) -> bool {
        let (before, last) =
            (events.start.checked_sub(1).and_then(|n| self.time(n)), self.time(events.end - 1));
        let is_edge =
            self.edge.is_some_and(|edge| before.is_none_or(|before| before < edge) && last >= Some(edge));
        !is_edge && self.gaps.between(before, last).is_empty() && self.after(events.end - 1).is_empty()
    }

    /// How many rows an event has, with those of the gaps beside it.
    pub fn heights(&self, n: usize) -> usize {
        self.events.get(n).map_or(1, |line| self.rows(n, line).end + self.after(n).len())
    }

    /// What an event comes to in one row; `None`: it shows all its rows.
    pub fn report(&self, n: usize, line: Line<'a>) -> Option<Report<'a>> {
        match self.folded(n) {
            Some(trace) => Some(Report { headline: trace.headline(self.events), more: trace.count() - 1 }),
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

impl Heights for &Scene<'_> {
    fn rows(&self, event: usize) -> usize {
        self.heights(event)
    }

    fn before(&self, mut event: usize) -> Option<usize> {
        loop {
            let before = event.checked_sub(1)?;
            match self.away(before) {
                Some(away) if away.start > 0 => event = away.start,
                Some(_) => return Some(0),
                None => return Some(before),
            }
        }
    }

    fn after(&self, event: usize) -> Option<usize> {
        let mut after = event + 1;
        while let Some(away) = self.away(after) {
            after = away.end;
        }
        (after < self.events.len()).then_some(after)
    }
}

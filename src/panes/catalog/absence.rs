//! What the pane says where there are no rows, or not the ones that there should be.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::view::View;
use super::{Catalog, crawler, database};
use crate::domain::fault::Fault;
use crate::pane::Cx;
use crate::widgets::rows;

impl Catalog {
    /// The area of the rows.
    pub(super) fn body<'a>(&self, cx: Cx<'a>) -> Cx<'a> {
        let mut area = cx.area;
        area.height = area.height.saturating_sub(u16::from(self.has_fault_line(cx)));
        let head = area.height.min(u16::from(self.has_header()));
        cx.within(Rect { y: area.y + head, height: area.height - head, ..area })
    }

    /// Whether the first line says what stands in the columns below it.
    pub(super) fn has_header(&self) -> bool {
        matches!(self.here.view, View::Partitions(_)) && !self.nodes.is_empty()
    }

    /// Why what the view is about could not be read.
    pub(super) fn fault<'a>(&self, cx: Cx<'a>) -> Option<&'a Fault> {
        match &self.here.view {
            View::Pipeline => cx.world.tables.fault(),
            view => view.standing(cx)?.fault,
        }
    }

    /// Whether the last line says why what is shown above it is old.
    pub(super) fn has_fault_line(&self, cx: Cx<'_>) -> bool {
        let has_things = match &self.here.view {
            View::Pipeline => cx.world.tables.get().is_some_and(|tables| !tables.is_empty()),
            view => view.standing(cx).is_some_and(|standing| standing.len > 0),
        };
        has_things && self.fault(cx).is_some()
    }

    /// Says below the rows why there are no more of them.
    pub(super) fn draw_absence(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        if !self.is_absent(cx) && !self.nodes.is_empty() {
            return;
        }
        let cx = if self.has_header() { self.body(cx) } else { cx };
        let taken = if self.nodes.is_empty() { 0 } else { self.nodes.len() + 1 };
        let taken = cx.area.height.min(u16::try_from(taken).unwrap_or(u16::MAX));
        let area = Rect { y: cx.area.y + taken, height: cx.area.height - taken, ..cx.area };
        let cx = cx.within(area);
        match self.fault(cx).filter(|_| self.here.filter.is_empty() && self.has_subject(cx)) {
            Some(fault) => rows::message(cx, frame, &fault.words(), cx.theme.warning()),
            None => rows::nothing(cx, frame, self.nothing(cx)),
        }
    }

    /// Whether nothing is known of what the view is about.
    fn is_absent(&self, cx: Cx<'_>) -> bool {
        match &self.here.view {
            View::Pipeline => cx.world.tables.get().is_none_or(Vec::is_empty),
            view => view.standing(cx).is_some_and(|standing| standing.len == 0),
        }
    }

    fn has_subject(&self, cx: Cx<'_>) -> bool {
        self.here.view != View::Pipeline || has_catalog(cx)
    }

    fn nothing(&self, cx: Cx<'_>) -> &'static str {
        let is_reading = |view: &View| view.standing(cx).is_some_and(|standing| standing.read.is_none());
        match &self.here.view {
            _ if !self.here.filter.is_empty() => "nothing matches the filter",
            View::Pipeline => nothing_of_pipeline(cx),
            view if is_reading(view) => "reading",
            View::Account | View::Database(_) => "the database has no tables",
            View::Crawler(_) => "it has never crawled",
            View::Partitions(wanted) if wanted.expression.is_empty() => "the table has no partitions",
            View::Partitions(_) => "no partition fulfils the expression; F edits it",
            View::Versions(_) => "no version is kept",
            View::Change(..) => "these two versions do not differ",
        }
    }
}

fn nothing_of_pipeline(cx: Cx<'_>) -> &'static str {
    let has_crawler = crawler::of_pipeline(cx.pipeline).is_some();
    let is_crawler_pending = has_crawler && cx.world.crawler.is_pending();
    match (database(cx).is_some() || is_crawler_pending, has_crawler) {
        _ if !has_catalog(cx) => "this pipeline names no crawler and no database",
        (false, _) => "no database is named, by the pipeline or by the crawler",
        (true, _) if cx.world.tables.is_pending() => "reading the tables",
        (true, true) => "the database has no tables yet; c runs the crawler",
        (true, false) => "the database has no tables yet",
    }
}

fn has_catalog(cx: Cx<'_>) -> bool {
    cx.pipeline
        .catalog
        .as_ref()
        .is_some_and(|catalog| catalog.crawler.is_some() || catalog.database.is_some())
}

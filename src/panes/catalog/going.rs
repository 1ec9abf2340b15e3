//! Going from view to view, and asking for what each of them shows.

use ratatui::text::Line;

use super::node::{Id, Which};
use super::view::{View, count};
use super::{Catalog, Level, crawler, crawls, versions};
use crate::domain::action::Action;
use crate::effect::{Effect, Effects, Here, Subject};
use crate::pane::{Cx, Title};

impl Catalog {
    /// Forgets all of another pipeline.
    pub(super) fn turn_to(&mut self, cx: Cx<'_>) {
        if self.pipeline != cx.pipeline.name {
            self.pipeline.clone_from(&cx.pipeline.name);
            self.revision = None;
            self.return_to_pipeline();
        }
    }

    /// Asks for what the view shows and nobody has read, once.
    pub(super) fn ask(&mut self, cx: Cx<'_>) -> Effects {
        if std::mem::replace(&mut self.here.is_asked, true) {
            return vec![];
        }
        self.here.view.wants(cx).into_iter().map(Effect::Glue).collect()
    }

    /// All of the account's, or the pipeline's again.
    pub(super) fn turn_all(&mut self, cx: Cx<'_>) -> Effects {
        let effects = self.hush(cx);
        let is_all = self.levels().any(|level| level.view == View::Account);
        if is_all {
            self.return_to_pipeline();
        } else {
            self.go_into(View::Account);
        }
        effects
    }

    /// What lies below a row.
    pub(super) fn below(&self, cx: Cx<'_>, id: &Id) -> Option<View> {
        match id {
            Id::Version(version) => {
                let name = self.here.view.table()?;
                let (old, new) = versions::pair(cx, name, version, self.here.marked.as_ref())?;
                Some(View::Change(name.clone(), old, new))
            }
            Id::Database(name) => Some(View::Database(name.clone())),
            Id::Crawler(Which::Named(name)) if self.here.view == View::Account => {
                Some(View::Crawler(name.clone()))
            }
            _ => None,
        }
    }

    pub(super) fn go_into(&mut self, view: View) -> Effects {
        if let Some(node) = self.selected() {
            let id = node.id.clone();
            self.here.cursor.select(id);
        }
        let level = Level { view, ..Level::default() };
        self.above.push(std::mem::replace(&mut self.here, level));
        self.revision = None;
        vec![]
    }

    pub(super) fn step_back(&mut self, cx: Cx<'_>) -> Option<Effects> {
        let hushed = self.hush(cx);
        if !hushed.is_empty() {
            return Some(hushed);
        }
        if !self.here.filter.is_empty() {
            return None;
        }
        self.here = self.above.pop()?;
        self.here.is_asked = false;
        self.revision = None;
        Some(vec![])
    }

    pub(super) fn return_to_pipeline(&mut self) {
        if !self.above.is_empty() {
            self.here = self.above.swap_remove(0);
            self.above.clear();
            self.revision = None;
        }
    }

    /// Ends what is coming page by page.
    fn hush(&self, cx: Cx<'_>) -> Effects {
        self.here.view.streaming(cx).into_iter().map(Effect::Unglue).collect()
    }

    fn levels(&self) -> impl Iterator<Item = &Level> {
        self.above.iter().chain([&self.here])
    }

    /// The way here, and how much is here.
    pub(super) fn path(&self, cx: Cx<'_>) -> Title<'static> {
        let view = &self.here.view;
        let above = self.above.iter().skip(1).map(|level| level.view.short());
        let left = above.chain([view.name()]).collect::<Vec<_>>().join(" › ");
        let right = view.standing(cx).map(|standing| {
            let style =
                if standing.fault.is_some() { cx.theme.warning() } else { ratatui::style::Style::new() };
            Line::styled(count(cx, standing, view.things()), style)
        });
        Title { left: left.into(), right: right.unwrap_or_default() }
    }

    /// The lines of the selected crawl; from any other row, of the newest.
    pub(super) fn lines(&self, cx: Cx<'_>) -> Effects {
        let selected = self.selected().and_then(|node| match &node.id {
            Id::Crawl(id) => crawls::find(cx, id),
            _ => None,
        });
        let newest = || crawls::newest(cx, &self.here.view);
        match selected.or_else(newest).and_then(crawls::lines) {
            Some(past) => vec![Effect::Here(Here::Lines(Subject::Crawl(past)))],
            None => vec![Effect::Here(Here::Say("no crawl is known that left lines".to_owned()))],
        }
    }

    /// Stops the pipeline's crawler, unless another one is selected: what is known of that is not read again and again.
    pub(super) fn stop(&self, cx: Cx<'_>) -> Effects {
        let Some(ours) = crawler::of_pipeline(cx.pipeline) else { return vec![] };
        let is_ours = match (&self.here.view, self.selected().map(|node| &node.id)) {
            (View::Pipeline, _) => true,
            (_, Some(Id::Crawler(Which::Named(name)))) => name.exact() == ours,
            _ => false,
        };
        let here = if is_ours {
            Here::Confirm(Action::StopCrawler { crawler: ours.to_owned() })
        } else {
            Here::Say("only the pipeline's own crawler is stopped from here".to_owned())
        };
        vec![Effect::Here(here)]
    }
}

//! To come.

use ratatui::Frame;

use crate::effect::Effects;
use crate::list::Motion;
use crate::pane::{Cx, Pane, PaneKey, Title};

/// To come.
#[derive(Default)]
pub struct Catalog;

impl Pane for Catalog {
    const NAME: &'static str = "catalog";
    const TITLE: &'static str = "Catalog";
    const KEYS: &'static [PaneKey<Self>] = &[];

    fn title(&self, _: Cx<'_>) -> Title<'static> {
        Title::default()
    }

    fn draw(&self, _: Cx<'_>, _: &mut Frame<'_>) {}

    fn go(&mut self, _: Motion, _: Cx<'_>) {}

    fn settle(&mut self, _: Cx<'_>) -> Effects {
        vec![]
    }

    fn filter(&mut self, _: &str, _: Cx<'_>) {}

    fn filtered_by(&self) -> &'static str {
        ""
    }
}

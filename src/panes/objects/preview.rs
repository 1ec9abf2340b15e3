//! What is done with one chosen object.

use super::Objects;
use crate::domain::preview::Target;
use crate::effect::{Effect, Effects, Here};
use crate::pane::Cx;

impl Objects {
    /// The selected object, to look into or to fetch.
    fn target(&self, cx: Cx<'_>) -> Option<Target> {
        let (object, listed) = self.selected_object(cx)?;
        Some(Target { object, size: listed.size, modified: listed.modified, etag: listed.etag })
    }

    /// Shows what is inside the selected object.
    pub(super) fn preview(&mut self, cx: Cx<'_>) -> Effects {
        let here = match self.target(cx) {
            Some(target) => Here::Preview(target),
            None => Here::Say("select an object to look into it".to_owned()),
        };
        vec![Effect::Here(here)]
    }
}

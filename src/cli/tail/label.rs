//! What groups are called in a line of text.

use unicode_width::UnicodeWidthStr as _;

use super::ink::{Ink, Pen};
use crate::domain::pipeline::Pipeline;
use crate::domain::text::visible;
use crate::panes::logs::sources::Sources;

/// The groups with their short names, as the console has them.
#[derive(Debug, Clone)]
pub(super) struct Labels(Vec<Label>);

/// A group and what it is called.
#[derive(Debug, Clone)]
pub(super) struct Label {
    /// The log group.
    pub group: String,
    /// A short name of its own, made visible.
    pub name: String,
    hue: usize,
}

impl Labels {
    /// Names these groups of a pipeline; in full where two would be called the same.
    pub fn new(pipeline: &Pipeline, function: Option<&str>, groups: &[String]) -> Self {
        let sources = Sources::new(pipeline, function, groups.to_vec());
        let short = |group: &String| sources.label(group);
        let is_unique = |name: &str| groups.iter().filter(|group| short(group) == name).count() == 1;
        let name = |group: &String| {
            let name = short(group);
            if is_unique(&name) { name } else { visible(group).into_owned() }
        };
        let label = |group: &String| Label {
            group: group.clone(),
            name: name(group),
            hue: sources.get(group).map_or(0, |source| source.hue),
        };
        Self(groups.iter().map(label).collect())
    }

    /// Every group.
    pub fn all(&self) -> &[Label] {
        &self.0
    }

    /// The short name of a group.
    pub fn name(&self, group: &str) -> String {
        let known = self.0.iter().find(|label| label.group == group);
        known.map_or_else(|| visible(group).into_owned(), |label| label.name.clone())
    }

    /// Each group with its name as wide as the widest, painted.
    pub fn painted(&self, ink: Ink) -> Vec<(String, String)> {
        let widest = self.0.iter().map(|label| label.name.width()).max().unwrap_or_default();
        let painted = |label: &Label| {
            let pen: Pen = ink.pen(|theme| theme.source(label.hue));
            let gap = " ".repeat(widest.saturating_sub(label.name.width()));
            (label.group.clone(), pen.paint(&label.name) + &gap)
        };
        self.0.iter().map(painted).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(groups: &[&str], want: &[&str]) {
        let groups: Vec<String> = groups.iter().copied().map(str::to_owned).collect();
        let labels = Labels::new(&crate::reference::pipeline(), None, &groups);
        let painted: Vec<String> = labels.painted(Ink::None).into_iter().map(|(_, name)| name).collect();
        assert_eq!(painted, want);
    }

    #[test]
    fn a_group_is_called_as_in_the_console_and_in_full_where_that_is_no_name() {
        check(&["/aws/lambda/getPublicAPIs", "/aws-glue/python-jobs/error"], &["ingest   ", "etl/error"]);
        check(&["/a/x/y", "/b/x/y", "/c/d/e"], &["/a/x/y", "/b/x/y", "d/e   "]);
    }
}

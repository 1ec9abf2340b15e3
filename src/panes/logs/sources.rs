//! The log groups, with the short names that rows carry.

use unicode_width::UnicodeWidthStr;

use crate::domain::log::Names;
use crate::domain::pipeline::{Ingest, Pipeline};
use crate::domain::text::visible;
use crate::pane::Cx;

const PYTHON_SHELL: &str = "/aws-glue/python-jobs/";
const SPARK: &str = "/aws-glue/jobs/";
const CRAWLERS: &str = "/aws-glue/crawlers";

/// A log group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The group's name, exactly.
    pub group: String,
    /// A short name, made visible.
    pub label: String,
    /// Which of the theme's source colours it has.
    pub hue: usize,
}

/// What a group is to the pipeline: the order of the groups, and the colours of the first ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Ingest,
    EtlError,
    EtlOutput,
    Crawler,
    Other,
}

/// The groups that are read, in the order of the pipeline.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// The groups that are read, else those that will be.
    pub fn of(cx: Cx<'_>) -> Self {
        let function = cx.world.function.get().map(|function| function.log_group.exact());
        if cx.world.tails.is_empty() {
            return Self::new(cx.pipeline, function, cx.pipeline.groups());
        }
        Self::new(cx.pipeline, function, cx.world.tails.keys().cloned().collect())
    }

    /// These groups, with the function's own among them.
    pub fn new(pipeline: &Pipeline, function: Option<&str>, mut groups: Vec<String>) -> Self {
        let usual = pipeline.ingest.as_ref().map(Ingest::default_group);
        let is_ingest = |group: &str| Some(group) == function || Some(group) == usual.as_deref();
        let part = |group: &str| if is_ingest(group) { Part::Ingest } else { part(group) };
        groups.sort_by(|a, b| (part(a), a).cmp(&(part(b), b)));
        let has_both = groups.iter().any(|group| group.starts_with(PYTHON_SHELL))
            && groups.iter().any(|group| group.starts_with(SPARK));
        let sources = groups.into_iter().enumerate().map(|(n, group)| {
            let part = part(&group);
            let label = if has_both && part != Part::Ingest { tail(&group) } else { label(part, &group) };
            let hue = if part == Part::Other { part as usize + n } else { part as usize };
            Source { group, label, hue }
        });
        Self(sources.collect())
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The names of the groups.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|source| source.group.as_str())
    }

    /// The group of this name.
    pub fn get(&self, group: &str) -> Option<&Source> {
        self.0.iter().find(|source| source.group == group)
    }

    /// The short name of a group, known or not.
    pub fn label(&self, group: &str) -> String {
        self.get(group).map_or_else(|| label(part(group), group), |source| source.label.clone())
    }

    /// The groups with their short names, for a filter that asks for these.
    pub fn names(&self) -> Names {
        self.0.iter().map(|source| (source.group.as_str().into(), source.label.clone())).collect()
    }

    /// The width of the widest label, but no more than a fifth of a row.
    pub fn width(&self, row: usize) -> usize {
        let widest = self.0.iter().map(|source| source.label.width()).max().unwrap_or_default();
        widest.min(row / 5)
    }

    /// The group after this one in a round that begins and ends with all of them, which is `None`.
    pub fn after(&self, group: Option<&str>) -> Option<String> {
        let next = match group {
            None => 0,
            Some(group) => self.0.iter().position(|source| source.group == group)? + 1,
        };
        self.0.get(next).map(|source| source.group.clone())
    }
}

fn part(group: &str) -> Part {
    let rest = group.strip_prefix(PYTHON_SHELL).or_else(|| group.strip_prefix(SPARK));
    match rest {
        Some("error") => Part::EtlError,
        Some("output") => Part::EtlOutput,
        _ if group == CRAWLERS => Part::Crawler,
        _ => Part::Other,
    }
}

fn label(part: Part, group: &str) -> String {
    let rest = group.strip_prefix(PYTHON_SHELL).or_else(|| group.strip_prefix(SPARK));
    match (part, rest) {
        (Part::Ingest, _) => "ingest".to_owned(),
        (Part::Crawler, _) => "crawler".to_owned(),
        (_, Some(rest)) => visible(&format!("etl/{rest}")).into_owned(),
        (_, None) => tail(group),
    }
}

/// The last two segments of a name.
fn tail(group: &str) -> String {
    let start = group.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    visible(group.get(start..).unwrap_or_default().trim_start_matches('/')).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(groups: &[&str], want: &[&str]) {
        let ingest = Some(Ingest { function: "f".into(), ..Ingest::default() });
        let pipeline = Pipeline { ingest, ..Pipeline::default() };
        let groups = groups.iter().copied().map(str::to_owned).collect();
        let sources = Sources::new(&pipeline, Some("/custom/of-f"), groups);
        let labels: Vec<&str> = sources.0.iter().map(|source| source.label.as_str()).collect();
        assert_eq!(labels, want);
    }

    #[test]
    fn groups_are_named_by_their_part_in_the_order_of_the_pipeline() {
        check(
            &[
                "/aws-glue/crawlers",
                "/aws-glue/python-jobs/output",
                "/aws/lambda/f",
                "/aws-glue/python-jobs/error",
            ],
            &["ingest", "etl/error", "etl/output", "crawler"],
        );
        check(&["/custom/of-f"], &["ingest"]);
        check(&["/aws-glue/jobs/logs-v2"], &["etl/logs-v2"]);
    }

    #[test]
    fn other_groups_have_their_last_two_segments() {
        check(&["/aws-glue/sessions/error", "/aws/lambda/other"], &["sessions/error", "lambda/other"]);
        check(&["plain", "/one"], &["one", "plain"]);
    }

    #[test]
    fn two_groups_never_have_one_name() {
        check(&["/aws-glue/jobs/error", "/aws-glue/python-jobs/error"], &["jobs/error", "python-jobs/error"]);
    }

    #[test]
    fn a_round_goes_through_every_group_and_ends_with_all() {
        let sources = Sources::new(&Pipeline::default(), None, vec!["a".into(), "b".into()]);
        let mut group = None;
        let round = std::iter::from_fn(|| {
            group = sources.after(group.as_deref());
            group.clone()
        });
        assert_eq!(round.collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(sources.after(Some("gone")), None);
    }
}

//! Whose lines they are: all Glue jobs of an account write into the same groups.

use crate::pane::Cx;

const CRAWLERS: &str = "/aws-glue/crawlers";
const GLUE: &str = "/aws-glue/";

/// The runs and the crawler that are the pipeline's own.
#[derive(Debug, Default)]
pub struct Own<'a> {
    /// `None`: they are not known, so every run could be.
    runs: Option<Vec<&'a str>>,
    crawler: Option<&'a str>,
}

impl<'a> Own<'a> {
    /// What is known of them now.
    pub fn of(cx: Cx<'a>) -> Self {
        let runs = cx.world.runs.get().map(|runs| runs.iter().map(|run| run.id.exact()).collect());
        let crawler = cx.pipeline.catalog.as_ref().and_then(|catalog| catalog.crawler.as_deref());
        Self { runs, crawler }
    }

    /// Whether a stream is surely not the pipeline's.
    pub fn is_other(&self, group: &str, stream: &str) -> bool {
        if group == CRAWLERS {
            return self.crawler.is_some_and(|crawler| crawler != stream);
        }
        let is_of_a_run = group.starts_with(GLUE) && stream.starts_with("jr_");
        let is_known = |runs: &Vec<&str>| runs.iter().any(|run| *run == run_of(stream));
        is_of_a_run && self.runs.as_ref().is_some_and(|runs| !is_known(runs))
    }
}

/// The run that a stream is of: executors and progress bars have streams of their own, named after it.
pub fn run_of(stream: &str) -> &str {
    let id = stream.strip_prefix("jr_").unwrap_or_default();
    let end = id.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(id.len());
    stream.get(.."jr_".len() + end).filter(|_| !id.is_empty()).unwrap_or(stream)
}

/// Whether a stream is of an executor of a run, whose driver writes into `jr_…` or `jr_…-driver`.
pub fn is_executor(group: &str, stream: &str) -> bool {
    let rest = stream.strip_prefix(run_of(stream)).unwrap_or_default();
    let is_apart = !matches!(rest, "" | "-driver" | "-progress-bar");
    group.starts_with(GLUE) && group != CRAWLERS && stream.starts_with("jr_") && is_apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn executors_have_streams_beside_their_driver_s() {
        let group = "/aws-glue/jobs/error";
        for (stream, want) in [
            ("jr_0ab1", false),
            ("jr_0ab1-driver", false),
            ("jr_0ab1-progress-bar", false),
            ("jr_0ab1_g-7f", true),
            ("jr_0ab1-1", true),
            ("plain", false),
        ] {
            assert_eq!(is_executor(group, stream), want, "{stream}");
        }
        assert!(!is_executor("/aws/lambda/f", "jr_0ab1_g-7f"));
    }

    #[test]
    fn a_stream_tells_its_run() {
        for (stream, want) in [
            ("jr_0ab1", "jr_0ab1"),
            ("jr_0ab1_g-7f", "jr_0ab1"),
            ("jr_0ab1-driver", "jr_0ab1"),
            ("jr_", "jr_"),
            ("2026/03/01/[$LATEST]0a", "2026/03/01/[$LATEST]0a"),
        ] {
            assert_eq!(run_of(stream), want);
        }
    }

    #[track_caller]
    fn check(own: &Own<'_>, group: &str, stream: &str, want: bool) {
        assert_eq!(own.is_other(group, stream), want, "{group} {stream}");
    }

    #[test]
    fn only_what_is_known_to_be_of_others_is_told_apart() {
        let own = Own { runs: Some(vec!["jr_a"]), crawler: Some("mine") };
        for (group, stream, want) in [
            ("/aws-glue/python-jobs/error", "jr_a", false),
            ("/aws-glue/jobs/error", "jr_a_g-1", false),
            ("/aws-glue/python-jobs/error", "jr_b", true),
            ("/aws-glue/sessions/error", "session-1", false),
            ("/aws/lambda/f", "jr_b", false),
            (CRAWLERS, "mine", false),
            (CRAWLERS, "theirs", true),
        ] {
            check(&own, group, stream, want);
            check(&Own::default(), group, stream, false);
        }
    }
}

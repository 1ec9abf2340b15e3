//! What an account holds, where nothing names it.

mod groups;

use super::{Cloud, fault};
use crate::domain::fault::{Fault, Kind};
use crate::domain::pipeline::{Catalog, Etl, Ingest, Pipeline, Place};

/// The most names of a kind that are looked at; more than one is already too many to choose from.
const ENOUGH: i32 = 50;

/// What was found: the pipeline with what is unmistakable, and then why something was left out.
type Found = Vec<Result<Pipeline, Fault>>;

impl Cloud {
    /// Completes a pipeline where the account holds exactly one function, job or crawler, or one pair of buckets.
    pub async fn discover(&self, pipeline: Pipeline) -> Found {
        let (functions, jobs, crawlers, buckets) =
            tokio::join!(self.functions(), self.jobs(), self.crawlers(), self.buckets());
        let mut doubts = Vec::new();
        let mut one = |what, names| only(what, names, &mut doubts);
        let function = one("function", functions);
        let job = one("job", jobs);
        let crawler = one("crawler", crawlers);
        let target = match &crawler {
            Some(name) => {
                self.crawler(name).await.ok().and_then(|found| bucket_of(found.targets.first()?.exact()))
            }
            None => None,
        };
        let pair = pair(buckets, target, &mut doubts);
        told(complete(pipeline, function, job, crawler, pair), doubts)
    }

    async fn functions(&self) -> Result<Vec<String>, Fault> {
        let answer = self.0.lambda.list_functions().max_items(ENOUGH).send().await;
        let answer = answer.map_err(|e| fault::of(&self.0.place, "lambda:ListFunctions", &e))?;
        Ok(answer.functions.unwrap_or_default().into_iter().filter_map(|f| f.function_name).collect())
    }

    async fn jobs(&self) -> Result<Vec<String>, Fault> {
        let answer = self.0.glue.list_jobs().max_results(ENOUGH).send().await;
        let answer = answer.map_err(|e| fault::of(&self.0.place, "glue:ListJobs", &e))?;
        Ok(answer.job_names.unwrap_or_default())
    }

    async fn crawlers(&self) -> Result<Vec<String>, Fault> {
        let answer = self.0.glue.list_crawlers().max_results(ENOUGH).send().await;
        let answer = answer.map_err(|e| fault::of(&self.0.place, "glue:ListCrawlers", &e))?;
        Ok(answer.crawler_names.unwrap_or_default())
    }

    async fn buckets(&self) -> Result<Vec<String>, Fault> {
        let answer = self.0.buckets.home().list_buckets().max_buckets(ENOUGH).send().await;
        let answer = answer.map_err(|e| fault::of(&self.0.place, "s3:ListAllMyBuckets", &e))?;
        Ok(answer.buckets.unwrap_or_default().into_iter().filter_map(|bucket| bucket.name).collect())
    }
}

/// The only one of its kind; several, or a failure, are told.
fn only(what: &str, names: Result<Vec<String>, Fault>, doubts: &mut Vec<Doubt>) -> Option<String> {
    match names {
        Ok(names) if names.len() > 1 => {
            doubts.push(Doubt::Several(many(what, &names)));
            None
        }
        Ok(names) => names.into_iter().next(),
        Err(fault) => {
            doubts.push(Doubt::Failed(fault));
            None
        }
    }
}

/// Why a part was left out.
#[derive(Debug)]
enum Doubt {
    Several(String),
    Failed(Fault),
}

fn many(what: &str, names: &[String]) -> String {
    let few: Vec<&str> = names.iter().take(3).map(String::as_str).collect();
    let more = if names.len() > few.len() { ", …" } else { "" };
    format!("{} {what}s ({}{more})", names.len(), few.join(", "))
}

/// The raw and the processed bucket: two, of which one is the crawler's target or is called raw; of more, those two that alone
/// begin with the same words.
fn pair(
    buckets: Result<Vec<String>, Fault>,
    target: Option<String>,
    doubts: &mut Vec<Doubt>,
) -> (Option<String>, Option<String>) {
    let names = match buckets {
        Ok(names) => names,
        Err(fault) => {
            doubts.push(Doubt::Failed(fault));
            return (target, None);
        }
    };
    let is_alone = target.is_some() || names.iter().filter(|name| name.contains("raw")).count() == 1;
    let raw = target.or_else(|| names.iter().find(|name| name.contains("raw")).cloned());
    let namesake = raw.as_deref().filter(|_| is_alone).and_then(|raw| namesake(&names, raw));
    match (names.as_slice(), raw) {
        ([a, b], Some(raw)) if *a == raw => (Some(raw), Some(b.clone())),
        ([a, b], Some(raw)) if *b == raw => (Some(raw), Some(a.clone())),
        ([one], _) => (Some(one.clone()), None),
        ([], raw) => (raw, None),
        (_, Some(raw)) if namesake.is_some() => (Some(raw), namesake),
        (names, raw) => {
            doubts.push(Doubt::Several(many("bucket", names)));
            (raw, None)
        }
    }
}

/// The one other name that is the same up to its last dash.
fn namesake(names: &[String], raw: &str) -> Option<String> {
    let (stem, _) = raw.rsplit_once('-')?;
    let is_alike = |name: &&String| *name != raw && name.rsplit_once('-').is_some_and(|(own, _)| own == stem);
    let mut alike = names.iter().filter(is_alike);
    alike.next().filter(|_| alike.next().is_none()).cloned()
}

fn bucket_of(url: &str) -> Option<String> {
    let rest = url.strip_prefix("s3://")?;
    rest.split('/').next().filter(|bucket| !bucket.is_empty()).map(str::to_owned)
}

fn complete(
    mut pipeline: Pipeline,
    function: Option<String>,
    job: Option<String>,
    crawler: Option<String>,
    (raw, processed): (Option<String>, Option<String>),
) -> Pipeline {
    let place = |bucket| Place { bucket, key: None };
    pipeline.raw = pipeline.raw.or(raw.map(place));
    pipeline.processed = pipeline.processed.or(processed.map(place));
    let payload = serde_json::json!({});
    pipeline.ingest = pipeline.ingest.or(function.map(|function| Ingest { function, payload }));
    pipeline.etl = pipeline.etl.or(job.map(|job| Etl { job, ..Etl::default() }));
    let catalog = crawler.map(|name| Catalog { crawler: Some(name), database: None });
    pipeline.catalog = pipeline.catalog.or(catalog);
    pipeline
}

fn told(pipeline: Pipeline, doubts: Vec<Doubt>) -> Found {
    let mut found = vec![Ok(pipeline)];
    let (mut several, mut failed) = (Vec::new(), Vec::new());
    for doubt in doubts {
        match doubt {
            Doubt::Several(words) => several.push(words),
            Doubt::Failed(fault) => failed.push(fault),
        }
    }
    if let Some(fault) = failed.into_iter().next() {
        found.push(Err(fault));
    } else if !several.is_empty() {
        let said = format!("the account has {}: name the ones of the pipeline", several.join(", "));
        found.push(Err(Fault::new("discovery", Kind::Ours, said)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &str, target: Option<&str>, want: (Option<&str>, Option<&str>), doubts: usize) {
        let names = names.split_whitespace().map(str::to_owned).collect();
        let mut told = Vec::new();
        let (raw, processed) = pair(Ok(names), target.map(str::to_owned), &mut told);
        assert_eq!((raw.as_deref(), processed.as_deref(), told.len()), (want.0, want.1, doubts));
    }

    #[test]
    fn two_buckets_are_a_pair_where_one_is_crawled_or_is_called_raw() {
        check("a b", Some("b"), (Some("b"), Some("a")), 0);
        check("x-done x-raw", None, (Some("x-raw"), Some("x-done")), 0);
        check("a b", None, (None, None), 1);
        check("a", None, (Some("a"), None), 0);
        check("a b c", Some("c"), (Some("c"), None), 1);
        check("", None, (None, None), 0);
        check("other x-out x-raw", Some("x-raw"), (Some("x-raw"), Some("x-out")), 0);
        check("x-a x-b x-raw", Some("x-raw"), (Some("x-raw"), None), 1);
        check("x-out x-raw y-out y-raw", None, (Some("x-raw"), None), 1);
    }

    #[test]
    fn what_there_are_several_of_is_named_after_what_was_found() {
        let mut doubts = Vec::new();
        let names = ["f", "g", "h", "i"].map(str::to_owned).to_vec();
        assert_eq!(only("function", Ok(names), &mut doubts), None);
        let found = told(Pipeline::default(), doubts);
        let [Ok(_), Err(fault)] = found.as_slice() else { panic!("{found:?}") };
        let want = "the account has 4 functions (f, g, h, …): name the ones of the pipeline";
        assert_eq!(fault.said.exact(), want);
    }

    #[test]
    fn what_is_configured_stays_whatever_the_account_holds() {
        let etl = Some(Etl { job: "mine".into(), ..Etl::default() });
        let pipeline = Pipeline { etl: etl.clone(), ..Pipeline::default() };
        let done = complete(pipeline, Some("f".into()), Some("theirs".into()), None, (None, None));
        assert_eq!((done.etl, done.ingest.map(|ingest| ingest.function)), (etl, Some("f".into())));
    }
}

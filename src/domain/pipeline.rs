//! What a pipeline is made of: the names that the configuration gives.

use std::collections::BTreeMap;

/// Which pipeline of the configuration is meant; an index that never changes while the console runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id(pub usize);

/// A pipeline: every part may be absent, and then its step is not shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pipeline {
    /// As the header and `p` show it.
    pub name: String,
    /// The profile of the AWS configuration; absent: the default chain.
    pub profile: Option<String>,
    /// Absent: what the environment or the profile says.
    pub region: Option<String>,
    /// How people call the account.
    pub account_name: Option<String>,
    /// Whether mistakes here cost: the screen and the dialogs say so.
    pub production: bool,
    /// The function that fetches.
    pub ingest: Option<Ingest>,
    /// Where the ingest writes.
    pub raw: Option<Place>,
    /// The Glue job.
    pub etl: Option<Etl>,
    /// Where the job writes.
    pub processed: Option<Place>,
    /// Crawler and database.
    pub catalog: Option<Catalog>,
    /// Log groups named by the configuration; empty: derived, see [`Pipeline::groups`].
    pub groups: Vec<String>,
}

/// The ingest function and what it is invoked with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ingest {
    /// Name or ARN.
    pub function: String,
    /// The event, as JSON.
    pub payload: serde_json::Value,
}

/// A bucket, and the object in it that matters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The bucket's name.
    pub bucket: String,
    /// Absent: the newest object seen in the bucket.
    pub key: Option<String>,
}

/// The Glue job and the arguments that a run started here gets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Etl {
    /// The job's name.
    pub job: String,
    /// Names start with `--`; AWS merges them over the job's defaults.
    pub arguments: BTreeMap<String, String>,
    /// Whether a run is told which action started it.
    pub marking: Marking,
}

/// Whether a run gets the id of the action that starts it, as one more argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marking {
    /// So that it is found again when the answer to the start was lost.
    #[default]
    ById,
    /// The job refuses arguments that it does not know.
    Never,
}

/// The part of the Data Catalog that belongs to the pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalog {
    /// The crawler's name.
    pub crawler: Option<String>,
    /// Absent: the crawler's own database.
    pub database: Option<String>,
}

impl Pipeline {
    /// The log groups to tail: the configured ones, else those that AWS uses for these parts.
    pub fn groups(&self) -> Vec<String> {
        if !self.groups.is_empty() {
            return self.groups.clone();
        }
        let ingest = self.ingest.iter().map(Ingest::default_group);
        let etl =
            self.etl.iter().flat_map(|_| ["/aws-glue/python-jobs/error", "/aws-glue/python-jobs/output"]);
        let crawler = self.catalog.iter().filter(|c| c.crawler.is_some()).map(|_| "/aws-glue/crawlers");
        ingest.chain(etl.map(str::to_owned)).chain(crawler.map(str::to_owned)).collect()
    }

    /// Calls a pipeline that nobody named after its first part.
    pub fn name_itself(&mut self) {
        let function = self.ingest.as_ref().map(|ingest| &ingest.function);
        let job = self.etl.as_ref().map(|etl| &etl.job);
        let bucket = self.raw.as_ref().or(self.processed.as_ref()).map(|place| &place.bucket);
        let catalog =
            self.catalog.as_ref().and_then(|catalog| catalog.crawler.as_ref().or(catalog.database.as_ref()));
        if self.name.is_empty() {
            self.name =
                [function, job, bucket, catalog].into_iter().flatten().next().cloned().unwrap_or_default();
        }
    }

    /// Whether it names nothing that could be looked at.
    pub fn is_bare(&self) -> bool {
        let Self { ingest, raw, etl, processed, catalog, groups, .. } = self;
        let no_place = raw.is_none() && processed.is_none();
        ingest.is_none() && no_place && etl.is_none() && catalog.is_none() && groups.is_empty()
    }

    /// The buckets of the pipeline, each once, in the order of the steps.
    pub fn buckets(&self) -> Vec<&str> {
        let mut buckets: Vec<&str> =
            self.raw.iter().chain(&self.processed).map(|p| p.bucket.as_str()).collect();
        buckets.dedup();
        buckets
    }
}

impl Ingest {
    /// Where the function logs unless its `LoggingConfig` says otherwise.
    pub fn default_group(&self) -> String {
        let name = self.function.rsplit(":function:").next().unwrap_or_default();
        format!("/aws/lambda/{}", name.split(':').next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_derived_from_the_parts_that_are_there() {
        let mut pipeline = Pipeline { etl: Some(Etl::default()), ..Pipeline::default() };
        assert_eq!(pipeline.groups(), ["/aws-glue/python-jobs/error", "/aws-glue/python-jobs/output"]);
        pipeline.groups = vec!["/mine".into()];
        assert_eq!(pipeline.groups(), ["/mine"]);
    }

    #[test]
    fn a_function_named_by_arn_logs_under_its_bare_name() {
        for name in ["f", "arn:aws:lambda:us-east-2:123456789012:function:f", "f:live"] {
            let ingest = Ingest { function: name.into(), ..Ingest::default() };
            assert_eq!(ingest.default_group(), "/aws/lambda/f");
        }
    }
}

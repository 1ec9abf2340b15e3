//! CloudWatch's alarms, and its figures of a function.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::health::Step;
use super::pipeline::Pipeline;
use super::reading::Reading;
use super::text::Foreign;
use super::world::Change;
use crate::clock::Time;

mod figures;

pub use figures::{Figures, Point};

/// An alarm on a metric, or on others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Its name, which is its own in the account and region.
    pub name: Foreign,
    /// Its ARN.
    pub arn: Foreign,
    /// How it is.
    pub state: State,
    /// Since when.
    pub since: Option<Time>,
    /// Why, in CloudWatch's words.
    pub reason: Foreign,
    /// When it goes off, in words; not visible yet.
    pub threshold: Foreign,
    /// What its metrics are about: names and values of dimensions.
    pub about: Vec<(Foreign, Foreign)>,
    /// What it is for, in the words of who made it.
    pub description: Option<Foreign>,
    /// How many actions follow when it goes off, and whether they are switched on.
    pub actions: (usize, bool),
}

/// How an alarm is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is not on.
    Ok,
    /// It is on.
    Alarm,
    /// There is too little to tell.
    Unsure,
    /// Something that is not known yet.
    Other(Foreign),
}

/// Something that happened to an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// When.
    pub at: Time,
    /// What, in CloudWatch's words.
    pub what: Foreign,
}

/// Something to ask of CloudWatch once, because somebody looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ask {
    /// What happened to the alarm of this name.
    Past(String),
    /// How often a function was invoked, failed and was throttled lately.
    Figures(String),
}

/// An answer of CloudWatch.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The alarms of the account, and whether those are all.
    All(Result<(Vec<Alarm>, bool), Fault>),
    /// What happened to an alarm, newest first.
    Past(String, Result<Vec<Past>, Fault>),
    /// What a function did, by the minute or by more.
    Figures(String, Result<Figures, Fault>),
}

impl Ask {
    /// What is told when it cannot be asked.
    pub fn failed(self, fault: Fault) -> Told {
        match self {
            Self::Past(name) => Told::Past(name, Err(fault)),
            Self::Figures(function) => Told::Figures(function, Err(fault)),
        }
    }
}

/// What has been read so far.
#[derive(Debug, Default)]
pub struct Alarms {
    /// The alarms of the account, by name, and whether those are all.
    pub all: Reading<(Vec<Alarm>, bool)>,
    past: BTreeMap<String, Reading<Vec<Past>>>,
    figures: BTreeMap<String, Reading<Figures>>,
}

impl Alarms {
    /// Folds an answer, which came at `at`, into what is known.
    pub fn hear(&mut self, at: Time, told: Told) -> Change {
        match told {
            Told::All(answer) => self.all.hear(at, answer),
            Told::Past(name, answer) => self.past.entry(name).or_default().hear(at, answer),
            Told::Figures(function, answer) => self.figures.entry(function).or_default().hear(at, answer),
        }
    }

    /// The alarms that are known.
    pub fn alarms(&self) -> &[Alarm] {
        self.all.get().map_or(&[], |(all, _)| all)
    }

    /// What happened to an alarm; `None`: nobody has asked.
    pub fn past(&self, name: &str) -> Option<&Reading<Vec<Past>>> {
        self.past.get(name)
    }

    /// What a function did; `None`: nobody has asked.
    pub fn figures(&self, function: &str) -> Option<&Reading<Figures>> {
        self.figures.get(function)
    }

    /// The alarm that is on for a step of a pipeline, the longest first.
    pub fn on(&self, step: Step, pipeline: &Pipeline) -> Option<&Alarm> {
        let on = self.alarms().iter().filter(|alarm| alarm.state == State::Alarm);
        on.filter(|alarm| alarm.step(pipeline) == Some(step)).min_by_key(|alarm| alarm.since)
    }
}

impl Alarm {
    /// The step of a pipeline that it is about; `None`: it is about something else.
    pub fn step(&self, pipeline: &Pipeline) -> Option<Step> {
        let is = |name: &str, value: &str| {
            self.about.iter().any(|(known, told)| known.exact() == name && told.exact() == value)
        };
        let ingest = pipeline.ingest.as_ref().map(|ingest| ingest.function.as_str());
        let ingest = ingest.map(|name| name.rsplit(":function:").next().unwrap_or_default());
        let bucket = |place: &Option<super::pipeline::Place>| {
            place.as_ref().is_some_and(|place| is("BucketName", &place.bucket))
        };
        let crawler = pipeline.catalog.as_ref().and_then(|catalog| catalog.crawler.as_deref());
        match () {
            () if ingest.is_some_and(|name| is("FunctionName", name)) => Some(Step::Ingest),
            () if pipeline.etl.as_ref().is_some_and(|etl| is("JobName", &etl.job)) => Some(Step::Etl),
            () if crawler.is_some_and(|name| is("CrawlerName", name)) => Some(Step::Crawl),
            () if bucket(&pipeline.raw) => Some(Step::Raw),
            () if bucket(&pipeline.processed) => Some(Step::Processed),
            () => None,
        }
    }
}

impl State {
    /// The state of this name.
    pub fn named(name: &str) -> Self {
        match name {
            "OK" => Self::Ok,
            "ALARM" => Self::Alarm,
            "INSUFFICIENT_DATA" => Self::Unsure,
            other => Self::Other(other.into()),
        }
    }

    /// The state in a word or two, visible already.
    pub fn words(&self) -> String {
        match self {
            Self::Ok => "ok".to_owned(),
            Self::Alarm => "ALARM".to_owned(),
            Self::Unsure => "no data".to_owned(),
            Self::Other(name) => name.visible().into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference;

    fn alarm(dimension: &str, value: &str) -> Alarm {
        Alarm {
            name: "a".into(),
            arn: "arn".into(),
            state: State::Alarm,
            since: None,
            reason: "why".into(),
            threshold: "Errors > 0".into(),
            about: vec![(dimension.into(), value.into())],
            description: None,
            actions: (0, true),
        }
    }

    #[test]
    fn an_alarm_is_about_the_step_that_its_dimension_names() {
        let pipeline = reference::pipeline();
        let check = |dimension, value, want| {
            assert_eq!(alarm(dimension, value).step(&pipeline), want, "{dimension} {value}");
        };
        check("FunctionName", reference::FUNCTION, Some(Step::Ingest));
        check("JobName", reference::JOB, Some(Step::Etl));
        check("BucketName", reference::RAW_BUCKET, Some(Step::Raw));
        check("BucketName", reference::PROCESSED_BUCKET, Some(Step::Processed));
        check("FunctionName", "somebody-elses", None);
        check("QueueName", reference::FUNCTION, None);
    }
}

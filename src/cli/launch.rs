//! What the options and the file come to: the pipelines to watch, and how.

use super::options::{Names, Options};
use crate::app::Discovery;
use crate::config::{self, Config, ReadOnly, Rows, Settings, nearest};
use crate::domain::object::Prefix;
use crate::domain::pipeline::{Catalog, Etl, Id, Pipeline, Place};

/// What the console, or `status`, starts with.
#[derive(Debug, Clone, PartialEq)]
pub struct Launch {
    /// In the order of the file; never empty. An [`Id`] is an index into it.
    pub pipelines: Vec<Pipeline>,
    /// The one that was asked for by name.
    pub chosen: Option<Id>,
    /// Instead of AWS's own; every client of every pipeline talks to it.
    pub endpoint_url: Option<String>,
    /// The file's settings, with the options over them.
    pub settings: Settings,
    /// Whether actions are only rehearsed.
    pub rehearsal: bool,
    /// The place that the console shows first.
    pub place: Option<Prefix>,
    /// On where neither file nor options name any part of the only pipeline.
    pub discovery: Discovery,
}

/// Why nothing is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The configuration.
    Config(config::Error),
    /// The options, together with the configuration.
    Usage(String),
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Usage(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Wrong {}

impl From<config::Error> for Wrong {
    fn from(error: config::Error) -> Self {
        Self::Config(error)
    }
}

impl Launch {
    /// Reads the configuration and puts the options over it.
    pub fn prepare(options: &Options, rows: &Rows) -> Result<Self, Wrong> {
        Self::merge(Config::load(options.config.as_deref(), rows)?, options)
    }

    /// Puts the options over a configuration; with neither, one pipeline of which nothing is known.
    pub fn merge(config: Config, options: &Options) -> Result<Self, Wrong> {
        let Config { mut pipelines, mut settings } = config;
        if pipelines.is_empty() {
            pipelines.push(Pipeline::default());
        }
        let chosen = options.pipeline.as_deref().map(|name| choose(&pipelines, name)).transpose()?;
        if options.read_only {
            settings.read_only = ReadOnly::Always;
        }
        let endpoint_url = options.endpoint_url.clone();
        let place = place(options)?;
        let (rehearsal, discovery) = (false, Discovery::Off);
        let mut launch = Self { pipelines, chosen, endpoint_url, settings, rehearsal, place, discovery };
        launch.rename(&options.names)?;
        launch.redirect(options);
        if launch.place.is_none() {
            launch.discovery = self::discovery(&launch.pipelines);
        }
        Ok(launch)
    }

    /// The pipeline to show first.
    pub fn first(&self) -> Id {
        self.chosen.unwrap_or_default()
    }

    /// The pipelines that were asked for, each with its id: the chosen one, else all.
    pub fn asked(&self) -> impl Iterator<Item = (Id, &Pipeline)> {
        let all = self.pipelines.iter().enumerate().map(|(index, pipeline)| (Id(index), pipeline));
        all.filter(|(id, _)| self.chosen.is_none_or(|chosen| chosen == *id))
    }

    /// Profile and region go to the chosen pipeline, else to all.
    fn redirect(&mut self, options: &Options) {
        let chosen = self.chosen;
        for (index, pipeline) in self.pipelines.iter_mut().enumerate() {
            if chosen.is_none_or(|id| id.0 == index) {
                over(&mut pipeline.profile, options.profile.as_ref());
                over(&mut pipeline.region, options.region.as_ref());
            }
        }
    }

    /// Names go to the chosen pipeline, else to the only one.
    fn rename(&mut self, names: &Names) -> Result<(), Wrong> {
        if *names == Names::default() {
            return Ok(());
        }
        if self.chosen.is_none() && self.pipelines.len() > 1 {
            let count = self.pipelines.len();
            let what = format!(
                "the configuration has {count} pipelines: say with --pipeline which one the names are for"
            );
            return Err(Wrong::Usage(what));
        }
        let first = self.first();
        self.pipelines.get_mut(first.0).map_or(Ok(()), |pipeline| names.put_over(pipeline))
    }
}

fn discovery(pipelines: &[Pipeline]) -> Discovery {
    match pipelines {
        [pipeline] if pipeline.is_bare() => Discovery::On,
        _ => Discovery::Off,
    }
}

/// The place that is named by its bucket, and perhaps a prefix.
fn place(options: &Options) -> Result<Option<Prefix>, Wrong> {
    match (&options.bucket, &options.prefix) {
        (None, Some(_)) => Err(needs("--prefix", "--bucket")),
        (None, None) => Ok(None),
        (Some(bucket), prefix) => {
            let prefix = prefix.clone().unwrap_or_default().into();
            Ok(Some(Prefix { bucket: bucket.clone(), prefix }))
        }
    }
}

fn choose(pipelines: &[Pipeline], name: &str) -> Result<Id, Wrong> {
    let names = || pipelines.iter().map(|pipeline| pipeline.name.as_str()).filter(|name| !name.is_empty());
    pipelines.iter().position(|pipeline| pipeline.name == name).map(Id).ok_or_else(|| {
        let hint = match nearest(name, names()) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None if names().next().is_none() => "the configuration has none".to_owned(),
            None => format!("the configuration has {}", names().collect::<Vec<_>>().join(", ")),
        };
        Wrong::Usage(format!("--pipeline \"{name}\": there is no such pipeline; {hint}"))
    })
}

fn over<T: Clone>(field: &mut Option<T>, option: Option<&T>) {
    if let Some(option) = option {
        *field = Some(option.clone());
    }
}

impl Names {
    fn put_over(&self, pipeline: &mut Pipeline) -> Result<(), Wrong> {
        self.put_ingest(pipeline)?;
        put_place(&mut pipeline.raw, "raw", self.raw_bucket.as_ref(), self.raw_key.as_ref())?;
        if let Some(job) = &self.job {
            pipeline.etl.get_or_insert_with(Etl::default).job.clone_from(job);
        }
        let (bucket, key) = (self.processed_bucket.as_ref(), self.processed_key.as_ref());
        put_place(&mut pipeline.processed, "processed", bucket, key)?;
        if self.crawler.is_some() || self.database.is_some() {
            let catalog = pipeline.catalog.get_or_insert_with(Catalog::default);
            over(&mut catalog.crawler, self.crawler.as_ref());
            over(&mut catalog.database, self.database.as_ref());
        }
        if !self.log_groups.is_empty() {
            pipeline.groups.clone_from(&self.log_groups);
        }
        pipeline.name_itself();
        Ok(())
    }

    fn put_ingest(&self, pipeline: &mut Pipeline) -> Result<(), Wrong> {
        if let Some(function) = &self.function {
            let ingest = pipeline.ingest.get_or_insert_with(config::bare_ingest);
            ingest.function.clone_from(function);
        }
        match (&self.payload, &mut pipeline.ingest) {
            (Some(_), None) => Err(needs("--payload", "--function")),
            (Some(payload), Some(ingest)) => {
                ingest.payload.clone_from(payload);
                Ok(())
            }
            (None, _) => Ok(()),
        }
    }
}

fn put_place(
    place: &mut Option<Place>,
    step: &str,
    bucket: Option<&String>,
    key: Option<&String>,
) -> Result<(), Wrong> {
    if let Some(bucket) = bucket {
        place.get_or_insert_with(Place::default).bucket.clone_from(bucket);
    }
    match (key, place) {
        (Some(_), None) => Err(needs(&format!("--{step}-key"), &format!("--{step}-bucket"))),
        (Some(key), Some(place)) => {
            place.key = Some(key.clone());
            Ok(())
        }
        (None, _) => Ok(()),
    }
}

fn needs(one: &str, other: &str) -> Wrong {
    Wrong::Usage(format!("{one} needs {other}"))
}

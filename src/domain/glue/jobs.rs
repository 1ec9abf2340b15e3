//! The jobs of an account: what they are, beyond how their runs went.

use std::collections::BTreeMap;

use super::bookmark::Bookmark;
use super::trigger::{Trigger, Workflow};
use crate::clock::Time;
use crate::domain::fault::Fault;
use crate::domain::reading::Reading;
use crate::domain::run::{Run, Terms};
use crate::domain::text::Foreign;
use crate::domain::world::Change;

/// A job, as far as it may be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Unique in account and region.
    pub name: Foreign,
    /// What it is; `None`: its name alone may be read.
    pub definition: Option<Box<Definition>>,
}

/// What a job is, as `GetJob` tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Definition {
    /// What runs it.
    pub kind: Kind,
    /// What its runs are given, unless they are started otherwise.
    pub terms: Terms,
    /// `DefaultArguments`: a run's own go before them, one by one.
    pub defaults: BTreeMap<Foreign, Foreign>,
    /// Where its script lies.
    pub script: Option<Foreign>,
    /// The role that it runs with.
    pub role: Option<Foreign>,
    /// What it is for.
    pub description: Option<Foreign>,
    /// When it was changed last.
    pub changed: Option<Time>,
    /// How often Glue itself tries again.
    pub retries: u32,
    /// How many runs may go on at once; `None`: AWS does not say.
    pub at_once: Option<u32>,
}

/// What runs a job (`Command.Name`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Kind {
    /// `pythonshell`: no executors, and no bookmark.
    #[default]
    Shell,
    /// `glueetl`.
    Spark,
    /// `gluestreaming`.
    Streaming,
    /// `glueray`.
    Ray,
    /// A kind that AWS has added since.
    Other(Foreign),
}

impl Kind {
    /// Reads AWS's name.
    pub fn parse(name: &str) -> Self {
        match name {
            "pythonshell" => Self::Shell,
            "glueetl" => Self::Spark,
            "gluestreaming" => Self::Streaming,
            "glueray" => Self::Ray,
            other => Self::Other(other.into()),
        }
    }

    /// As people call it, visible already.
    pub fn words(&self) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Shell => "Python shell".into(),
            Self::Spark => "Spark".into(),
            Self::Streaming => "Spark streaming".into(),
            Self::Ray => "Ray".into(),
            Self::Other(name) => name.visible(),
        }
    }

    /// Whether Glue remembers for it what it has worked on: not for a Python shell, as the guide says, nor for Ray.
    pub fn has_bookmark(&self) -> bool {
        !matches!(self, Self::Shell | Self::Ray)
    }
}

/// What may be asked about jobs; each is read once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ask {
    /// All jobs of the account.
    All,
    /// What a job is, and its bookmark where it has one.
    Job(String),
    /// The runs of a job that is not the pipeline's.
    Runs(String),
    /// The newest run of each of these.
    Last(Vec<String>),
    /// All triggers and workflows of the account.
    Triggers,
}

/// An answer about jobs.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// All jobs, by name; where only their names may be read, why.
    All(Result<Vec<Job>, Fault>, Option<Fault>),
    /// What a job is.
    Job(Foreign, Result<Job, Fault>),
    /// The runs of a job, newest first.
    Runs(Foreign, Result<Vec<Run>, Fault>),
    /// The newest run of a job; `None`: it has never run.
    Last(Foreign, Result<Option<Run>, Fault>),
    /// The bookmark of a job; `None`: it has none.
    Bookmark(Foreign, Result<Option<Bookmark>, Fault>),
    /// All triggers of the account.
    Triggers(Result<Vec<Trigger>, Fault>),
    /// All workflows of the account.
    Workflows(Result<Vec<Workflow>, Fault>),
}

/// What is known of one job.
#[derive(Debug, Default)]
pub struct Known {
    /// What it is.
    pub job: Reading<Job>,
    /// Its runs, newest first; those of the pipeline's own job are in the world.
    pub runs: Reading<Vec<Run>>,
    /// Its newest run.
    pub last: Reading<Option<Run>>,
    /// Its bookmark.
    pub bookmark: Reading<Option<Bookmark>>,
}

/// What is known of the account's jobs.
#[derive(Debug, Default)]
pub struct Jobs {
    /// All of them, by name.
    pub all: Reading<Vec<Job>>,
    /// Why only their names may be read.
    pub names_only: Option<Fault>,
    /// All triggers.
    pub triggers: Reading<Vec<Trigger>>,
    /// All workflows.
    pub workflows: Reading<Vec<Workflow>>,
    known: BTreeMap<Foreign, Known>,
    nothing: Known,
}

impl Jobs {
    /// Folds an answer, which came at `at`, into what is known.
    pub fn hear(&mut self, at: Time, told: Told) -> Change {
        match told {
            Told::All(answer, names_only) => {
                self.names_only = names_only;
                self.all.hear(at, answer);
                Change::News
            }
            Told::Job(name, answer) => self.known(name).job.hear(at, answer),
            Told::Runs(name, answer) => {
                self.known(name).runs.hear(at, answer);
                Change::News
            }
            Told::Last(name, answer) => self.known(name).last.hear(at, answer),
            Told::Bookmark(name, answer) => self.known(name).bookmark.hear(at, answer),
            Told::Triggers(answer) => self.triggers.hear(at, answer),
            Told::Workflows(answer) => self.workflows.hear(at, answer),
        }
    }

    fn known(&mut self, name: Foreign) -> &mut Known {
        self.known.entry(name).or_default()
    }

    /// What is known of a job.
    pub fn of(&self, name: &str) -> &Known {
        self.known.get(&Foreign::from(name)).unwrap_or(&self.nothing)
    }

    /// What a job is: as it was read by itself, else among all.
    pub fn definition(&self, name: &str) -> Option<&Definition> {
        let alone = self.of(name).job.get();
        let listed = || self.all.get()?.iter().find(|job| job.name.exact() == name);
        alone.or_else(listed)?.definition.as_deref()
    }

    /// A run of any job whose runs were read.
    pub fn run(&self, id: &Foreign) -> Option<&Run> {
        let all = self.known.values().filter_map(|known| known.runs.get());
        all.flatten().find(|run| run.id == *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_job_has_a_name_and_only_spark_has_a_bookmark() {
        for (name, words, has_bookmark) in [
            ("pythonshell", "Python shell", false),
            ("glueetl", "Spark", true),
            ("gluestreaming", "Spark streaming", true),
            ("glueray", "Ray", false),
            ("gluenew", "gluenew", true),
        ] {
            let kind = Kind::parse(name);
            assert_eq!((kind.words().as_ref(), kind.has_bookmark()), (words, has_bookmark));
        }
    }

    #[test]
    fn a_definition_is_known_from_the_list_until_it_is_read_by_itself() {
        let job = |retries| Job {
            name: "j".into(),
            definition: Some(Box::new(Definition { retries, ..Definition::default() })),
        };
        let (mut jobs, now) = (Jobs::default(), Time::UNIX_EPOCH);
        assert_eq!(jobs.definition("j"), None);
        jobs.hear(now, Told::All(Ok(vec![job(1)]), None));
        assert_eq!(jobs.definition("j").map(|found| found.retries), Some(1));
        jobs.hear(now, Told::Job("j".into(), Ok(job(2))));
        assert_eq!(jobs.definition("j").map(|found| found.retries), Some(2));
        assert_eq!(jobs.definition("k"), None);
    }
}

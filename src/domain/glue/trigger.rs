//! What starts jobs and crawlers by itself: triggers, and the workflows that they make up.

use crate::clock::Time;
use crate::domain::text::Foreign;

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Unique in account and region; also what a run's `TriggerName` says.
    pub name: Foreign,
    /// `SCHEDULED`, `CONDITIONAL`, `ON_DEMAND` or `EVENT`, or what AWS has added since.
    pub kind: Foreign,
    /// `ACTIVATED`, `DEACTIVATED`, `CREATED` and others: only an activated one fires.
    pub state: Foreign,
    /// When it fires: `cron(…)` or `rate(…)`.
    pub schedule: Option<Foreign>,
    /// The workflow that it belongs to.
    pub workflow: Option<Foreign>,
    /// What it is for.
    pub description: Option<Foreign>,
    /// What it starts.
    pub actions: Vec<Started>,
    /// How its conditions go together: `AND` or `ANY`.
    pub logical: Option<Foreign>,
    /// What it waits for.
    pub conditions: Vec<Condition>,
}

/// What a trigger starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// What it starts.
    pub target: Part,
    /// With which arguments of its own.
    pub arguments: Vec<(Foreign, Foreign)>,
}

/// A job or a crawler, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A job.
    Job(Foreign),
    /// A crawler.
    Crawler(Foreign),
}

/// An end that a trigger waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Of what.
    pub part: Part,
    /// How it has to end.
    pub state: Foreign,
}

/// A workflow, and its last run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workflow {
    /// Unique in account and region.
    pub name: Foreign,
    /// What it is for.
    pub description: Option<Foreign>,
    /// Its last run.
    pub last: Option<WorkflowRun>,
}

/// A run of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowRun {
    /// AWS's name for it.
    pub id: Foreign,
    /// `RUNNING`, `COMPLETED`, `STOPPING`, `STOPPED`, `ERROR`: completed does not say well.
    pub status: Foreign,
    /// When it began.
    pub started: Option<Time>,
    /// When it ended.
    pub ended: Option<Time>,
    /// What is said of an error.
    pub error: Option<Foreign>,
    /// Its jobs and crawls: all, done well, and done badly (failed, timed out, or in error).
    pub counts: [u32; 3],
}

impl WorkflowRun {
    /// Whether it is over and something in it went wrong.
    pub fn is_bad(&self) -> bool {
        self.status.exact() == "ERROR" || self.counts[2] > 0
    }

    /// Whether it goes on.
    pub fn is_running(&self) -> bool {
        matches!(self.status.exact(), "RUNNING" | "STOPPING")
    }
}

impl Part {
    /// Its name.
    pub fn name(&self) -> &Foreign {
        match self {
            Self::Job(name) | Self::Crawler(name) => name,
        }
    }

    /// It in words, visible already.
    pub fn words(&self) -> String {
        match self {
            Self::Job(name) => format!("job {}", name.visible()),
            Self::Crawler(name) => format!("crawler {}", name.visible()),
        }
    }
}

impl Trigger {
    /// Whether it fires by itself.
    pub fn is_on(&self) -> bool {
        self.state.exact() == "ACTIVATED"
    }

    /// Whether it starts this job or waits for its end.
    pub fn concerns(&self, job: &str) -> bool {
        let is_it = |part: &Part| matches!(part, Part::Job(name) if name.exact() == job);
        self.actions.iter().any(|started| is_it(&started.target))
            || self.conditions.iter().any(|condition| is_it(&condition.part))
    }

    /// What it starts, in words.
    pub fn starts(&self) -> String {
        let all: Vec<String> = self.actions.iter().map(|started| started.target.words()).collect();
        all.join(", ")
    }

    /// What it waits for, in words; `None`: for nothing.
    pub fn waits(&self) -> Option<String> {
        let is_any = self.logical.as_ref().is_some_and(|logical| logical.exact() == "ANY");
        let all: Vec<String> = self.conditions.iter().map(Condition::words).collect();
        (!all.is_empty()).then(|| all.join(if is_any { " or " } else { " and " }))
    }
}

impl Condition {
    fn words(&self) -> String {
        format!("{} {}", self.part.words(), self.state.visible())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_concerns_the_job_that_it_starts_and_the_one_that_it_waits_for() {
        let job = |name: &str| Part::Job(name.into());
        let trigger = Trigger {
            name: "t".into(),
            kind: "CONDITIONAL".into(),
            state: "ACTIVATED".into(),
            schedule: None,
            workflow: None,
            description: None,
            actions: vec![Started { target: job("b"), arguments: vec![] }],
            logical: Some("ANY".into()),
            conditions: vec![
                Condition { part: job("a"), state: "SUCCEEDED".into() },
                Condition { part: Part::Crawler("c".into()), state: "FAILED".into() },
            ],
        };
        assert_eq!(["a", "b", "c"].map(|name| trigger.concerns(name)), [true, true, false]);
        assert_eq!(trigger.waits().unwrap(), "job a SUCCEEDED or crawler c FAILED");
        assert_eq!(trigger.starts(), "job b");
    }
}

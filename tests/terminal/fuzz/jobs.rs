//! Jobs, triggers and backfills as anybody may have named them.

use std::time::Duration;

use farol::domain::Observation;
use farol::domain::backfill::{End, Plan, Progress, Series, Stage};
use farol::domain::glue::Told as Glue;
use farol::domain::glue::bookmark::Bookmark;
use farol::domain::glue::jobs::{Definition, Job, Kind, Told};
use farol::domain::glue::trigger::{Condition, Part, Started, Trigger, Workflow, WorkflowRun};
use farol::domain::run::Terms;
use farol::domain::text::Foreign;

use super::hostile::Fuzz;
use crate::stage::{ago, dawn};

impl Fuzz {
    /// Everything that is told of jobs.
    pub fn jobs(&mut self) -> Vec<Observation> {
        let all: Vec<Job> = (0..8).map(|_| self.job()).collect();
        let mut told: Vec<Told> = Vec::new();
        for job in &all {
            let name = job.name.clone();
            let runs = self.or_fault(|fuzz| (0..5).map(|_| fuzz.run()).collect());
            let last = self.or_fault(|fuzz| Some(fuzz.run()));
            told.extend([Told::Runs(name.clone(), runs), Told::Last(name.clone(), last)]);
            let bookmark = self.or_fault(|fuzz| Some(fuzz.bookmark()));
            told.extend([Told::Job(name.clone(), Ok(self.job())), Told::Bookmark(name, bookmark)]);
        }
        let denied = self.chance.bool().then(|| self.fault());
        told.push(Told::All(Ok(all), denied));
        told.push(Told::Triggers(Ok((0..8).map(|_| self.trigger()).collect())));
        told.push(Told::Workflows(self.or_fault(|fuzz| (0..4).map(|_| fuzz.workflow()).collect())));
        let told = told.into_iter().map(|told| Observation::Glue(Glue::Jobs(Box::new(told))));
        told.chain(self.backfills()).collect()
    }

    /// A backfill that goes on, and how it ended.
    pub fn backfills(&mut self) -> [Observation; 2] {
        let series = Series { name: self.text(), values: (0..4).map(|_| self.text()).collect() };
        let plan = Plan { job: self.text(), arguments: [(self.text(), self.text())].into(), series };
        let mut progress = Progress::begun(plan, dawn());
        progress.done.push((self.foreign(), Duration::from_secs(9)));
        progress.stage = Stage::Waiting(self.foreign());
        let end = match self.chance.u8(0..4) {
            0 => End::Failed(self.foreign(), self.foreign(), self.some()),
            1 => End::Refused(self.fault()),
            2 => End::Unseen(self.foreign(), self.fault()),
            _ => End::Cancelled(self.some()),
        };
        let over = Progress { end: Some(end), ..progress.clone() };
        [progress, over].map(|one| Observation::Backfill(Box::new(one)))
    }

    fn job(&mut self) -> Job {
        let pairs = (0..3).map(|_| (self.foreign(), self.foreign())).collect();
        let terms = Terms {
            workers: Some((2, self.foreign())),
            version: self.some(),
            class: self.some(),
            security: self.some(),
            ..Terms::default()
        };
        let definition = Definition {
            kind: if self.chance.bool() { Kind::Spark } else { Kind::Other(self.foreign()) },
            terms,
            defaults: pairs,
            script: self.some(),
            role: self.some(),
            description: self.some(),
            ..Definition::default()
        };
        Job { name: self.foreign(), definition: self.chance.bool().then(|| Box::new(definition)) }
    }

    fn bookmark(&mut self) -> Bookmark {
        Bookmark { version: 1, run: 2, attempt: 1, run_id: self.some(), state: self.some() }
    }

    fn part(&mut self) -> Part {
        let name: Foreign = self.foreign();
        if self.chance.bool() { Part::Job(name) } else { Part::Crawler(name) }
    }

    fn trigger(&mut self) -> Trigger {
        let arguments = vec![(self.foreign(), self.foreign())];
        Trigger {
            name: self.foreign(),
            kind: self.foreign(),
            state: if self.chance.bool() { "ACTIVATED".into() } else { self.foreign() },
            schedule: if self.chance.bool() { Some("cron(0 3 * * ? *)".into()) } else { self.some() },
            workflow: self.some(),
            description: self.some(),
            actions: vec![Started { target: self.part(), arguments }],
            logical: self.some(),
            conditions: vec![Condition { part: self.part(), state: self.foreign() }],
        }
    }

    fn workflow(&mut self) -> Workflow {
        let last = WorkflowRun {
            id: self.foreign(),
            status: self.foreign(),
            started: Some(ago(900)),
            ended: None,
            error: self.some(),
            counts: [3, 1, 2],
        };
        Workflow { name: self.foreign(), description: self.some(), last: Some(last) }
    }
}

//! How a run comes to its end.

use chrono::TimeDelta;

use super::{Engine, JobRuns, RunState};
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::etl::{self, Outcome};
use crate::demo::events::lag;
use crate::demo::python::Exception;
use crate::reference::{ERROR_GROUP, OUTPUT_GROUP};

/// What happens to a run next.
#[derive(Debug, Clone)]
pub enum Step {
    /// Its environment is there.
    Begins,
    /// The script does its work; the roll decides whether it fails on purpose.
    Executes {
        /// 0 to 1.
        roll: f64,
        /// When it is over then.
        ends: Time,
    },
    /// It is over, with an error or without.
    Ends {
        /// One line.
        error: Option<String>,
    },
    /// The stop that was asked for is done.
    Stops,
}

impl JobRuns {
    /// Remembers what a run has worked on that came to a good end.
    fn move_bookmark(&mut self, id: &str, now: Time) {
        if let Some(bookmark) = &mut self.bookmark {
            bookmark.version += 1;
            bookmark.run += 1;
            bookmark.run_id = Some(id.to_owned());
            bookmark.until = Some(now);
        }
    }
}

impl Account {
    /// Carries out a step, unless the run has taken another way since.
    pub(in crate::demo) fn step_run(&mut self, job: &str, id: &str, step: Step, now: Time) {
        let Some(runs) = self.jobs.get_mut(job) else { return };
        let engine = runs.job.engine;
        let Some(run) = runs.run(id) else { return };
        match (step, run.state) {
            (Step::Begins, RunState::Starting) => run.begin(now),
            (Step::Executes { ends, .. }, RunState::Running) if engine != Engine::Shell => {
                self.print_digest(id, now);
                self.plan(job, id, ends, Step::Ends { error: None });
            }
            (Step::Executes { roll, ends }, RunState::Running) => self.execute(job, id, roll, now, ends),
            (Step::Ends { error: None }, RunState::Running) => {
                run.end(RunState::Succeeded, None, now);
                runs.move_bookmark(id, now);
            }
            (Step::Ends { error }, RunState::Running) => run.end(RunState::Failed, error, now),
            (Step::Stops, RunState::Stopping) => run.end(RunState::Stopped, None, now),
            _ => {}
        }
    }

    fn execute(&mut self, job: &str, id: &str, roll: f64, now: Time, ends: Time) {
        let Some(runs) = self.jobs.get_mut(job) else { return };
        let unknown = runs.unknown_arguments(id);
        if !unknown.is_empty() {
            return self.refuse(job, id, &unknown.join(" "), now, ends);
        }
        let Some(settings) = runs.settings(id) else { return };
        let outcome = match &mut self.history {
            Some(history) => history.execute(&settings, roll, now),
            None => etl::execute(&settings, roll, &self.buckets),
        };
        let error = outcome.result.as_ref().err().map(Exception::headline);
        self.tell(id, &outcome, now);
        if let Ok(Some(csv)) = outcome.result {
            // A bucket that has gone was an exception before it came to this.
            let _ = self.put(&settings.processed_bucket, &settings.processed_key, csv, now);
        }
        self.plan(job, id, ends, Step::Ends { error });
    }

    /// What `argparse` does with arguments that it does not know.
    fn refuse(&mut self, job: &str, id: &str, unknown: &str, now: Time, ends: Time) {
        let said = format!("usage: describe.py [-h]\ndescribe.py: error: unrecognized arguments: {unknown}");
        let lag = lag(self.options.seed, id, now);
        self.say(ERROR_GROUP, id, vec![(now, said)], lag);
        self.plan(job, id, ends, Step::Ends { error: Some("SystemExit: 2".to_owned()) });
    }

    /// Sends what the script printed to the streams that bear the run's id.
    fn tell(&mut self, id: &str, outcome: &Outcome, now: Time) {
        let lag = lag(self.options.seed, id, now);
        let lines = (0i64..).zip(&outcome.output);
        let output = lines.map(|(place, line)| (now + TimeDelta::milliseconds(place), line.clone()));
        self.say(OUTPUT_GROUP, id, output.collect(), lag);
        if let Err(exception) = &outcome.result {
            let folder = format!("/tmp/glue-python-scripts-{}", id.get(3..11).unwrap_or_default());
            let traceback = etl::traceback(exception, &folder);
            self.say(ERROR_GROUP, id, vec![(now + TimeDelta::milliseconds(5), traceback)], lag);
        }
    }
}

//! Everything the console knows of one pipeline, and the one fold that changes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::action::{Action, Attempt, Judged, Outcome, Receipt, Rehearsal, Session, Verb};
use super::alarm;
use super::backfill::Progress;
use super::crawler::Crawler;
use super::errand::Step;
use super::fault::Fault;
use super::function::Function;
use super::glue::{Glue, Told};
use super::history::History;
use super::identity::Identity;
use super::inputs::Inputs;
use super::lambda;
use super::log;
use super::object::{Listings, News, Object, Page, Scope};
use super::pipeline::{self, Pipeline};
use super::preflight::Preflight;
use super::preview::{self, Preview};
use super::reading::Reading;
use super::run::Run;
use super::table::Table;
use super::text::Foreign;
use crate::clock::Time;

/// An observation with its pipeline and its time: what the queue to the console carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// Whose world it belongs to; a reader that is being replaced may still be heard.
    pub pipeline: pipeline::Id,
    /// When it was observed.
    pub at: Time,
    /// What was observed.
    pub observation: Observation,
}

/// Whether an observation, or a message, changed anything that could be on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// All is as it was.
    Same,
    /// Something is new.
    News,
}

/// Something that AWS told us, or that we did.
#[derive(Debug, Clone, PartialEq)]
pub enum Observation {
    /// Who we are.
    Identity(Result<Identity, Fault>),
    /// The ingest function's configuration.
    Function(Result<Function, Fault>),
    /// The object that the ingest writes; `None`: it is not there.
    Raw(Result<Option<Object>, Fault>),
    /// The object that the job writes; `None`: it is not there.
    Processed(Result<Option<Object>, Fault>),
    /// A page of a listing.
    Listed(Scope, Result<Page, Fault>),
    /// Something else that was learned of objects.
    Objects(News),
    /// The job's runs, newest first.
    Runs(Result<Vec<Run>, Fault>),
    /// What the crawler does, and how its last crawl ended.
    Crawler(Result<Crawler, Fault>),
    /// Something of Glue beyond the steps themselves.
    Glue(Told),
    /// Something of Lambda beyond the step itself.
    Lambda(Box<lambda::Told>),
    /// Something of CloudWatch's alarms and metrics.
    Alarms(Box<alarm::Told>),
    /// The tables of the pipeline's database.
    Tables(Result<Vec<Table>, Fault>),
    /// Events of the function's group that make up its history, in any order.
    Past {
        /// What was read.
        events: Result<Vec<log::Event>, Fault>,
        /// Since when the history is complete.
        since: Time,
        /// Whether that is all there is since then.
        whole: bool,
    },
    /// The groups are being read from this moment on.
    ReadSince(Time),
    /// New events of the tail, of any group, in any order.
    Lines(Vec<log::Event>),
    /// Older lines are being read: so many so far.
    ReadingBack {
        /// Lines.
        lines: usize,
        /// The pages that they came in.
        pages: usize,
    },
    /// Older lines have been read, so many, or not all of them: see [`Effect::ReadBack`].
    ///
    /// [`Effect::ReadBack`]: crate::effect::Effect::ReadBack
    ReadBack(Result<usize, Fault>),
    /// Lines that were looked for among those that are kept: see [`Effect::Scan`].
    ///
    /// [`Effect::Scan`]: crate::effect::Effect::Scan
    Scanned(log::Findings),
    /// A defect of ours ended the looking for lines.
    Unscanned(Arc<log::Query>, Fault),
    /// How a group is being read now.
    Tail {
        /// The log group.
        group: String,
        /// Its state.
        source: log::Source,
    },
    /// What minutes of a group are now known to be, and all its gaps.
    Minutes {
        /// The log group.
        group: Arc<str>,
        /// Those that are no longer what they were.
        minutes: Vec<(log::Minute, log::State)>,
        /// All that are open.
        gaps: Vec<log::Gap>,
    },
    /// How Live Tail is.
    Live(log::Live),
    /// The filter pattern that the groups are read through from now on.
    Pattern(Option<Arc<str>>),
    /// What an account holds, where the configuration names nothing: see [`Effect::Discover`].
    ///
    /// [`Effect::Discover`]: crate::effect::Effect::Discover
    Found(Result<Pipeline, Fault>),
    /// What an action would touch, read again just before.
    Preflight(Action, Preflight),
    /// An action was rehearsed: nothing was sent that changes anything.
    Rehearsed(Action, Result<Rehearsal, Fault>),
    /// A confirmed action has been sent.
    Sent(Action),
    /// A confirmed action has been answered, or will not be.
    Done(Action, Outcome),
    /// Something was found out of an action whose answer was lost.
    Judged(Judged),
    /// How far a backfill has come.
    Backfill(Box<Progress>),
    /// How far the download has come.
    Fetching(Step),
    /// An URL was signed, for copying.
    Presigned(Result<preview::Url, Fault>),
    /// Something of what is inside an object.
    Previewed(Box<preview::News>),
    /// A defect of ours ended something that no pane waits for.
    Broken(Fault),
}

/// Everything the console knows of one pipeline, changed only by [`World::learn`].
#[derive(Debug, Default)]
pub struct World {
    /// Who we are.
    pub identity: Reading<Identity>,
    /// Why the account could not be searched for a pipeline.
    pub discovery: Option<Fault>,
    /// The ingest function's configuration.
    pub function: Reading<Function>,
    /// The object that the ingest writes.
    pub raw: Reading<Option<Object>>,
    /// The object that the job writes.
    pub processed: Reading<Option<Object>>,
    /// The places that have been looked into.
    pub listings: Box<Listings>,
    /// The ingest's invocations.
    pub history: History,
    /// The job's runs, newest first.
    pub runs: Reading<Vec<Run>>,
    /// What the crawler does, and how its last crawl ended.
    pub crawler: Reading<Crawler>,
    /// What is known of Glue beyond the steps themselves.
    pub glue: Box<Glue>,
    /// What is known of Lambda beyond the step itself.
    pub lambda: Box<lambda::Lambda>,
    /// What is known of CloudWatch's alarms and metrics.
    pub alarms: Box<alarm::Alarms>,
    /// The tables of the pipeline's database.
    pub tables: Reading<Vec<Table>>,
    /// The newest log lines of all groups.
    pub logs: log::Buffer,
    /// Since when lines of the groups are read; `None`: not told yet.
    pub logs_since: Option<Time>,
    /// What has been found in them.
    pub scans: Box<log::Scans>,
    /// How each group is being read.
    pub tails: BTreeMap<String, log::Source>,
    /// Which minutes of which groups are not known to be complete.
    pub minutes: log::Minutes,
    /// How Live Tail is.
    pub live: log::Live,
    /// The server's filter pattern that the groups are read through; lines from before it are gone.
    pub pattern: Option<Arc<str>>,
    /// What is known of the inside of the object that was looked into last.
    pub preview: Option<Box<Preview>>,
    /// The latest preflight, and the action that it was for.
    pub preflight: Option<(Action, Preflight)>,
    /// What was sent in this session.
    pub inputs: Inputs,
    /// The latest backfill.
    pub backfill: Option<Box<Progress>>,
    /// The latest attempt of each kind of action.
    pub attempts: BTreeMap<Verb, Attempt>,
    revision: u64,
}

impl World {
    /// A world that keeps no more log lines than that.
    pub fn keeping(logs: log::Bounds) -> Self {
        Self { logs: log::Buffer::new(logs), ..Self::default() }
    }

    /// How many observations have changed something: what a pane compares to know that its rows are old.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Folds an observation, which came at `at`, into what we know.
    pub fn learn(&mut self, at: Time, observation: Observation) -> Change {
        let change = self.fold(at, observation);
        if change == Change::News {
            self.revision += 1;
        }
        change
    }

    fn fold(&mut self, at: Time, observation: Observation) -> Change {
        match observation {
            Observation::Identity(answer) => self.identity.hear(at, answer),
            Observation::Function(answer) => self.hear_function(at, answer),
            Observation::Raw(answer) => self.raw.hear(at, answer),
            Observation::Processed(answer) => self.processed.hear(at, answer),
            Observation::Listed(scope, answer) => self.listings.listed(at, scope, answer),
            Observation::Objects(news) => self.listings.hear(at, news),
            Observation::Runs(answer) => self.runs.hear(at, answer),
            Observation::Crawler(answer) => self.crawler.hear(at, answer),
            Observation::Glue(told) => self.glue.hear(at, told),
            Observation::Lambda(told) => self.lambda.hear(at, *told),
            Observation::Alarms(told) => self.alarms.hear(at, *told),
            Observation::Tables(answer) => self.tables.hear(at, answer),
            Observation::Past { events, since, whole } => self.history.hear_past(at, events, since, whole),
            Observation::ReadSince(since) => replace(&mut self.logs_since, Some(since)),
            Observation::Lines(events) => self.hear_lines(events),
            Observation::ReadingBack { .. }
            | Observation::ReadBack(_)
            | Observation::Rehearsed(..)
            | Observation::Broken(_)
            | Observation::Fetching(_)
            | Observation::Presigned(_) => Change::News,
            Observation::Scanned(findings) => self.scans.hear(findings),
            Observation::Unscanned(query, fault) => self.scans.broke(query, fault),
            Observation::Tail { group, source } => {
                let old = self.tails.insert(group, source.clone());
                if old.as_ref() == Some(&source) { Change::Same } else { Change::News }
            }
            Observation::Minutes { group, minutes, gaps } => self.minutes.hear(group, &minutes, gaps),
            Observation::Live(live) => replace(&mut self.live, live),
            Observation::Pattern(pattern) => self.hear_pattern(pattern),
            Observation::Found(found) => {
                self.discovery = found.err();
                Change::News
            }
            Observation::Previewed(news) => preview::hear(&mut self.preview, *news),
            Observation::Preflight(action, preflight) => {
                self.preflight = Some((action, preflight));
                Change::News
            }
            Observation::Backfill(progress) => {
                self.backfill = Some(progress);
                Change::News
            }
            Observation::Sent(Action::Backfill(plan)) => {
                self.backfill = Some(Box::new(Progress::begun(plan, at)));
                Change::News
            }
            Observation::Sent(action) => {
                self.inputs.sent(at, &action);
                self.attempts
                    .insert(action.verb(), Attempt { action, sent: at, outcome: None, verdict: None });
                Change::News
            }
            Observation::Done(action, outcome) => self.hear_outcome(at, action, outcome),
            Observation::Judged(judged) => self.hear_verdict(judged),
        }
    }

    fn hear_function(&mut self, at: Time, answer: Result<Function, Fault>) -> Change {
        if let Ok(function) = &answer {
            self.history.hear_group(function.log_group.exact());
        }
        self.function.hear(at, answer)
    }

    /// What was read without it is read again with it, and a line that came live could not be told from itself.
    fn hear_pattern(&mut self, pattern: Option<Arc<str>>) -> Change {
        let change = replace(&mut self.pattern, pattern);
        if change == Change::News {
            self.logs.clear();
            self.minutes = log::Minutes::default();
        }
        change
    }

    fn hear_lines(&mut self, events: Vec<log::Event>) -> Change {
        let change = self.history.hear_lines(&events);
        if self.logs.extend(events) > 0 { Change::News } else { change }
    }

    fn hear_outcome(&mut self, at: Time, action: Action, outcome: Outcome) -> Change {
        if let Outcome::Accepted(Receipt::Invoked { request_id, function_error, payload, .. }) = &outcome {
            self.history.hear_answer(request_id, function_error.as_ref(), payload);
        }
        self.inputs.done(&action, &outcome);
        let sent = self.attempts.get(&action.verb()).map_or(at, |attempt| attempt.sent);
        self.attempts.insert(action.verb(), Attempt { action, sent, outcome: Some(outcome), verdict: None });
        Change::News
    }

    /// Whether a backfill is under way.
    pub fn is_backfilling(&self) -> bool {
        self.backfill.as_ref().is_some_and(|progress| progress.is_under_way())
    }

    /// Whether a start is on its way, or a run of this job, which is not the pipeline's, was under way when it was read.
    pub fn is_starting_other(&self, job: &str) -> bool {
        let on_its_way = self.attempts.get(&Verb::StartJob).is_some_and(|attempt| attempt.outcome.is_none());
        let runs = self.glue.jobs.of(job).runs.get();
        on_its_way
            || self.is_backfilling()
            || runs.is_some_and(|runs| runs.iter().any(|run| !run.state.is_final()))
    }

    /// A run of any job that was read, by its id.
    pub fn run(&self, id: &Foreign) -> Option<&Run> {
        let own = self.runs.get().and_then(|runs| runs.iter().find(|run| run.id == *id));
        own.or_else(|| self.glue.jobs.run(id))
    }

    /// Since when Live Tail has given no sign of life, where it should.
    pub fn stale(&self) -> Option<Time> {
        let since = self.tails.values().filter_map(|source| match source {
            log::Source::Stale { since } => Some(*since),
            _ => None,
        });
        since.min()
    }

    fn hear_verdict(&mut self, judged: Judged) -> Change {
        let attempt = self.attempts.get_mut(&judged.action.verb());
        if let Some(attempt) = attempt.filter(|_| judged.session == Session::This)
            && attempt.action == judged.action
        {
            attempt.verdict = Some(judged.verdict);
        }
        Change::News
    }

    /// Whether an action of this kind is on its way, or the step that it starts is running, whoever started it.
    pub fn is_busy(&self, verb: Verb) -> bool {
        let on_its_way = self.attempts.get(&verb).is_some_and(|attempt| attempt.outcome.is_none());
        on_its_way
            || match verb {
                Verb::Invoke | Verb::StopRun | Verb::StopCrawler | Verb::ResetBookmark => false,
                Verb::Backfill => self.is_backfilling(),
                Verb::StartJob => {
                    let is_running = |runs: &Vec<Run>| runs.iter().any(|run| !run.state.is_final());
                    self.is_backfilling() || self.runs.get().is_some_and(is_running)
                }
                Verb::StartCrawler => self.crawler.get().is_some_and(|crawler| crawler.state.is_busy()),
            }
    }
}

fn replace<T: PartialEq>(fact: &mut T, value: T) -> Change {
    if *fact == value {
        return Change::Same;
    }
    *fact = value;
    Change::News
}

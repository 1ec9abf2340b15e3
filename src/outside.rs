//! Carries out what the console asks of the outside, in tasks of its own: nothing here ever waits.

mod acting;
mod armoury;
mod backfill;
mod download;
mod glue;
mod guard;
mod jobs;
mod lambda;
mod listing;
mod preview;
mod scan;
#[cfg(test)]
mod tests;

pub use armoury::Armoury;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::{OnceCell, mpsc, watch};

use crate::actions::{self, Actions, rehearse};
use crate::audit::Journal;
use crate::clock::Clock;
use crate::cloud::past::Step;
use crate::cloud::watch::{Signals, unreachable, watch};
use crate::cloud::{Access, Cloud};
use crate::domain::action::Action;
use crate::domain::errand::Errand;
use crate::domain::fault::Fault;
use crate::domain::log;
use crate::domain::log::Past;

use crate::domain::pipeline::{self, Pipeline};
use crate::domain::preflight::Preflight;
use crate::domain::preview::Wish;
use crate::domain::world::{Heard, Observation};
use crate::effect::Effect;
use crate::tasks::{Slot, Tasks};

/// How much of the past a tail starts with, unless it is said.
pub const BACK: Duration = Duration::from_mins(15);

/// What decides which account and region a pipeline is in.
type Where = (Option<String>, Option<String>);

/// Everything that is not the console: AWS, and the tasks that talk to it.
#[derive(Debug)]
pub struct Outside {
    desk: Telling,
    access: Access,
    actions: Option<Actions>,
    armoury: Option<Armoury>,
    past: Option<actions::Past>,
    clouds: HashMap<Where, Arc<OnceCell<Cloud>>>,
    watched: Option<Watched>,
    tasks: Tasks,
    back: Duration,
    mode: log::Mode,
    /// Ends the backfill under way, before its next start.
    brake: Option<watch::Sender<bool>>,
    /// Wakes the look into an object to read on; a wish that is not fulfilled yet stands for all.
    more: mpsc::Sender<Wish>,
}

/// The pipeline in front.
#[derive(Debug, Clone)]
struct Watched {
    id: pipeline::Id,
    pipeline: Pipeline,
    cloud: Arc<OnceCell<Cloud>>,
    signals: Arc<Signals>,
}

/// The way back to the console.
#[derive(Debug, Clone)]
struct Telling {
    clock: Clock,
    heard: mpsc::Sender<Heard>,
}

impl Telling {
    async fn say(&self, pipeline: pipeline::Id, observation: Observation) {
        // When the console has gone there is nobody to tell.
        let _ = self.heard.send(Heard { pipeline, at: self.clock.now(), observation }).await;
    }
}

impl Outside {
    /// An outside that tells what it hears to `heard`. Without `actions` nothing is ever changed.
    pub fn new(access: Access, clock: Clock, actions: Option<Actions>, heard: mpsc::Sender<Heard>) -> Self {
        let desk = Telling { clock, heard };
        let (clouds, tasks) = (HashMap::new(), Tasks::default());
        Self {
            desk,
            access,
            actions,
            armoury: None,
            past: None,
            clouds,
            watched: None,
            tasks,
            back: BACK,
            mode: log::Mode::Poll,
            brake: None,
            // Nobody looks into an object yet, who could be told.
            more: mpsc::channel(1).0,
        }
    }

    /// The same, where the executor is made when the console is armed, and unmade when it no longer is.
    #[must_use]
    pub fn armed_from(self, armoury: Option<Armoury>) -> Self {
        Self { armoury, ..self }
    }

    /// The same, which shows what earlier sessions left unknown in `journal` also where there is no executor.
    #[must_use]
    pub fn remembering(self, journal: Journal) -> Self {
        let past = actions::Past::of(journal, self.desk.clock.now());
        Self { past: Some(past), ..self }
    }

    /// Makes or unmakes the executor, where there is a way to.
    fn arm(&mut self, is_armed: bool) {
        if let Some(armoury) = &self.armoury {
            self.actions = is_armed.then(|| armoury.make());
        }
    }

    /// The same, where a tail starts so far back.
    #[must_use]
    pub fn reading_back(self, back: Duration) -> Self {
        Self { back, ..self }
    }

    /// The same, where a tail starts in this mode.
    #[must_use]
    pub fn tailing(self, mode: log::Mode) -> Self {
        Self { mode, ..self }
    }

    /// Starts what is asked for, within a tokio runtime. What is about the terminal is not its business.
    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Watch(id, pipeline) => self.watch(id, pipeline),
            Effect::Discover(id, pipeline) => self.discover(id, pipeline),
            Effect::Refresh => self.refresh(),
            Effect::Glue(ask) => self.ask_glue(ask),
            Effect::Unglue(ask) => self.hush_glue(ask),
            Effect::List(scope, token) => self.list(scope, token),
            Effect::Unlist(scope) => self.unlist(scope),
            Effect::Follow(scope, known) => self.follow(scope, known),
            Effect::Unfollow => self.tasks.stop(&Slot::Follow),
            Effect::Inspect(object) => self.inspect(object),
            Effect::InspectBucket(bucket) => self.inspect_bucket(bucket),
            Effect::Buckets => self.read_buckets(),
            Effect::Fetch(scope, page, token) => self.fetch(scope, page, token),
            Effect::Arrange(scope, arrange) => self.arrange(scope, arrange),
            Effect::Jobs(ask) => self.ask_jobs(ask),
            Effect::Pattern(pattern) => self.filter(pattern),
            Effect::Tail(mode) => self.tail(mode, false),
            Effect::Rest => self.tail(log::Mode::Poll, true),
            Effect::Lambda(ask) => self.ask_lambda(ask),
            Effect::Monitoring(ask) => self.ask_monitoring(ask),
            Effect::ReadBack(past) => self.read_back(past),
            Effect::Stop(Errand::ReadBack) => self.tasks.stop(&Slot::ReadBack),
            Effect::Preview(target) => self.look_into(target),
            // Whoever reads is told of one wish at a time; it is repeated where it was not heard.
            Effect::PreviewMore(wish) => drop(self.more.try_send(wish)),
            Effect::Compare(target) => self.compare(target),
            Effect::Download(order) => self.download(order),
            Effect::Stop(Errand::Backfill) => self.brake(),
            Effect::Stop(Errand::Download) => self.tasks.stop(&Slot::Download),
            Effect::Presign(object, lasting) => self.presign(object, lasting),
            Effect::EndPreview => self.tasks.stop(&Slot::Preview),
            Effect::Preflight(action) => self.preflight(action),
            Effect::Scan(scan) => self.scan(scan),
            Effect::Arm => self.arm(true),
            Effect::Disarm => {
                self.arm(false);
                self.brake();
            }
            Effect::Rehearse(action) => self.rehearse(action),
            Effect::Act(confirmation) => self.act(confirmation),
            Effect::Here(_)
            | Effect::Copy(_)
            | Effect::Save(_)
            | Effect::Stop(Errand::Save)
            | Effect::Edit(_)
            | Effect::Suspend
            | Effect::Resume
            | Effect::Quit => {}
        }
    }

    fn cloud(&mut self, pipeline: &Pipeline) -> Arc<OnceCell<Cloud>> {
        let place = (pipeline.profile.clone(), pipeline.region.clone());
        Arc::clone(self.clouds.entry(place).or_default())
    }

    fn watch(&mut self, id: pipeline::Id, pipeline: Pipeline) {
        let cloud = self.cloud(&pipeline);
        let signals = Arc::new(Signals::default());
        signals.tail.send_modify(|wish| wish.mode = self.mode);
        let watched = Watched { id, pipeline, cloud, signals };
        self.tasks.stop_lists();
        self.watched = Some(watched.clone());
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let back = TimeDelta::from_std(self.back).unwrap_or(TimeDelta::MAX);
        let broken = watched.pipeline.clone();
        self.start(Slot::Watch, id, move |fault| unreachable(&broken, &fault), async move {
            let Watched { id, pipeline, signals, .. } = watched.clone();
            match open(&watched.cloud, &access, &pipeline, desk.clock).await {
                Ok(cloud) => watch(cloud, id, pipeline, desk.heard, signals, back).await,
                Err(fault) => {
                    for observation in unreachable(&pipeline, &fault) {
                        desk.say(id, observation).await;
                    }
                }
            }
        });
        self.recall();
    }

    /// Reads everything again; where nothing could be opened, tries that again.
    fn refresh(&mut self) {
        let Some(watched) = &self.watched else { return };
        if watched.cloud.initialized() {
            watched.signals.poke_all();
        } else {
            let Watched { id, pipeline, .. } = watched.clone();
            self.watch(id, pipeline);
        }
    }

    /// Has the groups read through a pattern from now on, and says so.
    fn filter(&mut self, pattern: Option<String>) {
        let Some(watched) = &self.watched else { return };
        let (desk, id, pattern) = (self.desk.clone(), watched.id, pattern.map(Arc::<str>::from));
        let signals = Arc::clone(&watched.signals);
        self.start(Slot::Pattern, id, broken_off, async move {
            // Said first: no line that is read through it may come before it, and none of the former after it.
            let _alone = signals.gate.write().await;
            desk.say(id, Observation::Pattern(pattern.clone())).await;
            signals.tail.send_modify(|wish| wish.pattern = pattern);
        });
    }

    fn tail(&self, mode: log::Mode, is_rested: bool) {
        if let Some(watched) = &self.watched {
            watched.signals.tail.send_modify(|wish| (wish.mode, wish.is_rested) = (mode, is_rested));
        }
    }

    fn discover(&mut self, id: pipeline::Id, pipeline: Pipeline) {
        let cloud = self.cloud(&pipeline);
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let word = |fault| vec![Observation::Found(Err(fault))];
        self.start(Slot::Discover, id, word, async move {
            match open(&cloud, &access, &pipeline, desk.clock).await {
                Ok(cloud) => {
                    for found in Box::pin(cloud.discover(pipeline)).await {
                        desk.say(id, Observation::Found(found)).await;
                    }
                }
                Err(fault) => desk.say(id, Observation::Found(Err(fault))).await,
            }
        });
    }

    /// Reads older lines page by page, each shown as soon as it is here.
    fn read_back(&mut self, past: Past) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let word = |fault| vec![Observation::ReadBack(Err(fault))];
        self.start(Slot::ReadBack, watched.id, word, async move {
            let answer = match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => read_all(&cloud, &past, &desk, watched.id).await,
                Err(fault) => Err(fault),
            };
            desk.say(watched.id, Observation::ReadBack(answer)).await;
        });
    }

    /// Reads what an action would touch; the panes read it again too where something is at work.
    fn preflight(&mut self, action: Action) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let (broken, now) = (action.clone(), desk.clock.now());
        let word = move |fault| vec![Observation::Preflight(broken, Preflight::unread(now, fault))];
        self.start(Slot::Preflight, watched.id, word, async move {
            let preflight = match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => Box::pin(cloud.preflight(&watched.pipeline, &action)).await,
                Err(fault) => Preflight::unread(desk.clock.now(), fault),
            };
            if preflight.has_seen_work() {
                watched.signals.touched(action.verb());
            }
            desk.say(watched.id, Observation::Preflight(action, preflight)).await;
        });
    }

    /// Tests whether an action would be allowed.
    fn rehearse(&mut self, action: Action) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let broken = action.clone();
        let word = |fault| vec![Observation::Rehearsed(broken, Err(fault))];
        self.start(Slot::Rehearsal, watched.id, word, async move {
            let answer = rehearse(&access, &watched.pipeline, &action).await;
            desk.say(watched.id, Observation::Rehearsed(action, answer)).await;
        });
    }
}

/// Where no pane waits for the answer.
fn broken_off(fault: Fault) -> Vec<Observation> {
    vec![Observation::Broken(fault)]
}

async fn read_all(cloud: &Cloud, past: &Past, desk: &Telling, id: pipeline::Id) -> Result<usize, Fault> {
    let (mut lines, mut pages, mut step) = (0, 0, Some(Step::default()));
    while let Some(next) = step {
        let page = cloud.past(past, next).await?;
        (lines, pages) = (lines + page.events.len(), pages + 1);
        step = page.next;
        desk.say(id, Observation::Lines(page.events)).await;
        desk.say(id, Observation::ReadingBack { lines, pages }).await;
    }
    Ok(lines)
}

async fn open(
    cell: &OnceCell<Cloud>,
    access: &Access,
    pipeline: &Pipeline,
    clock: Clock,
) -> Result<Cloud, Fault> {
    cell.get_or_try_init(|| Cloud::open(access, pipeline, clock)).await.cloned()
}

//! A console without a screen: it asks through the console's own outside and folds what it hears.

use std::time::Duration;

use farol::actions::Actions;
use farol::audit::Journal;
use farol::clock::Clock;
use farol::cloud::Access;
use farol::domain::action::{Action, Confirmation, Mode, Outcome};
use farol::domain::fault::Fault;
use farol::domain::health::{Health, Step, health};
use farol::domain::object::{Flow, Listing, Scope, Token};
use farol::domain::pipeline::{Catalog, Etl, Id, Ingest, Pipeline, Place};
use farol::domain::{Heard, Observation, World};
use farol::effect::Effect;
use farol::outside::Outside;
use farol::reference::{PROCESSED_KEY, RAW_KEY};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::server::REGION;

/// How long anything may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_mins(1);

/// The pipeline that `seed/pipeline.py` makes under this name.
pub fn pipeline(name: &str) -> Pipeline {
    let place =
        |bucket: &str, key: &str| Some(Place { bucket: format!("{name}-{bucket}"), key: Some(key.into()) });
    Pipeline {
        name: name.into(),
        region: Some(REGION.into()),
        ingest: Some(Ingest {
            function: format!("{name}-ingest"),
            payload: serde_json::json!({ "bucket_name": format!("{name}-raw") }),
        }),
        raw: place("raw", RAW_KEY),
        etl: Some(Etl { job: format!("{name}-etl"), ..Etl::default() }),
        processed: place("analytics", PROCESSED_KEY),
        catalog: Some(Catalog {
            crawler: Some(format!("{name}-crawler")),
            database: Some(format!("{name}_db")),
        }),
        ..Pipeline::default()
    }
}

/// What watches a pipeline, and all it knows.
pub struct Watcher {
    outside: Outside,
    heard: mpsc::Receiver<Heard>,
    pipeline: Pipeline,
    /// What has been learned so far.
    pub world: World,
}

impl Watcher {
    /// Watches this pipeline of this server.
    pub fn of(endpoint: &str, pipeline: Pipeline) -> Self {
        let access = Access { endpoint_url: Some(endpoint.to_owned()), ..Access::default() };
        let (sender, heard) = mpsc::channel(64);
        let actions = Some(Actions::new(access.clone(), Journal::Off, Clock::System));
        let mut outside = Outside::new(access, Clock::System, actions, sender);
        outside.perform(Effect::Watch(Id(0), pipeline.clone()));
        Self { outside, heard, pipeline, world: World::default() }
    }

    /// Learns until the world is as wanted.
    pub async fn until(&mut self, what: &str, wanted: impl Fn(&World) -> bool) {
        let learn = async {
            while !wanted(&self.world) {
                let Heard { at, observation, .. } = self.heard.recv().await.expect("the outside lives");
                self.world.learn(at, observation);
            }
        };
        if timeout(PATIENCE, learn).await.is_err() {
            let steps = health(&self.pipeline, &self.world, Clock::System.now());
            panic!("in {PATIENCE:?} it did not come to this: {what}\n{steps:#?}");
        }
    }

    /// What something goes through, each value once, to the last one that is wanted.
    pub async fn course(&mut self, read: impl Fn(&World) -> Option<String>, last: &str) -> Vec<String> {
        let mut course: Vec<String> = Vec::new();
        while course.last().is_none_or(|value| value != last) {
            let before = course.last().cloned();
            let is_news = |world: &World| read(world).is_some_and(|value| Some(&value) != before.as_ref());
            self.until(&format!("{last} after {course:?}"), is_news).await;
            course.extend(read(&self.world));
        }
        course
    }

    /// Asks for a page of a place and waits for it.
    pub async fn list(&mut self, place: &Scope, token: Option<Token>) -> &Listing {
        let before = self.listing(place).map_or(0, |listing| listing.revision);
        self.outside.perform(Effect::List(place.clone(), token));
        let is_read = |world: &World| {
            world.listings.get(place).is_some_and(|l| l.revision > before && l.flow == Flow::Still)
        };
        self.until("a page", is_read).await;
        self.listing(place).expect("it has just been read")
    }

    fn listing(&self, place: &Scope) -> Option<&Listing> {
        self.world.listings.get(place)
    }

    /// Carries out an action and waits for what becomes of it.
    pub async fn act(&mut self, action: Action) -> Outcome {
        self.outside.perform(Effect::Act(Confirmation::given(action.clone(), None)));
        let answer = async {
            loop {
                let Heard { at, observation, .. } = self.heard.recv().await.expect("the outside lives");
                let outcome = match &observation {
                    Observation::Done(done, outcome) if *done == action => Some(outcome.clone()),
                    _ => None,
                };
                self.world.learn(at, observation);
                if let Some(outcome) = outcome {
                    return outcome;
                }
            }
        };
        timeout(PATIENCE, answer).await.unwrap_or_else(|_| panic!("no outcome of {action:?}"))
    }

    /// Looks for a pipeline in the account, as the console does where nothing names one.
    pub async fn discover(&mut self) -> Vec<Result<Pipeline, Fault>> {
        let nameless = Pipeline { region: Some(REGION.into()), ..Pipeline::default() };
        self.outside.perform(Effect::Discover(Id(1), nameless));
        let mut found = Vec::new();
        // The parts that were found come first, and then why others were not.
        let listen = async {
            while !matches!(found.last(), Some(Err(_))) {
                let heard = self.heard.recv().await.expect("the outside lives");
                if let Observation::Found(answer) = heard.observation {
                    found.push(answer);
                }
            }
        };
        timeout(PATIENCE, listen).await.expect("something is found, or not");
        found
    }

    /// The health of a step, as the strip shows it.
    pub fn health(&self, step: Step) -> Health {
        let all = health(&self.pipeline, &self.world, Clock::System.now());
        all.into_iter().find(|health| health.step == step).expect("a pipeline with all steps")
    }

    /// The action that the console's key stands for in this pipeline, with this event.
    pub fn invoke(&self, payload: serde_json::Value) -> Action {
        let function =
            self.pipeline.ingest.as_ref().map(|ingest| ingest.function.clone()).unwrap_or_default();
        Action::Invoke { function, payload, mode: Mode::Sync }
    }

    /// Likewise, with these arguments.
    pub fn start_job(&self, arguments: &[(&str, &str)]) -> Action {
        let job = self.pipeline.etl.as_ref().map(|etl| etl.job.clone()).unwrap_or_default();
        let arguments = arguments.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Action::StartJob { job, arguments }
    }

    /// Likewise.
    pub fn start_crawler(&self) -> Action {
        let catalog = self.pipeline.catalog.as_ref();
        let crawler = catalog.and_then(|catalog| catalog.crawler.clone()).unwrap_or_default();
        Action::StartCrawler { crawler }
    }
}

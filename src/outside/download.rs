//! Objects become files: beside their place while they come, in it when they are whole.

mod file;

use std::time::Duration;

use super::{Outside, Telling, open};
use crate::cloud::Cloud;
use crate::cloud::download::Stream;
use crate::cloud::preview::Missed;
use crate::domain::download::{Order, Wanted, plan};
use crate::domain::errand::Step;
use crate::domain::fault::Fault;
use crate::domain::object::ObjectRef;
use crate::domain::pipeline;
use crate::domain::preview::Target;
use crate::domain::words;
use crate::domain::world::Observation;
use crate::tasks::Slot;
use file::Landing;

/// How often it is said how far it is.
const OFTEN: Duration = Duration::from_millis(250);
/// The bytes that are written at once.
const WRITE: usize = 1 << 20;
/// How often a connection that broke is taken up again.
const TRIES: usize = 4;

impl Outside {
    /// Fetches objects; what was being fetched ends, and can be taken up again.
    pub(super) fn download(&mut self, order: Order) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let word = |fault: Fault| vec![Observation::Fetching(Step::Over(Err(fault.words())))];
        self.start(Slot::Download, watched.id, word, async move {
            let cloud = open(&watched.cloud, &access, &watched.pipeline, desk.clock).await;
            let over = match cloud {
                Ok(cloud) => Box::pin(Fetch::new(cloud, desk.clone(), watched.id).all(order)).await,
                Err(fault) => Err(fault.words()),
            };
            desk.say(watched.id, Observation::Fetching(Step::Over(over))).await;
        });
    }

    /// Signs a URL.
    pub(super) fn presign(&mut self, object: ObjectRef, lasting: Duration) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access) = (self.desk.clone(), self.access.clone());
        let word = |fault| vec![Observation::Presigned(Err(fault))];
        self.start(Slot::Presign, watched.id, word, async move {
            let url = match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => Box::pin(cloud.presign(&object, lasting)).await,
                Err(fault) => Err(fault),
            };
            desk.say(watched.id, Observation::Presigned(url)).await;
        });
    }
}

/// A download under way.
struct Fetch {
    cloud: Cloud,
    desk: Telling,
    id: pipeline::Id,
    begun: crate::clock::Time,
    said: crate::clock::Time,
    /// Bytes that are here, of all objects; and those that were fetched just now.
    done: u64,
    fetched: u64,
    total: u64,
}

impl Fetch {
    fn new(cloud: Cloud, desk: Telling, id: pipeline::Id) -> Self {
        let now = desk.clock.now();
        Self { cloud, desk, id, begun: now, said: now, done: 0, fetched: 0, total: 0 }
    }

    /// Fetches everything; what became of it, in words.
    async fn all(mut self, order: Order) -> Result<String, String> {
        let base = order.wanted.base().to_owned();
        let targets = self.targets(order.wanted).await?;
        if targets.is_empty() {
            return Err("there is nothing to fetch".to_owned());
        }
        self.total = targets.iter().map(|target| target.size).sum();
        let planned = plan(targets, &base)?;
        let (folder, is_replacing) = (file::folder(&order.folder), order.is_replacing);
        let landings = planned.into_iter().map(|(target, parts)| {
            let landing = Landing::new(&folder, &parts, &target, is_replacing);
            (target, landing)
        });
        let landings: Vec<(Target, Landing)> = landings.collect();
        let taken = landings.iter().find_map(|(_, landing)| landing.refusal());
        if let Some(why) = taken {
            return Err(why);
        }
        let count = landings.len();
        for (n, (target, landing)) in landings.into_iter().enumerate() {
            self.one(&target, landing, (n + 1, count)).await?;
        }
        let objects =
            if count == 1 { "1 object".to_owned() } else { format!("{} objects", words::count(count)) };
        let place = crate::domain::text::visible(&folder.to_string_lossy()).into_owned();
        Ok(format!("fetched {objects}, {}, into {place}", words::size(self.total)))
    }

    /// Every object that is wanted, once.
    async fn targets(&mut self, wanted: Wanted) -> Result<Vec<Target>, String> {
        let parts = match wanted {
            Wanted::Many(parts) => parts,
            one => vec![one],
        };
        let mut targets: Vec<Target> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for part in parts {
            let found = match part {
                Wanted::Object(target) => vec![target],
                Wanted::Prefix(place) => {
                    self.say("listing what to fetch".to_owned()).await;
                    self.cloud.below(&place).await.map_err(|fault| fault.words())?
                }
                Wanted::Many(_) => vec![],
            };
            targets.extend(found.into_iter().filter(|target| known.insert(target.object.clone())));
        }
        Ok(targets)
    }

    /// Fetches one object; a connection that breaks is taken up where it broke.
    async fn one(&mut self, target: &Target, mut landing: Landing, of: (usize, usize)) -> Result<(), String> {
        let name = target.object.visible();
        landing = blocking(move || landing.begin()).await?;
        self.done += landing.length();
        let mut md5 = None;
        for tries in 1.. {
            if landing.length() >= target.size && (tries > 1 || landing.length() > 0) {
                break;
            }
            let before = landing.length();
            let stream = self.cloud.arriving(target, before).await;
            let ended = match stream {
                Ok(stream) => {
                    md5.clone_from(&stream.md5);
                    let (back, ended) = self.pour(stream, landing, of).await?;
                    landing = back;
                    ended
                }
                Err(Missed::Changed) => {
                    return Err(format!("{name} has changed since it was listed; read it again"));
                }
                Err(Missed::Beyond) => Ok(()),
                Err(Missed::Fault(fault)) => Err(fault),
            };
            match ended {
                Ok(()) => break,
                Err(fault) if tries >= TRIES => {
                    return Err(format!("{name}: {}; what came stays", fault.words()));
                }
                Err(fault) if fault.kind != crate::domain::fault::Kind::Offline => {
                    return Err(format!("{name}: {}", fault.words()));
                }
                Err(_) => {}
            }
        }
        let size = target.size;
        blocking(move || landing.end(size, md5)).await.map_err(|why| format!("{name}: {why}"))
    }

    /// Writes what comes, until it ends or breaks.
    async fn pour(
        &mut self,
        mut stream: Stream,
        mut landing: Landing,
        of: (usize, usize),
    ) -> Result<(Landing, Result<(), Fault>), String> {
        let mut waiting = Vec::new();
        let ended = loop {
            match stream.next().await {
                Ok(Some(bytes)) => waiting.extend_from_slice(&bytes),
                Ok(None) => break Ok(()),
                Err(fault) => break Err(fault),
            }
            if waiting.len() >= WRITE {
                landing = self.write(landing, std::mem::take(&mut waiting)).await?;
                self.tell(of).await;
            }
        };
        landing = self.write(landing, waiting).await?;
        self.tell(of).await;
        Ok((landing, ended))
    }

    async fn write(&mut self, landing: Landing, bytes: Vec<u8>) -> Result<Landing, String> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        (self.done, self.fetched) = (self.done + length, self.fetched + length);
        blocking(move || landing.write(&bytes)).await
    }

    async fn tell(&mut self, (n, count): (usize, usize)) {
        let now = self.desk.clock.now();
        if (now - self.said).to_std().unwrap_or_default() < OFTEN {
            return;
        }
        self.said = now;
        let seconds = (now - self.begun).num_milliseconds().max(1).unsigned_abs();
        let rate = words::size(self.fetched.saturating_mul(1_000) / seconds);
        let (done, total) = (words::size(self.done), words::size(self.total));
        let which = if count > 1 { format!(" {n} of {}", words::count(count)) } else { String::new() };
        self.say(format!("fetching{which}: {done} of {total}, {rate}/s")).await;
    }

    async fn say(&self, words: String) {
        self.desk.say(self.id, Observation::Fetching(Step::At(words))).await;
    }
}

/// Waits for the disk in a thread of its own.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    let ended = tokio::task::spawn_blocking(work).await;
    ended.unwrap_or_else(|error| Err(error.to_string()))
}

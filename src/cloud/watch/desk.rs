//! What every reader has: the cloud, the queue to the console, and the signals.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::mpsc;

use super::backoff::Backoff;
use super::signals::{Login, Reader, Signals};
use crate::cloud::Cloud;
use crate::domain::fault::{Fault, Kind};
use crate::domain::pipeline;
use crate::domain::world::{Heard, Observation};
use crate::tasks::contained;

/// How long a reader that broke down stays down.
const AFTER_A_DEFECT: Duration = Duration::from_mins(1);

/// What every reader has; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    /// Whom we read.
    pub cloud: Cloud,
    /// Which pipeline we read for.
    pub id: pipeline::Id,
    /// The queue to the console. When it is full the readers wait, and read no more than the console takes.
    pub heard: mpsc::Sender<Heard>,
    /// What the readers tell each other.
    pub signals: Arc<Signals>,
    /// How much of the past the tail starts with.
    pub back: TimeDelta,
}

impl Desk {
    /// Tells the console; waits while its queue is full.
    pub async fn say(&self, observation: Observation) {
        let heard = Heard { pipeline: self.id, at: self.cloud.clock().now(), observation };
        if self.heard.send(heard).await.is_err() {
            // Nobody listens any more: wait for the end, which comes as a cancellation.
            std::future::pending::<()>().await;
        }
    }

    /// Tells the console what was read through a pattern, unless it is another one by now.
    pub async fn say_of(&self, pattern: Option<&Arc<str>>, observation: Observation) {
        let _held = self.signals.gate.read().await;
        let is_wanted = self.signals.tail.borrow().pattern.as_ref() == pattern;
        if is_wanted {
            self.say(observation).await;
        }
    }

    /// Waits until the login works.
    pub async fn login(&self) {
        let mut login = self.signals.login.subscribe();
        // It cannot fail: the sender lives in our own signals.
        let _ = login.wait_for(|login| *login == Login::Good).await;
    }

    /// Why nothing can be asked now, because the login does not work.
    pub fn expired(&self) -> Option<Fault> {
        match &*self.signals.login.borrow() {
            Login::Good => None,
            Login::Expired(fault) => Some(fault.clone()),
        }
    }

    /// Notes what an answer tells of the login.
    pub fn note<T>(&self, answer: &Result<T, Fault>) {
        if let Err(fault @ Fault { kind: Kind::Expired { .. }, .. }) = answer {
            Signals::tell(&self.signals.login, Login::Expired(fault.clone()));
        }
    }

    /// Reads again and again, as often as `calm` says of each answer, and tells every answer.
    pub async fn read<T, A>(
        &self,
        reader: Reader,
        ask: impl Fn() -> A,
        mut calm: impl FnMut(&Result<T, Fault>) -> Duration,
        word: impl Fn(Result<T, Fault>) -> Observation,
    ) where
        A: Future<Output = Result<T, Fault>>,
    {
        let mut pokes = self.signals.pokes(reader);
        let mut backoff = Backoff::default();
        loop {
            if let Some(fault) = self.expired() {
                self.say(word(Err(fault))).await;
            }
            self.login().await;
            pokes.mark_unchanged();
            let answer = ask().await;
            self.note(&answer);
            let every = calm(&answer);
            let pause = backoff.pause(answer.as_ref().err(), every);
            self.say(word(answer)).await;
            tokio::select! {
                () = tokio::time::sleep(jittered(pause)) => {}
                _ = pokes.changed() => {}
            }
        }
    }

    /// Runs a reader; a defect in it is told as a fault, and it starts again after a minute.
    pub async fn guard<R>(self, run: impl Fn(Desk) -> R, word: impl Fn(Fault) -> Option<Observation>)
    where
        R: Future<Output = ()>,
    {
        while let Err(fault) = contained("reading", run(self.clone())).await {
            if let Some(observation) = word(fault) {
                self.say(observation).await;
            }
            tokio::time::sleep(AFTER_A_DEFECT).await;
        }
    }
}

/// A twentieth more or less, so that readers that started together drift apart.
pub(crate) fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(0.95 + fastrand::f64() / 10.0)
}

//! One session's task: takes what comes as fast as it comes, and never waits for who shows it.

use std::sync::Arc;

use aws_smithy_types::byte_stream::ByteStream;
use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::TrySendError;

use super::frames::{Frame, Frames};
use super::sign::{Sign, Update};
use crate::clock::Time;
use crate::cloud::Cloud;
use crate::cloud::tail::seen::Session;
use crate::domain::fault::Fault;
use crate::tasks::contained;

/// What a session's task tells.
#[derive(Debug)]
pub(super) enum Said {
    /// It has begun.
    Opened,
    /// It could not begin.
    Refused(Fault),
    /// It has ended.
    Ended,
    /// It is alive.
    Alive,
    /// Lines came.
    Update(Update),
    /// Lines since then came faster than they were taken; they were dropped here.
    Missed(Time),
}

/// A session's task.
pub(super) struct Task {
    pub cloud: Cloud,
    pub session: Session,
    pub arns: Vec<String>,
    pub pattern: Option<Arc<str>>,
    /// Bounded: what does not fit is dropped, counted as a gap, and read afterwards.
    pub sender: Sender<(Session, Said)>,
}

impl Task {
    /// Listens until the session ends.
    pub async fn run(self) {
        let last = contained("Live Tail", self.listen()).await.flatten();
        let last = last.map_or_else(Said::Refused, |()| Said::Ended);
        let _ = self.sender.send((self.session, last)).await;
    }

    async fn listen(&self) -> Result<(), Fault> {
        let body = self.cloud.listen(&self.arns, self.pattern.as_deref()).await?;
        self.drain(body).await;
        Ok(())
    }

    /// Takes what comes until it ends, or makes no sense any more.
    async fn drain(&self, mut body: ByteStream) {
        let mut frames = Frames::default();
        let mut ear = Ear { task: self, has_begun: false, missed: None };
        while let Some(Ok(bytes)) = body.next().await {
            frames.push(&bytes);
            while let Some(frame) = frames.next() {
                let goes_on = match frame {
                    Frame::Whole(message) => ear.hear(Sign::read(&message)).await,
                    Frame::Bad => {
                        ear.hear(Sign::Update(Update { is_garbled: true, ..Update::default() })).await
                    }
                    Frame::Lost => false,
                };
                if !goes_on {
                    return;
                }
            }
        }
    }
}

struct Ear<'a> {
    task: &'a Task,
    has_begun: bool,
    missed: Option<Time>,
}

impl Ear<'_> {
    /// Passes on what was said; whether the session goes on.
    async fn hear(&mut self, sign: Sign) -> bool {
        if !self.has_begun && matches!(sign, Sign::Started | Sign::Update(_)) {
            self.has_begun = true;
            let _ = self.task.sender.send((self.task.session, Said::Opened)).await;
        }
        match sign {
            Sign::Ended(reason) => {
                tracing::info!(reason, "a live session has ended");
                return false;
            }
            Sign::Update(update) if update != Update::default() => self.pass(Said::Update(update)),
            Sign::Started | Sign::Other | Sign::Update(_) => self.pass(Said::Alive),
        }
        true
    }

    /// Passes it on where there is room.
    fn pass(&mut self, said: Said) {
        let session = self.task.session;
        let missed = self.missed.take();
        if let Some(since) = missed
            && self.task.sender.try_send((session, Said::Missed(since))).is_err()
        {
            self.missed = missed;
            return;
        }
        if let Err(TrySendError::Full((_, Said::Update(_)))) = self.task.sender.try_send((session, said)) {
            self.missed = Some(self.task.cloud.clock().now());
        }
    }
}

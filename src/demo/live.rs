//! A live tail as its listener gets it: frames, one after another, as the seconds pass.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::time::{Sleep, sleep};

use super::Aws;
use super::body::Flush;
use super::chance::chance;
use super::tails::{Told, Update};
use super::trouble::{BAD_UTF8, SURROGATE, Trouble};
use super::wire::frames::{self, Session};

/// The stream of one tail; dropping it closes the tail.
///
/// It does nothing between the questions of its listener: what was to be told in the meantime waits in the account.
pub struct Broadcast {
    aws: Aws,
    session: Session,
    sleep: Pin<Box<Sleep>>,
    outbox: VecDeque<Bytes>,
    state: State,
    flush: Flush,
    told: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Going,
    Silent,
    Broken,
    Over,
}

impl Broadcast {
    pub(super) fn new(aws: Aws, session: Session) -> Self {
        let outbox = [frames::hello(), frames::opened(&session)].into();
        let sleep = Box::pin(sleep(aws.clock().until(session.next)));
        Self { aws, session, sleep, outbox, state: State::Going, flush: Flush::default(), told: 0 }
    }

    /// The next bytes; none at the end.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            if let Some(bytes) = self.outbox.pop_front() {
                return Poll::Ready(Some(Ok(bytes)));
            }
            match self.state {
                State::Going => {}
                State::Silent => return Poll::Pending,
                State::Over => return Poll::Ready(None),
                State::Broken => {
                    ready!(self.flush.poll(context));
                    self.state = State::Over;
                    return Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())));
                }
            }
            ready!(self.sleep.as_mut().poll(context));
            self.tell();
        }
    }

    fn tell(&mut self) {
        let number = self.session.number;
        match self.aws.at_now(|account, now| account.tails.tell(number, now)) {
            Told::TimedOut => {
                self.end(frames::timed_out());
            }
            Told::Updates(updates, next) => {
                for update in updates {
                    self.send(update);
                }
                self.sleep = Box::pin(sleep(self.aws.clock().until(next)));
            }
        }
    }

    fn send(&mut self, mut update: Update) {
        if self.state != State::Going {
            return;
        }
        self.told += 1;
        let troubles = self.aws.desk().troubles.strike();
        for trouble in &troubles {
            update = self.thinned(update, *trouble);
        }
        let mut frame = Some(frames::update(&self.session, &update));
        for trouble in troubles {
            frame = frame.and_then(|frame| self.damaged(frame, &update, trouble));
        }
        self.outbox.extend(frame);
    }

    /// The update with the events that a trouble leaves.
    fn thinned(&self, mut update: Update, trouble: Trouble) -> Update {
        match trouble {
            Trouble::Sample(most) => {
                let Update { events, sampled } = Update::of(update.events, most);
                return Update { events, sampled: sampled || update.sampled };
            }
            Trouble::Drop(percent) => {
                let seed = self.session.number << 32 | self.told;
                let mut rng = chance(seed, "live tail/drop", update.events.len() as u64);
                update.events.retain(|_| rng.f64() * 100.0 >= percent);
            }
            Trouble::Disorder => update.events.reverse(),
            _ => {}
        }
        update
    }

    /// The frame as a trouble leaves it, if it does.
    fn damaged(&mut self, frame: Bytes, update: &Update, trouble: Trouble) -> Option<Bytes> {
        match trouble {
            Trouble::Sample(_) | Trouble::Drop(_) | Trouble::Disorder => Some(frame),
            Trouble::Skip => None,
            Trouble::Silence => self.leave(State::Silent),
            Trouble::Close => self.leave(State::Over),
            Trouble::End => self.end(frames::timed_out()),
            Trouble::Fail => self.end(frames::failed()),
            Trouble::Cut => {
                self.outbox.push_back(frame.slice(..frame.len() / 2));
                self.leave(State::Broken)
            }
            Trouble::BadChecksum => Some(frames::with_bad_checksum(&frame)),
            Trouble::HugeLength => Some(frames::with_huge_length(&frame)),
            Trouble::Surrogate => Some(frames::poisoned(&self.session, update, SURROGATE)),
            Trouble::BadUtf8 => Some(frames::poisoned(&self.session, update, BAD_UTF8)),
            Trouble::Unknown => Some(frames::unknown()),
        }
    }

    fn leave(&mut self, state: State) -> Option<Bytes> {
        self.state = state;
        None
    }

    fn end(&mut self, last: Bytes) -> Option<Bytes> {
        self.outbox.push_back(last);
        self.leave(State::Over)
    }
}

impl Drop for Broadcast {
    fn drop(&mut self) {
        let number = self.session.number;
        self.aws.with(|account| account.tails.close(number));
    }
}

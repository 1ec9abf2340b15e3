//! An AWS in this process: the account of the reference pipeline behind AWS's own wire protocols.
//!
//! What it is: one [`Account`] with a life of its own (`demo/`), and the protocols of S3, Lambda, Glue,
//! CloudWatch Logs and STS in front of it (`demo/wire/`). [`Aws`] is the handle: plugged into the SDK as
//! its HTTP client (`connector`), so that signing, paging, retries and error parsing are the real ones,
//! or served on loopback (`serve`), so that any other client can talk to it. [`Aws::answer`] is the one
//! way in for both. Time comes from a [`Clock`]; under tokio's paused time nothing here takes real time.
//!
//! What it is not: it verifies no signature and no checksum, knows no policies and one region, and
//! answers only the operations that the console and its tests use; others are refused by name.

pub mod account;
pub mod agenda;
pub mod body;
pub mod catalog;
pub mod chance;
pub mod connector;
pub mod crawlers;
pub mod dataset;
pub mod deeds;
pub mod describe;
pub mod digest;
pub mod etl;
pub mod events;
pub mod fault;
pub mod flood;
pub mod functions;
pub mod ingest;
pub mod jobs;
pub mod live;
pub mod python;
pub mod queries;
pub mod resources;
pub mod schema;
pub mod serve;
pub mod storage;
pub mod story;
pub mod tails;
#[cfg(test)]
mod tests;
pub mod trouble;
pub mod usage;
mod wire;

use std::collections::BTreeMap;
use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{Request, Response};

use self::account::{Account, Options};
use self::body::Body;
use self::fault::{Course, Cut, Fault, Line};
use self::live::Broadcast;
use self::trouble::{Trouble, Troubles};
use self::wire::Call;
pub use self::wire::OPERATIONS;
use self::wire::answer::Reply;
use crate::clock::{Clock, Time};

/// The embedded AWS; clones share one account.
#[derive(Clone)]
pub struct Aws(Arc<Inside>);

struct Inside {
    clock: Clock,
    account: Mutex<Account>,
    desk: Mutex<Desk>,
}

/// What is kept about requests rather than about the account.
#[derive(Default)]
struct Desk {
    arrived: u64,
    ledger: BTreeMap<String, usize>,
    faults: BTreeMap<String, Spell>,
    troubles: Troubles,
}

/// A fault and how long it lasts.
struct Spell {
    fault: Fault,
    /// How many more requests it meets; without end where absent.
    left: Option<usize>,
}

impl Aws {
    /// An account with a day of history, in which other people keep working.
    pub fn new(options: Options, clock: Clock) -> Self {
        Self::over(Account::new(options, clock.now()), clock)
    }

    /// The same resources with no history, where nothing happens unless asked for: for tests.
    pub fn quiet(options: Options, clock: Clock) -> Self {
        Self::over(Account::quiet(options, clock.now()), clock)
    }

    /// An account that was made before: many can start from one history, which takes a while to live through.
    pub fn over(account: Account, clock: Clock) -> Self {
        Self(Arc::new(Inside { clock, account: Mutex::new(account), desk: Mutex::default() }))
    }

    /// The clock that this account lives by.
    pub fn clock(&self) -> Clock {
        self.0.clock
    }

    /// Looks into the account, or changes it, as it is now.
    pub fn with<T>(&self, look: impl FnOnce(&mut Account) -> T) -> T {
        self.at_now(|account, _| look(account))
    }

    /// How many requests came for each operation, by its name, such as `Invoke`; failed ones count too.
    ///
    /// An `Invoke` of the type `DryRun` invokes nothing, and goes by the name `DryRun` here and for [`Aws::fail`].
    pub fn ledger(&self) -> BTreeMap<String, usize> {
        self.desk().ledger.clone()
    }

    /// Makes an operation fail from now on; `*` stands for every operation without a fault of its own.
    pub fn fail(&self, operation: &str, fault: Fault) {
        self.desk().faults.insert(operation.to_owned(), Spell { fault, left: None });
    }

    /// Makes the next `times` requests for an operation fail; then it works again.
    pub fn fail_next(&self, operation: &str, times: usize, fault: Fault) {
        self.desk().faults.insert(operation.to_owned(), Spell { fault, left: Some(times) });
    }

    /// Lets an operation work again.
    pub fn heal(&self, operation: &str) {
        self.desk().faults.remove(operation);
    }

    /// Makes every update of every live tail meet a trouble from now on; troubles add up.
    pub fn trouble(&self, trouble: Trouble) {
        self.desk().troubles.add(trouble, None);
    }

    /// Makes the next `times` updates of live tails meet a trouble.
    pub fn trouble_next(&self, times: usize, trouble: Trouble) {
        self.desk().troubles.add(trouble, Some(times));
    }

    /// Ends all troubles; a tail that has fallen silent stays so.
    pub fn calm(&self) {
        self.desk().troubles.clear();
    }

    /// Answers one HTTP request.
    ///
    /// The answer to an `Invoke` comes when the clock reaches the end of the invocation; a [`Fault`] may
    /// keep it from coming at all.
    pub async fn answer(&self, request: Request<Bytes>) -> Response<Body> {
        let (call, fault) = self.receive(request);
        let course = fault.map_or(Course::Usual, |fault| self.with(|a| fault.course(&call, a.id())));
        match course {
            Course::Usual => self.wait_for(self.carry_out(&call)).await,
            Course::Lose => {
                self.wait_for(self.carry_out(&call)).await;
                whole(fault::cut(Cut::Reset))
            }
            Course::Delay(delay) => {
                let reply = self.carry_out(&call);
                tokio::time::sleep(delay).await;
                self.wait_for(reply).await
            }
            Course::Answer(response) => whole(response),
            Course::Silence => pending().await,
            Course::Break(answer, line) => {
                let reply = answer.map_or_else(|| self.carry_out(&call), Reply::from);
                self.break_off(&call, reply, line).await
            }
        }
    }

    /// What arrives of an answer on a line that breaks. Who cannot get it anyway does not wait for its time.
    async fn break_off(&self, call: &Call, reply: Reply, line: Line) -> Response<Body> {
        match line {
            Line::Reset => whole(fault::cut(Cut::Reset)),
            Line::Fin => whole(fault::cut(Cut::Fin)),
            Line::Hang => pending().await,
            Line::Status(status) => whole(fault::with_status(call, status)),
            Line::CutBody => half(reply.response),
            Line::Late(delay) => {
                tokio::time::sleep(delay).await;
                self.wait_for(reply).await
            }
        }
    }

    fn receive(&self, request: Request<Bytes>) -> (Call, Option<Fault>) {
        let mut desk = self.desk();
        desk.arrived += 1;
        let call = Call::read(request, desk.arrived);
        *desk.ledger.entry(call.name().to_owned()).or_default() += 1;
        let fault = desk.strikes(call.name());
        (call, fault)
    }

    fn carry_out(&self, call: &Call) -> Reply {
        self.at_now(|account, now| call.answer(account, now))
    }

    async fn wait_for(&self, reply: Reply) -> Response<Body> {
        if let Some(time) = reply.ready {
            self.0.clock.sleep_until(time).await;
        }
        match reply.opens {
            Some(session) => {
                let broadcast = Broadcast::new(self.clone(), session);
                reply.response.map(|_| Body::live(broadcast))
            }
            None => whole(reply.response),
        }
    }

    fn at_now<T>(&self, act: impl FnOnce(&mut Account, Time) -> T) -> T {
        let now = self.0.clock.now();
        let mut account = self.0.account.lock().unwrap_or_else(PoisonError::into_inner);
        account.advance(now);
        act(&mut account, now)
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn whole(response: Response<Bytes>) -> Response<Body> {
    response.map(Body::whole)
}

/// The head, which promises the whole body, and half of it.
fn half(response: Response<Bytes>) -> Response<Body> {
    let length = response.body().len();
    let mut response = response.map(|body| Body::broken(body.slice(..length / 2)));
    response.headers_mut().insert(CONTENT_LENGTH, length.max(1).into());
    response
}

impl Desk {
    fn strikes(&mut self, operation: &str) -> Option<Fault> {
        let named = if self.faults.contains_key(operation) { operation } else { "*" };
        let spell = self.faults.get_mut(named)?;
        let fault = spell.fault;
        if let Some(left) = &mut spell.left {
            *left = left.checked_sub(1)?;
        }
        Some(fault)
    }
}

impl fmt::Debug for Aws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aws").field("clock", &self.0.clock).finish_non_exhaustive()
    }
}

//! The adapter against answers that no embedded AWS gives: odd, empty, broken.

mod defect;
mod odd;
pub(crate) mod script;

use crate::clock::{Clock, Time};
use crate::cloud::{Access, Cloud};
use crate::domain::fault::Kind;
use crate::domain::pipeline::Pipeline;
use script::Script;

/// A cloud in which every request gets this answer.
async fn cloud(script: &Script) -> Cloud {
    let access = Access { embedded: Some(script.client()), ..Access::default() };
    let clock = Clock::simulated(Time::UNIX_EPOCH, 1.0);
    Cloud::open(&access, &Pipeline::default(), clock).await.unwrap()
}

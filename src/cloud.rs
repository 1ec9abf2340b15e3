//! The only door to AWS for reading: SDK types come in, domain types go out.
//!
//! What AWS is asked to *do* goes through [`crate::actions`], with a configuration of its own.

use std::sync::Arc;

use aws_sdk_cloudwatchlogs as logs_sdk;
use aws_sdk_glue as glue_sdk;
use aws_sdk_lambda as lambda_sdk;
use aws_sdk_sts as sts_sdk;
use aws_sdk_sts::config::SharedCredentialsProvider;

use crate::clock::Clock;
use crate::domain::fault::Fault;
use crate::domain::pipeline::Pipeline;

mod access;
mod alarms;
mod answer;
mod arn;
mod budget;
mod catalog;
mod clients;
mod crawlers;
mod discover;
pub(crate) mod download;
pub(crate) mod fault;
mod functions;
mod history;
mod identity;
mod insights;
mod jobs;
mod logs;
mod machine;
mod mend;
mod monitoring;
mod objects;
mod pages;
pub(crate) mod past;
mod place;
mod preflight;
pub(crate) mod preview;
mod stacks;
pub mod tail;
#[cfg(test)]
pub(crate) mod tests;
mod time;
mod transport;
pub mod watch;

pub use access::Access;
pub(crate) use access::{Connection, Manners};
pub use budget::Budgets;
pub(crate) use clients::{cloudformation, glue, lambda, s3, sts};
pub(crate) use functions::LONGEST;
pub(crate) use logs::normal;
pub(crate) use place::Place;
pub(crate) use stacks::{Content, Marker, Since, Stacks, Subject};

/// A way to read one account in one region; cheap to clone.
#[derive(Debug, Clone)]
pub struct Cloud(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    buckets: objects::Buckets,
    lambda: lambda_sdk::Client,
    glue: glue_sdk::Client,
    logs: logs_sdk::Client,
    /// A client of CloudWatch Logs too: see [`monitoring`].
    monitoring: logs_sdk::Client,
    sts: sts_sdk::Client,
    login: Option<SharedCredentialsProvider>,
    place: Place,
    clock: Clock,
    budget: Arc<budget::Budget>,
}

impl Cloud {
    /// Opens what the pipeline names, as the flags allow; asks nothing of AWS yet.
    pub async fn open(access: &Access, pipeline: &Pipeline, clock: Clock) -> Result<Self, Fault> {
        Ok(Self::beside(&access.connect(pipeline, Manners::reading()).await?, clock))
    }

    /// Reads with the login and the manners of this connection.
    pub(crate) fn beside(connection: &Connection, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            buckets: objects::Buckets::new(clients::s3(connection)),
            lambda: clients::lambda(connection),
            glue: clients::glue(connection),
            logs: clients::logs(connection),
            monitoring: clients::monitoring(connection),
            sts: clients::sts(connection),
            budget: Arc::clone(&connection.budget),
            login: clients::login(connection),
            place: connection.place.clone(),
            clock,
        }))
    }

    /// The region that is asked.
    pub fn region(&self) -> &str {
        &self.0.place.region
    }

    /// The clock that readers share.
    pub fn clock(&self) -> Clock {
        self.0.clock
    }
}

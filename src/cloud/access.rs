//! From what the user asks for to an SDK configuration, with every trap of the default chain closed.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::budget::{Budget, Budgets};
use super::machine::Machine;
use super::place::{Endpoints, Login, Place, Service};
use super::transport;
use crate::domain::fault::{Fault, Kind};
use crate::domain::pipeline::Pipeline;

/// How AWS is reached; as whom and in which region is each pipeline's own.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// `--endpoint-url`; wins over the environment's and the profile's.
    pub endpoint_url: Option<String>,
    /// An AWS in this process: no sockets, no files, no credentials of anybody.
    pub embedded: Option<SharedHttpClient>,
    /// What may be read in a second: shared with whatever this is cloned for.
    pub budgets: Budgets,
}

/// An SDK configuration and what it stands for.
#[derive(Debug)]
pub(crate) struct Connection {
    /// For every service.
    pub sdk: SdkConfig,
    /// What custom endpoints are shown instead: never SSO, a role or a container.
    pub fixed: SharedCredentialsProvider,
    /// Where and as whom.
    pub place: Place,
    /// What may be read of log events in a second.
    pub budget: Arc<Budget>,
}

/// How calls are repeated and when they are given up.
#[derive(Debug, Clone)]
pub(crate) struct Manners {
    retry: RetryConfig,
    timeouts: TimeoutConfig,
}

impl Manners {
    /// For reads: repeated a little, and never without an end.
    pub fn reading() -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(3))
            .read_timeout(Duration::from_secs(10))
            .operation_attempt_timeout(Duration::from_secs(10))
            .operation_timeout(Duration::from_secs(25))
            .build();
        let retry =
            RetryConfig::standard().with_max_attempts(3).with_initial_backoff(Duration::from_millis(300));
        Self { retry, timeouts }
    }

    /// For an action: sent once, and given up after `patience`.
    ///
    /// There is no attempt timeout: the SDK would stretch the loading of credentials by it.
    pub fn acting(patience: Duration) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(3))
            .read_timeout(patience)
            .operation_timeout(patience)
            .build();
        Self { retry: RetryConfig::disabled(), timeouts }
    }
}

impl Access {
    /// Settles where a pipeline is asked and as whom, and makes the configuration for it.
    pub(crate) async fn connect(&self, pipeline: &Pipeline, manners: Manners) -> Result<Connection, Fault> {
        if let Some(client) = &self.embedded {
            let region = pipeline.region.as_deref().unwrap_or(crate::reference::REGION);
            let place = Place { region: region.to_owned(), ..Place::default() };
            let budget = self.budget(&place);
            return Ok(fixed(place, budget, dummy(), manners, client.clone()));
        }
        let machine = Machine::read().await?;
        let place = self.settle(pipeline, &machine)?;
        if place.endpoints.are_all_custom() {
            let credentials = credentials(&place, &machine);
            let client = transport::open(&place.endpoints)?;
            let budget = self.budget(&place);
            return Ok(fixed(place, budget, credentials, manners, client));
        }
        let budget = self.budget(&place);
        real(place, budget, &machine, manners).await
    }

    fn budget(&self, place: &Place) -> Arc<Budget> {
        self.budgets.at(place.endpoints.of(Service::Logs), &place.region)
    }

    /// Why these pipelines could not be asked, as far as this machine knows; asks nothing of AWS.
    ///
    /// One answer to a pipeline: a profile that does not exist, no region, files that cannot be read.
    pub async fn check(&self, pipelines: impl Iterator<Item = &Pipeline>) -> Vec<Option<Fault>> {
        if self.embedded.is_some() {
            return pipelines.map(|_| None).collect();
        }
        let machine = Machine::read().await;
        let fault = |pipeline| match &machine {
            Ok(machine) => self.settle(pipeline, machine).err(),
            Err(fault) => Some(fault.clone()),
        };
        pipelines.map(fault).collect()
    }

    /// Where and as whom, from pipeline, environment and profile, in that order.
    fn settle(&self, pipeline: &Pipeline, machine: &Machine) -> Result<Place, Fault> {
        let named = pipeline.profile.as_ref();
        let ambient = machine.var("AWS_PROFILE").map(str::to_owned);
        let profile = named.cloned().or(ambient);
        let section = profile.as_deref().unwrap_or("default");
        let endpoints = Endpoints::find(self.endpoint_url.as_deref(), machine, section);
        if let Some(name) = &profile
            && !endpoints.are_all_custom()
        {
            machine.expect_profile(name)?;
        }
        let region = region(pipeline, machine, section)?;
        let login = Login::find(named.is_some(), section, machine);
        Ok(Place { region, endpoints, profile: profile.clone(), is_strict: named.is_some(), login })
    }
}

fn region(pipeline: &Pipeline, machine: &Machine, section: &str) -> Result<String, Fault> {
    let ambient = || machine.var("AWS_REGION").or_else(|| machine.var("AWS_DEFAULT_REGION"));
    let region = pipeline.region.as_deref().or_else(ambient).or_else(|| machine.setting(section, "region"));
    region.map(str::to_owned).ok_or_else(|| {
        let said = "none is set: give --region, `region` in the pipeline, AWS_REGION, or one in the profile";
        Fault::new("region", Kind::Ours, said)
    })
}

fn dummy() -> Credentials {
    Credentials::new("demo", "demo", None, None, "demo")
}

/// The static keys that were given, and nothing else: what a custom endpoint may see.
fn credentials(place: &Place, machine: &Machine) -> Credentials {
    let section = place.profile.as_deref().unwrap_or("default");
    let of_env = || {
        let key = machine.var("AWS_ACCESS_KEY_ID")?;
        let secret = machine.var("AWS_SECRET_ACCESS_KEY")?;
        let token = machine.var("AWS_SESSION_TOKEN").map(str::to_owned);
        Some(Credentials::new(key, secret, token, None, "environment"))
    };
    let of_profile = || {
        let key = machine.setting(section, "aws_access_key_id")?;
        let secret = machine.setting(section, "aws_secret_access_key")?;
        let token = machine.setting(section, "aws_session_token").map(str::to_owned);
        Some(Credentials::new(key, secret, token, None, "profile"))
    };
    let given = match place.login {
        Login::Environment => of_env(),
        _ => of_profile().or_else(of_env),
    };
    given.unwrap_or_else(dummy)
}

/// A configuration that asks neither files nor the network for anything.
fn fixed(
    place: Place,
    budget: Arc<Budget>,
    credentials: Credentials,
    manners: Manners,
    client: SharedHttpClient,
) -> Connection {
    let fixed = SharedCredentialsProvider::new(credentials);
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new(place.region.clone()))
        .credentials_provider(fixed.clone())
        .retry_config(manners.retry)
        .timeout_config(manners.timeouts)
        .http_client(client)
        .build();
    Connection { sdk, fixed, place, budget }
}

/// The default chain; or the named profile alone, which the chain would look at only after the environment's keys.
async fn real(
    place: Place,
    budget: Arc<Budget>,
    machine: &Machine,
    manners: Manners,
) -> Result<Connection, Fault> {
    let fixed = SharedCredentialsProvider::new(credentials(&place, machine));
    let (client, region) = (transport::open(&place.endpoints)?, Region::new(place.region.clone()));
    // Given explicitly, for the SDK panics on a `retry_mode = legacy` that it finds by itself.
    let retry = manners.retry.clone();
    let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .region(region.clone())
        .retry_config(manners.retry)
        .timeout_config(manners.timeouts)
        .http_client(client.clone());
    if let Some(profile) = &place.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(profile) = place.profile.as_ref().filter(|_| place.is_strict) {
        let provider = ProviderConfig::without_region()
            .with_region(Some(region))
            .with_http_client(client)
            .with_retry_config(retry);
        let builder = ProfileFileCredentialsProvider::builder().configure(&provider);
        loader = loader.credentials_provider(builder.profile_name(profile).build());
    }
    Ok(Connection { sdk: loader.load().await, fixed, place, budget })
}

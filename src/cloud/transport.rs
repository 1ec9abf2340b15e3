//! The HTTP client that all services share.

use std::time::Duration;

use aws_smithy_http_client::pool::{Client, ConnectionPool, DriverSpawner, Partition, PartitionId};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use tokio::runtime::Handle;

use super::place::Endpoints;
use crate::domain::fault::{Fault, Kind};

/// Long enough to be cheap, short enough for the firewalls that drop idle flows.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// All connections are of one kind.
const ONLY: PartitionId = PartitionId::from_index(0);

/// Opens the client; plain HTTP where nothing needs TLS, for loading root certificates takes milliseconds.
///
/// Plain endpoints are emulators beside us, so no proxy is asked for them.
pub(super) fn open(endpoints: &Endpoints) -> Result<SharedHttpClient, Fault> {
    let runtime = Handle::try_current().map_err(|e| ours(&e))?;
    // The driver of a connection ends with the connection: nobody waits for it.
    let spawner = DriverSpawner::from_fn(move |driver| drop(runtime.spawn(driver)));
    let pool =
        ConnectionPool::builder().tcp_keepalive(KEEP_ALIVE).partitions([Partition::new(ONLY, spawner)]);
    let pool = if endpoints.are_all_plain() {
        pool.build_http()
    } else {
        let provider = tls::Provider::Rustls(CryptoMode::AwsLc);
        pool.proxy_config(ProxyConfig::from_env()).tls_provider(provider).build_https()
    };
    let client = pool
        .map_err(|e| ours(&e))
        .and_then(|pool| Client::from_partition(&pool, ONLY).map_err(|e| ours(&e)))?;
    Ok(SharedHttpClient::new(client))
}

fn ours(error: &dyn std::error::Error) -> Fault {
    Fault::new("HTTP client", Kind::Ours, error.to_string())
}

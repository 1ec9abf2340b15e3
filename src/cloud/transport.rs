//! The HTTP client that all services share.

use std::time::Duration;

use aws_smithy_http_client::pool::{Client, ConnectionPool};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::place::Endpoints;
use crate::domain::fault::{Fault, Kind};

/// Long enough to be cheap, short enough for the firewalls that drop idle flows.
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// Opens the client; plain HTTP where nothing needs TLS, for loading root certificates takes milliseconds.
///
/// Plain endpoints are emulators beside us, so no proxy is asked for them.
pub(super) fn open(endpoints: &Endpoints) -> Result<SharedHttpClient, Fault> {
    let pool = if endpoints.are_all_plain() { plain() } else { secure() }?;
    let client = Client::new(&pool).map_err(|e| ours(&e))?;
    Ok(SharedHttpClient::new(client))
}

fn plain() -> Result<ConnectionPool, Fault> {
    ConnectionPool::builder().tcp_keepalive(KEEP_ALIVE).build_http().map_err(|e| ours(&e))
}

fn secure() -> Result<ConnectionPool, Fault> {
    ConnectionPool::builder()
        .tcp_keepalive(KEEP_ALIVE)
        .proxy_config(ProxyConfig::from_env())
        .tls_provider(tls::Provider::Rustls(CryptoMode::AwsLc))
        .build_https()
        .map_err(|e| ours(&e))
}

fn ours(error: &dyn std::error::Error) -> Fault {
    Fault::new("HTTP client", Kind::Ours, error.to_string())
}

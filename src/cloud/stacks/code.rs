//! The code that a function runs, as Lambda hands it out: a zip file behind an address that is good for minutes.

use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::HttpConnector as _;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt as _, Limited};
use tokio::time::timeout;

use super::zip;
use super::{Content, Stacks};
use crate::cloud::fault;
use crate::domain::fault::{Fault, Kind};

const DOING: &str = "lambda:GetFunction";
/// Inline code has at most 4 MiB; a function whose code was changed by hand may have more.
const MOST_BYTES: usize = 8 << 20;
const PATIENCE: Duration = Duration::from_secs(20);

impl Stacks {
    /// A file of the code that a function runs.
    pub async fn code(&self, function: &str, file: &str) -> Result<Content, Fault> {
        let answer = self.cloud.0.lambda.get_function().function_name(function).send().await;
        let answer = match answer.map_err(|e| fault::of(&self.cloud.0.place, DOING, &e)) {
            Ok(answer) => answer,
            Err(Fault { kind: Kind::Missing, .. }) => return Ok(Content::Missing),
            Err(fault) => return Err(fault),
        };
        let Some(url) = answer.code.and_then(|code| code.location) else {
            return Err(Fault::new(DOING, Kind::Ours, "the answer does not say where the code is"));
        };
        let archive = timeout(PATIENCE, fetch(&url)).await;
        let archive = archive.map_err(|_| offline("the code did not come in time"))??;
        match zip::file(&archive, file) {
            Ok(Some(bytes)) => Ok(Content::Is(bytes)),
            Ok(None) => Ok(Content::Missing),
            Err(why) => Err(Fault::new(DOING, Kind::Ours, why)),
        }
    }
}

/// Fetches an address as it is: it carries its own signature, so no credentials go there.
///
/// What is said of a failure never holds the address, which is a key to the code.
async fn fetch(url: &str) -> Result<Vec<u8>, Fault> {
    let request = http::Request::get(url).body(SdkBody::empty());
    let request = request.ok().and_then(|request| HttpRequest::try_from(request).ok());
    let Some(request) = request else {
        return Err(Fault::new(DOING, Kind::Ours, "the address of the code is none"));
    };
    let answer = connector(url).call(request).await.map_err(|_| offline("the code could not be fetched"))?;
    let status = answer.status().as_u16();
    if status != 200 {
        return Err(offline(&format!("the code was answered with HTTP {status}")));
    }
    let body = Limited::new(answer.into_body(), MOST_BYTES).collect().await;
    let body = body.map_err(|_| offline("the code is too large, or was cut off"))?;
    Ok(body.to_bytes().to_vec())
}

fn connector(url: &str) -> Connector {
    if url.starts_with("http://") {
        Connector::builder().build_http()
    } else {
        Connector::builder().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build()
    }
}

fn offline(said: &str) -> Fault {
    Fault::new(DOING, Kind::Offline, said)
}

//! The SDK's way in: [`Aws`] as its HTTP client.

use std::error::Error;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::BodyExt as _;
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use super::Aws;
use super::fault::Cut;
use crate::cloud::Access;

type Failure = Box<dyn Error + Send + Sync>;

/// The account as one client's operation sees it, with the client's patience.
#[derive(Debug)]
struct Line {
    aws: Aws,
    patience: Option<Duration>,
}

impl Aws {
    /// The way to this account for the adapter: no sockets, no files, no credentials of anybody.
    pub fn access(&self) -> Access {
        Access { embedded: Some(SharedHttpClient::new(self.clone())), ..Access::default() }
    }
}

impl HttpClient for Aws {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Line { aws: self.clone(), patience: settings.read_timeout() })
    }
}

impl HttpConnector for Line {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (aws, patience) = (self.aws.clone(), self.patience);
        HttpConnectorFuture::new(async move {
            let exchange = exchange(&aws, request);
            match patience {
                Some(patience) => timeout(patience, exchange).await.map_err(too_late)?,
                None => exchange.await,
            }
        })
    }
}

fn too_late(late: Elapsed) -> ConnectorError {
    ConnectorError::timeout(late.into())
}

async fn exchange(aws: &Aws, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
    let request = collected(request).await.map_err(ConnectorError::user)?;
    let response = aws.answer(request).await;
    match response.extensions().get::<Cut>() {
        Some(Cut::Reset) => return Err(ConnectorError::io("connection reset by peer".into())),
        Some(Cut::Fin) => {
            return Err(ConnectorError::io("connection closed before message completed".into()));
        }
        None => {}
    }
    HttpResponse::try_from(response.map(SdkBody::from_body_1_x))
        .map_err(|error| ConnectorError::other(error.into(), None))
}

/// The request with its whole body, which may be a stream.
async fn collected(request: HttpRequest) -> Result<http::Request<bytes::Bytes>, Failure> {
    let (head, body) = request.try_into_http1x()?.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(http::Request::from_parts(head, body))
}

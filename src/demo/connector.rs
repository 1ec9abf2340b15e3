//! The SDK's way in: [`Aws`] as its HTTP client.

use std::error::Error;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::BodyExt as _;

use super::Aws;
use super::fault::Cut;

type Failure = Box<dyn Error + Send + Sync>;

impl HttpClient for Aws {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Aws {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let aws = self.clone();
        HttpConnectorFuture::new(async move { aws.exchange(request).await })
    }
}

impl Aws {
    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let request = collected(request).await.map_err(ConnectorError::user)?;
        let response = self.answer(request).await;
        if response.extensions().get::<Cut>().is_some() {
            return Err(ConnectorError::io("connection reset by peer".into()));
        }
        HttpResponse::try_from(response.map(SdkBody::from))
            .map_err(|error| ConnectorError::other(error.into(), None))
    }
}

/// The request with its whole body, which may be a stream.
async fn collected(request: HttpRequest) -> Result<http::Request<bytes::Bytes>, Failure> {
    let (head, body) = request.try_into_http1x()?.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(http::Request::from_parts(head, body))
}

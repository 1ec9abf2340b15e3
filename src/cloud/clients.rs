//! The services' clients, each at its endpoint and with the credentials that may go there.

use super::access::Connection;
use super::place::Service;

/// S3; by path at custom endpoints, whose hosts have no names for buckets.
pub(crate) fn s3(connection: &Connection) -> aws_sdk_s3::Config {
    let mut config = aws_sdk_s3::config::Builder::from(&connection.sdk);
    if let Some(url) = connection.place.endpoints.of(Service::S3) {
        config =
            config.endpoint_url(url).force_path_style(true).credentials_provider(connection.fixed.clone());
    }
    config.build()
}

/// What requests to S3 are signed with.
pub(crate) fn login(connection: &Connection) -> Option<aws_sdk_sts::config::SharedCredentialsProvider> {
    match connection.place.endpoints.of(Service::S3) {
        Some(_) => Some(connection.fixed.clone()),
        None => connection.sdk.credentials_provider(),
    }
}

/// A client of Lambda: the function and what it is invoked with.
pub(crate) fn lambda(connection: &Connection) -> aws_sdk_lambda::Client {
    let mut config = aws_sdk_lambda::config::Builder::from(&connection.sdk);
    if let Some(url) = connection.place.endpoints.of(Service::Lambda) {
        config = config.endpoint_url(url).credentials_provider(connection.fixed.clone());
    }
    aws_sdk_lambda::Client::from_conf(config.build())
}

/// A client of Glue: job, crawler and Data Catalog alike.
pub(crate) fn glue(connection: &Connection) -> aws_sdk_glue::Client {
    let mut config = aws_sdk_glue::config::Builder::from(&connection.sdk);
    if let Some(url) = connection.place.endpoints.of(Service::Glue) {
        config = config.endpoint_url(url).credentials_provider(connection.fixed.clone());
    }
    aws_sdk_glue::Client::from_conf(config.build())
}

/// CloudWatch Logs.
pub(crate) fn logs(connection: &Connection) -> aws_sdk_cloudwatchlogs::Client {
    let mut config = aws_sdk_cloudwatchlogs::config::Builder::from(&connection.sdk);
    if let Some(url) = connection.place.endpoints.of(Service::Logs) {
        config = config.endpoint_url(url).credentials_provider(connection.fixed.clone());
    }
    aws_sdk_cloudwatchlogs::Client::from_conf(config.build())
}

/// CloudWatch itself, asked through a client of its logs, and never at their custom endpoint.
pub(crate) fn monitoring(connection: &Connection) -> aws_sdk_cloudwatchlogs::Client {
    let mut config = aws_sdk_cloudwatchlogs::config::Builder::from(&connection.sdk);
    if let Some(url) = connection.place.endpoints.of(Service::CloudWatch) {
        config = config.endpoint_url(url).credentials_provider(connection.fixed.clone());
    }
    aws_sdk_cloudwatchlogs::Client::from_conf(config.build())
}

/// A client of STS, which alone says whose login it is.
pub(crate) fn sts(connection: &Connection) -> aws_sdk_sts::Client {
    let mut config = aws_sdk_sts::config::Builder::from(&connection.sdk);
    if let Some(url) = connection.place.endpoints.of(Service::Sts) {
        config = config.endpoint_url(url).credentials_provider(connection.fixed.clone());
    }
    aws_sdk_sts::Client::from_conf(config.build())
}

/// CloudFormation.
pub(crate) fn cloudformation(connection: &Connection) -> aws_sdk_cloudformation::Client {
    let mut config = aws_sdk_cloudformation::config::Builder::from(&connection.sdk);
    if let Some(url) = connection.place.endpoints.of(Service::CloudFormation) {
        config = config.endpoint_url(url).credentials_provider(connection.fixed.clone());
    }
    aws_sdk_cloudformation::Client::from_conf(config.build())
}

//! Opens a live session and gives what comes as it comes, past the SDK's own strict reading of it.
//!
//! The SDK signs and sends as always; then its answer's body is taken out before it reads that.

use std::sync::{Arc, Mutex, PoisonError};

use aws_config::retry::RetryConfig;
use aws_sdk_cloudwatchlogs::config::Config;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::config_bag::ConfigBag;

use crate::cloud::answer::Answers;
use crate::cloud::place::Service;
use crate::cloud::{Cloud, fault};
use crate::domain::fault::{Fault, Kind};

const DOING: &str = "logs:StartLiveTail";

/// What the SDK puts before the host, even where that is not AWS's own and has no such name.
const PREFIX: &str = "stream-";

impl Cloud {
    /// Opens a session over groups, named by ARN; gives its answer's body. Is not repeated: the caller does that.
    pub(super) async fn listen(&self, arns: &[String], pattern: Option<&str>) -> Result<ByteStream, Fault> {
        let body = Taken::default();
        let taken = Arc::clone(&body);
        let is_custom = self.0.place.endpoints.of(Service::Logs).is_some();
        let once = Config::builder().retry_config(RetryConfig::disabled());
        let request = self
            .0
            .logs
            .start_live_tail()
            .set_log_group_identifiers(Some(arns.to_vec()))
            .set_log_event_filter_pattern(pattern.map(str::to_owned))
            .customize()
            .config_override(once)
            .interceptor(Host { is_custom })
            .interceptor(Answers(move |response: &mut HttpResponse| take(response, &taken)));
        request.send().await.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
        let body = body.lock().unwrap_or_else(PoisonError::into_inner).take();
        body.map(ByteStream::new).ok_or_else(|| Fault::new(DOING, Kind::Ours, "the answer had no body"))
    }
}

/// Where the body is put.
type Taken = Arc<Mutex<Option<SdkBody>>>;

/// Takes the body out of an answer that is one.
fn take(response: &mut HttpResponse, taken: &Taken) {
    if response.status().is_success() {
        let body = std::mem::replace(response.body_mut(), SdkBody::empty());
        *taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
    }
}

/// Corrects the host where it is not AWS's own.
#[derive(Debug)]
struct Host {
    is_custom: bool,
}

#[dyn_dispatch_hint]
impl Intercept for Host {
    fn name(&self) -> &'static str {
        "Host"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        if let Some(uri) = without_prefix(request.uri()).filter(|_| self.is_custom) {
            request.set_uri(uri)?;
        }
        Ok(())
    }
}

/// The address without what the SDK put before its host.
fn without_prefix(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once("://")?;
    Some(format!("{scheme}://{}", rest.strip_prefix(PREFIX)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_prefix_goes() {
        let check = |uri, want: Option<&str>| assert_eq!(without_prefix(uri).as_deref(), want);
        check("http://stream-127.0.0.1:4566/", Some("http://127.0.0.1:4566/"));
        check("http://127.0.0.1:4566/", None);
        check("https://stream-logs.us-east-2.amazonaws.com/", Some("https://logs.us-east-2.amazonaws.com/"));
    }
}

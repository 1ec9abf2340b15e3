//! The door to CloudWatch's alarms and metrics: its JSON protocol, through a client of CloudWatch Logs.
//!
//! Both speak the same JSON, so an SDK of its own would bring eleven crates, among them a second generation of HTTP types,
//! for three reads. The SDK signs, waits, repeats and reads errors as always; before that, address, target and body are
//! exchanged, and of a good answer the body is taken before anything is made of it.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_types::SigningName;
use serde_json::Value;

use super::objects::skim::Skim;
use super::place::Service;
use super::{Cloud, fault};
use crate::domain::fault::{Fault, Kind};

/// What the protocol calls the service.
const TARGET: &str = "GraniteServiceVersion20100801";

impl Cloud {
    /// Asks one operation, named as in `cloudwatch:DescribeAlarms`.
    pub(super) async fn monitoring(&self, doing: &'static str, body: &Value) -> Result<Value, Fault> {
        let operation = doing.rsplit(':').next().unwrap_or_default();
        let is_custom = self.0.place.endpoints.of(Service::CloudWatch).is_some();
        let skim = Skim::default();
        let redirect =
            Redirect { target: format!("{TARGET}.{operation}"), body: body.to_string(), is_custom };
        let request = self.0.monitoring.describe_log_groups().customize();
        let request = request.interceptor(redirect).interceptor(skim.taking("{}"));
        request.send().await.map_err(|error| fault::of(&self.0.place, doing, &error))?;
        serde_json::from_slice(&skim.taken())
            .map_err(|error| Fault::new(doing, Kind::Ours, error.to_string()))
    }
}

/// Makes a request to CloudWatch Logs one to CloudWatch.
#[derive(Debug)]
struct Redirect {
    target: String,
    body: String,
    is_custom: bool,
}

#[dyn_dispatch_hint]
impl Intercept for Redirect {
    fn name(&self) -> &'static str {
        "Redirect"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        if !self.is_custom {
            let uri = elsewhere(request.uri())
                .ok_or("no address of CloudWatch: AWS_ENDPOINT_URL_CLOUDWATCH names one")?;
            request.set_uri(uri)?;
        }
        let headers = request.headers_mut();
        headers.insert("x-amz-target", self.target.clone());
        headers.insert("content-type", "application/x-amz-json-1.0");
        headers.insert("content-length", self.body.len().to_string());
        *request.body_mut() = SdkBody::from(self.body.as_str());
        config.interceptor_state().store_put(SigningName::from_static("monitoring"));
        Ok(())
    }
}

/// The address of CloudWatch beside that of its logs: of the same kind, in the same region and partition.
fn elsewhere(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("https://logs")?;
    rest.starts_with(['.', '-']).then(|| format!("https://monitoring{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_of_the_same_kind() {
        let check = |uri, want: Option<&str>| assert_eq!(elsewhere(uri).as_deref(), want);
        check("https://logs.us-east-2.amazonaws.com/", Some("https://monitoring.us-east-2.amazonaws.com/"));
        check(
            "https://logs-fips.us-east-1.amazonaws.com/",
            Some("https://monitoring-fips.us-east-1.amazonaws.com/"),
        );
        check(
            "https://logs.cn-north-1.amazonaws.com.cn/",
            Some("https://monitoring.cn-north-1.amazonaws.com.cn/"),
        );
        check("http://127.0.0.1:4566/", None);
    }
}

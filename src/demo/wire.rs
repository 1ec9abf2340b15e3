//! The wire: which service and operation a request is for, and the answer in that service's protocol.

pub(super) mod answer;
mod chunked;
pub(super) mod frames;
mod glue;
mod json;
mod lambda;
mod logs;
mod monitoring;
mod poison;
mod route;
mod s3;
pub(super) mod sts;
mod token;
mod xml;

use http::{HeaderMap, Method, Request, Response};
use percent_encoding::percent_decode_str;

use self::answer::{Bytes, Outcome, Refusal, Reply, with_header};
use super::account::Account;
use crate::clock::Time;

/// The names of all operations that are answered; every other one is refused.
pub const OPERATIONS: [&str; 59] = [
    "ListBuckets",
    "HeadBucket",
    "GetBucketLocation",
    "ListObjectsV2",
    "ListObjects",
    "HeadObject",
    "GetObject",
    "PutObject",
    "DeleteObject",
    "ListFunctions",
    "GetFunction",
    "GetFunctionConfiguration",
    "GetFunctionConcurrency",
    "GetFunctionEventInvokeConfig",
    "GetAccountSettings",
    "PutFunctionConcurrency",
    "DeleteFunctionConcurrency",
    "Invoke",
    "GetJob",
    "GetJobs",
    "ListJobs",
    "StartJobRun",
    "GetJobRun",
    "GetJobRuns",
    "BatchStopJobRun",
    "GetJobBookmark",
    "ResetJobBookmark",
    "GetTriggers",
    "ListWorkflows",
    "GetWorkflow",
    "GetCrawler",
    "GetCrawlers",
    "ListCrawlers",
    "StartCrawler",
    "StopCrawler",
    "GetCrawlerMetrics",
    "ListCrawls",
    "GetDatabase",
    "GetDatabases",
    "GetTable",
    "GetTables",
    "GetPartitions",
    "GetTableVersions",
    "DescribeLogGroups",
    "DescribeLogStreams",
    "FilterLogEvents",
    "GetLogEvents",
    "StartLiveTail",
    "StartQuery",
    "GetQueryResults",
    "StopQuery",
    "CreateLogGroup",
    "DeleteLogGroup",
    "CreateLogStream",
    "PutLogEvents",
    "GetCallerIdentity",
    "DescribeAlarms",
    "DescribeAlarmHistory",
    "GetMetricData",
];

/// A service, hence a protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    /// REST with XML.
    S3,
    /// REST with JSON.
    Lambda,
    /// `awsJson1.1`.
    Glue,
    /// CloudWatch Logs: `awsJson1.1`.
    Logs,
    /// CloudWatch: `awsJson1.0`.
    CloudWatch,
    /// The query protocol.
    Sts,
    /// One that this account does not offer.
    Other,
}

impl Service {
    /// The name in ARNs, IAM actions and signatures.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Lambda => "lambda",
            Self::Glue => "glue",
            Self::Logs => "logs",
            Self::CloudWatch => "cloudwatch",
            Self::Sts => "sts",
            Self::Other => "unknown",
        }
    }
}

/// A request that has been taken apart as far as every service needs it.
pub(super) struct Call {
    /// Which protocol to speak.
    pub service: Service,
    /// The operation's name in the service model, or what little is known of an unknown one.
    pub operation: String,
    number: u64,
    method: Method,
    uri: http::Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    /// Reads a request, the `number`th that this account gets.
    pub fn read(request: Request<Bytes>, number: u64) -> Self {
        let (head, body) = request.into_parts();
        let mut call = Self {
            service: Service::Other,
            operation: String::new(),
            number,
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body,
        };
        call.service = route::service(&call);
        call.operation = route::operation(&call);
        call
    }

    /// Carries the operation out, or says in the service's way why not.
    pub fn answer(&self, account: &mut Account, now: Time) -> Reply {
        let outcome: Outcome = match self.service {
            Service::S3 => s3::answer(self, account, now),
            Service::Lambda => lambda::answer(self, account, now),
            Service::Glue => glue::answer(self, account, now),
            Service::Logs => logs::answer(self, account, now),
            Service::CloudWatch => monitoring::answer(self, account, now),
            Service::Sts => sts::answer(self, account),
            Service::Other => Err(json::unknown(self)),
        };
        match outcome {
            Ok(reply) => Reply { response: self.stamped(reply.response), ..reply },
            Err(refusal) => Reply { response: self.refuse(&refusal), ready: None, opens: None },
        }
    }

    /// The error in the shape of the service's protocol.
    pub fn refuse(&self, refusal: &Refusal) -> Response<Bytes> {
        let reply = match self.service {
            Service::S3 => s3::refuse(self, refusal),
            Service::Lambda => lambda::refuse(refusal),
            Service::Sts => sts::refuse(self, refusal),
            Service::Other if self.speaks_query() => sts::refuse(self, refusal),
            Service::Glue | Service::Logs | Service::CloudWatch | Service::Other => json::refuse(refusal),
        };
        self.stamped(reply.status(refusal.status).response)
    }

    fn stamped(&self, response: Response<Bytes>) -> Response<Bytes> {
        if self.service == Service::S3 {
            return s3::stamped(self, response);
        }
        if response.headers().contains_key("x-amzn-requestid") {
            return response;
        }
        with_header(response, "x-amzn-requestid", &self.request_id())
    }

    /// The id of this request, as a UUID.
    pub fn request_id(&self) -> String {
        let mut random = fastrand::Rng::with_seed(self.number);
        let (a, b) = (random.u64(..), random.u64(..));
        format!(
            "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b >> 52,
            b & 0xffff_ffff_ffff
        )
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The value of a query parameter, decoded as a form (`+` is a space).
    pub fn query(&self, name: &str) -> Option<String> {
        form_value(self.uri.query().unwrap_or_default(), name)
    }

    /// The path's segments, decoded.
    fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.uri.path().split('/').map(decoded)
    }

    /// The host asked for, without its port.
    fn host(&self) -> &str {
        let named = self.uri.host().or_else(|| self.header("host")).unwrap_or_default();
        named.split(':').next().unwrap_or_default()
    }

    /// The region that the request is signed for.
    pub fn region(&self) -> Option<&str> {
        Some(route::scope(self)?.region)
    }

    /// Whether an unknown service's request is of the query protocol.
    fn speaks_query(&self) -> bool {
        route::parameter(self, "Action").is_some()
    }

    /// What the ledger and the faults call it: the operation, but `DryRun` for an `Invoke` that invokes nothing.
    pub fn name(&self) -> &str {
        let is_dry = self.header("x-amz-invocation-type") == Some("DryRun") && self.operation == "Invoke";
        if is_dry { "DryRun" } else { &self.operation }
    }

    /// What a policy has to allow for this, such as `s3:ListBucket`.
    pub fn iam_action(&self) -> String {
        let action = match self.operation.as_str() {
            "ListObjectsV2" | "ListObjects" | "HeadBucket" => "ListBucket",
            "ListBuckets" => "ListAllMyBuckets",
            "HeadObject" => "GetObject",
            "Invoke" => "InvokeFunction",
            same => same,
        };
        format!("{}:{action}", self.service.prefix())
    }
}

/// Percent-decoded text.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A value in a query string or form.
fn form_value(form: &str, name: &str) -> Option<String> {
    let pairs = form.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let decode = |text: &str| decoded(&text.replace('+', " "));
    pairs.into_iter().find(|(key, _)| decode(key) == name).map(|(_, value)| decode(value))
}

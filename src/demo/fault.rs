//! What may go wrong with an operation, on request: for tests of what the console does then.

use std::time::Duration;

use http::{Response, StatusCode};

use super::wire::answer::{Bytes, Refusal, with_header};
use super::wire::{Call, Service, sts};
use crate::reference::REGION;

/// A way for an operation to fail until it is healed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No policy allows it; the answer names the IAM action, as AWS does.
    AccessDenied,
    /// Too many requests. The SDK retries these.
    Throttled,
    /// The session's credentials have expired.
    ExpiredToken,
    /// The service failed; nothing was carried out. The SDK retries these.
    InternalError,
    /// An HTML page with status 500, as proxies and some emulators send.
    Html,
    /// Answers as usual, but so much real time later.
    Slow(Duration),
    /// Takes the request and never answers; nothing is carried out.
    Hang,
    /// The connection breaks before anything is carried out.
    Offline,
    /// The operation is carried out, then the connection breaks: the caller cannot know.
    Lost,
    /// Nothing is carried out, and the line breaks in this way.
    Before(Line),
    /// The operation is carried out, and the line breaks in this way: the caller cannot know.
    After(Line),
    /// S3 only: the bucket lives in this region, and requests signed for any other are redirected there.
    Elsewhere(&'static str),
}

/// A way for the line to break once the whole request has been taken; the same over sockets and in this process.
///
/// That a connection is refused is no matter of a request: see [`super::serve::Door`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// `RST` in the place of an answer.
    Reset,
    /// `FIN` in the place of an answer.
    Fin,
    /// No answer ever comes, and the connection stays.
    Hang,
    /// An answer with this status, such as 500, 503 or 429, in the service's own form.
    Status(u16),
    /// The head of the answer and half of its body, then `FIN`.
    CutBody,
    /// The answer comes, but so much real time later.
    Late(Duration),
}

/// Marks a response that must never arrive: the connection is to be cut in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// `FIN`.
    Fin,
    /// `RST`.
    Reset,
}

/// How a faulty operation ends.
pub(super) enum Course {
    /// Carry it out and answer as if there was no fault.
    Usual,
    /// Carry it out, and answer so much later.
    Delay(Duration),
    /// Carry it out, then cut the connection.
    Lose,
    /// Do not carry it out; answer this.
    Answer(Response<Bytes>),
    /// Do not carry it out; never answer.
    Silence,
    /// Answer this, or what carrying it out gives where there is nothing, on a line that breaks.
    Break(Option<Response<Bytes>>, Line),
}

impl Fault {
    pub(super) fn course(self, call: &Call, account: &str) -> Course {
        match self {
            Self::Lost => Course::Lose,
            Self::Slow(delay) => Course::Delay(delay),
            Self::Hang => Course::Silence,
            Self::Offline => Course::Answer(cut(Cut::Reset)),
            Self::Before(line) => Course::Break(Some(call.refuse(&internal(call.service))), line),
            Self::After(line) => Course::Break(None, line),
            Self::Html => Course::Answer(html()),
            Self::Elsewhere(region) if call.region() == Some(region) => Course::Usual,
            Self::Elsewhere(region) => Course::Answer(elsewhere(call, region)),
            Self::AccessDenied => Course::Answer(forbidden(call, account)),
            Self::Throttled => Course::Answer(call.refuse(&throttled(call.service))),
            Self::ExpiredToken => Course::Answer(call.refuse(&expired(call.service))),
            Self::InternalError => Course::Answer(call.refuse(&internal(call.service))),
        }
    }
}

/// A response that stands for a broken connection.
pub(super) fn cut(how: Cut) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    response.extensions_mut().insert(how);
    response
}

/// An error with this status, which may be odd.
pub(super) fn with_status(call: &Call, status: u16) -> Response<Bytes> {
    let refusal = match status {
        429 => throttled(call.service),
        _ => internal(call.service),
    };
    let status = StatusCode::from_u16(status).unwrap_or(refusal.status);
    call.refuse(&Refusal { status, ..refusal })
}

fn html() -> Response<Bytes> {
    let page = "<!doctype html>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n";
    let mut response = Response::new(Bytes::from_static(page.as_bytes()));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    with_header(response, "content-type", "text/html; charset=utf-8")
}

fn elsewhere(call: &Call, region: &str) -> Response<Bytes> {
    let refusal = Refusal::new(
        StatusCode::MOVED_PERMANENTLY,
        "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint. \
         Please send all future requests to this endpoint.",
    )
    .field("Endpoint", format!("s3.{region}.amazonaws.com"));
    with_header(call.refuse(&refusal), "x-amz-bucket-region", region)
}

/// S3 tells a bucket's region even to those who may not see the bucket.
fn forbidden(call: &Call, account: &str) -> Response<Bytes> {
    let response = call.refuse(&denied(call, account));
    if call.service == Service::S3 {
        return with_header(response, "x-amz-bucket-region", REGION);
    }
    response
}

fn denied(call: &Call, account: &str) -> Refusal {
    let action = call.iam_action();
    let user = sts::arn(account);
    let message = format!(
        "User: {user} is not authorized to perform: {action} on resource: {} \
         because no identity-based policy allows the {action} action",
        resource(call.service, account)
    );
    let (status, code) = match call.service {
        Service::S3 | Service::Sts => (StatusCode::FORBIDDEN, "AccessDenied"),
        Service::Lambda => (StatusCode::FORBIDDEN, "AccessDeniedException"),
        _ => (StatusCode::BAD_REQUEST, "AccessDeniedException"),
    };
    Refusal::new(status, code, message)
}

fn resource(service: Service, account: &str) -> String {
    match service {
        Service::S3 => "\"arn:aws:s3:::*\"".into(),
        Service::Sts => "*".into(),
        other => format!("arn:aws:{}:{REGION}:{account}:*", other.prefix()),
    }
}

fn throttled(service: Service) -> Refusal {
    let (status, code) = match service {
        Service::S3 => {
            let message = "Please reduce your request rate.";
            return Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "SlowDown", message);
        }
        Service::Lambda => {
            let refusal =
                Refusal::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException", "Rate Exceeded.");
            return refusal.field("Reason", "CallerRateLimitExceeded");
        }
        Service::Sts => (StatusCode::BAD_REQUEST, "Throttling"),
        _ => (StatusCode::BAD_REQUEST, "ThrottlingException"),
    };
    Refusal::new(status, code, "Rate exceeded")
}

fn expired(service: Service) -> Refusal {
    let message = "The security token included in the request is expired";
    match service {
        Service::S3 => {
            Refusal::new(StatusCode::BAD_REQUEST, "ExpiredToken", "The provided token has expired.")
        }
        Service::Sts => Refusal::new(StatusCode::FORBIDDEN, "ExpiredToken", message),
        Service::Lambda => Refusal::new(StatusCode::FORBIDDEN, "ExpiredTokenException", message),
        _ => Refusal::new(StatusCode::BAD_REQUEST, "ExpiredTokenException", message),
    }
}

fn internal(service: Service) -> Refusal {
    let (status, code) = match service {
        Service::S3 => (StatusCode::INTERNAL_SERVER_ERROR, "InternalError"),
        Service::Lambda => (StatusCode::INTERNAL_SERVER_ERROR, "ServiceException"),
        Service::Glue => (StatusCode::INTERNAL_SERVER_ERROR, "InternalServiceException"),
        Service::Logs => (StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailableException"),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, "InternalFailure"),
    };
    Refusal::new(status, code, "We encountered an internal error. Please try again.")
}

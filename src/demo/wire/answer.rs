//! Answers and refusals before a protocol gives them their shape.

use std::borrow::Cow;

pub(crate) use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Value;

use super::frames::Session;
use crate::clock::Time;

/// An answer, and when it may be given if not at once.
pub(crate) struct Reply {
    /// What to answer.
    pub response: Response<Bytes>,
    /// The end of the work that this answer waits for.
    pub ready: Option<Time>,
    /// The live tail that is its body.
    pub opens: Option<Session>,
}

/// What an operation comes to.
pub(crate) type Outcome = Result<Reply, Refusal>;

impl Reply {
    /// A body of this type, with status 200.
    pub fn body(kind: &'static str, body: impl Into<Bytes>) -> Self {
        let response = Response::new(body.into());
        Self { response: with_header(response, "content-type", kind), ready: None, opens: None }
    }

    /// Nothing but a status.
    pub fn empty(status: StatusCode) -> Self {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        Self { response, ready: None, opens: None }
    }

    /// A JSON body, with status 200.
    pub fn json(kind: &'static str, value: &Value) -> Self {
        Self::body(kind, value.to_string())
    }

    /// The same with another status.
    pub fn status(mut self, status: StatusCode) -> Self {
        *self.response.status_mut() = status;
        self
    }

    /// The same with a header.
    pub fn header(self, name: &'static str, value: &str) -> Self {
        Self { response: with_header(self.response, name, value), ..self }
    }

    /// The same, to be given at `time`.
    pub fn at(self, time: Time) -> Self {
        Self { ready: Some(time), ..self }
    }
}

impl From<Response<Bytes>> for Reply {
    fn from(response: Response<Bytes>) -> Self {
        Self { response, ready: None, opens: None }
    }
}

/// The response with a header; a value that no header can hold is left out.
pub(crate) fn with_header(mut response: Response<Bytes>, name: &'static str, value: &str) -> Response<Bytes> {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    response
}

/// An error as a service means it: each protocol has its own way of writing it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// The error code, such as `NoSuchKey` or `EntityNotFoundException`.
    pub code: Cow<'static, str>,
    /// The text for people.
    pub message: String,
    /// Further members of this error's shape.
    pub fields: Vec<(&'static str, String)>,
}

impl Refusal {
    /// An error with a code and a text.
    pub fn new(status: StatusCode, code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into(), fields: Vec::new() }
    }

    /// The most common kind: status 400.
    pub fn bad(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// The same with a further member.
    pub fn field(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }
}

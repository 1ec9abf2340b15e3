//! The frames of an event stream, as `StartLiveTail` sends them.

use std::sync::Arc;

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};

use super::poison;
use crate::clock::Time;
use crate::demo::tails::Update;

/// A tail that has been opened.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// Its number in the account.
    pub number: u64,
    /// When its first second is over.
    pub next: Time,
    /// What the first event says of it.
    pub start: Value,
    /// What stands before a group's name in its ARN.
    pub arn: String,
}

/// A response to the operation itself, which has no members.
pub(crate) fn hello() -> Bytes {
    event("initial-response", "{}".into())
}

/// `sessionStart`.
pub(crate) fn opened(session: &Session) -> Bytes {
    event("sessionStart", session.start.to_string().into())
}

/// `sessionUpdate`.
pub(crate) fn update(session: &Session, update: &Update) -> Bytes {
    event("sessionUpdate", written(session, update, None).into())
}

/// The same with a poison at the end of its first message.
pub(crate) fn poisoned(session: &Session, update: &Update, poison: char) -> Bytes {
    event("sessionUpdate", written(session, update, Some(poison)).into())
}

/// `SessionTimeoutException`: three hours are over.
pub(crate) fn timed_out() -> Bytes {
    exception("SessionTimeoutException", "The session has timed out.")
}

/// `SessionStreamingException`: the service's own fault.
pub(crate) fn failed() -> Bytes {
    exception("SessionStreamingException", "An error occurred while streaming the session.")
}

/// An event of a kind that came after the clients.
pub(crate) fn unknown() -> Bytes {
    event("sessionNews", r#"{"news": []}"#.into())
}

/// The frame with another checksum than its bytes have.
pub(crate) fn with_bad_checksum(frame: &Bytes) -> Bytes {
    let mut bytes = frame.to_vec();
    if let Some(last) = bytes.last_mut() {
        *last ^= 0x55;
    }
    bytes.into()
}

/// The frame with a prelude that promises more than anybody sends; the prelude's own checksum is wrong then too.
pub(crate) fn with_huge_length(frame: &Bytes) -> Bytes {
    let length = 0x7fff_ffff_u32.to_be_bytes();
    length.into_iter().chain(frame.iter().skip(length.len()).copied()).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionUpdate<'a> {
    session_metadata: Metadata,
    session_results: Vec<Result<'a>>,
}

#[derive(Serialize)]
struct Metadata {
    sampled: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    log_stream_name: &'a str,
    log_group_identifier: String,
    message: String,
    timestamp: i64,
    ingestion_time: i64,
}

/// The update in JSON.
fn written(session: &Session, update: &Update, poison: Option<char>) -> Vec<u8> {
    let results = update.events.iter().enumerate().map(|(at, (group, event))| Result {
        log_stream_name: &event.stream,
        log_group_identifier: identifier(session, group),
        message: event.message.chars().chain(poison.filter(|_| at == 0)).collect(),
        timestamp: event.timestamp,
        ingestion_time: event.ingestion,
    });
    let metadata = Metadata { sampled: update.sampled };
    let shape = SessionUpdate { session_metadata: metadata, session_results: results.collect() };
    // Texts and numbers are always JSON.
    poison::take_effect(serde_json::to_vec(&shape).unwrap_or_default())
}

fn identifier(session: &Session, group: &Arc<str>) -> String {
    format!("{}{group}", session.arn)
}

fn event(kind: &'static str, payload: Bytes) -> Bytes {
    frame([(":message-type", "event"), (":event-type", kind), (":content-type", "application/json")], payload)
}

fn exception(kind: &'static str, message: &str) -> Bytes {
    let payload = json!({ "message": message }).to_string();
    let headers =
        [(":message-type", "exception"), (":exception-type", kind), (":content-type", "application/json")];
    frame(headers, payload.into())
}

fn frame(headers: [(&'static str, &'static str); 3], payload: Bytes) -> Bytes {
    let header =
        |(name, value): (&'static str, &'static str)| Header::new(name, HeaderValue::String(value.into()));
    let message = Message::new_from_parts(headers.map(header).into(), payload);
    let mut frame = Vec::new();
    // It fails for headers that are too long alone, and these are short.
    let _ = write_message_to(&message, &mut frame);
    frame.into()
}

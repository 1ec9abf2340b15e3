//! What a frame of a live session says.

use aws_smithy_types::event_stream::Message;
use aws_smithy_types::str_bytes::StrBytes;
use serde_json::Value;

use crate::cloud::mend::mend;

/// What a session says.
#[derive(Debug, PartialEq)]
pub(super) enum Sign {
    /// It has begun.
    Started,
    /// It is alive, and these are the lines of the last second.
    Update(Update),
    /// It has ended, for this reason.
    Ended(String),
    /// Something that is not known yet; it is alive.
    Other,
}

/// The lines of a second, mostly.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Update {
    pub lines: Vec<Delivered>,
    /// Whether the service left lines out, more than 500 being too many.
    pub is_sampled: bool,
    /// Whether something in it could not be read.
    pub is_garbled: bool,
}

/// A line as it comes: without an id.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Delivered {
    /// Name or ARN, or both with the account.
    pub group: String,
    pub stream: String,
    pub text: String,
    /// Epoch milliseconds.
    pub time: i64,
    pub ingested: i64,
}

impl Sign {
    /// Reads a frame; whatever it is, it is a sign of life.
    pub fn read(message: &Message) -> Self {
        let header = |name: &str| {
            let header = message.headers().iter().find(|header| header.name().as_str() == name)?;
            header.value().as_string().ok().map(StrBytes::as_str)
        };
        match (header(":message-type"), header(":event-type")) {
            (Some("event"), Some("sessionStart")) => Self::Started,
            (Some("event"), Some("sessionUpdate")) => Self::Update(Update::read(message.payload())),
            (Some("exception" | "error"), _) => {
                let code = header(":exception-type").or(header(":error-code")).unwrap_or("an error");
                Self::Ended(code.to_owned())
            }
            _ => Self::Other,
        }
    }
}

impl Update {
    fn read(payload: &[u8]) -> Self {
        let (json, _) = mend(payload);
        let Ok(json) = serde_json::from_slice::<Value>(&json) else {
            return Self { is_garbled: true, ..Self::default() };
        };
        let is_sampled = json.pointer("/sessionMetadata/sampled").and_then(Value::as_bool).unwrap_or(false);
        let results =
            json.get("sessionResults").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let lines: Vec<Delivered> = results.iter().filter_map(Delivered::read).collect();
        let is_garbled = lines.len() < results.len();
        Self { lines, is_sampled, is_garbled }
    }
}

impl Delivered {
    fn read(json: &Value) -> Option<Self> {
        let text = |name: &str| json.get(name)?.as_str().map(str::to_owned);
        let time = json.get("timestamp")?.as_i64()?;
        Some(Self {
            group: text("logGroupIdentifier").unwrap_or_default(),
            stream: text("logStreamName").unwrap_or_default(),
            text: text("message")?,
            time,
            ingested: json.get("ingestionTime").and_then(Value::as_i64).unwrap_or(time),
        })
    }

    /// Whether it is of this group: `name`, `account:name`, or an ARN with or without `:*`.
    pub fn is_of(&self, name: &str) -> bool {
        let given = self.group.strip_suffix(":*").unwrap_or(&self.group);
        given.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with(':'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::event_stream::{Header, HeaderValue};

    fn message(kind: &'static str, event: &'static str, payload: &'static [u8]) -> Message {
        let name = if kind == "event" { ":event-type" } else { ":exception-type" };
        Message::new(payload)
            .add_header(Header::new(":message-type", HeaderValue::String(kind.into())))
            .add_header(Header::new(name, HeaderValue::String(event.into())))
    }

    #[test]
    fn each_kind_of_frame_has_its_meaning() {
        let check = |kind, event, want| assert_eq!(Sign::read(&message(kind, event, b"{}")), want);
        check("event", "sessionStart", Sign::Started);
        check("event", "sessionUpdate", Sign::Update(Update::default()));
        check("event", "somethingNew", Sign::Other);
        check("event", "initial-response", Sign::Other);
        check("exception", "SessionTimeoutException", Sign::Ended("SessionTimeoutException".into()));
    }

    fn update(payload: &'static [u8]) -> Update {
        match Sign::read(&message("event", "sessionUpdate", payload)) {
            Sign::Update(update) => update,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_poisoned_event_costs_nothing_of_its_neighbours() {
        let poisoned = update(
            b"{\"sessionMetadata\":{\"sampled\":true},\"sessionResults\":[\
              {\"message\":\"a\",\"timestamp\":1,\"ingestionTime\":2,\"logStreamName\":\"s\"},\
              {\"message\":\"x\\ud800\xff\",\"timestamp\":1},{\"message\":7},{\"message\":\"b\",\"timestamp\":3}]}",
        );
        let texts: Vec<&str> = poisoned.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["a", r"x\ud800\xFF", "b"]);
        assert!(poisoned.is_sampled && poisoned.is_garbled);
    }

    #[test]
    fn what_is_no_json_at_all_is_garbled() {
        assert_eq!(update(b"{\"sessionResults\":[{"), Update { is_garbled: true, ..Update::default() });
    }

    #[test]
    fn a_group_is_known_by_name_by_account_and_by_arn() {
        let check = |group: &str, name: &str, want: bool| {
            let (stream, text) = (String::new(), String::new());
            let line = Delivered { group: group.into(), stream, text, time: 0, ingested: 0 };
            assert_eq!(line.is_of(name), want, "{group}");
        };
        check("/aws/lambda/f", "/aws/lambda/f", true);
        check("123456789012:/aws/lambda/f", "/aws/lambda/f", true);
        check("arn:aws:logs:us-east-2:123456789012:log-group:/aws/lambda/f:*", "/aws/lambda/f", true);
        check("/my/aws/lambda/f", "/aws/lambda/f", false);
        check("/aws/lambda/f2", "/aws/lambda/f", false);
    }
}

//! What the `awsJson1.1` services share: members of a request, pages, times and errors.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::answer::{Refusal, Reply};
use super::{Call, poison, token};
use crate::clock::Time;

const KIND: &str = "application/x-amz-json-1.1";

/// A request's members.
pub(super) struct Input {
    members: Map<String, Value>,
    operation: String,
    refused: &'static str,
}

impl Input {
    /// Reads the body; errors about members will have the code `refused`.
    pub fn read(call: &Call, refused: &'static str) -> Result<Self, Refusal> {
        let body = if call.body.is_empty() { b"{}".as_slice() } else { call.body.as_ref() };
        let members = serde_json::from_slice(body)
            .map_err(|error| Refusal::bad("SerializationException", error.to_string()))?;
        Ok(Self { members, operation: call.operation.clone(), refused })
    }

    /// An optional text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.members.get(name)?.as_str()
    }

    /// A required text.
    pub fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| self.refuse(format!("{name} must not be null")))
    }

    /// A list of texts, empty if absent.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        let list = self.members.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// A map of texts, empty if absent.
    pub fn pairs(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let map = self.members.get(name).and_then(Value::as_object);
        map.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }

    /// An optional whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.members.get(name)?.as_i64()
    }

    /// An optional yes or no.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.members.get(name)?.as_bool()
    }

    /// Other members that have structure.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.members.get(name)
    }

    /// A size within bounds, or the greatest.
    pub fn size(&self, name: &str, most: usize) -> Result<usize, Refusal> {
        let Some(asked) = self.number(name) else { return Ok(most) };
        usize::try_from(asked)
            .ok()
            .filter(|size| (1..=most).contains(size))
            .ok_or_else(|| self.refuse(format!("Value '{asked}' at '{name}' must be between 1 and {most}")))
    }

    /// Where a page begins: the position in the caller's token, if there is one.
    pub fn position(&self, name: &str, scope: &str) -> Result<Option<String>, Refusal> {
        let Some(given) = self.text(name) else { return Ok(None) };
        let position = self.unsealed(scope, given);
        position.map(Some).ok_or_else(|| self.refuse("The specified nextToken is invalid."))
    }

    /// The position in a token that was made for this scope.
    pub fn unsealed(&self, scope: &str, given: &str) -> Option<String> {
        token::open(&self.scope(scope), given)
    }

    /// A token that continues after `position`.
    pub fn token(&self, scope: &str, position: &str) -> String {
        token::seal(&self.scope(scope), position)
    }

    /// The error that this service gives for a bad member.
    pub fn refuse(&self, message: impl Into<String>) -> Refusal {
        Refusal::bad(self.refused, message)
    }

    fn scope(&self, scope: &str) -> String {
        format!("{} {scope}", self.operation)
    }
}

/// A slice of a list that stands in a stable order: whole items, and the token for the rest.
pub(super) struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

/// Cuts a page out of items that are named by a key; the token remembers the last key, not a place.
pub(super) fn page<T>(
    input: &Input,
    scope: &str,
    size: usize,
    items: impl Iterator<Item = T>,
    key: impl Fn(&T) -> String,
) -> Result<Page<T>, Refusal> {
    let after = input.position(next_token_name(input), scope)?;
    let mut rest = items.skip_while({
        let mut found = after.is_none();
        let key = &key;
        move |item| {
            let skip = !found;
            found |= after.as_deref() == Some(key(item).as_str());
            skip
        }
    });
    let items: Vec<T> = rest.by_ref().take(size).collect();
    let last = items.last().filter(|_| rest.next().is_some());
    let next = last.map(|item| input.token(scope, &key(item)));
    Ok(Page { items, next })
}

/// Glue writes `NextToken`, Logs writes `nextToken`.
fn next_token_name(input: &Input) -> &'static str {
    if input.member("nextToken").is_some() { "nextToken" } else { "NextToken" }
}

/// Seconds since the epoch with a fraction, as `awsJson` has them.
pub(super) fn seconds(time: Time) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit into 53 bits")]
    let seconds = time.timestamp_millis() as f64 / 1000.0;
    json!(seconds)
}

/// An answer without those members that are null: absent is not the same as null.
pub(super) fn reply(value: Value) -> Reply {
    Reply::json(KIND, &without_nulls(value))
}

/// An answer that has many members of one kind, written as it is.
pub(super) fn written(value: &impl Serialize) -> Reply {
    // Texts and numbers are always JSON.
    Reply::body(KIND, poison::take_effect(serde_json::to_vec(value).unwrap_or_default()))
}

/// The value without members that are null, at any depth.
pub(super) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| !value.is_null());
            kept.map(|(name, value)| (name, without_nulls(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

/// The error in its shape.
pub(super) fn refuse(refusal: &Refusal) -> Reply {
    let head = [("__type", refusal.code.to_string()), ("Message", refusal.message.clone())];
    Reply::json(KIND, &members(head, refusal))
}

/// An error's members: those that its protocol puts first, and its own.
pub(super) fn members<const N: usize>(head: [(&'static str, String); N], refusal: &Refusal) -> Value {
    let members = head.into_iter().chain(refusal.fields.iter().cloned());
    members.map(|(name, value)| (name.to_owned(), Value::from(value))).collect::<Map<_, _>>().into()
}

/// For an operation that is not offered.
pub(super) fn unknown(call: &Call) -> Refusal {
    let message = format!("The demo does not offer {}", call.operation);
    Refusal::bad("UnknownOperationException", message)
}

//! What happened to a stack, and what can be read out of it.

use std::borrow::Cow;

use crate::domain::text::Foreign;

/// One step of one resource, or of the stack itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Names it among the stack's events.
    pub id: String,
    /// Its resource's name in the template; the stack's own name where it is of the stack.
    pub logical: Foreign,
    /// Such as `AWS::S3::Bucket`.
    pub kind: Foreign,
    /// Such as `CREATE_FAILED`.
    pub status: Foreign,
    /// Why; empty where nothing is said.
    pub reason: Foreign,
    /// Whether it is of the stack itself.
    pub is_stack: bool,
}

impl Event {
    /// Whether it tells of a failure, and not of what another one's failure led to.
    pub fn is_cause(&self) -> bool {
        let reason = self.reason.exact().to_ascii_lowercase();
        let is_cancelled = reason.contains("cancelled") || reason.contains("canceled");
        self.status.exact().ends_with("_FAILED") && !self.is_stack && !is_cancelled
    }

    /// Whether the stack has come to rest with it.
    pub fn is_end(&self) -> bool {
        self.is_stack && !self.status.exact().ends_with("_IN_PROGRESS")
    }

    /// Whether an operation on the stack begins with it.
    pub fn is_start(&self) -> bool {
        let starts = ["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "REVIEW_IN_PROGRESS"];
        self.is_stack && starts.contains(&self.status.exact())
    }
}

/// Whether what these events tell of has come to its end; oldest first.
pub fn is_over(events: &[Event]) -> bool {
    events.iter().rev().find(|event| event.is_stack).is_some_and(Event::is_end)
}

/// Everything that failed by itself, in the order in which it failed.
pub fn causes(events: &[Event]) -> impl Iterator<Item = &Event> {
    events.iter().filter(|event| event.is_cause())
}

/// What failed first; else what the stack says of itself.
pub fn first_cause(events: &[Event]) -> Option<&Event> {
    let of_stack = || {
        let mut of_stack = events.iter().filter(|event| event.is_stack);
        of_stack.find(|event| {
            let status = event.status.exact();
            (status.ends_with("_FAILED") || status.contains("ROLLBACK")) && !event.reason.is_empty()
        })
    };
    causes(events).next().or_else(of_stack)
}

/// What was rolled back: each resource with its last status after the rollback began, in the order of the rollback.
pub fn undone(events: &[Event]) -> Vec<&Event> {
    let begins = |event: &Event| event.is_stack && event.status.exact().ends_with("ROLLBACK_IN_PROGRESS");
    let Some(start) = events.iter().position(begins) else { return Vec::new() };
    let mut last: Vec<&Event> = Vec::new();
    for event in events.iter().skip(start).filter(|event| !event.is_stack) {
        last.retain(|known| known.logical != event.logical);
        last.push(event);
    }
    last.retain(|event| !event.status.exact().ends_with("_IN_PROGRESS"));
    last
}

/// What a person can do about a reason, where that is known.
pub fn advice(reason: &str) -> Option<Cow<'static, str>> {
    if reason.contains("BlockPublicPolicy") || reason.contains("Block Public Access") {
        return Some(
            "the account keeps all its buckets private: lift that, or give --public-read=false".into(),
        );
    }
    if let Some((_, rest)) = reason.split_once("not authorized to perform: ") {
        let permission = rest.split([' ', ',', ')']).next().unwrap_or_default();
        let permission = crate::domain::text::visible(permission).into_owned();
        return Some(format!("the identity that deploys needs {permission}").into());
    }
    let lower = reason.to_ascii_lowercase();
    let is_bucket = lower.contains("bucket") || lower.contains("s3");
    match () {
        () if lower.contains("bucketalreadyownedbyyou") => {
            Some("the account has a bucket of that name already: delete it, or choose another --name".into())
        }
        () if is_bucket && (lower.contains("bucketalreadyexists") || lower.contains("already exist")) => {
            Some("the whole world shares bucket names, and that one is taken: choose another --name".into())
        }
        () if lower.contains("already exist") => {
            Some("something of that name is there already: delete it, or choose another --name".into())
        }
        () if lower.contains("running") => Some("wait until it is done, then do this again".into()),
        () if lower.contains("not empty") || lower.contains("bucketnotempty") => {
            Some("something was written into the bucket meanwhile: delete again".into())
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events from lines `LOGICAL STATUS reason`; the stack is called `S`.
    fn events(lines: &[&str]) -> Vec<Event> {
        let event = |(index, line): (usize, &&str)| {
            let mut words = line.splitn(3, ' ');
            let mut next = || words.next().unwrap_or_default();
            let (logical, status, reason) = (next(), next(), next());
            Event {
                id: index.to_string(),
                logical: logical.into(),
                kind: "AWS::X::Y".into(),
                status: status.into(),
                reason: reason.into(),
                is_stack: logical == "S",
            }
        };
        lines.iter().enumerate().map(event).collect()
    }

    fn failed() -> Vec<Event> {
        events(&[
            "S CREATE_IN_PROGRESS User Initiated",
            "Raw CREATE_COMPLETE",
            "Etl CREATE_FAILED Resource creation cancelled",
            "Processed CREATE_FAILED taken already exists",
            "Catalog CREATE_FAILED Resource creation Canceled",
            "S ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Processed].",
            "Raw DELETE_IN_PROGRESS",
            "Raw DELETE_COMPLETE",
            "Role DELETE_FAILED in use",
            "S ROLLBACK_COMPLETE",
        ])
    }

    #[test]
    fn the_first_cause_is_the_earliest_failure_that_nobody_cancelled() {
        let events = failed();
        assert_eq!(first_cause(&events).unwrap().logical.exact(), "Processed");
        assert!(first_cause(&events[..3]).is_none());
    }

    #[test]
    fn where_no_resource_failed_the_stack_says_why() {
        let events = events(&["S UPDATE_IN_PROGRESS User Initiated", "S UPDATE_ROLLBACK_IN_PROGRESS no"]);
        assert_eq!(first_cause(&events).unwrap().reason.exact(), "no");
    }

    #[test]
    fn what_was_rolled_back_is_told_by_the_last_word_on_each_resource() {
        let events = failed();
        let told: Vec<(&str, &str)> =
            undone(&events).iter().map(|event| (event.logical.exact(), event.status.exact())).collect();
        assert_eq!(told, [("Raw", "DELETE_COMPLETE"), ("Role", "DELETE_FAILED")]);
    }

    #[test]
    fn it_is_over_when_the_stack_says_so() {
        let events = failed();
        assert!(is_over(&events));
        assert!(!is_over(&events[..9]));
        assert!(!is_over(&[]));
    }

    #[test]
    fn a_reason_leads_to_what_can_be_done() {
        let check = |reason: &str, want: Option<&str>| assert_eq!(advice(reason).as_deref(), want);
        check(
            "User: arn:aws:iam::1:user/u is not authorized to perform: iam:CreateRole on resource: x",
            Some("the identity that deploys needs iam:CreateRole"),
        );
        check(
            "public-apis-raw already exists (Service: S3, Status Code: 409)",
            Some("the whole world shares bucket names, and that one is taken: choose another --name"),
        );
        check(
            "Resource of type 'AWS::Glue::Job' with identifier 'j' already exists.",
            Some("something of that name is there already: delete it, or choose another --name"),
        );
        check("BucketNotEmpty", Some("something was written into the bucket meanwhile: delete again"));
        check(
            "User: u is not authorized to perform: s3:PutBucketPolicy on resource: r because public policies are \
             prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
            Some("the account keeps all its buckets private: lift that, or give --public-read=false"),
        );
        check("CrawlerRunningException", Some("wait until it is done, then do this again"));
        check("Rate exceeded", None);
    }
}

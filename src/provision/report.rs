//! What happened, in words: a line for each event, and what became of the whole.

use super::name::Name;
use crate::domain::stack::{Event, advice, causes, first_cause, undone};

/// A line of the progress list.
pub(super) fn line(event: &Event) -> String {
    let Event { logical, kind, status, reason, .. } = event;
    let text = format!("  {:<28} {:<18} {}", status.visible(), logical.visible(), kind.visible());
    match reason.headline() {
        reason if reason.is_empty() => text,
        reason => format!("{text}  {reason}"),
    }
}

/// Why it failed, what was rolled back, and what can be done now.
pub(super) fn failure(name: &Name, events: &[Event]) -> String {
    let mut lines = vec![match first_cause(events) {
        Some(event) => cause(event),
        None => "it failed, and CloudFormation does not say why".to_owned(),
    }];
    let more = causes(events).count().saturating_sub(1);
    if more > 0 {
        lines.push(format!("{more} more failed after that; they are in the list above."));
    }
    lines.extend(
        first_cause(events)
            .and_then(|event| advice(event.reason.exact()))
            .map(|advice| format!("→ {advice}")),
    );
    lines.extend(rolled_back(events));
    lines.extend(remedy(name, events));
    lines.join("\n")
}

/// What failed and why.
pub(super) fn cause(event: &Event) -> String {
    let reason: Vec<_> = event.reason.lines().collect();
    let (logical, kind, status) = (event.logical.visible(), event.kind.visible(), event.status.visible());
    format!("the first cause: {logical} ({kind}) {status}: {}", reason.join(" "))
}

/// What is wrong with changes that `CloudFormation` does not even begin with.
pub(super) fn objections(events: &[Event]) -> String {
    let mut lines = vec!["CloudFormation refuses the changes:".to_owned()];
    for event in events {
        lines.push(format!(
            "  {} ({}): {}",
            event.logical.visible(),
            event.kind.visible(),
            event.reason.headline()
        ));
        lines.extend(advice(event.reason.exact()).map(|advice| format!("  → {advice}")));
    }
    lines.join("\n")
}

fn rolled_back(events: &[Event]) -> Vec<String> {
    let undone = undone(events);
    let named = |ending: &str| -> Vec<String> {
        let those = undone.iter().filter(|event| event.status.exact().ends_with(ending));
        those.map(|event| event.logical.visible().into_owned()).collect()
    };
    let kinds = [
        ("Rolled back, removed again", named("DELETE_COMPLETE")),
        ("Rolled back, as it was before", named("UPDATE_COMPLETE")),
        ("Left behind", named("DELETE_SKIPPED")),
        ("Could not be rolled back", named("_FAILED")),
    ];
    let told = kinds.iter().filter(|(_, names)| !names.is_empty());
    told.map(|(what, names)| format!("{what}: {}", names.join(", "))).collect()
}

/// What can be done about the state that the stack is left in.
fn remedy(name: &Name, events: &[Event]) -> Option<String> {
    let status = events.iter().rev().find(|event| event.is_stack)?.status.exact();
    let status = crate::domain::text::visible(status);
    let remedy = match status.as_ref() {
        "UPDATE_ROLLBACK_COMPLETE" => {
            "everything is as it was before; the same command tries again".to_owned()
        }
        "UPDATE_ROLLBACK_FAILED" => halfway(name),
        "DELETE_FAILED" => "put right what stopped it, then delete again".to_owned(),
        _ => dead(name),
    };
    Some(format!("The stack is {status}: {remedy}"))
}

/// What to do with a stack that can only be deleted.
pub(super) fn dead(name: &Name) -> String {
    let name = name.as_str();
    format!("it can only be deleted; run `farol pipeline delete --name {name}`, then deploy again")
}

/// What to do with a stack whose update could neither be finished nor undone.
pub(super) fn halfway(name: &Name) -> String {
    let stack = name.stack();
    format!(
        "the rollback has to be finished first; put right what stopped it, then run \
         `aws cloudformation continue-update-rollback --stack-name {stack}`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(logical: &str, status: &str, reason: &str) -> Event {
        let is_stack = logical == "farol-x";
        let kind = if is_stack { "AWS::CloudFormation::Stack" } else { "AWS::S3::Bucket" };
        Event {
            id: String::new(),
            logical: logical.into(),
            kind: kind.into(),
            status: status.into(),
            reason: reason.into(),
            is_stack,
        }
    }

    #[track_caller]
    fn check(events: &[Event], want: &str) {
        assert_eq!(failure(&"x".parse().unwrap(), events), want);
    }

    #[test]
    fn an_event_is_a_line_without_anything_that_a_terminal_acts_on() {
        let told = line(&event("Raw", "CREATE_FAILED", "no\u{1b}[2J\nmore"));
        assert_eq!(told, "  CREATE_FAILED                Raw                AWS::S3::Bucket  no␛[2J");
        assert!(line(&event("Raw", "CREATE_COMPLETE", "")).ends_with("AWS::S3::Bucket"));
    }

    #[test]
    fn a_failed_creation_says_the_first_cause_what_is_gone_again_and_the_way_out() {
        let events = [
            event("farol-x", "CREATE_IN_PROGRESS", "User Initiated"),
            event("Processed", "CREATE_COMPLETE", ""),
            event("Raw", "CREATE_FAILED", "x-raw already exists"),
            event("Other", "CREATE_FAILED", "also this"),
            event("Role", "CREATE_FAILED", "Resource creation cancelled"),
            event("farol-x", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed"),
            event("Processed", "DELETE_COMPLETE", ""),
            event("farol-x", "ROLLBACK_COMPLETE", ""),
        ];
        let want = "\
the first cause: Raw (AWS::S3::Bucket) CREATE_FAILED: x-raw already exists
1 more failed after that; they are in the list above.
→ something of that name is there already: delete it, or choose another --name
Rolled back, removed again: Processed
The stack is ROLLBACK_COMPLETE: it can only be deleted; run `farol pipeline delete --name x`, then deploy again";
        check(&events, want);
    }

    #[test]
    fn a_failed_update_says_that_all_is_as_it_was() {
        let denied =
            "User: arn:aws:iam::1:user/u is not authorized to perform: s3:PutBucketPolicy on resource: x";
        let events = [
            event("farol-x", "UPDATE_IN_PROGRESS", "User Initiated"),
            event("Raw", "UPDATE_FAILED", denied),
            event("farol-x", "UPDATE_ROLLBACK_IN_PROGRESS", ""),
            event("Raw", "UPDATE_COMPLETE", ""),
            event("farol-x", "UPDATE_ROLLBACK_COMPLETE", ""),
        ];
        let want = format!(
            "\
the first cause: Raw (AWS::S3::Bucket) UPDATE_FAILED: {denied}
→ the identity that deploys needs s3:PutBucketPolicy
Rolled back, as it was before: Raw
The stack is UPDATE_ROLLBACK_COMPLETE: everything is as it was before; the same command tries again"
        );
        check(&events, &want);
    }
}

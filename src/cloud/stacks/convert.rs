//! From the SDK's types to ours.

use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types as sdk;

use crate::cloud::time;
use crate::domain::stack::{Change, ChangeSet, Event, Replacement, Resource, Stack};
use crate::domain::text::Foreign;

/// Text that may be absent.
fn text(text: Option<String>) -> Foreign {
    text.unwrap_or_default().into()
}

pub(super) fn stack(sdk: sdk::Stack) -> Stack {
    let changed = sdk.last_updated_time.as_ref().or(sdk.creation_time.as_ref()).and_then(time::time);
    let parameters = sdk.parameters.unwrap_or_default().into_iter();
    let outputs = sdk.outputs.unwrap_or_default().into_iter();
    Stack {
        id: sdk.stack_id.unwrap_or_default(),
        name: sdk.stack_name.unwrap_or_default(),
        status: text(sdk.stack_status.map(|status| status.as_str().to_owned())),
        reason: text(sdk.stack_status_reason),
        changed,
        parameters: parameters.filter_map(|p| Some((p.parameter_key?, p.parameter_value?))).collect(),
        outputs: outputs.filter_map(|o| Some((o.output_key?, o.output_value?))).collect(),
        is_protected: sdk.enable_termination_protection.unwrap_or_default(),
    }
}

pub(super) fn event(sdk: sdk::StackEvent) -> Event {
    // A stack that is a resource of another one has its own ARN, not that of the stack.
    let is_stack = sdk.physical_resource_id.is_some() && sdk.physical_resource_id == sdk.stack_id;
    Event {
        id: sdk.event_id.unwrap_or_default(),
        logical: text(sdk.logical_resource_id),
        kind: text(sdk.resource_type),
        status: text(sdk.resource_status.map(|status| status.as_str().to_owned())),
        reason: text(sdk.resource_status_reason),
        is_stack,
    }
}

/// What failed in the newest of the operations.
pub(super) fn objections(sdk: Vec<sdk::OperationEvent>) -> Vec<Event> {
    let newest = sdk.iter().max_by_key(|event| event.timestamp.map(|time| time.as_nanos()));
    let newest = newest.and_then(|event| event.operation_id.clone());
    let those = sdk.into_iter().filter(|event| event.operation_id == newest);
    those.filter(|event| event.logical_resource_id.is_some()).filter_map(objection).collect()
}

fn objection(sdk: sdk::OperationEvent) -> Option<Event> {
    let reason = sdk.validation_status_reason.or(sdk.hook_status_reason).or(sdk.resource_status_reason)?;
    Some(Event {
        id: sdk.event_id.unwrap_or_default(),
        logical: text(sdk.logical_resource_id),
        kind: text(sdk.resource_type),
        status: text(sdk.validation_name.map(|name| format!("{name}_FAILED"))),
        reason: reason.into(),
        is_stack: false,
    })
}

/// A page of a change set, and the token of the next one.
pub(super) fn change_set(sdk: DescribeChangeSetOutput) -> (ChangeSet, Option<String>) {
    let changes = sdk.changes.unwrap_or_default().into_iter();
    let set = ChangeSet {
        id: sdk.change_set_id.unwrap_or_default(),
        stack: sdk.stack_id.unwrap_or_default(),
        status: text(sdk.status.map(|status| status.as_str().to_owned())),
        reason: text(sdk.status_reason),
        is_available: sdk.execution_status == Some(sdk::ExecutionStatus::Available),
        changes: changes.filter_map(|change| change.resource_change).map(change).collect(),
    };
    (set, sdk.next_token)
}

fn change(sdk: sdk::ResourceChange) -> Change {
    Change {
        action: text(sdk.action.map(|action| action.as_str().to_owned())),
        logical: text(sdk.logical_resource_id),
        physical: text(sdk.physical_resource_id),
        kind: text(sdk.resource_type),
        replacement: match sdk.replacement {
            None | Some(sdk::Replacement::False) => Replacement::No,
            Some(sdk::Replacement::True) => Replacement::Yes,
            Some(_) => Replacement::Perhaps,
        },
    }
}

pub(super) fn resource(sdk: sdk::StackResourceSummary) -> Resource {
    Resource {
        logical: text(sdk.logical_resource_id),
        physical: text(sdk.physical_resource_id),
        kind: text(sdk.resource_type),
        status: text(sdk.resource_status.map(|status| status.as_str().to_owned())),
        reason: text(sdk.resource_status_reason),
    }
}

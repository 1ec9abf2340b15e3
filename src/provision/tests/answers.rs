//! Answers as AWS writes them, in the query protocol.

use std::fmt::Write as _;

/// The stack's ARN.
pub const STACK: &str = "arn:aws:cloudformation:us-east-2:123456789012:stack/farol-public-apis/1";

fn ok(operation: &str, inside: &str) -> (u16, String) {
    (
        200,
        format!("<{operation}Response><{operation}Result>{inside}</{operation}Result></{operation}Response>"),
    )
}

/// An error.
pub fn error(status: u16, code: &str, message: &str) -> (u16, String) {
    let body = format!("<Code>{code}</Code><Message>{message}</Message>");
    (status, format!("<ErrorResponse><Error><Type>Sender</Type>{body}</Error></ErrorResponse>"))
}

/// Who we are.
pub fn identity() -> String {
    let inside = "<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/u</Arn>";
    ok("GetCallerIdentity", inside).1
}

/// There is no stack.
pub fn no_stack() -> (u16, String) {
    error(400, "ValidationError", "Stack with id farol-public-apis does not exist")
}

/// The stack, in this state.
pub fn stack(status: &str) -> (u16, String) {
    stack_with(status, "")
}

/// The stack, in this state, with more members.
pub fn stack_with(status: &str, more: &str) -> (u16, String) {
    let outputs = [("ScriptBucket", "scripts-b"), ("ScriptKey", "scripts/describe.py")];
    let outputs = outputs.map(|(key, value)| {
        format!("<member><OutputKey>{key}</OutputKey><OutputValue>{value}</OutputValue></member>")
    });
    let parameter =
        "<member><ParameterKey>Name</ParameterKey><ParameterValue>public-apis</ParameterValue></member>";
    let inside = format!(
        "<Stacks><member><StackId>{STACK}</StackId><StackName>farol-public-apis</StackName>\
         <CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>{status}</StackStatus>\
         <Parameters>{parameter}</Parameters><Outputs>{}</Outputs>{more}</member></Stacks>",
        outputs.concat()
    );
    ok("DescribeStacks", &inside)
}

/// A change set was made.
pub fn drafted() -> (u16, String) {
    ok("CreateChangeSet", &format!("<Id>arn:set</Id><StackId>{STACK}</StackId>"))
}

/// The change set: its status, whether it can be carried out, why not; it adds a bucket.
pub fn change_set(status: &str, execution: &str, reason: &str) -> (u16, String) {
    let change = "<Type>Resource</Type><ResourceChange><Action>Add</Action><LogicalResourceId>Raw</LogicalResourceId>\
                  <ResourceType>AWS::S3::Bucket</ResourceType></ResourceChange>";
    let inside = format!(
        "<ChangeSetId>arn:set</ChangeSetId><StackId>{STACK}</StackId><Status>{status}</Status>\
         <ExecutionStatus>{execution}</ExecutionStatus><StatusReason>{reason}</StatusReason>\
         <Changes><member>{change}</member></Changes>"
    );
    ok("DescribeChangeSet", &inside)
}

/// An answer that says nothing but that it was done.
pub fn done(operation: &str) -> (u16, String) {
    ok(operation, "")
}

/// Events, oldest first here as `ID LOGICAL STATUS reason`, newest first as AWS gives them; the stack is called `S`.
pub fn events(lines: &[&str]) -> (u16, String) {
    let mut inside = String::new();
    for line in lines.iter().rev() {
        let mut words = line.splitn(4, ' ');
        let mut next = || words.next().unwrap_or_default();
        let (id, logical, status, reason) = (next(), next(), next(), next());
        let physical = if logical == "S" { STACK } else { logical };
        let kind = if logical == "S" { "AWS::CloudFormation::Stack" } else { "AWS::S3::Bucket" };
        write!(
            inside,
            "<member><StackId>{STACK}</StackId><EventId>{id}</EventId><LogicalResourceId>{logical}</LogicalResourceId>\
             <PhysicalResourceId>{physical}</PhysicalResourceId><ResourceType>{kind}</ResourceType>\
             <ResourceStatus>{status}</ResourceStatus><ResourceStatusReason>{reason}</ResourceStatusReason></member>"
        )
        .unwrap();
    }
    ok("DescribeStackEvents", &format!("<StackEvents>{inside}</StackEvents>"))
}

/// What is found wrong with the raw bucket before anything is begun.
pub fn objections(reason: &str) -> (u16, String) {
    let event = format!(
        "<member><OperationId>o</OperationId><LogicalResourceId>Raw</LogicalResourceId>\
         <ResourceType>AWS::S3::Bucket</ResourceType><ValidationName>NAME_CONFLICT_VALIDATION</ValidationName>\
         <ValidationStatusReason>{reason}</ValidationStatusReason></member>"
    );
    ok("DescribeEvents", &format!("<OperationEvents>{event}</OperationEvents>"))
}

/// Resources, as `LOGICAL KIND STATUS`.
pub fn resources(lines: &[&str]) -> (u16, String) {
    let mut inside = String::new();
    for line in lines {
        let mut words = line.split(' ');
        let mut next = || words.next().unwrap_or_default();
        let (logical, kind, status) = (next(), next(), next());
        write!(
            inside,
            "<member><LogicalResourceId>{logical}</LogicalResourceId><PhysicalResourceId>the-{logical}</PhysicalResourceId>\
             <ResourceType>{kind}</ResourceType><ResourceStatus>{status}</ResourceStatus></member>"
        )
        .unwrap();
    }
    ok("ListStackResources", &format!("<StackResourceSummaries>{inside}</StackResourceSummaries>"))
}

/// A page of a bucket: these keys in one version each, and a marker of a deleted one.
pub fn versions(keys: &[&str], marker: &str) -> (u16, String) {
    let mut inside = String::new();
    for key in keys {
        write!(inside, "<Version><Key>{key}</Key><VersionId>v1</VersionId><Size>3</Size></Version>").unwrap();
    }
    if !marker.is_empty() {
        write!(inside, "<DeleteMarker><Key>{marker}</Key><VersionId>v2</VersionId></DeleteMarker>").unwrap();
    }
    (200, format!("<ListVersionsResult><IsTruncated>false</IsTruncated>{inside}</ListVersionsResult>"))
}

//! Stacks, and what lies in the places that they made: what deploying, looking and deleting read.

mod code;
mod convert;
mod stored;
mod zip;

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::operation::describe_stack_events::DescribeStackEventsOutput;
use aws_sdk_cloudformation::types::EventFilter;

pub(crate) use stored::Marker;

use super::access::{Access, Connection, Manners};
use super::{Cloud, clients, fault};
use crate::clock::Clock;
use crate::domain::fault::{Fault, Kind};
use crate::domain::identity::Identity;
use crate::domain::pipeline::Pipeline;
use crate::domain::stack::{ChangeSet, Event, Resource, Stack};

/// A way to read the stacks of one account in one region.
#[derive(Debug, Clone)]
pub(crate) struct Stacks {
    cloud: Cloud,
    client: Client,
}

/// What is known of a file in AWS that should be like one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// It is not there.
    Missing,
    /// It is there; its bytes.
    Is(Vec<u8>),
}

/// Of what `CloudFormation` is asked what is wrong with it; an ARN each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject<'a> {
    Stack(&'a str),
    ChangeSet(&'a str),
}

/// From when on events are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Since<'a> {
    /// All that came after this one.
    Event(&'a str),
    /// The beginning of what goes on, or of what went on last.
    Operation,
}

impl Stacks {
    /// Opens what an account and a region are named by; asks nothing of AWS yet.
    pub async fn open(access: &Access, place: &Pipeline, clock: Clock) -> Result<Self, Fault> {
        let connection: Connection = access.connect(place, Manners::reading()).await?;
        let client = clients::cloudformation(&connection);
        Ok(Self { client, cloud: Cloud::beside(&connection, clock) })
    }

    /// Who we are, and where.
    pub async fn identity(&self) -> Result<Identity, Fault> {
        self.cloud.identity().await
    }

    /// A stack by its name, or by its ARN also after it is gone; `None`: there is none.
    pub async fn stack(&self, name: &str) -> Result<Option<Stack>, Fault> {
        const DOING: &str = "cloudformation:DescribeStacks";
        let answer = self.client.describe_stacks().stack_name(name).send().await;
        match answer.map_err(|e| fault::of(&self.cloud.0.place, DOING, &e)) {
            Ok(answer) => Ok(answer.stacks.unwrap_or_default().into_iter().next().map(convert::stack)),
            Err(fault) if is_absence(&fault) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// What happened to a stack since then, oldest first.
    pub async fn events(&self, stack: &str, since: Since<'_>) -> Result<Vec<Event>, Fault> {
        let mut events = Vec::new();
        let mut next = None;
        loop {
            let answer = self.page_of_events(stack, next).await?;
            let page = answer.stack_events.unwrap_or_default();
            let is_whole = since.take(page.into_iter().map(convert::event), &mut events);
            next = answer.next_token.filter(|_| !is_whole);
            if next.is_none() {
                events.reverse();
                return Ok(events);
            }
        }
    }

    async fn page_of_events(
        &self,
        stack: &str,
        next: Option<String>,
    ) -> Result<DescribeStackEventsOutput, Fault> {
        const DOING: &str = "cloudformation:DescribeStackEvents";
        let request = self.client.describe_stack_events().stack_name(stack).set_next_token(next);
        request.send().await.map_err(|e| fault::of(&self.cloud.0.place, DOING, &e))
    }

    /// What `CloudFormation` found wrong before it began, which no event of the stack tells: of the last operation on
    /// a stack, or of a change set.
    pub async fn objections(&self, of: Subject<'_>) -> Result<Vec<Event>, Fault> {
        const DOING: &str = "cloudformation:DescribeEvents";
        let failed = EventFilter::builder().failed_events(true).build();
        let request = self.client.describe_events().filters(failed);
        let request = match of {
            Subject::Stack(stack) => request.stack_name(stack),
            Subject::ChangeSet(set) => request.change_set_name(set),
        };
        let answer = request.send().await.map_err(|e| fault::of(&self.cloud.0.place, DOING, &e))?;
        Ok(convert::objections(answer.operation_events.unwrap_or_default()))
    }

    /// A change set with all its changes, by its ARN, or by its name and its stack's.
    pub async fn change_set(&self, stack: &str, name: &str) -> Result<ChangeSet, Fault> {
        const DOING: &str = "cloudformation:DescribeChangeSet";
        let mut whole: Option<ChangeSet> = None;
        let mut next = None;
        loop {
            let request = self.client.describe_change_set().stack_name(stack).change_set_name(name);
            let answer = request.set_next_token(next).send().await;
            let answer = answer.map_err(|e| fault::of(&self.cloud.0.place, DOING, &e))?;
            let (page, more) = convert::change_set(answer);
            match &mut whole {
                Some(whole) => whole.changes.extend(page.changes),
                None => whole = Some(page),
            }
            if more.is_none() {
                return Ok(whole.unwrap_or_default());
            }
            next = more;
        }
    }

    /// The resources of a stack, also of one that is gone.
    pub async fn resources(&self, stack: &str) -> Result<Vec<Resource>, Fault> {
        const DOING: &str = "cloudformation:ListStackResources";
        let mut resources = Vec::new();
        let mut next = None;
        loop {
            let request = self.client.list_stack_resources().stack_name(stack).set_next_token(next);
            let answer = request.send().await.map_err(|e| fault::of(&self.cloud.0.place, DOING, &e))?;
            let page = answer.stack_resource_summaries.unwrap_or_default();
            resources.extend(page.into_iter().map(convert::resource));
            next = answer.next_token;
            if next.is_none() {
                return Ok(resources);
            }
        }
    }

    /// The template of a stack, as it was given.
    pub async fn template(&self, stack: &str) -> Result<String, Fault> {
        const DOING: &str = "cloudformation:GetTemplate";
        let answer = self.client.get_template().stack_name(stack).send().await;
        let answer = answer.map_err(|e| fault::of(&self.cloud.0.place, DOING, &e))?;
        Ok(answer.template_body.unwrap_or_default())
    }

    /// The names of the tables in a database, each of which goes with it.
    pub async fn tables(&self, database: &str) -> Result<Vec<String>, Fault> {
        let tables = self.cloud.tables(database).await;
        match tables {
            Ok(tables) => Ok(tables.iter().map(|table| table.name.visible().into_owned()).collect()),
            Err(Fault { kind: Kind::Missing, .. }) => Ok(Vec::new()),
            Err(fault) => Err(fault),
        }
    }
}

impl Since<'_> {
    /// Takes what belongs to it out of a page, newest first; whether that is all there is to take.
    fn take(self, page: impl Iterator<Item = Event>, events: &mut Vec<Event>) -> bool {
        for event in page {
            if matches!(self, Self::Event(known) if known == event.id) {
                return true;
            }
            let is_first = self == Self::Operation && event.is_start();
            events.push(event);
            if is_first {
                return true;
            }
        }
        false
    }
}

/// `CloudFormation` has no error of its own for a stack that is not there.
fn is_absence(fault: &Fault) -> bool {
    fault.kind == Kind::Refused && fault.said.exact().contains("does not exist")
}

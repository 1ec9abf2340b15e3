//! Deletes the stack with all that is in it.

use super::empty::Contents;
use super::script::hash;
use super::{Site, Stop, report};
use crate::cloud::Since;
use crate::domain::stack::{Event, Resource, Stack, Standing, first_cause};

/// How often a bucket may turn out to have been written into meanwhile.
const MOST_ATTEMPTS: u32 = 3;
const BUCKET: &str = "AWS::S3::Bucket";
const DATABASE: &str = "AWS::Glue::Database";

/// What will go, before it does.
#[derive(Debug)]
pub struct Removal {
    stack: Stack,
    resources: Vec<Resource>,
    buckets: Vec<Contents>,
    /// The tables of the databases, which a crawler has made.
    tables: Vec<String>,
}

impl Site {
    /// Finds everything that would go; `None`: there is no stack.
    pub async fn inventory(&self) -> Result<Option<Removal>, Stop> {
        let Some(stack) = self.at_rest_or_dead().await? else { return Ok(None) };
        if stack.is_protected {
            return Err(Stop::Refused(format!(
                "the stack {0} is protected against deletion; lift that first: `aws cloudformation \
                 update-termination-protection --no-enable-termination-protection --stack-name {0}`",
                self.name.stack()
            )));
        }
        let mut resources = self.stacks.resources(&stack.id).await?;
        resources.retain(Resource::is_there);
        let mut buckets = Vec::new();
        for bucket in of_kind(&resources, BUCKET) {
            buckets.push(self.contents(bucket).await?);
        }
        let mut tables = Vec::new();
        for database in of_kind(&resources, DATABASE) {
            tables.extend(self.stacks.tables(database).await?);
        }
        Ok(Some(Removal { stack, resources, buckets, tables }))
    }

    /// The stack, after what was going on with it.
    async fn at_rest_or_dead(&self) -> Result<Option<Stack>, Stop> {
        while let Some(stack) = self.stack().await? {
            if stack.standing() != Standing::Busy {
                return Ok(Some(stack));
            }
            self.follow_on(&stack).await?;
        }
        Ok(None)
    }

    /// Empties the buckets, deletes the stack and follows that to its end.
    pub async fn remove(&self, removal: &Removal) -> Result<(), Stop> {
        for attempt in 1..=MOST_ATTEMPTS {
            for contents in &removal.buckets {
                self.empty(&contents.bucket).await?;
            }
            let events = self.delete(&removal.stack).await?;
            if is_gone(&events) {
                return Ok(());
            }
            if attempt == MOST_ATTEMPTS || !is_refilled(&events) {
                return Err(self.remains(&removal.stack, &events).await);
            }
            self.say("Something was written into a bucket meanwhile: emptying it again.");
        }
        Ok(())
    }

    async fn delete(&self, stack: &Stack) -> Result<Vec<Event>, Stop> {
        let before = self.stacks.events(&stack.id, Since::Operation).await?;
        let since = before.last().map(|event| event.id.clone()).unwrap_or_default();
        // Another attempt is another operation, and the same one asked for again is not.
        let token = format!("farol-{}", hash(format!("{} {since}", stack.id).as_bytes()));
        self.writes.delete(&stack.id, &token).await?;
        self.follow(&stack.id, Since::Event(&since)).await
    }

    /// What is left after a deletion that failed, and why.
    async fn remains(&self, stack: &Stack, events: &[Event]) -> Stop {
        let why = report::failure(&self.name, events);
        match self.stacks.resources(&stack.id).await {
            Ok(resources) => {
                let left: Vec<String> = resources.iter().filter(|r| r.is_there()).map(line).collect();
                Stop::Failed(format!("{why}\nLeft behind:\n{}", left.join("\n")))
            }
            Err(fault) => Stop::Failed(format!("{why}\nWhat is left could not be read: {}", fault.words())),
        }
    }
}

fn of_kind<'a>(resources: &'a [Resource], kind: &'a str) -> impl Iterator<Item = &'a str> {
    let those = resources.iter().filter(move |resource| resource.kind.exact() == kind);
    those.map(|resource| resource.physical.exact())
}

fn is_gone(events: &[Event]) -> bool {
    let last = events.iter().rev().find(|event| event.is_stack);
    last.is_some_and(|event| event.status.exact() == "DELETE_COMPLETE")
}

/// Whether a bucket could not be deleted because it is not empty, by the words of S3.
fn is_refilled(events: &[Event]) -> bool {
    first_cause(events)
        .is_some_and(|event| event.kind.exact() == BUCKET && event.reason.exact().contains("not empty"))
}

fn line(resource: &Resource) -> String {
    let Resource { logical, kind, physical, .. } = resource;
    format!("  - {:<16} {:<26} {}", logical.visible(), kind.visible(), physical.visible())
}

impl Removal {
    /// Everything that will go.
    pub fn text(&self, site: &Site) -> String {
        let (name, place) = (site.name.stack(), site.whereabouts());
        let status = self.stack.status.visible();
        let mut lines = vec![format!("The stack {name} in {place} ({status}) will go, with all of this:")];
        lines.extend(self.resources.iter().map(line));
        if !self.buckets.is_empty() {
            lines.push("and with every object in the buckets, for good:".to_owned());
            lines.extend(self.buckets.iter().flat_map(Contents::lines));
        }
        if !self.tables.is_empty() {
            lines.push(format!("and with the tables of the catalog: {}", self.tables.join(", ")));
        }
        lines.push("The log groups of Glue stay: the whole account shares them.".to_owned());
        lines.join("\n") + "\n"
    }
}

//! Makes the stack, or changes it to what this program would make.

use std::collections::BTreeMap;

use super::script::{Likeness, hash};
use super::writes::{Draft, Drafted};
use super::{Site, Stop, Wishes, plan, report};
use crate::blueprint;
use crate::cloud::{Since, Subject};
use crate::domain::fault::Fault;
use crate::domain::stack::{ChangeSet, Event, Progress, Stack, Standing, causes};

/// How often a change set's name may turn out to be used up.
const MOST_NAMES: u32 = 5;

/// What will be done, before it is.
#[derive(Debug)]
pub struct Deployment {
    /// The stack as it is; absent where it is yet to be made.
    stack: Option<Stack>,
    /// Absent where there is nothing to change.
    set: Option<ChangeSet>,
    /// What is to be done about the script.
    script: Likeness,
    is_public: bool,
}

impl Site {
    /// Finds out what a deployment would change; a change set is all that this makes.
    pub async fn prepare(&self, wishes: &Wishes) -> Result<Deployment, Stop> {
        let stack = self.at_rest().await?;
        let is_new = stack.as_ref().is_none_or(|stack| stack.standing() == Standing::Reviewed);
        let current = stack.as_ref().filter(|_| !is_new).map(|stack| stack.parameters.clone());
        let current = current.unwrap_or_default();
        let set = self.change_set(wishes, stack.as_ref(), &current, is_new).await?;
        let stack = stack.filter(|_| !is_new);
        let script = match &stack {
            Some(stack) => self.script(stack).await?,
            None => Likeness::Missing,
        };
        Ok(Deployment { stack, set, script, is_public: wishes.is_public(&current) })
    }

    /// The stack, after what was going on with it; an error where nothing can be made of it.
    async fn at_rest(&self) -> Result<Option<Stack>, Stop> {
        while let Some(stack) = self.stack().await? {
            let refused = |why: String| {
                let (name, status) = (self.name.stack(), stack.status.visible());
                Err(Stop::Refused(format!("the stack {name} is {status}: {why}")))
            };
            match stack.standing() {
                Standing::Busy => self.told(&stack.id, self.follow_on(&stack).await?).await?,
                Standing::Dead => return refused(report::dead(&self.name)),
                Standing::Halfway => return refused(report::halfway(&self.name)),
                Standing::Absent => return Ok(None),
                Standing::Reviewed | Standing::Steady => return Ok(Some(stack)),
            }
        }
        Ok(None)
    }

    /// Makes the change set, or finds the one that an earlier attempt made; `None`: there is nothing to change.
    async fn change_set(
        &self,
        wishes: &Wishes,
        stack: Option<&Stack>,
        current: &BTreeMap<String, String>,
        is_new: bool,
    ) -> Result<Option<ChangeSet>, Stop> {
        let (template, parameters) = (blueprint::template(), wishes.parameters(current));
        let base = stack.map(|stack| (stack.id.as_str(), stack.changed));
        let content = hash(format!("{template}\n{parameters:?}\n{base:?}").as_bytes());
        let content = content.get(..24).unwrap_or_default();
        let stack_name = self.name.stack();
        for attempt in 0..MOST_NAMES {
            let name = format!("farol-{content}-{attempt}");
            let draft = Draft {
                stack: &stack_name,
                name: &name,
                is_new,
                template: &template,
                parameters: &parameters,
            };
            let drafted = self.writes.draft(&draft).await?;
            let set = self.settled(&stack_name, &name).await?;
            match (set.progress(), drafted) {
                (Progress::Ready, _) => return Ok(Some(set)),
                (Progress::Empty, _) => {
                    return self.writes.discard(&set.id).await.map(|()| None).map_err(Stop::from);
                }
                // One that cannot be used any more is in the way.
                (_, Drafted::Known) => {}
                (_, Drafted::Made) => return Err(self.unusable(&set).await),
            }
        }
        Err(Stop::Failed(format!(
            "{MOST_NAMES} change sets of earlier attempts are in the way of {stack_name}"
        )))
    }

    /// A change set when `CloudFormation` has compared.
    async fn settled(&self, stack: &str, name: &str) -> Result<ChangeSet, Stop> {
        loop {
            let set = self.stacks.change_set(stack, name).await?;
            if set.progress() != Progress::Pending {
                return Ok(set);
            }
            self.pause().await?;
        }
    }

    /// Why a change set cannot be carried out. It is cleared away, and what was made for it.
    async fn unusable(&self, set: &ChangeSet) -> Stop {
        let status = set.status.visible();
        let said: Vec<_> = set.reason.lines().collect();
        let mut words = format!("CloudFormation refuses the changes ({status}): {}", said.join(" "));
        let objections = self.objections(Subject::ChangeSet(&set.id)).await;
        if !objections.is_empty() {
            words = report::objections(&objections);
        }
        if let Err(fault) = self.clear(set).await {
            words = format!("{words}\n{}", left(set, &fault));
        }
        Stop::Failed(words)
    }

    /// Takes back what preparing has made: the change set, and the name of a stack that was not there before.
    async fn clear(&self, set: &ChangeSet) -> Result<(), Fault> {
        self.writes.discard(&set.id).await?;
        match self.stacks.stack(&set.stack).await? {
            Some(stack) if stack.standing() == Standing::Reviewed => {
                self.writes.delete(&stack.id, &format!("farol-{}", hash(set.id.as_bytes()))).await
            }
            _ => Ok(()),
        }
    }

    /// Takes a deployment back that is not carried out.
    pub async fn abandon(&self, deployment: &Deployment) -> Result<(), Stop> {
        match &deployment.set {
            Some(set) => self.clear(set).await.map_err(|fault| Stop::Failed(left(set, &fault))),
            None => Ok(()),
        }
    }

    /// Carries a deployment out, and follows it to its end; the stack as it then is.
    pub async fn deploy(&self, deployment: Deployment) -> Result<Stack, Stop> {
        if let Some(set) = &deployment.set {
            self.execute(set).await?;
        }
        let Some(stack) = self.stack().await? else {
            return Err(Stop::Failed(format!("the stack {} is gone", self.name.stack())));
        };
        match self.upload(&stack).await {
            Ok(()) => Ok(stack),
            Err(stop) => Err(Stop::Failed(format!(
                "the stack is as it should be, but the job's script is not in its place: {}\n\
                 The same command again puts it there.",
                stop.words()
            ))),
        }
    }

    async fn execute(&self, set: &ChangeSet) -> Result<(), Stop> {
        let before = self.stacks.events(&set.stack, Since::Operation).await?;
        let since = before.last().map(|event| event.id.clone()).unwrap_or_default();
        self.writes.execute(&set.id, &format!("farol-{}", hash(set.id.as_bytes()))).await?;
        let events = self.follow(&set.stack, Since::Event(&since)).await?;
        self.told(&set.stack, events).await
    }

    /// What came of an operation: an error that says why, where it did not come to a good end.
    async fn told(&self, stack: &str, events: Vec<Event>) -> Result<(), Stop> {
        let last = events.iter().rev().find(|event| event.is_stack);
        let good = ["CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE", "DELETE_COMPLETE"];
        if last.is_some_and(|event| good.contains(&event.status.exact())) {
            return Ok(());
        }
        let events = self.explained(stack, events).await;
        Err(Stop::Failed(report::failure(&self.name, &events)))
    }

    /// What was found wrong before anything was begun. Without an answer the events have to do.
    async fn objections(&self, of: Subject<'_>) -> Vec<Event> {
        self.stacks.objections(of).await.unwrap_or_else(|fault| {
            self.say(&format!("  what is wrong could not be read in full: {}", fault.words()));
            Vec::new()
        })
    }

    /// The events of an operation that failed, with what was found wrong before it began where nothing else failed.
    pub(super) async fn explained(&self, stack: &str, mut events: Vec<Event>) -> Vec<Event> {
        if causes(&events).next().is_none() {
            let objections = self.objections(Subject::Stack(stack)).await;
            events.splice(0..0, objections);
        }
        events
    }
}

fn left(set: &ChangeSet, fault: &Fault) -> String {
    let id = crate::domain::text::visible(&set.id);
    format!("The change set {id} is left behind, which does no harm: {}", fault.words())
}

impl Deployment {
    /// Whether everything is as it would be made.
    pub fn is_nothing(&self) -> bool {
        self.set.is_none() && self.script == Likeness::Same
    }

    /// What will be made or changed, and where.
    pub fn text(&self, site: &Site) -> String {
        let (name, place) = (site.name.stack(), site.whereabouts());
        let mut lines = vec![match &self.stack {
            _ if self.is_nothing() => {
                format!("The stack {name} in {place} is as it should be: nothing to change.")
            }
            Some(_) => format!("The stack {name} in {place} will be changed:"),
            None => format!("The stack {name} will be made in {place}:"),
        }];
        lines.extend(self.set.iter().flat_map(|set| plan::lines(&set.changes)));
        if self.set.as_ref().is_some_and(|set| set.changes.is_empty()) {
            lines.push("  ~ no resource, only what the stack tells of itself".to_owned());
        }
        lines.extend(self.script_line());
        if self.is_public {
            lines.push("Anyone in the world may read what is in the raw bucket.".to_owned());
        }
        lines.join("\n") + "\n"
    }

    fn script_line(&self) -> Option<String> {
        let words = match &self.script {
            Likeness::Same => return None,
            Likeness::Missing => "uploaded",
            Likeness::Differs(_) => "uploaded over another one",
        };
        let place = self.stack.as_ref().and_then(Site::script_place);
        let place = place.map(|(bucket, key)| format!(" s3://{bucket}/{key}")).unwrap_or_default();
        Some(format!("  + the job's script{place}: {words}"))
    }
}

//! Follows what goes on with a stack, event by event.

use std::time::Duration;

use tokio::time::sleep;

use super::{Site, Stop, report};
use crate::cloud::Since;
use crate::domain::fault::{Fault, Kind};
use crate::domain::stack::{Event, Stack, is_over};

/// Between two looks; `CloudFormation` allows few requests, and its resources take seconds.
const PACE: Duration = Duration::from_secs(1);
/// How many looks in a row may get no answer.
const MOST_LOST: u32 = 5;

impl Site {
    /// Tells every event of a stack after `since`, until the stack comes to rest; all of them, oldest first.
    pub(super) async fn follow(&self, stack: &str, since: Since<'_>) -> Result<Vec<Event>, Stop> {
        let mut events: Vec<Event> = Vec::new();
        let mut lost = 0;
        while !is_over(&events) {
            let since = events.last().map_or(since, |event| Since::Event(&event.id));
            let look = self.stacks.events(stack, since);
            let look = tokio::select! {
                look = look => look,
                () = self.interrupt.asked() => return Err(self.interrupted()),
            };
            match look {
                Ok(fresh) => {
                    lost = 0;
                    self.tell_all(&fresh);
                    events.extend(fresh);
                }
                Err(fault) => self.bear(&fault, &mut lost)?,
            }
            if !is_over(&events) {
                self.pause().await?;
            }
        }
        Ok(events)
    }

    /// Follows what somebody began before us.
    pub(super) async fn follow_on(&self, stack: &Stack) -> Result<Vec<Event>, Stop> {
        let status = stack.status.visible();
        self.say(&format!("The stack is {status}: following what goes on first."));
        self.follow(&stack.id, Since::Operation).await
    }

    fn tell_all(&self, events: &[Event]) {
        for event in events {
            self.say(&report::line(event));
        }
    }

    /// Waits a little, unless the user wants no more.
    pub(super) async fn pause(&self) -> Result<(), Stop> {
        tokio::select! {
            () = sleep(PACE) => Ok(()),
            () = self.interrupt.asked() => Err(self.interrupted()),
        }
    }

    /// Takes a look that got no answer for what passes, a few times.
    fn bear(&self, fault: &Fault, lost: &mut u32) -> Result<(), Stop> {
        *lost += 1;
        let is_passing = matches!(fault.kind, Kind::Offline | Kind::Throttled);
        if !is_passing || *lost > MOST_LOST {
            let name = self.name.as_str();
            return Err(Stop::Failed(format!(
                "{}\nThe stack goes on without us: `farol pipeline status --name {name}` looks again, \
                 and the same command again goes on from there.",
                fault.words()
            )));
        }
        self.say(&format!("  {}; looking again", fault.words()));
        Ok(())
    }

    pub(super) fn interrupted(&self) -> Stop {
        let name = self.name.as_str();
        Stop::Interrupted(format!(
            "interrupted. What was begun goes on in AWS: `farol pipeline status --name {name}` looks again, \
             and the same command again goes on from there."
        ))
    }
}

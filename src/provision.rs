//! Makes, changes and unmakes the pipeline as a stack: the executor beside [`crate::actions`], for whole pipelines.
//!
//! Its writes may be repeated, unlike an action's: each carries a token or a name that follows from what it does, or
//! leaves the same behind however often it is done. So a lost answer does nothing twice, and the same command again
//! goes on where an interrupted one stopped.

mod deploy;
mod drift;
mod empty;
mod follow;
mod interrupt;
mod name;
mod plan;
mod policy;
mod remove;
mod report;
mod script;
mod section;
mod stop;
#[cfg(test)]
mod tests;
mod wishes;
mod writes;

use std::sync::Arc;

use crate::clock::Clock;
use crate::cloud::{Access, Stacks};
use crate::domain::fault::Fault;
use crate::domain::identity::Identity;
use crate::domain::pipeline::Pipeline;
use crate::domain::stack::{Stack, Standing};

pub use deploy::Deployment;
pub use drift::{Drift, State};
pub use interrupt::Interrupt;
pub use name::Name;
pub use policy::Whose;
pub use remove::Removal;
pub use section::section;
pub use stop::Stop;
pub use wishes::{Wishes, api_url, layer};

use writes::Writes;

/// Says a line of progress, at once.
pub type Voice = Arc<dyn Fn(&str) + Send + Sync>;

/// One pipeline's place in one account and region, and what it takes to build there.
pub struct Site {
    name: Name,
    identity: Identity,
    profile: Option<String>,
    stacks: Stacks,
    writes: Writes,
    interrupt: Interrupt,
    voice: Voice,
}

impl Site {
    /// Opens a site, and asks AWS who we are: nothing else is asked where that fails.
    pub async fn open(
        access: &Access,
        place: &Pipeline,
        name: Name,
        interrupt: Interrupt,
        voice: Voice,
    ) -> Result<Self, Fault> {
        let stacks = Stacks::open(access, place, Clock::System).await?;
        let writes = Writes::open(access, place).await?;
        let identity = stacks.identity().await?;
        Ok(Self { name, identity, profile: place.profile.clone(), stacks, writes, interrupt, voice })
    }

    /// What the pipeline is called.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// Who we are there.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The stack of the pipeline, if there is one.
    pub async fn stack(&self) -> Result<Option<Stack>, Stop> {
        let stack = self.stacks.stack(&self.name.stack()).await?;
        let stack = stack.filter(|stack| stack.standing() != Standing::Absent);
        match stack {
            Some(stack) if !self.is_ours(&stack) => {
                let name = self.name.stack();
                let why = format!("the stack {name} is not one that farol made: choose another --name");
                Err(Stop::Refused(why))
            }
            stack => Ok(stack),
        }
    }

    /// Another program may have a stack of that name, with which we have nothing to do.
    fn is_ours(&self, stack: &Stack) -> bool {
        let name = stack.parameters.get("Name").map(String::as_str);
        name == Some(self.name.as_str()) || (name.is_none() && stack.standing() == Standing::Reviewed)
    }

    /// The configuration of the deployed pipeline, for the console.
    pub fn section(&self, stack: &Stack) -> String {
        section(&self.name, self.profile.as_deref(), &self.identity.region.visible(), &stack.outputs)
    }

    /// The account and region, as a heading.
    fn whereabouts(&self) -> String {
        let Identity { account, region, .. } = &self.identity;
        format!("account {} ({}), region {}", account.visible(), self.identity.role(), region.visible())
    }

    fn say(&self, line: &str) {
        (self.voice)(line);
    }
}

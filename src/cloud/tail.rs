//! The tail of the pipeline's log groups, by polling.

mod follow;
mod pace;
mod window;

use std::sync::Arc;

use tokio::task::JoinSet;

use super::watch::{Desk, Signals};
use crate::domain::pipeline::{Ingest, Pipeline};
use follow::follow;
use pace::Pace;

/// A group that is followed.
#[derive(Debug, Clone)]
enum Followed {
    /// This one.
    Named(Arc<str>),
    /// The function's: this one, unless its configuration says another.
    OfFunction(Arc<str>),
}

/// Starts following the pipeline's groups, all at one pace and each by itself: one that fails holds up no other.
pub(super) fn start(readers: &mut JoinSet<()>, desk: &Desk, pipeline: &Arc<Pipeline>) {
    let groups = followed(pipeline);
    let pace = Arc::new(Pace::new(groups.len()));
    for group in groups {
        let pace = Arc::clone(&pace);
        let run = move |desk| follow(desk, group.clone(), Arc::clone(&pace));
        readers.spawn(desk.clone().guard(run, |_| None));
    }
}

fn followed(pipeline: &Pipeline) -> Vec<Followed> {
    let derived = pipeline.ingest.as_ref().filter(|_| pipeline.groups.is_empty()).map(Ingest::default_group);
    let kind = |name: String| match &derived {
        Some(default) if *default == name => Followed::OfFunction(name.into()),
        _ => Followed::Named(name.into()),
    };
    pipeline.groups().into_iter().map(kind).collect()
}

impl Followed {
    /// The group to read now, given what the function's configuration said.
    fn now(&self, signals: &Signals) -> Arc<str> {
        match self {
            Self::Named(name) => Arc::clone(name),
            Self::OfFunction(default) => {
                signals.group.borrow().clone().unwrap_or_else(|| Arc::clone(default))
            }
        }
    }

    /// Whether it is certain that this is the group.
    fn is_settled(&self, signals: &Signals) -> bool {
        match self {
            Self::Named(_) => true,
            Self::OfFunction(_) => signals.group.borrow().is_some(),
        }
    }
}

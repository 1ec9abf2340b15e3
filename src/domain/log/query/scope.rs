//! Where lines come from.

use std::sync::Arc;

use crate::domain::log::{Line, Place};

/// Where lines come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scope {
    /// Anywhere.
    #[default]
    All,
    /// One group.
    Group(Arc<str>),
    /// Some streams, such as those of one job run.
    Streams {
        /// Their groups.
        groups: Vec<Arc<str>>,
        /// Their names; `jr_1` is also `jr_1_g-0` and `jr_1-driver`, as Glue calls a run's executors.
        streams: Vec<Arc<str>>,
    },
    /// One invocation: a part of a stream.
    Invocation {
        /// The function's group.
        group: Arc<str>,
        /// The stream of the environment that it ran in.
        stream: Arc<str>,
        /// Its first line.
        from: Place,
        /// The first line that is no longer its own; `None`: it is the stream's last.
        to: Option<Place>,
    },
}

impl Scope {
    /// Whether a line comes from here.
    pub fn has(&self, line: Line<'_>) -> bool {
        self.has_source(line.group(), line.stream()) && self.has_place(line.place())
    }

    /// Whether lines of this stream may come from here.
    pub fn has_source(&self, group: &str, stream: &str) -> bool {
        match self {
            Self::All => true,
            Self::Group(own) => **own == *group,
            Self::Streams { groups, streams } => {
                groups.iter().any(|own| **own == *group) && streams.iter().any(|own| is_of(own, stream))
            }
            Self::Invocation { group: own, stream: its, .. } => **own == *group && **its == *stream,
        }
    }

    pub(super) fn has_place(&self, place: Place) -> bool {
        match self {
            Self::Invocation { from, to, .. } => *from <= place && to.is_none_or(|to| place < to),
            _ => true,
        }
    }
}

/// Whether a stream is the one of this name, or one of its executors'.
fn is_of(own: &str, stream: &str) -> bool {
    stream.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', '-']))
}

//! Lines as they were at a moment, for another thread.

use std::fmt;
use std::sync::Arc;

use super::segment::Segment;

/// Segments of a buffer, shared with it. It is compared by which they are, not by what is in them.
#[derive(Clone, Default)]
pub struct Snapshot(Vec<Arc<Segment>>);

impl Snapshot {
    /// The segments.
    pub(super) fn segments(&self) -> &[Arc<Segment>] {
        &self.0
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.0.iter().map(|segment| segment.len()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Arc<Segment>> for Snapshot {
    fn from_iter<I: IntoIterator<Item = Arc<Segment>>>(segments: I) -> Self {
        Self(segments.into_iter().collect())
    }
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        let names = |snapshot: &Self| -> Vec<(u64, usize)> {
            snapshot.0.iter().map(|segment| (segment.number, segment.len())).collect()
        };
        names(self) == names(other)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} lines in {} segments", self.len(), self.0.len())
    }
}

//! Whether a bookmark was reset.

use super::{Before, Lookup, Verdict};
use crate::clock::Time;
use crate::domain::glue::bookmark::Bookmark;

/// Whether the job's bookmark was reset: it says nothing now, and said something before.
pub(super) fn reset(lookup: &Lookup, asked: Time, now: Option<&Bookmark>) -> Verdict {
    let is_blank = now.is_none_or(Bookmark::is_blank);
    let words = now.map_or_else(|| "there is no bookmark".to_owned(), |now| format!("it is {}", now.words()));
    match &lookup.before {
        // Whoever reset it: what was asked for is so.
        Before::Bookmark(Some(before)) if is_blank && !before.is_blank() => Verdict::Happened(words),
        Before::Bookmark(before) if before.as_ref() == now && !is_blank && lookup.is_settled(asked) => {
            Verdict::Not(format!("{words}, as before"))
        }
        _ if is_blank => Verdict::Open(format!("{words}, and nothing tells whether this action did it")),
        _ => Verdict::Open(words),
    }
}

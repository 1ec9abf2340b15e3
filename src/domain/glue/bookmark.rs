//! What Glue remembers of the data that a job has worked on.

use crate::domain::text::Foreign;

/// A job's bookmark (`JobBookmarkEntry`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// Counts its changes.
    pub version: i32,
    /// Which run of the job since the last reset moved it.
    pub run: i32,
    /// Which attempt of that run.
    pub attempt: i32,
    /// The run that moved it.
    pub run_id: Option<Foreign>,
    /// What it says, as the job's own JSON.
    pub state: Option<Foreign>,
}

impl Bookmark {
    /// Whether it says nothing: the next run reads everything.
    pub fn is_blank(&self) -> bool {
        self.run == 0 && self.state.as_ref().is_none_or(|state| matches!(state.exact(), "" | "{}"))
    }

    /// It in a line.
    pub fn words(&self) -> String {
        if self.is_blank() {
            return format!("reset: the next run reads everything (version {})", self.version);
        }
        let by = self.run_id.as_ref().map(|id| format!(", moved by {}", id.visible())).unwrap_or_default();
        let attempt = if self.attempt > 0 { format!(", try {}", self.attempt + 1) } else { String::new() };
        format!("at run {}{attempt}, version {}{by}", self.run, self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bookmark_says_where_it_is_or_that_it_was_reset() {
        let set = Bookmark {
            version: 7,
            run: 3,
            attempt: 0,
            run_id: Some("jr_1".into()),
            state: Some("{\"a\":1}".into()),
        };
        assert_eq!(set.words(), "at run 3, version 7, moved by jr_1");
        let again = Bookmark { attempt: 1, run_id: None, ..set.clone() };
        assert_eq!(again.words(), "at run 3, try 2, version 7");
        let blank = Bookmark { run: 0, state: Some("{}".into()), ..set };
        assert_eq!(blank.words(), "reset: the next run reads everything (version 7)");
    }
}

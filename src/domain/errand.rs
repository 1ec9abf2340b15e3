//! What takes a while: it says how far it has come, and can be stopped.

/// What takes a while. There is one at a time of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// Log lines are written to a file.
    Save,
    /// Older log lines are read.
    ReadBack,
    /// Objects are fetched into a folder.
    Download,
    /// A job is started for one value after the other; stopping it stops no run.
    Backfill,
}

/// How far an errand has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It goes on; in a few words.
    At(String),
    /// It is over: good news, or bad.
    Over(Result<String, String>),
}

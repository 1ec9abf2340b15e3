//! What the console asks of the outside world, as plain data.

mod here;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::domain::action::{Action, Confirmation};
use crate::domain::alarm;
use crate::domain::download::Order;
use crate::domain::errand::Errand;
use crate::domain::glue::{self, jobs};
use crate::domain::lambda;
use crate::domain::log;
use crate::domain::object::{ObjectRef, Scope, Shelf, Sorting, Token};
use crate::domain::pipeline::{self, Pipeline};
use crate::domain::preview;
use crate::domain::text::Foreign;
use crate::filter::Filter;

pub use here::{Here, Question, Related, Subject, Target, Whither};

/// A request to the outside: comparable and printable. It cannot be copied, because a yes counts once.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Watch this pipeline from now on, and stop watching any other.
    Watch(pipeline::Id, Pipeline),
    /// Complete the pipeline from the account, where it holds exactly one of a kind.
    Discover(pipeline::Id, Pipeline),
    /// Read everything of the watched pipeline again, now.
    Refresh,
    /// Read the log groups through this filter pattern of the server from now on; `None`: all lines.
    ///
    /// It has been found valid before, and the groups are read again from the start.
    Pattern(Option<String>),
    /// Take new log lines from there from now on; [`log::Mode::Live`] costs money by the minute.
    Tail(log::Mode),
    /// Stop Live Tail: nobody has looked for a while, and it costs.
    Rest,
    /// Look into this object, instead of the one that is being looked into.
    Preview(preview::Target),
    /// Read more of the object that is being looked into.
    PreviewMore(preview::Wish),
    /// Look into what came before this object: its previous version, else the object before it in its folder.
    Compare(preview::Target),
    /// Fetch objects into a folder.
    Download(Order),
    /// Sign a URL that lets anybody read this object for so long; it is copied.
    Presign(ObjectRef, Duration),
    /// Look into no object any more.
    EndPreview,
    /// Ask Glue something once.
    Glue(glue::Ask),
    /// Wait no longer for the answer of Glue to this.
    Unglue(glue::Ask),
    /// Read a place page after page until its end; `None`: from the first page.
    List(Scope, Option<Token>),
    /// Read no more pages of a place.
    Unlist(Scope),
    /// Read a place again and again, and tell what differs from these entries.
    Follow(Scope, Shelf),
    /// Read no place again and again.
    Unfollow,
    /// Look at one object, and at who may get at it.
    Inspect(ObjectRef),
    /// Look at how a bucket is set up.
    InspectBucket(String),
    /// Read which buckets the account has.
    Buckets,
    /// Read a page of a place again that was let go.
    Fetch(Scope, usize, Token),
    /// Read something about the account's jobs, once.
    Jobs(jobs::Ask),
    /// Put the rows of a long listing in order, in another thread.
    Arrange(Scope, Arrange),
    /// Read again what this action would touch, before it is confirmed.
    Preflight(Action),
    /// Read something of Lambda that somebody looks at; each answer is told by itself.
    Lambda(lambda::Ask),
    /// Read something of CloudWatch that somebody looks at.
    Monitoring(alarm::Ask),
    /// Read older log lines, of one run or invocation; they join those that are kept.
    ReadBack(log::Past),
    /// Look at log lines in another thread, instead of those that are being looked at for the same aim.
    Scan(log::Scan),
    /// Make what carries out actions, where the configuration lets it be armed.
    Arm,
    /// Unmake it; a backfill under way starts no further run.
    Disarm,
    /// Test the permission for this action, where AWS offers that, and do nothing.
    Rehearse(Action),
    /// Carry out what was confirmed, once.
    Act(Confirmation),
    /// Do something within the console.
    Here(Here),
    /// Put text into the clipboard of the terminal, or into a file where it is too long; a notice says which.
    Copy(Clip),
    /// Write log lines to a file; it is said how far that is, and a notice says that they are there, or why not.
    Save(Save),
    /// Stop what takes a while: of a file nothing is left, and lines that have been read stay.
    Stop(Errand),
    /// Lend the terminal to the user's editor; [`crate::app::Msg::Edited`] brings back what it made of the text.
    Edit(Draft),
    /// Give the terminal to the shell and stop, until the shell says to go on.
    Suspend,
    /// Take the terminal again after a stop; what was on it is gone.
    Resume,
    /// Leave.
    Quit,
}

/// How the rows of a listing are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrange {
    /// The entries there are.
    pub shelf: Shelf,
    /// Their order.
    pub sorting: Sorting,
    /// The words that they must contain.
    pub filter: Filter,
}

/// The effects of one message, in order.
pub type Effects = Vec<Effect>;

/// What is copied. Its text may be a secret, so it is not printed.
#[derive(Clone, PartialEq)]
pub struct Clip {
    /// What it is, for the notice: `the request id`, `3 lines`.
    pub what: String,
    /// The very bytes.
    pub text: Foreign,
}

impl Clip {
    /// One line to each of these; `one` says what it is, and `many` with their number in the place of its `{}`.
    pub fn lines<'a>(one: &str, many: &str, lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let lines: Vec<&str> = lines.collect();
        let what = match lines.len() {
            0 => return None,
            1 => one.to_owned(),
            count => many.replace("{}", &count.to_string()),
        };
        Some(Self { what, text: lines.join("\n").as_str().into() })
    }
}

impl fmt::Debug for Clip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.what, self.text.exact().len())
    }
}

/// What is written to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Save {
    /// Where to.
    pub path: PathBuf,
    /// The lines.
    pub lines: log::Excerpt,
    /// What becomes of a file that is there already.
    pub existing: Existing,
}

/// What becomes of a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Stays,
    /// It is replaced.
    Goes,
}

/// What is given to the editor.
#[derive(Clone, PartialEq)]
pub struct Draft {
    /// What it begins with.
    pub text: String,
    /// How its file's name ends, so that the editor knows the language: `.json`.
    pub suffix: &'static str,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes as {:?}", self.text.len(), self.suffix)
    }
}

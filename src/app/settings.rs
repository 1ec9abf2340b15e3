//! What the console is told once, at its start.

use chrono::FixedOffset;

use crate::config::Columns;
use crate::domain::command::Door;
use crate::domain::object::Prefix;
use crate::domain::{log, pipeline};
use crate::keys::Keymap;
use crate::theme::Theme;

/// What the console is told once, at its start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How things look.
    pub theme: Theme,
    /// The offset of the times that are shown.
    pub zone: FixedOffset,
    /// The offset of the machine's own times.
    pub local: FixedOffset,
    /// The chords in force.
    pub keymap: Keymap,
    /// What is special about this session, but for its rights.
    pub badges: Vec<Badge>,
    /// Whether anything may be changed.
    pub rights: Rights,
    /// Whether the parts that the configuration leaves out are looked for in the account.
    pub discovery: Discovery,
    /// How many log lines are kept for a pipeline.
    pub log_bounds: log::Bounds,
    /// The columns that lists show, where the configuration says which.
    pub columns: Columns,
    /// The pipeline to look at first.
    pub first: pipeline::Id,
    /// The place whose objects are shown first; `None`: what the pipeline names.
    pub place: Option<Prefix>,
    /// Seconds of the clock to a second of the user; 1 but for a demo that runs faster or slower.
    pub speed: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            zone: chrono::Offset::fix(&chrono::Utc),
            local: chrono::Offset::fix(&chrono::Utc),
            keymap: Keymap::new(&super::rows()),
            badges: Vec::new(),
            rights: Rights::Operate,
            discovery: Discovery::Off,
            log_bounds: log::Bounds::default(),
            columns: Columns::new(),
            first: pipeline::Id::default(),
            place: None,
            speed: 1.0,
        }
    }
}

impl Settings {
    /// Whom this session asks.
    pub fn door(&self) -> Door<'_> {
        let mut doors = self.badges.iter().map(|badge| match badge {
            Badge::Demo => Door::Demo,
            Badge::Endpoint(url) => Door::Endpoint(url),
        });
        doors.next_back().unwrap_or(Door::Aws)
    }
}

/// Whether the parts that the configuration leaves out are looked for in the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discovery {
    /// The configuration says it all.
    Off,
    /// The first pipeline is completed from the account.
    On,
}

/// Whether a session may change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    /// Nothing, and nothing that could is made.
    Look,
    /// Nothing until it is armed, and then for so long, in the user's time, as [`Rights::Operate`].
    Armable(std::time::Duration),
    /// Nothing: the exact call is shown, and where AWS can test the permission for it, that is done.
    Rehearse,
    /// What the keys ask for and the user confirms.
    Operate,
}

/// What is special about a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Badge {
    /// It looks at the embedded AWS.
    Demo,
    /// It talks to this endpoint, not to AWS.
    Endpoint(String),
}

impl Badge {
    /// As the header shows it.
    pub fn words(&self) -> String {
        match self {
            Self::Demo => "DEMO".to_owned(),
            Self::Endpoint(url) => crate::domain::text::visible(url).into_owned(),
        }
    }
}

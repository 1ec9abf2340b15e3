//! The console's own settings.

use std::ops::RangeInclusive;
use std::time::Duration;

use chrono::{FixedOffset, Offset as _, TimeZone as _};

use super::columns::{self, Columns};
use super::keys::{self, Bindings, Rows};
use super::section::{Section, Value};
use super::value::{self, Objection};
use crate::clock::Time;
use crate::domain::log;
use crate::outside;
use crate::theme::Theme;

/// The longest past that the tail reads on start.
const MOST_SINCE: Duration = Duration::from_hours(7 * 24);

/// How many log lines may be kept.
const LINES: RangeInclusive<usize> = 1_000..=10_000_000;
/// How much memory they may take, in mebibytes.
const MEMORY: RangeInclusive<usize> = 1..=16_384;

/// The console's own settings, each with a default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whether actions are refused.
    pub read_only: ReadOnly,
    /// For how long a console that has to be armed is.
    pub arming: Duration,
    /// How times are shown.
    pub time: Zone,
    /// How the screen is coloured.
    pub theme: Theme,
    /// How many log lines are kept; the oldest are forgotten.
    pub log_bounds: log::Bounds,
    /// How far back the log pane reads when it opens.
    pub log_since: Duration,
    /// Where new log lines come from at the start.
    pub tail: log::Mode,
    /// Valid by [`Rows`].
    pub keys: Bindings,
    /// The same.
    pub columns: Columns,
}

/// Whether actions are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// They are not.
    Off,
    /// They are until the user arms the console, for some minutes.
    UntilArmed,
    /// They are, and nothing undoes that.
    Always,
}

/// How times are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// In the machine's time zone.
    Local,
    /// In UTC, as AWS writes them.
    Utc,
}

impl Zone {
    /// How far from UTC it is at a moment; summer and winter differ.
    pub fn offset(self, at: Time) -> FixedOffset {
        match self {
            Self::Local => chrono::Local.offset_from_utc_datetime(&at.naive_utc()).fix(),
            Self::Utc => chrono::Utc.fix(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            read_only: ReadOnly::Off,
            arming: Duration::from_mins(10),
            time: Zone::Local,
            theme: Theme::Ansi,
            log_bounds: log::Bounds::default(),
            log_since: outside::BACK,
            tail: log::Mode::Poll,
            keys: Bindings::new(),
            columns: Columns::new(),
        }
    }
}

pub(super) fn read(top: &mut Section<'_, '_>, rows: &Rows) -> Settings {
    let default = Settings::default();
    let times = [("local", Zone::Local), ("utc", Zone::Utc)];
    let tails = [("poll", log::Mode::Poll), ("live", log::Mode::Live)];
    let themes = [("ansi", Theme::Ansi), ("mono", Theme::Mono)];
    Settings {
        read_only: top.read("read_only", read_only).unwrap_or(default.read_only),
        arming: top.read("arm_minutes", |v| value::count(v, &(1..=120))).map_or(default.arming, minutes),
        time: top.read("time", |v| value::choice(v, &times)).unwrap_or(default.time),
        theme: top.read("theme", |v| value::choice(v, &themes)).unwrap_or(default.theme),
        log_bounds: log::Bounds {
            lines: top.read("log_lines", |v| value::count(v, &LINES)).unwrap_or(default.log_bounds.lines),
            bytes: top.read("log_memory", |v| value::bytes(v, &MEMORY)).unwrap_or(default.log_bounds.bytes),
        },
        log_since: top.read("log_since", |v| value::duration(v, MOST_SINCE)).unwrap_or(default.log_since),
        tail: top.read("tail", |v| value::choice(v, &tails)).unwrap_or(default.tail),
        keys: keys::read(top, rows),
        columns: columns::read(top, &(rows.lists)()),
    }
}

fn minutes(minutes: usize) -> Duration {
    Duration::from_mins(minutes.try_into().unwrap_or(u64::MAX / 60))
}

fn read_only(value: &Value<'_>) -> Result<ReadOnly, Objection> {
    match (value.get_ref().as_bool(), value.get_ref().as_str()) {
        (Some(false), _) => Ok(ReadOnly::Off),
        (Some(true), _) => Ok(ReadOnly::Always),
        (None, Some("until-armed")) => Ok(ReadOnly::UntilArmed),
        (None, _) => Err(Objection::to(value, "true, false or \"until-armed\"")),
    }
}

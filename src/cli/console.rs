//! `farol [console]`: the screen.

use chrono::{FixedOffset, Local, Offset, TimeZone, Utc};

use super::launch::Launch;
use super::options::Options;
use super::{Exit, complain, rows};
use crate::actions::Actions;
use crate::app::{Badge, Settings};
use crate::clock::Clock;
use crate::cloud::Access;
use crate::config::Zone;
use crate::console::{self, Opening};

/// Opens the console, unless anything about the configuration is wrong.
pub(super) fn run(options: &Options) -> Exit {
    match Launch::prepare(options, &rows()) {
        Ok(launch) => {
            let access = access(options);
            let badges = launch.endpoint_url.clone().map(Badge::Endpoint).into_iter().collect();
            open(launch, access, Clock::System, badges)
        }
        Err(wrong) => super::refuse_launch(&wrong),
    }
}

/// As whom and where the options say to look.
pub(super) fn access(options: &Options) -> Access {
    Access {
        profile: options.profile.clone(),
        region: options.region.clone(),
        endpoint_url: options.endpoint_url.clone(),
        embedded: None,
    }
}

/// Opens the console on this access, by this clock.
pub(super) fn open(launch: Launch, access: Access, clock: Clock, mut badges: Vec<Badge>) -> Exit {
    if launch.settings.read_only {
        badges.push(Badge::ReadOnly);
    }
    let actions = (!launch.settings.read_only).then(|| Actions::new(access.clone()));
    let settings = interface(&launch, clock, badges);
    match console::open(Opening { pipelines: launch.pipelines, settings, access, clock, actions }) {
        Ok(()) => Exit::Well,
        Err(error) => {
            complain(&error.to_string());
            Exit::Failed
        }
    }
}

/// What the interface is told of the settings.
fn interface(launch: &Launch, clock: Clock, badges: Vec<Badge>) -> Settings {
    Settings {
        theme: super::theme(launch.settings.theme),
        zone: zone(launch.settings.time, clock),
        keymap: super::keymap(&launch.settings.keys),
        badges,
        discovery: launch.discovery,
        log_lines: launch.settings.log_lines,
        first: launch.first(),
    }
}

fn zone(zone: Zone, clock: Clock) -> FixedOffset {
    match zone {
        Zone::Utc => Utc.fix(),
        Zone::Local => Local.offset_from_utc_datetime(&clock.now().naive_utc()).fix(),
    }
}

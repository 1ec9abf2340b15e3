//! `farol [console]`: the screen.

use std::io::ErrorKind;

use tokio::runtime::Builder;

use super::launch::Launch;
use super::options::Options;
use super::{Exit, complain, keymap, rows, theme};
use crate::actions::Actions;
use crate::app::{Badge, Rights, Settings};
use crate::audit::Journal;
use crate::clock::Clock;
use crate::cloud::Access;
use crate::config::{ReadOnly, Zone};
use crate::console::{self, Opening};
use crate::domain::fault::Fault;
use crate::domain::pipeline::Pipeline;
use crate::guardian::Bond;
use crate::outside::Armoury;

/// Opens the console, unless anything about the configuration is wrong.
pub(super) fn run(options: &Options, rehearsal: bool, bond: Bond) -> Exit {
    match Launch::prepare(options, &rows()) {
        Ok(launch) => {
            let access = Access::from(options);
            let wrong = unreachable(&launch, &access);
            if !wrong.is_empty() {
                for what in &wrong {
                    complain(what);
                }
                return Exit::Usage;
            }
            let badges = launch.endpoint_url.clone().map(Badge::Endpoint).into_iter().collect();
            open(Launch { rehearsal, ..launch }, access, Journal::of_user(), Clock::System, badges, bond)
        }
        Err(wrong) => super::refuse_launch(&wrong),
    }
}

/// Why there would be nothing to see of the pipelines that were asked for, in as many lines as have a fault.
fn unreachable(launch: &Launch, access: &Access) -> Vec<String> {
    // Without a runtime there is no console either, and that says so itself.
    let Ok(runtime) = Builder::new_current_thread().build() else { return Vec::new() };
    let asked = || launch.asked().map(|(_, pipeline)| pipeline);
    let faults = runtime.block_on(access.check(asked()));
    let words = |(pipeline, fault): (&Pipeline, Option<Fault>)| {
        let fault = fault?;
        let name = if pipeline.name.is_empty() { String::new() } else { format!("{}: ", pipeline.name) };
        Some(format!("{name}{}: {}", fault.doing, fault.said.headline()))
    };
    asked().zip(faults).filter_map(words).collect()
}

/// Opens the console on this access, by this clock.
pub(super) fn open(
    launch: Launch,
    access: Access,
    journal: Journal,
    clock: Clock,
    badges: Vec<Badge>,
    bond: Bond,
) -> Exit {
    let (settings, back) = (interface(&launch, clock, badges), launch.settings.log_since);
    let acting = access.clone();
    let record = journal.clone();
    let make = move || Actions::new(acting.clone(), record.clone(), clock);
    let (actions, armoury) = match settings.rights {
        Rights::Operate => (Some(make()), None),
        Rights::Armable(_) => (None, Some(Armoury::new(make))),
        Rights::Look | Rights::Rehearse => (None, None),
    };
    let (mode, pipelines) = (launch.settings.tail, launch.pipelines);
    let opening = Opening { pipelines, settings, access, clock, back, mode, actions, armoury, journal, bond };
    match console::open(opening) {
        Ok(None) => Exit::Well,
        Ok(Some(signal)) => Exit::Signal(u8::try_from(signal.as_raw()).unwrap_or(u8::MAX)),
        Err(error) => {
            complain(&error.to_string());
            if error.kind() == ErrorKind::Unsupported { Exit::Usage } else { Exit::Failed }
        }
    }
}

/// What the session may do: the narrowest of what is asked for.
fn rights(launch: &Launch) -> Rights {
    match (launch.settings.read_only, launch.rehearsal) {
        (ReadOnly::Always, _) => Rights::Look,
        (_, true) => Rights::Rehearse,
        (ReadOnly::UntilArmed, false) => Rights::Armable(launch.settings.arming),
        (ReadOnly::Off, false) => Rights::Operate,
    }
}

/// What the interface is told of the settings.
fn interface(launch: &Launch, clock: Clock, badges: Vec<Badge>) -> Settings {
    Settings {
        theme: theme(launch.settings.theme),
        zone: launch.settings.time.offset(clock.now()),
        local: Zone::Local.offset(clock.now()),
        keymap: keymap(&launch.settings.keys),
        badges,
        rights: rights(launch),
        discovery: launch.discovery,
        log_bounds: launch.settings.log_bounds,
        columns: launch.settings.columns.clone(),
        first: launch.first(),
        place: launch.place.clone(),
        speed: clock.speed(),
    }
}

//! `farol [console]`: the screen.

use super::launch::Launch;
use super::options::Options;
use super::{Exit, complain, keymap, rows};
use crate::app::{self, Badge, Discovery};
use crate::clock::Time;
use crate::theme::Theme;

/// Opens the console, unless anything about the configuration is wrong.
pub(super) fn run(options: &Options) -> Exit {
    match Launch::prepare(options, &rows()) {
        Ok(launch) => open(&launch),
        Err(wrong) => super::refuse_launch(&wrong),
    }
}

fn open(launch: &Launch) -> Exit {
    let _ = launch;
    complain("the console is not wired yet");
    Exit::Failed
}

/// What the screen is told at its start. `is_colourless`: see [`is_colourless`].
pub fn app_settings(launch: &Launch, now: Time, is_colourless: bool) -> app::Settings {
    let settings = &launch.settings;
    app::Settings {
        theme: if is_colourless { Theme::Mono } else { settings.theme },
        zone: settings.time.offset(now),
        keymap: keymap(&settings.keys),
        badges: badges(launch),
        discovery: if launch.names_nothing() { Discovery::On } else { Discovery::Off },
        log_lines: settings.log_lines,
    }
}

fn badges(launch: &Launch) -> Vec<Badge> {
    let endpoint = launch.endpoint_url.clone().map(Badge::Endpoint);
    let read_only = launch.settings.read_only.then_some(Badge::ReadOnly);
    endpoint.into_iter().chain(read_only).collect()
}

/// Whether the user wants no colours: `NO_COLOR`, set to anything (<https://no-color.org>).
pub fn is_colourless() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

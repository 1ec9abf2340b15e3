//! What is said of how the groups are read.

use ratatui::text::{Line, Span};

use super::sources::Sources;
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::{Live, Minute, Source};
use crate::domain::text::visible;
use crate::domain::words;
use crate::pane::Cx;

/// The cells of the zone's name, which goes before what is good to know.
const ZONE: usize = " +05:30".len();

/// The chips that fit into `width` cells: how the groups are read, then `mode`, which always stays.
pub fn chips(cx: Cx<'_>, mode: Span<'static>, width: usize) -> Line<'static> {
    let mut spans = Vec::new();
    let mut used = mode.width();
    let of_all = [live(cx), polling(cx).into_iter().collect(), failing(cx).into_iter().collect()];
    let of_some = [doubts(cx), filtered(cx).into_iter().collect(), waiting(cx)];
    for variants in of_all.into_iter().chain(of_some) {
        let chip = variants.into_iter().find(|chip| used + chip.width() + 2 <= width);
        used += chip.as_ref().map_or(0, |chip| chip.width() + 2);
        spans.extend(chip.into_iter().flat_map(|chip| [chip, Span::raw("  ")]));
    }
    let is_spare = |chip: &Span<'_>| used + chip.width() + 2 + ZONE <= width;
    spans.extend(complete(cx).filter(is_spare).into_iter().flat_map(|chip| [chip, Span::raw("  ")]));
    spans.push(mode);
    Line::from(spans)
}

fn polling(cx: Cx<'_>) -> Option<Span<'static>> {
    let every = cx.world.tails.values().filter_map(|source| match source {
        Source::Polling { every } | Source::Insights { every } => Some(*every),
        _ => None,
    });
    let every = every.min()?;
    let is_insights = cx.world.tails.values().all(|source| !matches!(source, Source::Polling { .. }));
    let word = if is_insights { "INSIGHTS" } else { "POLL" };
    Some(Span::styled(format!("{word} {every}s"), cx.theme.good()))
}

/// How Live Tail is, and what it costs; at length, and shorter.
fn live(cx: Cx<'_>) -> Vec<Span<'static>> {
    let has = |is: fn(&Source) -> bool| cx.world.tails.values().any(is);
    if has(|source| *source == Source::Reconnecting) {
        return vec![Span::styled("RECONNECTING", cx.theme.warning())];
    }
    if let Some(since) = cx.world.stale() {
        let seconds = (cx.now - since).num_seconds().max(0);
        return vec![Span::styled(format!("STALE {seconds}s"), cx.theme.warning())];
    }
    if !has(|source| *source == Source::Live) {
        return vec![];
    }
    let minutes = cx.world.live.minutes(cx.now);
    let cents = minutes * Live::CENTS;
    let price = format!("LIVE {minutes}m ${}.{:02}", cents / 100, cents % 100);
    [price, "LIVE".to_owned()].map(|words| Span::styled(words, cx.theme.good())).into()
}

/// What the tail had to leave out, or cannot vouch for.
fn doubts(cx: Cx<'_>) -> Vec<Span<'static>> {
    let (sampled, lost) = cx.world.minutes.sampled();
    let words = match (sampled, cx.world.minutes.unverified()) {
        (0, 0) => return vec![],
        (0, minutes) => [format!("UNVERIFIED {minutes}m"), "UNVERIFIED".to_owned()],
        _ => [
            format!("SAMPLED -{}", words::count(usize::try_from(lost).unwrap_or(usize::MAX))),
            "SAMPLED".to_owned(),
        ],
    };
    words.map(|words| Span::styled(words, cx.theme.warning())).into()
}

/// Up to when every line is known to be here: each minute was read in full after it had settled.
fn complete(cx: Cx<'_>) -> Option<Span<'static>> {
    let (minutes, tails) = (&cx.world.minutes, &cx.world.tails);
    if minutes.unverified() > 0 || minutes.sampled().0 > 0 {
        return None;
    }
    let read = tails.iter().filter(|(_, source)| **source != Source::Waiting);
    let verified: Option<Vec<Minute>> = read.map(|(group, _)| minutes.verified_to(group)).collect();
    let end = verified?.into_iter().min()?.end().with_timezone(&cx.zone);
    Some(Span::styled(format!("complete to {}", end.format("%H:%M")), cx.theme.faint()))
}

/// That the server gives only what a pattern lets through.
fn filtered(cx: Cx<'_>) -> Option<Span<'static>> {
    cx.world.pattern.as_ref().map(|_| Span::styled("FILTERED", cx.theme.warning()))
}

/// At length, and shorter.
fn waiting(cx: Cx<'_>) -> Vec<Span<'static>> {
    match waited_for(cx).count() {
        0 => vec![],
        count => [groups(count), count.to_string()]
            .map(|count| Span::styled(format!("WAITING {count}"), cx.theme.faint()))
            .into(),
    }
}

fn failing(cx: Cx<'_>) -> Option<Span<'static>> {
    let mut words = faults(cx).map(|(_, fault)| match fault.kind {
        Kind::Denied => "DENIED",
        Kind::Throttled => "THROTTLED",
        Kind::Offline => "OFFLINE",
        Kind::Expired { .. } => "EXPIRED",
        _ => "FAILING",
    });
    let first = words.next()?;
    let word = if words.all(|word| word == first) { first } else { "FAILING" };
    let style = if word == "THROTTLED" { cx.theme.warning() } else { cx.theme.bad() };
    Some(Span::styled(word, style))
}

fn faults(cx: Cx<'_>) -> impl Iterator<Item = (&str, &Fault)> {
    cx.world.tails.iter().filter_map(|(group, source)| match source {
        Source::Failing(fault) => Some((group.as_str(), fault)),
        _ => None,
    })
}

fn waited_for(cx: Cx<'_>) -> impl Iterator<Item = &str> {
    cx.world.tails.iter().filter(|(_, source)| **source == Source::Waiting).map(|(group, _)| group.as_str())
}

/// A number of groups.
pub fn groups(count: usize) -> String {
    if count == 1 { "1 group".to_owned() } else { format!("{} groups", words::count(count)) }
}

/// What is wrong with which groups, in one line.
pub fn wrong(cx: Cx<'_>, sources: &Sources) -> Option<String> {
    let Some((group, fault)) = faults(cx).next() else { return instead(cx) };
    let words = fault.words();
    let all = faults(cx).count();
    let alike = faults(cx).filter(|(_, other)| other.words() == words).count();
    let who = if alike == 1 { sources.label(group) } else { groups(alike) };
    let others = if all > alike { format!(" (and {} more)", all - alike) } else { String::new() };
    Some(format!("{who}: {words}{others}"))
}

/// Why groups are polled although Live Tail was asked for.
fn instead(cx: Cx<'_>) -> Option<String> {
    match &cx.world.live {
        Live::Refused(fault) => Some(format!("polling instead of Live Tail: {}", fault.words())),
        Live::Rested => Some("Live Tail was switched off: nobody looked for ten minutes".to_owned()),
        Live::Off | Live::On { .. } => None,
    }
}

/// Why there is no line, in sentences.
pub fn absence(cx: Cx<'_>, sources: &Sources) -> Vec<Span<'static>> {
    let faint = |text: String| Span::styled(text, cx.theme.faint());
    let mut sentences = Vec::new();
    let polled =
        sources.len() - faults(cx).count().min(sources.len()) - waited_for(cx).count().min(sources.len());
    if sources.len() == 0 {
        sentences.push(faint("this pipeline names no log group".to_owned()));
    } else if cx.world.tails.is_empty() {
        sentences.push(faint(format!("reading {}", groups(sources.len()))));
    } else if polled > 0 {
        let since = cx.world.logs_since.map(|since| format!(" since {}", cx.clock(since)));
        let since = since.unwrap_or_default();
        sentences.push(faint(format!("no lines{since}; asking {}", groups(polled))));
    }
    let waited =
        waited_for(cx).map(|group| faint(format!("{} does not exist yet; waiting for it", visible(group))));
    let faults = faults(cx).map(|(group, fault)| {
        Span::styled(format!("{}: {}", sources.label(group), fault.words()), cx.theme.warning())
    });
    sentences.extend(waited);
    sentences.extend(faults);
    sentences
}

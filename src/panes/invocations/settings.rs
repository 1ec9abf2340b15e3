//! How a function is set up, and what it may use.

use crate::domain::alarm::{Figures, Point};
use crate::domain::fault::Fault;
use crate::domain::function::Asynchronous;
use crate::domain::lambda::About;
use crate::domain::reading::Reading;
use crate::domain::text::Foreign;
use crate::domain::text::visible;
use crate::pane::{Cx, Details};

/// How many spans are drawn.
const SPANS: i64 = 36;

/// Whether nothing can invoke the function, because no concurrency is left to it.
pub fn is_disabled(cx: Cx<'_>, function: &str) -> bool {
    let about = cx.world.lambda.about(function);
    about.and_then(|about| about.reserved.get()) == Some(&Some(0))
}

/// Everything that was read of a function's set-up; what could not be read says so by itself.
pub fn of(cx: Cx<'_>, function: &str) -> Details {
    let details = Details::new(format!("function {}", visible(function)));
    let Some(about) = cx.world.lambda.about(function) else { return details.with("set-up", "reading") };
    let details = match (about.settings.get(), about.settings.fault()) {
        (None, None) => details.with("set-up", "reading"),
        (None, Some(fault)) => details.with("set-up", fault.words()),
        (Some(settings), _) => {
            settings.facts.iter().fold(details, |details, (label, value)| details.with(label, lines(value)))
        }
    };
    let details =
        details.with_some("reserved", said(&about.reserved, |reserved| words(*reserved))).with_some(
            "account",
            said(&cx.world.lambda.limits, |limits| {
                format!("{} at a time, {} of them unreserved", limits.concurrent, limits.unreserved)
            }),
        );
    let details = asynchronous(details, &about.asynchronous);
    let figures = cx.world.alarms.figures(function);
    let details = details.with_some("lately", figures.and_then(|figures| said(figures, lately)));
    read(cx, details, about)
}

/// A value, with every line of it made visible.
fn lines(value: &Foreign) -> String {
    value.lines().collect::<Vec<_>>().join("\n")
}

/// A fact in words, or why it is not known.
fn said<T>(reading: &Reading<T>, words: impl Fn(&T) -> String) -> Option<String> {
    let fault = |fault: &Fault| fault.words();
    reading.get().map(words).or_else(|| reading.fault().map(fault))
}

fn words(reserved: Option<u32>) -> String {
    match reserved {
        None => "nothing: it shares what the account has".to_owned(),
        Some(0) => "✗ 0: the function is disabled, every invocation is throttled".to_owned(),
        Some(most) => format!("{most} at a time, and no more"),
    }
}

fn asynchronous(details: Details, reading: &Reading<Asynchronous>) -> Details {
    let Some(known) = reading.get() else {
        return details.with_some("retries", reading.fault().map(Fault::words));
    };
    let retries = known.retries.unwrap_or(2);
    let longest = known.longest.map(|seconds| format!(", for at most {seconds} s")).unwrap_or_default();
    details
        .with("retries", format!("{retries} more for an event that nobody waits for{longest}"))
        .with_some("on success", known.success.as_ref().map(Foreign::visible))
        .with_some("on failure", known.failure.as_ref().map(Foreign::visible))
}

/// What it did lately, and how often nothing was left to it.
fn lately(figures: &Figures) -> String {
    let words = format!(
        "{} invocations in 3 h, {} failed, {} throttled, at most {} at a time",
        figures.sum(|point| point.invocations),
        figures.sum(|point| point.errors),
        figures.sum(|point| point.throttles),
        figures.most(|point| point.concurrent),
    );
    format!("{words}\n{}", spark(figures))
}

/// A bar for each span; one without any invocation is the lowest.
fn spark(figures: &Figures) -> String {
    let most = figures.most(|point| point.invocations + point.throttles).max(1.0);
    let at = |n: i64| figures.since + chrono::TimeDelta::seconds(n * i64::from(figures.period));
    let bar = |n: i64| {
        let inside = |point: &&Point| at(n) <= point.at && point.at < at(n + 1);
        let point = figures.points.iter().find(inside);
        point.map_or("▁", |point| super::summary::bar((point.invocations + point.throttles) / most))
    };
    (0..SPANS).map(bar).collect()
}

/// When that was so, and what was otherwise before.
fn read(cx: Cx<'_>, details: Details, about: &About) -> Details {
    let changed =
        about.changed.as_ref().map(|(at, labels)| format!("{}: {}", cx.clock(*at), labels.join(", ")));
    let failed = about.settings.get().and(about.settings.fault()).map(Fault::words);
    details
        .with_some("changed", changed)
        .with_some("read", about.settings.read().map(|read| cx.clock(read)))
        .with_some("since then", failed)
}

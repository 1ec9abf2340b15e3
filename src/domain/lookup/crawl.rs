//! Whether a crawl was started, or stopped.
//!
//! AWS does not tell who started a crawl. But a crawler crawls once at a time: where a crawl has begun since the look
//! before the request, what was asked for is so, and if it was somebody else's then ours was refused.

use super::{Before, Lookup, SKEW, Verdict};
use crate::clock::Time;
use crate::domain::crawler::{Crawler, State};

/// Whether a crawl has begun since the action was sent.
pub(super) fn started(lookup: &Lookup, asked: Time, crawler: &Crawler) -> Verdict {
    let state = crawler.state.name();
    match (&lookup.before, crawler.state.is_busy()) {
        (Before::Crawler { is_busy: true, .. }, _) => {
            Verdict::Open(format!("it was crawling before, and is {state}"))
        }
        (Before::Crawler { .. }, true) => {
            Verdict::Happened(format!("it was not crawling before, and is {state}"))
        }
        (Before::Crawler { started, .. }, false) if last(crawler) != *started => {
            Verdict::Happened(ended(crawler))
        }
        (Before::Crawler { .. }, false) if lookup.is_settled(asked) => not(crawler),
        (_, false) if lookup.is_settled(asked) && is_old(lookup, crawler) => not(crawler),
        _ => Verdict::Open(format!("it is {state} so far")),
    }
}

/// Whether the crawl was stopped. It has no name: once one has ended since, another may be the one that is seen.
pub(super) fn stopped(lookup: &Lookup, asked: Time, crawler: &Crawler) -> Verdict {
    let state = crawler.state.name();
    let Before::Crawler { started, .. } = &lookup.before else {
        return match &crawler.state {
            State::Stopping => Verdict::Happened(format!("it is {state}")),
            _ => Verdict::Open(format!("it is {state}")),
        };
    };
    let has_ended = last(crawler) != *started;
    match &crawler.state {
        State::Stopping => Verdict::Happened(format!("it is {state}")),
        State::Ready if has_ended && is_cancelled(crawler) => Verdict::Happened(ended(crawler)),
        State::Running if !has_ended && lookup.is_settled(asked) => {
            Verdict::Not(format!("the same crawl is still {state}"))
        }
        _ if has_ended => Verdict::Open(format!("it is {state}, and {}", ended(crawler))),
        _ => Verdict::Open(format!("it is {state} so far")),
    }
}

fn last(crawler: &Crawler) -> Option<Time> {
    crawler.last.as_ref().and_then(|last| last.started)
}

fn is_cancelled(crawler: &Crawler) -> bool {
    crawler.last.as_ref().is_some_and(|last| last.status.exact() == "CANCELLED")
}

/// Whether the last crawl began well before the action was sent, whatever the clocks say.
fn is_old(lookup: &Lookup, crawler: &Crawler) -> bool {
    last(crawler).is_none_or(|started| started < lookup.sent - SKEW)
}

fn ended(crawler: &Crawler) -> String {
    let status = crawler.last.as_ref().map(|last| last.status.visible().into_owned()).unwrap_or_default();
    format!("a crawl has ended since: {status}")
}

fn not(crawler: &Crawler) -> Verdict {
    match last(crawler) {
        Some(started) => {
            Verdict::Not(format!("its last crawl is that of {} UTC", started.format("%Y-%m-%d %H:%M:%S")))
        }
        None => Verdict::Not("it has never crawled".to_owned()),
    }
}

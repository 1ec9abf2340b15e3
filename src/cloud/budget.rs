//! One budget of requests for all that reads log events.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How many may go out at once; never more in any [`WINDOW`].
///
/// `FilterLogEvents` has 5 requests a second for an account in a region, and we are not alone there. Five in any
/// 1.25 s is four a second in the long run, never more than five in any second, and five groups open together.
const BURST: usize = 5;
const WINDOW: Duration = Duration::from_millis(1_250);

/// Grants at most five requests in any 1.25 s, in the order of asking.
#[derive(Debug, Default)]
pub(super) struct Budget {
    granted: Mutex<VecDeque<Instant>>,
    whose: Whose,
}

/// Whose server is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Whose {
    /// One with the quota of AWS.
    #[default]
    Aws,
    /// One on this machine, which has none.
    Ours,
}

impl Budget {
    /// The budget for what is asked at this endpoint; `None`: AWS's own.
    pub fn at(endpoint: Option<&str>) -> Self {
        let whose = if endpoint.is_some_and(is_loopback) { Whose::Ours } else { Whose::Aws };
        Self { granted: Mutex::default(), whose }
    }

    /// Waits until one more request may go out. A caller that gives up meanwhile loses its turn.
    pub async fn take(&self) {
        if self.whose == Whose::Aws {
            tokio::time::sleep_until(self.book()).await;
        }
    }

    fn book(&self) -> Instant {
        let now = now();
        let mut granted = self.granted.lock().unwrap_or_else(PoisonError::into_inner);
        let first = if granted.len() < BURST { None } else { granted.pop_front() };
        let slot = first.map_or(now, |first| now.max(first + WINDOW));
        granted.push_back(slot);
        slot
    }
}

/// Whether a URL leads to this machine.
fn is_loopback(url: &str) -> bool {
    let url: Option<http::Uri> = url.parse().ok();
    let host = url.as_ref().and_then(http::Uri::host).unwrap_or_default();
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || address.is_some_and(|address| address.is_loopback())
}

#[expect(clippy::disallowed_methods, reason = "a rate to AWS is kept in real time, not in the demo's")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn five_go_out_at_once_and_then_four_a_second() {
        let budget = Budget::default();
        let start = now();
        let mut sent = Vec::new();
        for _ in 0..25 {
            budget.take().await;
            sent.push(start.elapsed());
        }
        assert!(sent.iter().take(5).all(Duration::is_zero));
        for window in sent.windows(BURST + 1) {
            assert!(window[BURST] >= window[0] + WINDOW, "{window:?}");
        }
        assert_eq!(sent[24], Duration::from_secs(5));
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_on_this_machine_has_no_quota() {
        let start = now();
        for (endpoint, is_free) in [
            (None, false),
            (Some("https://logs.us-east-2.amazonaws.com"), false),
            (Some("https://vpce-1.logs.us-east-2.vpce.amazonaws.com"), false),
            (Some("http://127.0.0.1:4566"), true),
            (Some("http://[::1]:4566"), true),
            (Some("http://localhost:4566/path"), true),
            (Some("http://localhost.example.com"), false),
        ] {
            let (budget, before) = (Budget::at(endpoint), start.elapsed());
            for _ in 0..=BURST {
                budget.take().await;
            }
            assert_eq!(start.elapsed() == before, is_free, "{endpoint:?}");
        }
    }
}

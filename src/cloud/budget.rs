//! One budget of requests for all that reads log events.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How many may go out at once; never more in any [`WINDOW`].
///
/// `FilterLogEvents` has 5 requests a second for an account in a region, and we are not alone there. Five in any
/// 1.25 s is four a second in the long run, never more than five in any second, and five groups open together.
const BURST: usize = 5;
const WINDOW: Duration = Duration::from_millis(1_250);

/// The budgets of a process, one for each region of each endpoint.
///
/// The quota is an account's, and profiles do not say whose they are: all that a process reads in a region shares one budget.
/// Accounts that share it lose nothing, for only one pipeline is watched at a time.
#[derive(Debug, Clone, Default)]
pub struct Budgets(Arc<Mutex<HashMap<Where, Arc<Budget>>>>);

/// A custom endpoint, and a region.
type Where = (Option<String>, String);

impl Budgets {
    /// The budget for what is asked there.
    pub(super) fn at(&self, endpoint: Option<&str>, region: &str) -> Arc<Budget> {
        let mut budgets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let budget = budgets.entry((endpoint.map(str::to_owned), region.to_owned()));
        Arc::clone(budget.or_insert_with(|| Arc::new(Budget::at(endpoint))))
    }
}

/// Grants at most five requests in any 1.25 s, in the order of asking.
#[derive(Debug, Default)]
pub(crate) struct Budget {
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

    #[test]
    fn whoever_asks_in_a_region_shares_its_budget() {
        let budgets = Budgets::default();
        let (budget, again) = (budgets.at(None, "us-east-2"), budgets.clone().at(None, "us-east-2"));
        assert!(Arc::ptr_eq(&budget, &again));
        assert!(!Arc::ptr_eq(&budget, &budgets.at(None, "eu-central-1")));
        assert!(!Arc::ptr_eq(&budget, &budgets.at(Some("http://127.0.0.1:1"), "us-east-2")));
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

//! One budget of requests for all that reads log events.

use std::collections::VecDeque;
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
}

impl Budget {
    /// Waits until one more request may go out. A caller that gives up meanwhile loses its turn.
    pub async fn take(&self) {
        tokio::time::sleep_until(self.book()).await;
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
}

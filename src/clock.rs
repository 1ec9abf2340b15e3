//! Where the time comes from: the machine, or a simulation that may run faster.
//!
//! Pure code never reads a clock; time reaches it inside messages. The loop, the readers of AWS
//! and the embedded AWS share one `Clock`, so that a demo at sixty times the speed is consistent.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// A moment, in UTC. Shown in local time only at the very edge.
pub type Time = DateTime<Utc>;

/// A source of time that can be waited on.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's wall clock.
    System,
    /// Starts at `origin` and runs `speed` times as fast as tokio's clock since `since`.
    ///
    /// Under tokio's paused time it advances only when a test says so.
    Simulated {
        /// What the clock said at `since`.
        origin: Time,
        /// The moment at which it said so.
        since: Instant,
        /// Simulated seconds to a real second; above zero.
        speed: f64,
    },
}

impl Clock {
    /// A simulated clock that shows `origin` now.
    #[expect(clippy::disallowed_methods, reason = "this is where time enters")]
    pub fn simulated(origin: Time, speed: f64) -> Self {
        Self::Simulated { origin, since: Instant::now(), speed }
    }

    /// What the clock shows now.
    #[expect(clippy::disallowed_methods, reason = "this is where time enters")]
    pub fn now(&self) -> Time {
        match *self {
            Self::System => Utc::now(),
            Self::Simulated { origin, since, speed } => {
                let elapsed = since.elapsed().mul_f64(speed);
                origin + TimeDelta::from_std(elapsed).unwrap_or(TimeDelta::MAX)
            }
        }
    }

    /// How long to wait, in real time, until the clock shows `then`; zero if it has already.
    pub fn until(&self, then: Time) -> Duration {
        let wait = (then - self.now()).to_std().unwrap_or_default();
        match *self {
            Self::System => wait,
            Self::Simulated { speed, .. } => wait.div_f64(speed),
        }
    }

    /// Seconds of this clock to a real second.
    pub fn speed(&self) -> f64 {
        match *self {
            Self::System => 1.0,
            Self::Simulated { speed, .. } => speed,
        }
    }

    /// Waits until the clock shows `then`.
    pub async fn sleep_until(&self, then: Time) {
        tokio::time::sleep(self.until(then)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_simulated_hour_at_speed_sixty_takes_a_minute() {
        let origin = Time::UNIX_EPOCH;
        let clock = Clock::simulated(origin, 60.0);
        let then = origin + TimeDelta::hours(1);
        assert_eq!(clock.until(then), Duration::from_mins(1));
        clock.sleep_until(then).await;
        assert!(clock.now() >= then);
        assert_eq!(clock.until(origin), Duration::ZERO);
    }
}

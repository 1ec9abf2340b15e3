//! How a failing reader slows down.

use std::time::Duration;

use crate::domain::fault::{Fault, Kind};

/// The slowest that anything is tried again.
const SLOWEST: Duration = Duration::from_mins(1);

/// Doubles from one failure to the next; forgotten by a success.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    last: Option<Duration>,
}

impl Backoff {
    /// How long to wait after an answer, where `every` is the pace of success.
    pub fn pause(&mut self, fault: Option<&Fault>, every: Duration) -> Duration {
        self.last = fault.map(|fault| match fault.kind {
            Kind::Denied => SLOWEST,
            _ => self.last.map_or(every, |last| (last * 2).min(SLOWEST)),
        });
        self.last.map_or(every, |pause| pause.max(every))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kinds: &[Option<Kind>], every: u64, want: &[u64]) {
        let mut backoff = Backoff::default();
        let pause = |kind: &Option<Kind>| {
            let fault = kind.clone().map(|kind| Fault::new("x:Y", kind, ""));
            backoff.pause(fault.as_ref(), Duration::from_secs(every)).as_secs()
        };
        assert_eq!(kinds.iter().map(pause).collect::<Vec<_>>(), want);
    }

    #[test]
    fn failures_slow_a_reader_to_once_a_minute_and_a_success_forgives() {
        let (off, denied) = (Some(Kind::Offline), Some(Kind::Denied));
        check(
            &[off.clone(), off.clone(), off.clone(), off.clone(), None, off.clone()],
            15,
            &[15, 30, 60, 60, 15, 15],
        );
        check(&[denied, None], 15, &[60, 15]);
        check(&[off.clone(), off], 120, &[120, 120]);
    }
}

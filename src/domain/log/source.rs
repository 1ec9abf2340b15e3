//! How a log group is being read.

use crate::clock::Time;
use crate::domain::fault::Fault;

/// Where new lines are to come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Each group is asked again and again.
    #[default]
    Poll,
    /// Live Tail, which costs money by the minute; polling where it is not to be had.
    Live,
}

/// How one group is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Asked every so many seconds.
    Polling {
        /// Seconds from one question to the next.
        every: u32,
    },
    /// Live Tail: lines come by themselves, and a sign of life every second.
    Live,
    /// Live Tail, but without a sign of life since then.
    Stale {
        /// When the last one came.
        since: Time,
    },
    /// Live Tail broke off and is being taken up again; what is missed meanwhile is read afterwards.
    Reconnecting,
    /// Asked through Insights every so many seconds: the group's class knows nothing else.
    Insights {
        /// Seconds from one question to the next.
        every: u32,
    },
    /// The group does not exist yet; it joins by itself when it does.
    Waiting,
    /// It cannot be read now.
    Failing(Fault),
}

/// How Live Tail is, for all groups together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Live {
    /// Nobody has asked for it, or it has been switched off.
    #[default]
    Off,
    /// It runs, and costs.
    On {
        /// When it was switched on.
        since: Time,
        /// How many sessions it takes: one for ten groups.
        sessions: u32,
    },
    /// Switched off because nobody looked any more.
    Rested,
    /// It is not to be had, and groups are polled instead.
    Refused(Fault),
}

impl Live {
    /// What AWS asks for a minute of a session beyond the 1,800 that are free each month, in US cents.
    pub const CENTS: u64 = 1;

    /// The session minutes that are paid for, each begun one counted.
    pub fn minutes(&self, now: Time) -> u64 {
        let Self::On { since, sessions } = self else { return 0 };
        let seconds = u64::try_from((now - *since).num_seconds()).unwrap_or_default();
        (seconds / 60 + 1) * u64::from(*sessions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn each_begun_minute_of_each_session_costs() {
        let since = Time::UNIX_EPOCH;
        let live = Live::On { since, sessions: 2 };
        let check = |seconds, want| assert_eq!(live.minutes(since + TimeDelta::seconds(seconds)), want);
        check(0, 2);
        check(59, 2);
        check(60, 4);
        assert_eq!(Live::Off.minutes(since), 0);
    }
}

//! The AWS CLI's command for what is looked at.

use crate::clock::Time;
use crate::domain::command::Command;

/// What to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Some streams, or all, from a moment on, up to another.
    Events {
        /// Their names; none: all.
        streams: Vec<&'a str>,
        /// The first moment.
        from: Time,
        /// The last one; `None`: up to now.
        to: Option<Time>,
    },
    /// Whatever comes.
    Tail,
}

/// The command that reads a group, or what a filter pattern lets through of it.
pub fn command(group: &str, wanted: &Wanted<'_>, pattern: Option<&str>) -> Command {
    read(group, wanted).some("--filter-pattern", pattern)
}

fn read(group: &str, wanted: &Wanted<'_>) -> Command {
    match wanted {
        Wanted::Tail => Command::aws("logs tail").word(group).word("--follow").option("--since", "15m"),
        Wanted::Events { streams, from, to } => {
            let milliseconds = |time: Time| time.timestamp_millis().to_string();
            Command::aws("logs filter-log-events")
                .option("--log-group-name", group)
                .each("--log-stream-names", streams)
                .option("--start-time", &milliseconds(*from))
                .some("--end-time", to.map(milliseconds).as_deref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::{Door, script};
    use crate::domain::pipeline::Pipeline;

    #[track_caller]
    fn check(wanted: &Wanted<'_>, pattern: Option<&str>, want: &str) {
        let command = command("/aws/lambda/f", wanted, pattern);
        assert_eq!(script(&Pipeline::default(), Door::Aws, vec![command]), want);
    }

    #[test]
    fn a_tail_follows_what_the_pattern_lets_through() {
        check(&Wanted::Tail, None, "aws logs tail /aws/lambda/f --follow --since 15m");
        let want = "aws logs tail /aws/lambda/f --follow --since 15m --filter-pattern=-retry";
        check(&Wanted::Tail, Some("-retry"), want);
    }

    #[test]
    fn events_have_streams_and_times_and_words_that_no_shell_touches() {
        let from = Time::UNIX_EPOCH + chrono::TimeDelta::milliseconds(1_500);
        let wanted = Wanted::Events { streams: vec!["2026/03/01/[$LATEST]0a"], from, to: Some(from) };
        let want = "aws logs filter-log-events --log-group-name /aws/lambda/f --log-stream-names \
                    '2026/03/01/[$LATEST]0a' --start-time 1500 --end-time 1500 --filter-pattern \
                    '{ $.a = \"it'\\''s\" }'";
        check(&wanted, Some("{ $.a = \"it's\" }"), want);
    }
}

//! The AWS CLI's command for what is looked at.

use std::fmt::Write as _;

use crate::clock::Time;
use crate::domain::pipeline::Pipeline;
use crate::pane::Cx;

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

/// The command that reads a group as a person would type it, for a POSIX shell.
pub fn command(cx: Cx<'_>, group: &str, wanted: &Wanted<'_>) -> String {
    let mut words = read(group, wanted);
    words.push_str(&options(cx.pipeline, cx.world.pattern.as_deref(), cx.endpoint));
    words
}

fn read(group: &str, wanted: &Wanted<'_>) -> String {
    match wanted {
        Wanted::Tail => format!("aws logs tail {} --follow --since 15m", quoted(group)),
        Wanted::Events { streams, from, to } => events(group, streams, *from, *to),
    }
}

/// What lets the command ask as farol does; what the environment says, it says to both.
fn options(pipeline: &Pipeline, pattern: Option<&str>, endpoint: Option<&str>) -> String {
    let options = [
        ("--filter-pattern", pattern),
        ("--profile", pipeline.profile.as_deref()),
        ("--region", pipeline.region.as_deref()),
        ("--endpoint-url", endpoint),
    ];
    let given = options.into_iter().filter_map(|(name, value)| Some((name, value?)));
    given.fold(String::new(), |mut words, (name, value)| {
        let between = if value.starts_with('-') { '=' } else { ' ' };
        // Writing to a string cannot fail.
        let _ = write!(words, " {name}{between}{}", quoted(value));
        words
    })
}

fn events(group: &str, streams: &[&str], from: Time, to: Option<Time>) -> String {
    let mut words = format!("aws logs filter-log-events --log-group-name {}", quoted(group));
    if !streams.is_empty() {
        words.push_str(" --log-stream-names");
    }
    for stream in streams {
        let _ = write!(words, " {}", quoted(stream));
    }
    let _ = write!(words, " --start-time {}", from.timestamp_millis());
    if let Some(to) = to {
        let _ = write!(words, " --end-time {}", to.timestamp_millis());
    }
    words
}

/// A word that a shell takes as it is.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(options: &str, wanted: &Wanted<'_>, want: &str) {
        assert_eq!(read("/aws/lambda/f", wanted) + options, want);
    }

    #[test]
    fn a_tail_follows_with_profile_region_and_endpoint() {
        let pipeline =
            Pipeline { profile: Some("me".into()), region: Some("us-east-2".into()), ..Pipeline::default() };
        let want = "aws logs tail /aws/lambda/f --follow --since 15m --profile me --region us-east-2 \
                    --endpoint-url 'http://[::1]:4566'";
        check(&options(&pipeline, None, Some("http://[::1]:4566")), &Wanted::Tail, want);
    }

    #[test]
    fn events_have_streams_and_times_and_words_that_no_shell_touches() {
        let from = Time::UNIX_EPOCH + chrono::TimeDelta::milliseconds(1_500);
        let wanted = Wanted::Events { streams: vec!["2026/03/01/[$LATEST]0a"], from, to: Some(from) };
        let want = "aws logs filter-log-events --log-group-name /aws/lambda/f --log-stream-names \
                    '2026/03/01/[$LATEST]0a' --start-time 1500 --end-time 1500 --filter-pattern \
                    '{ $.a = \"it'\\''s\" }'";
        check(&options(&Pipeline::default(), Some("{ $.a = \"it's\" }"), None), &wanted, want);
    }

    #[test]
    fn a_pattern_that_leaves_something_out_is_not_taken_for_an_option() {
        let want = "aws logs tail /aws/lambda/f --follow --since 15m --filter-pattern=-retry";
        check(&options(&Pipeline::default(), Some("-retry"), None), &Wanted::Tail, want);
    }
}

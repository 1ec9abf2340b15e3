use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_cloudwatchlogs::operation::start_live_tail::StartLiveTailOutput;
use aws_sdk_cloudwatchlogs::types::error::StartLiveTailResponseStreamError;
use aws_sdk_cloudwatchlogs::types::{LiveTailSessionMetadata, StartLiveTailResponseStream as Stream};
use chrono::TimeDelta;

use super::{aws, config, pass};
use crate::demo::Aws;
use crate::demo::events::LogClass;
use crate::demo::trouble::Trouble;

const GROUP: &str = "/test/group";
const ARN: &str = "arn:aws:logs:us-east-2:123456789012:log-group:/test/group";

/// An account with the group, empty.
fn grouped() -> Aws {
    let aws = aws();
    let now = aws.clock().now();
    aws.with(|account| account.make_log_group(GROUP, LogClass::Standard, now));
    aws
}

async fn listen(aws: &Aws) -> StartLiveTailOutput {
    let client = Client::new(&config(aws));
    client.start_live_tail().log_group_identifiers(ARN).send().await.unwrap()
}

/// Says lines in the group, which arrive at once.
fn say(aws: &Aws, count: usize) {
    let now = aws.clock().now();
    aws.with(|account| {
        for number in 0..count {
            account.put_late_log(GROUP, "s", now, format!("line {number}"), TimeDelta::zero());
        }
    });
}

/// What comes next: the messages of an update with `sampled` before them, or how the stream goes on or ends.
async fn next(tail: &mut StartLiveTailOutput) -> String {
    match tail.response_stream.recv().await {
        Ok(Some(Stream::SessionStart(start))) => format!("start {}", start.log_group_identifiers().join(" ")),
        Ok(Some(Stream::SessionUpdate(update))) => {
            let sampled = update.session_metadata().is_some_and(LiveTailSessionMetadata::sampled);
            let texts = update.session_results().iter().filter_map(|event| event.message());
            let texts: Vec<&str> = texts.collect();
            let texts = if texts.len() > 3 { format!("{} lines", texts.len()) } else { texts.join(", ") };
            if sampled { format!("sampled {texts}") } else { texts }
        }
        Ok(Some(_)) => "unknown".to_owned(),
        Ok(None) => "end".to_owned(),
        Err(SdkError::ServiceError(error)) => match error.into_err() {
            StartLiveTailResponseStreamError::SessionTimeoutException(_) => "timed out".to_owned(),
            StartLiveTailResponseStreamError::SessionStreamingException(_) => "failed".to_owned(),
            other => format!("{other:?}"),
        },
        Err(_) => "broken".to_owned(),
    }
}

#[tokio::test(start_paused = true)]
async fn a_tail_tells_each_second_what_has_arrived() {
    let aws = grouped();
    let mut tail = listen(&aws).await;
    assert_eq!(next(&mut tail).await, format!("start {ARN}"));
    say(&aws, 2);
    let began = aws.clock().now();
    assert_eq!(next(&mut tail).await, "line 0, line 1");
    assert_eq!(next(&mut tail).await, "");
    say(&aws, 600);
    assert_eq!(next(&mut tail).await, "sampled 500 lines");
    assert!((aws.clock().now() - began) <= TimeDelta::milliseconds(3010));
}

#[tokio::test(start_paused = true)]
async fn a_tail_that_nobody_hears_any_more_is_closed() {
    let aws = grouped();
    let tail = listen(&aws).await;
    assert_eq!(aws.with(|account| account.tails.count()), 1);
    drop(tail);
    assert_eq!(aws.with(|account| account.tails.count()), 0);
}

#[tokio::test(start_paused = true)]
async fn a_tail_ends_after_three_hours() {
    let aws = grouped();
    let mut tail = listen(&aws).await;
    let began = aws.clock().now();
    assert_eq!(next(&mut tail).await, format!("start {ARN}"));
    pass(&aws, 3 * 3600 - 5).await;
    let mut last = String::new();
    while last.is_empty() {
        last = next(&mut tail).await;
    }
    assert_eq!(last, "timed out");
    assert_eq!((aws.clock().now() - began).num_seconds(), 3 * 3600);
    assert_eq!(next(&mut tail).await, "end");
}

/// What a tail says for a trouble of its first update, in which three lines are, and then.
#[track_caller]
fn check(trouble: Trouble, expected: [&str; 2]) -> impl Future<Output = ()> {
    let expected = expected.map(str::to_owned);
    async move {
        let aws = grouped();
        aws.trouble_next(1, trouble);
        let mut tail = listen(&aws).await;
        next(&mut tail).await;
        say(&aws, 3);
        let first = next(&mut tail).await;
        say(&aws, 1);
        assert_eq!([first, next(&mut tail).await], expected, "{trouble:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_trouble_shows_in_the_stream() {
    check(Trouble::Sample(1), ["sampled line 2", "line 0"]).await;
    check(Trouble::Drop(100.0), ["", "line 0"]).await;
    check(Trouble::Skip, ["", "line 0"]).await;
    check(Trouble::Disorder, ["line 2, line 1, line 0", "line 0"]).await;
    check(Trouble::Unknown, ["unknown", "line 0"]).await;
    check(Trouble::Close, ["end", "end"]).await;
    check(Trouble::End, ["timed out", "end"]).await;
    check(Trouble::Fail, ["failed", "end"]).await;
    check(Trouble::Cut, ["broken", "broken"]).await;
    check(Trouble::BadChecksum, ["broken", "line 0"]).await;
    check(Trouble::Surrogate, ["broken", "end"]).await;
    check(Trouble::BadUtf8, ["broken", "end"]).await;
}

#[tokio::test(start_paused = true)]
async fn silence_and_a_frame_of_two_gigabytes_are_waited_for_in_vain() {
    for trouble in [Trouble::Silence, Trouble::HugeLength] {
        let aws = grouped();
        aws.trouble(trouble);
        let mut tail = listen(&aws).await;
        next(&mut tail).await;
        let hour = std::time::Duration::from_hours(1);
        let heard = tokio::time::timeout(hour, next(&mut tail)).await;
        assert!(heard.is_err(), "{trouble:?}: {heard:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_tail_cannot_be_opened_for_is_refused() {
    let aws = grouped();
    let now = aws.clock().now();
    aws.with(|account| account.make_log_group("/rare", LogClass::InfrequentAccess, now));
    let client = Client::new(&config(&aws));
    let refused = async |arns: &[&str], streams: &[&str]| {
        let arns = arns.iter().map(|arn| (*arn).to_owned()).collect();
        let streams = streams.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let streams = (!streams.is_empty()).then_some(streams);
        let call =
            client.start_live_tail().set_log_group_identifiers(Some(arns)).set_log_stream_names(streams);
        call.send().await.unwrap_err().code().map(str::to_owned).unwrap_or_default()
    };
    let (with_star, nobody, rare) = (format!("{ARN}:*"), format!("{ARN}s"), ARN.replace(GROUP, "/rare"));
    assert_eq!(refused(&[&with_star], &[]).await, "InvalidParameterException");
    assert_eq!(refused(&[GROUP], &[]).await, "InvalidParameterException");
    assert_eq!(refused(&[ARN; 11], &[]).await, "InvalidParameterException");
    assert_eq!(refused(&[ARN, ARN], &["s"]).await, "InvalidParameterException");
    assert_eq!(refused(&[&nobody], &[]).await, "ResourceNotFoundException");
    assert_eq!(refused(&[&rare], &[]).await, "InvalidOperationException");
    let mut open = Vec::new();
    for _ in 0..15 {
        open.push(listen(&aws).await);
    }
    assert_eq!(refused(&[ARN], &[]).await, "LimitExceededException");
}

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::operation::filter_log_events::FilterLogEventsOutput;
use chrono::TimeDelta;

use super::{aws, config, origin, pass};
use crate::demo::Aws;
use crate::demo::trouble::{BAD_UTF8, SURROGATE};

const GROUP: &str = "/test/group";
const STREAM: &str = "stream";

fn client(aws: &Aws) -> Client {
    Client::new(&config(aws))
}

/// An account in whose group somebody counts, a number to a second.
async fn counted(numbers: i64) -> Aws {
    let aws = aws();
    aws.with(|account| {
        for number in 0..numbers {
            let at = origin() + TimeDelta::seconds(number);
            account.put_log(GROUP, STREAM, at, format!("number {number}"));
        }
    });
    pass(&aws, numbers + 60).await;
    aws
}

fn millis(seconds: i64) -> i64 {
    origin().timestamp_millis() + seconds * 1000
}

#[tokio::test(start_paused = true)]
async fn filtering_pages_to_the_end_of_the_window() {
    let aws = counted(10).await;
    let filter = client(&aws).filter_log_events().log_group_name(GROUP).limit(3);
    let pages = filter.start_time(millis(2)).end_time(millis(8)).into_paginator().send();
    let pages = pages.try_collect().await.unwrap();
    let messages: Vec<&str> =
        pages.iter().flat_map(FilterLogEventsOutput::events).filter_map(|event| event.message()).collect();
    assert_eq!(messages, (2..=8).map(|number| format!("number {number}")).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_sparse_pattern_gives_empty_pages_with_a_token() {
    let aws = counted(10_500).await;
    let filter = client(&aws).filter_log_events().log_group_name(GROUP).filter_pattern("10499");
    let first = filter.clone().start_time(millis(0)).send().await.unwrap();
    assert!(first.events().is_empty());
    let second = filter.start_time(millis(0)).next_token(first.next_token().unwrap()).send().await.unwrap();
    assert_eq!((second.events().len(), second.next_token()), (1, None));
}

#[tokio::test(start_paused = true)]
async fn newest_first_walks_backwards() {
    let aws = counted(5).await;
    let filter = client(&aws).filter_log_events().log_group_name(GROUP).start_from_head(false).limit(2);
    let pages = filter.clone().start_time(millis(0)).into_paginator().send();
    let pages = pages.try_collect().await.unwrap();
    let messages: Vec<&str> =
        pages.iter().flat_map(FilterLogEventsOutput::events).filter_map(|event| event.message()).collect();
    assert_eq!(messages, ["number 4", "number 3", "number 2", "number 1", "number 0"]);
    let error = filter.start_time(0).send().await.unwrap_err().into_service_error();
    assert!(error.is_invalid_parameter_exception());
}

#[tokio::test(start_paused = true)]
async fn a_stream_can_be_followed_past_its_end() {
    let aws = counted(3).await;
    let read =
        client(&aws).get_log_events().log_group_name(GROUP).log_stream_name(STREAM).start_from_head(true);
    let first = read.clone().send().await.unwrap();
    assert_eq!(first.events().len(), 3);
    let token = first.next_forward_token().unwrap();
    let end = read.clone().next_token(token).send().await.unwrap();
    assert_eq!((end.events().len(), end.next_forward_token()), (0, Some(token)));
    let now = aws.clock().now();
    aws.with(|account| account.put_log(GROUP, STREAM, now, "late".into()));
    pass(&aws, 60).await;
    let more = read.next_token(token).send().await.unwrap();
    assert_eq!(more.events().first().and_then(|event| event.message()), Some("late"));
}

#[tokio::test(start_paused = true)]
async fn groups_and_streams_are_described() {
    let aws = counted(1).await;
    let groups = client(&aws).describe_log_groups().log_group_name_prefix("/test").send().await.unwrap();
    let group = groups.log_groups().first().unwrap();
    assert_eq!(group.arn(), Some("arn:aws:logs:us-east-2:123456789012:log-group:/test/group:*"));
    let arn = group.log_group_arn().unwrap();
    let streams = client(&aws).describe_log_streams().log_group_identifier(arn).send().await.unwrap();
    assert_eq!(streams.log_streams().first().and_then(|it| it.log_stream_name()), Some(STREAM));
}

#[tokio::test(start_paused = true)]
async fn a_group_that_is_not_there_yet_is_not_found() {
    let filter = client(&aws()).filter_log_events().log_group_name("/not/yet");
    let error = filter.send().await.unwrap_err().into_service_error();
    assert!(error.is_resource_not_found_exception());
}

#[tokio::test(start_paused = true)]
async fn a_poisoned_message_spoils_the_page_for_a_strict_reader() {
    for poison in [SURROGATE, BAD_UTF8] {
        let aws = counted(2).await;
        let filter = client(&aws).filter_log_events().log_group_name(GROUP);
        assert_eq!(filter.clone().send().await.unwrap().events().len(), 2);
        let now = aws.clock().now();
        aws.with(|account| {
            account.put_event(GROUP, STREAM, now.timestamp_millis(), format!("bad {poison}"), now);
        });
        let error = filter.send().await.unwrap_err();
        assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(200), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_line_may_arrive_minutes_after_it_was_said() {
    let aws = counted(2).await;
    let said = aws.clock().now();
    let lag = TimeDelta::minutes(5);
    aws.with(|account| account.put_late_log(GROUP, STREAM, said, "late".into(), lag));
    let filter = client(&aws).filter_log_events().log_group_name(GROUP).filter_pattern("late");
    pass(&aws, 299).await;
    assert!(filter.clone().send().await.unwrap().events().is_empty());
    pass(&aws, 2).await;
    let answer = filter.send().await.unwrap();
    let event = answer.events().first().unwrap();
    let delay = event.ingestion_time().unwrap() - event.timestamp().unwrap();
    assert_eq!(delay, lag.num_milliseconds());
}

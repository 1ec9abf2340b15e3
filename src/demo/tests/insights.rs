use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::error::ProvideErrorMetadata as _;
use aws_sdk_cloudwatchlogs::types::{LogGroupClass, QueryStatus};

use super::{aws, config, pass};
use crate::demo::Aws;

const GROUP: &str = "/rare";

/// An account whose group of the cheaper class has three lines.
async fn rare() -> (Aws, Client) {
    let aws = aws();
    let client = Client::new(&config(&aws));
    let made =
        client.create_log_group().log_group_name(GROUP).log_group_class(LogGroupClass::InfrequentAccess);
    made.send().await.unwrap();
    let now = aws.clock().now();
    aws.with(|account| {
        for (at, text) in [(1, "one"), (2, "two"), (3, "three")] {
            account.put_event(GROUP, "s", now.timestamp_millis() - 10_000 + at, text.into(), now);
        }
    });
    (aws, client)
}

#[tokio::test(start_paused = true)]
async fn an_infrequent_group_is_read_by_a_query_alone() {
    let (aws, client) = rare().await;
    let error = client.filter_log_events().log_group_name(GROUP).send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidOperationException"));
    let now = aws.clock().now().timestamp();
    let query = client.start_query().log_group_name(GROUP).start_time(now - 60).end_time(now);
    let query = query.query_string("fields @message | sort @timestamp desc | limit 2").send().await.unwrap();
    let results = || client.get_query_results().query_id(query.query_id().unwrap()).send();
    assert_eq!(results().await.unwrap().status(), Some(&QueryStatus::Running));
    pass(&aws, 1).await;
    let answer = results().await.unwrap();
    assert_eq!(answer.status(), Some(&QueryStatus::Complete));
    let texts: Vec<&str> = answer.results().iter().filter_map(|row| row.first()?.value()).collect();
    assert_eq!(texts, ["three", "two"]);
    assert!(answer.results()[0].iter().any(|field| field.field() == Some("@ptr")));
}

#[tokio::test(start_paused = true)]
async fn a_query_that_is_not_understood_is_malformed() {
    let (_, client) = rare().await;
    let query = client.start_query().log_group_name(GROUP).start_time(0).end_time(1);
    let error = query.query_string("stats count(*) by bin(1h)").send().await.unwrap_err();
    assert!(error.into_service_error().is_malformed_query_exception());
}

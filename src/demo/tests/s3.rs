use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata as _;
use aws_sdk_s3::operation::RequestId as _;
use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use aws_sdk_s3::types::EncodingType;
use bytes::Bytes;

use super::{aws, config};
use crate::demo::Aws;
use crate::reference::{PROCESSED_BUCKET, RAW_BUCKET, REGION};

fn client(aws: &Aws) -> Client {
    Client::new(&config(aws))
}

fn put(aws: &Aws, keys: impl IntoIterator<Item = String>) {
    let now = aws.clock().now();
    aws.with(|account| {
        for key in keys {
            account.put(RAW_BUCKET, &key, Bytes::from_static(b"x"), now).unwrap();
        }
    });
}

#[tokio::test(start_paused = true)]
async fn a_listing_of_more_than_a_thousand_keys_pages_to_its_end() {
    let aws = aws();
    put(&aws, (0..2500).map(|number| format!("page/{number:05}")));
    let pages = client(&aws).list_objects_v2().bucket(RAW_BUCKET).prefix("page/").into_paginator();
    let pages = pages.send().try_collect().await.unwrap();
    let sizes: Vec<i32> = pages.iter().filter_map(ListObjectsV2Output::key_count).collect();
    assert_eq!(sizes, [1000, 1000, 500]);
    let keys: Vec<&str> =
        pages.iter().flat_map(ListObjectsV2Output::contents).filter_map(|object| object.key()).collect();
    assert!(keys.is_sorted());
    assert_eq!((keys.len(), keys.last()), (2500, Some(&"page/02499")));
    assert_eq!(aws.ledger().get("ListObjectsV2"), Some(&3));
}

#[tokio::test(start_paused = true)]
async fn a_delimiter_folds_keys_into_common_prefixes() {
    let aws = aws();
    put(&aws, (0..1500).map(|number| format!("fold/{:04}/{number}", number / 2)));
    let listing = client(&aws).list_objects_v2().bucket(RAW_BUCKET).prefix("fold/").delimiter("/");
    let page = listing.send().await.unwrap();
    assert_eq!((page.key_count(), page.is_truncated()), (Some(750), Some(false)));
    assert_eq!(page.common_prefixes().first().and_then(|it| it.prefix()), Some("fold/0000/"));
}

#[tokio::test(start_paused = true)]
async fn weird_keys_survive_url_encoding() {
    let aws = aws();
    let weird = ["w/a+b c", "w/%41", "w/é\u{1f980}", "w/\u{1}\u{1b}[2J\r\n", "w/<&>\"'"];
    put(&aws, weird.map(str::to_owned));
    let listing = client(&aws).list_objects_v2().bucket(RAW_BUCKET).prefix("w/");
    let page = listing.encoding_type(EncodingType::Url).send().await.unwrap();
    let mut keys: Vec<String> = page.contents().iter().filter_map(|it| it.key()).map(form_decoded).collect();
    let mut expected = weird.to_vec();
    keys.sort();
    expected.sort_unstable();
    assert_eq!(keys, expected);
    put(&aws, ["/lead//double".to_owned()]);
    for key in weird.into_iter().chain(["/lead//double"]) {
        client(&aws).head_object().bucket(RAW_BUCKET).key(key).send().await.unwrap();
    }
}

fn form_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8().unwrap().into_owned()
}

#[tokio::test(start_paused = true)]
async fn a_range_is_a_part_and_beyond_the_end_is_416() {
    let aws = aws();
    put(&aws, ["one".to_owned()]);
    let get = |range: &str| client(&aws).get_object().bucket(RAW_BUCKET).key("one").range(range).send();
    let part = get("bytes=0-65535").await.unwrap();
    assert_eq!(part.content_range(), Some("bytes 0-0/1"));
    assert_eq!(part.body.collect().await.unwrap().to_vec(), b"x");
    let error = get("bytes=1-").await.unwrap_err();
    assert_eq!(error.raw_response().map(|raw| raw.status().as_u16()), Some(416));
    assert_eq!(error.code(), Some("InvalidRange"));
    assert!(error.request_id().is_some());
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_typed() {
    let client = client(&aws());
    let error = client.get_object().bucket(RAW_BUCKET).key("nothing").send().await.unwrap_err();
    assert!(error.into_service_error().is_no_such_key());
    let error = client.head_object().bucket(RAW_BUCKET).key("nothing").send().await.unwrap_err();
    assert!(error.into_service_error().is_not_found());
    let error = client.list_objects_v2().bucket("nowhere").send().await.unwrap_err();
    assert!(error.into_service_error().is_no_such_bucket());
    let head = client.head_bucket().bucket(RAW_BUCKET).send().await.unwrap();
    assert_eq!(head.bucket_region(), Some(REGION));
}

#[tokio::test(start_paused = true)]
async fn buckets_tell_their_region_to_those_who_ask_with_a_parameter() {
    let client = client(&aws());
    let plain = client.list_buckets().send().await.unwrap();
    let names: Vec<&str> = plain.buckets().iter().filter_map(|bucket| bucket.name()).collect();
    assert!(names.contains(&RAW_BUCKET) && names.contains(&PROCESSED_BUCKET), "{names:?}");
    assert!(plain.buckets().iter().all(|bucket| bucket.bucket_region().is_none()));
    let told = client.list_buckets().max_buckets(1000).send().await.unwrap();
    assert!(told.buckets().iter().all(|bucket| bucket.bucket_region() == Some(REGION)));
}

#[tokio::test(start_paused = true)]
async fn a_streamed_body_arrives_whole() {
    let aws = aws();
    let client = client(&aws);
    let stream = http_body_util::Full::new(Bytes::from_static(b"streamed in one go"));
    let body = ByteStream::new(SdkBody::from_body_1_x(stream));
    let put = client.put_object().bucket(PROCESSED_BUCKET).key("streamed").body(body).content_length(18);
    put.send().await.unwrap();
    let head = client.head_object().bucket(PROCESSED_BUCKET).key("streamed").send().await.unwrap();
    assert_eq!(head.content_length(), Some(18));
    client.delete_object().bucket(PROCESSED_BUCKET).key("streamed").send().await.unwrap();
    let error = client.head_object().bucket(PROCESSED_BUCKET).key("streamed").send().await.unwrap_err();
    assert!(error.into_service_error().is_not_found());
}

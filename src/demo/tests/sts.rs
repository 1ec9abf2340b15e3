use super::{aws, config};

#[tokio::test(start_paused = true)]
async fn everybody_is_the_operator_on_call() {
    let aws = aws();
    let who = aws_sdk_sts::Client::new(&config(&aws)).get_caller_identity().send().await.unwrap();
    assert_eq!(who.account(), Some("123456789012"));
    assert_eq!(who.arn(), Some("arn:aws:iam::123456789012:user/oncall"));
    assert_eq!(aws.ledger().get("GetCallerIdentity"), Some(&1));
}

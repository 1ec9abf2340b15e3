//! A login that runs out under a tail that has nobody else to look after it.

use super::*;
use crate::demo::fault::Fault;

#[tokio::test(start_paused = true)]
async fn the_tail_goes_on_by_itself_when_the_login_has_been_renewed() {
    let aws = account();
    let renewing = aws.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(20)).await;
        renewing.fail("*", Fault::ExpiredToken);
        tokio::time::sleep(Duration::from_mins(1)).await;
        let at = renewing.clock().now();
        renewing.with(|account| account.put_log(GROUP, "s", at, "renewed".to_owned()));
        renewing.heal("*");
    });
    let (told, _) = heard(&aws, &[GROUP], Options { follow: true, ..options() }, 150).await;
    assert!(told.iter().any(|o| matches!(o, Observation::Tail { source: Source::Failing(_), .. })));
    assert_eq!(lines(&told).last(), Some(&"renewed"));
}

#[tokio::test(start_paused = true)]
async fn a_tail_that_is_not_to_follow_ends_though_the_login_has_run_out() {
    let aws = account();
    aws.fail("*", Fault::ExpiredToken);
    let (told, ended) = heard(&aws, &[GROUP, "/other"], options(), 60).await;
    assert!(ended && lines(&told).is_empty(), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn a_group_tells_how_it_is_read_when_it_has_come_to_the_present() {
    let aws = account();
    for n in 0..60_000 {
        aws.with(|account| account.put_log(GROUP, "s", dawn() - TimeDelta::seconds(30), format!("more {n}")));
    }
    let (told, ended) = heard(&aws, &[GROUP], options(), 60).await;
    let is_source = |o: &&Observation| matches!(o, Observation::Tail { .. });
    let before = told.iter().position(|o| is_source(&o)).unwrap();
    assert!(ended && lines(&told[..before]).len() == 60_004, "{}", lines(&told[..before]).len());
}

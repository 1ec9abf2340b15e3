//! Groups that may not be read, or not live.

use super::*;
use crate::demo::fault::Fault as Failure;
use crate::domain::fault::Kind;
use crate::domain::log::{Live, State};

fn is_unverified(told: &Observation) -> bool {
    let Observation::Minutes { minutes, .. } = told else { return false };
    minutes.iter().all(|(_, state)| *state == State::Unverified)
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_read_comes_live_where_that_is_allowed() {
    let aws = account();
    aws.fail("FilterLogEvents", Failure::AccessDenied);
    chatter(&aws, 200);
    let (told, _) = heard(&aws, &[GROUP], live(), 330).await;
    let later = lines(&told).into_iter().filter(|line| line.starts_with("later")).count();
    assert!(later >= 180, "{later}");
    assert!(told.iter().any(|o| matches!(o, Observation::Live(Live::On { .. }))));
    assert_eq!(sources(&told).last(), Some(&&Source::Live));
    let minutes: Vec<_> = told.iter().filter(|o| matches!(o, Observation::Minutes { .. })).collect();
    assert!(!minutes.is_empty() && minutes.into_iter().all(is_unverified), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn while_a_group_may_not_be_read_nothing_is_told_again() {
    let aws = account();
    aws.fail("FilterLogEvents", Failure::AccessDenied);
    let long = heard(&aws, &[GROUP], Options { follow: true, ..options() }, 1_800).await.0;
    assert!(matches!(sources(&long)[..], [Source::Failing(fault)] if fault.kind == Kind::Denied));
    assert!(long.len() <= 5, "{long:?}");
}

#[tokio::test(start_paused = true)]
async fn a_group_that_may_not_be_read_and_comes_later_is_found_and_comes_live() {
    let aws = Aws::quiet(Account::default(), Clock::simulated(dawn(), 1.0));
    aws.fail("FilterLogEvents", Failure::AccessDenied);
    let late = aws.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_mins(1)).await;
        late.with(|account| account.make_log_group(GROUP, LogClass::Standard, late.clock().now()));
        chatter(&late, 200);
    });
    let (told, _) = heard(&aws, &[GROUP], live(), 300).await;
    assert!(lines(&told).len() >= 100, "{told:?}");
    assert_eq!(sources(&told).last(), Some(&&Source::Live));
}

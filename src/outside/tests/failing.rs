//! What is told when AWS says no, and what goes on.

use super::*;
use crate::demo::fault::Fault;
use crate::domain::fault::Kind;
use crate::domain::log::Source;

fn expired() -> Kind {
    Kind::Expired { renew: "aws configure".into() }
}

async fn fault_of_runs(fault: Fault) -> crate::domain::fault::Fault {
    let mut voyage = Voyage::moored();
    voyage.aws.fail("GetJobRuns", fault);
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(40).await;
    voyage.world.runs.fault().cloned().unwrap()
}

#[tokio::test(start_paused = true)]
async fn each_way_to_fail_is_told_as_what_a_person_can_do_about_it() {
    let table = [
        (Fault::AccessDenied, Kind::Denied, "AccessDeniedException: "),
        (Fault::Throttled, Kind::Throttled, "ThrottlingException: Rate exceeded"),
        (Fault::ExpiredToken, expired(), "ExpiredTokenException: "),
        (Fault::InternalError, Kind::Offline, "glue.us-east-2.amazonaws.com: InternalServiceException: "),
        (Fault::Html, Kind::Offline, "glue.us-east-2.amazonaws.com: HTTP 500 "),
        (Fault::Offline, Kind::Offline, "glue.us-east-2.amazonaws.com: connection reset by peer"),
        (Fault::Hang, Kind::Offline, "glue.us-east-2.amazonaws.com: "),
    ];
    for (fault, kind, said) in table {
        let got = fault_of_runs(fault).await;
        assert_eq!((got.doing, &got.kind), ("glue:GetJobRuns", &kind), "{fault:?}: {got:?}");
        assert!(got.said.exact().starts_with(said), "{fault:?}: {got:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_part_that_fails_leaves_the_others_alone() {
    let mut voyage = Voyage::moored();
    voyage.aws.fail("GetCrawler", Fault::Hang);
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(1).await;
    assert!(voyage.world.runs.get().is_some());
    assert!(voyage.world.tables.get().is_some());
    assert!(voyage.world.crawler.is_pending());
    voyage.sail(30).await;
    assert_eq!(voyage.world.crawler.fault().map(|fault| fault.kind.clone()), Some(Kind::Offline));
}

#[tokio::test(start_paused = true)]
async fn a_bucket_elsewhere_is_read_there() {
    let mut voyage = Voyage::moored();
    voyage.aws.fail("ListObjectsV2", Fault::Elsewhere("eu-west-1"));
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(2).await;
    assert!(voyage.world.raw.get().is_some(), "{:?}", voyage.world.raw);
    assert_eq!(voyage.world.raw.fault(), None);
    let before = voyage.count("ListObjectsV2");
    voyage.sail(60).await;
    assert!(voyage.count("ListObjectsV2") - before <= 14, "the region is remembered");
}

#[tokio::test(start_paused = true)]
async fn an_expired_login_stops_all_but_a_probe_and_resumes_by_itself() {
    let mut voyage = Voyage::depart();
    voyage.sail(5).await;
    voyage.aws.fail("*", Fault::ExpiredToken);
    voyage.sail(40).await;
    let (all, asked) = (voyage.total(), voyage.count("GetCallerIdentity"));
    voyage.sail(60).await;
    let probed = voyage.count("GetCallerIdentity") - asked;
    assert!((5..=7).contains(&probed), "{probed}");
    assert_eq!(voyage.total() - all, probed);
    voyage.aws.heal("*");
    voyage.sail(15).await;
    assert_eq!(voyage.world.runs.fault(), None);
    assert_eq!(voyage.world.identity.fault(), None);
}

#[tokio::test(start_paused = true)]
async fn a_denied_reader_asks_once_a_minute() {
    let mut voyage = Voyage::moored();
    voyage.aws.fail("GetJobRuns", Fault::AccessDenied);
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(290).await;
    assert!((5..=6).contains(&voyage.count("GetJobRuns")), "{}", voyage.count("GetJobRuns"));
}

#[tokio::test(start_paused = true)]
async fn logs_that_are_denied_say_so_and_come_back() {
    let mut voyage = Voyage::moored();
    voyage.aws.fail("FilterLogEvents", Fault::AccessDenied);
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(5).await;
    let tail = &voyage.world.tails[reference::OUTPUT_GROUP];
    assert!(matches!(tail, Source::Failing(fault) if fault.kind == Kind::Denied), "{tail:?}");
    assert!(voyage.world.history.fault().is_some());
    voyage.aws.heal("FilterLogEvents");
    voyage.sail(70).await;
    let tail = &voyage.world.tails[reference::OUTPUT_GROUP];
    assert!(!matches!(tail, Source::Failing(_)), "{tail:?}");
    assert_eq!(voyage.world.history.fault(), None);
}

#[tokio::test(start_paused = true)]
async fn a_missing_function_is_told_as_missing() {
    let mut voyage = Voyage::moored();
    let mut other = pipeline();
    other.ingest.as_mut().unwrap().function = "nobody".into();
    voyage.outside.perform(Effect::Watch(Id(0), other));
    voyage.sail(5).await;
    assert_eq!(voyage.world.function.fault().map(|fault| fault.kind.clone()), Some(Kind::Missing));
    assert_eq!(voyage.world.tails["/aws/lambda/nobody"], Source::Waiting);
}

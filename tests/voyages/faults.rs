//! When AWS says no: each pane fails alone, says why, and the rest works.

use farol::demo::Aws;
use farol::demo::fault::Fault;

use super::Leg::{Change, Look, Miss, Press, Wait};
use super::{Landfall, Ship};

async fn with(operation: &str, fault: Fault) -> Landfall {
    let ship = Ship::living(farol::demo::account::Options::default());
    ship.aws.fail(operation, fault);
    ship.sail(vec![Wait(40.0)]).await
}

#[tokio::test(start_paused = true)]
async fn a_denied_read_names_the_permission_and_the_other_panes_work() {
    let landfall = with("GetJobRuns", Fault::AccessDenied).await;
    landfall.says(&["the identity needs glue:GetJobRuns", "? ETL", "  200   ", "public_apis.json"]);
    let landfall = with("ListObjectsV2", Fault::AccessDenied).await;
    landfall.says(&["the identity needs s3:ListBucket", "SUCCEEDED", "  200   "]);
    let landfall = with("FilterLogEvents", Fault::AccessDenied).await;
    landfall.says(&["the identity needs logs:FilterLogEvents", "SUCCEEDED", "public_apis.json"]);
}

#[tokio::test(start_paused = true)]
async fn a_read_that_hangs_blocks_no_key_and_is_given_up() {
    let ship = Ship::living(farol::demo::account::Options::default());
    ship.aws.fail("GetJobRuns", Fault::Hang);
    let legs = vec![Press(1.0, "?"), Look(&["invoke the ingest function"]), Press(1.0, "<esc>"), Wait(40.0)];
    let landfall = ship.sail(legs).await;
    landfall.says(&["no answer to glue:GetJobRuns"]);
}

#[tokio::test(start_paused = true)]
async fn an_expired_login_is_said_once_with_the_remedy_and_comes_back_by_itself() {
    let ship = Ship::living(farol::demo::account::Options::default());
    let expire: fn(&Aws) = |aws| aws.fail("*", Fault::ExpiredToken);
    let renew: fn(&Aws) = |aws| aws.heal("*");
    let legs = vec![
        Miss(&["no valid login"]),
        Change(5.0, expire),
        Wait(90.0),
        Look(&["no valid login", "SUCCEEDED"]),
        Change(0.0, renew),
        Wait(60.0),
        Miss(&["no valid login"]),
    ];
    ship.sail(legs).await.says(&["SUCCEEDED"]);
}

#[tokio::test(start_paused = true)]
async fn without_a_login_every_pane_says_so_and_none_is_left_reading() {
    let ship = Ship::living(farol::demo::account::Options::default());
    ship.aws.fail("*", Fault::ExpiredToken);
    let landfall = ship.sail(vec![Wait(60.0)]).await;
    let text = landfall.text();
    assert!(text.matches("no valid login").count() >= 5, "{text}");
    assert!(!text.contains("reading"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn an_action_whose_answer_is_lost_is_sent_once_called_unknown_and_looked_up() {
    for (fault, verdict, evidence) in [
        (Fault::InternalError, "it was not started", "no run carries this action's id"),
        (Fault::Lost, "it was started after all", "carries this action's id, and is"),
    ] {
        let ship = Ship::quiet(0.0);
        ship.aws.fail("StartJobRun", fault);
        let landfall = ship.sail(vec![Press(1.0, "e"), Press(1.0, "y"), Wait(30.0)]).await;
        landfall.says(&[verdict, evidence]);
        assert_eq!(ship.aws.ledger().get("StartJobRun"), Some(&1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_that_cannot_be_looked_up_stays_unknown() {
    let ship = Ship::quiet(0.0);
    ship.aws.fail("StartJobRun", Fault::InternalError);
    let blind: fn(&Aws) = |aws| aws.fail("GetJobRuns", Fault::AccessDenied);
    let landfall = ship.sail(vec![Press(1.0, "e"), Change(0.9, blind), Press(0.01, "y"), Wait(120.0)]).await;
    landfall.says(&["it may or may not have been started, and is not sent again"]);
    assert_eq!(ship.aws.ledger().get("StartJobRun"), Some(&1));
}

#[tokio::test(start_paused = true)]
async fn when_nothing_can_be_read_any_more_the_strip_and_the_header_say_so() {
    let ship = Ship::living(farol::demo::account::Options { failure_rate: 0.0, ..Default::default() });
    let cut: fn(&Aws) = |aws| aws.fail("*", Fault::AccessDenied);
    let landfall = ship.sail(vec![Change(5.0, cut), Wait(400.0)]).await;
    landfall.says(&["ingest?", "ETL?", "crawl?", "read 6m ago", "! not allowed"]);
    assert!(!landfall.text().contains("all steps are well"), "{}", landfall.text());
}

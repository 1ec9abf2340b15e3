//! What the dialog before an action finds in an account.

use farol::reference;

use super::Leg::{Change, Look, Miss, Press, Wait};
use super::Ship;

#[tokio::test(start_paused = true)]
async fn a_job_whose_input_is_missing_is_started_only_by_who_has_read_so() {
    const MISSING: &str = "! its input is missing: s3://public-apis-raw/public_apis.json";
    let ship = Ship::quiet(0.0);
    ship.sail(vec![Press(1.0, "e"), Look(&[MISSING]), Press(1.0, "y"), Wait(5.0)]).await;
    assert_eq!(ship.aws.ledger().get("StartJobRun"), Some(&1));
}

#[tokio::test(start_paused = true)]
async fn a_job_that_somebody_else_started_since_the_last_look_is_not_started_again() {
    let ship = Ship::quiet(0.0);
    let start = |aws: &farol::demo::Aws| {
        let (now, arguments) = (aws.clock().now(), std::collections::BTreeMap::new());
        aws.with(|account| account.start_run(reference::JOB, arguments, now).map(drop).unwrap());
    };
    let legs = vec![
        Press(1.0, "e"),
        Wait(1.5),
        Change(0.1, start),
        Miss(&["start ETL: running"]),
        Press(0.1, "y"),
        Look(&["! already STARTING, started 0s ago by somebody else"]),
        Press(1.0, "y"),
        Wait(5.0),
    ];
    ship.sail(legs).await;
    assert_eq!(ship.aws.ledger().get("StartJobRun"), None);
}

//! Each step, started by its key and followed to its end.

use farol::demo::account::Options;
use farol::reference;

use super::Leg::{Look, Miss, Press, Wait};
use super::Ship;

fn count(ship: &Ship, operation: &str) -> usize {
    ship.aws.ledger().get(operation).copied().unwrap_or_default()
}

#[tokio::test(start_paused = true)]
async fn a_living_pipeline_is_on_the_screen_within_a_second() {
    let ship = Ship::living(Options::default());
    let landfall = ship.sail(vec![Wait(1.0)]).await;
    landfall.says(&[
        "123456789012",
        "DEMO",
        "1 Objects",
        "public_apis.json",
        "  200   ",
        "SUCCEEDED",
        "POLL",
    ]);
    landfall.says(&["✗ ETL", "describe-public-apis failed"]);
}

#[tokio::test(start_paused = true)]
async fn the_ingest_is_invoked_once_and_its_object_appears() {
    let ship = Ship::quiet(0.0);
    let before = Miss(&["✓ ingest", "✓ raw"]);
    let landfall = ship.sail(vec![Press(1.0, "i"), before, Press(1.0, "y"), Wait(15.0)]).await;
    landfall.says(&["✓ ingest", "✓ raw", "  200   ", "public_apis.json"]);
    assert_eq!(count(&ship, "Invoke"), 1);
    let size = ship.aws.with(|account| account.bucket(reference::RAW_BUCKET).unwrap().objects.len());
    assert_eq!(size, 1);
}

#[tokio::test(start_paused = true)]
async fn the_job_is_started_once_and_followed_to_success() {
    let ship = Ship::quiet(0.0);
    let legs = vec![
        Press(1.0, "i"),
        Press(1.0, "y"),
        Wait(10.0),
        Press(1.0, "e"),
        Press(1.0, "y"),
        Wait(12.0),
        Look(&["● ETL", "start ETL: running"]),
        Miss(&["✓ ETL", "SUCCEEDED"]),
        Press(0.5, "e"),
        Look(&["describe-public-apis is running"]),
        Wait(60.0),
    ];
    let landfall = ship.sail(legs).await;
    landfall.says(&["✓ ETL", "✓ processed", "SUCCEEDED", "describe_public_apis.csv", "etl/output"]);
    assert_eq!(count(&ship, "StartJobRun"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failed_job_says_why_on_its_row_in_the_strip_and_in_the_log() {
    let ship = Ship::quiet(1.0);
    let landfall = ship.sail(vec![Press(1.0, "e"), Press(1.0, "y"), Wait(60.0)]).await;
    landfall.says(&["✗ ETL", "FAILED", "Exception: Random exception", "Random exception +17 lines"]);
}

#[tokio::test(start_paused = true)]
async fn the_crawler_is_run_once_and_its_table_appears() {
    let ship = Ship::quiet(0.0);
    let legs = vec![
        Press(1.0, "i"),
        Press(1.0, "y"),
        Wait(10.0),
        Press(1.0, "5c"),
        Press(1.0, "y"),
        Wait(10.0),
        Look(&["● crawl"]),
        Miss(&["✓ table", "public_apis_raw"]),
        Wait(120.0),
    ];
    let landfall = ship.sail(legs).await;
    landfall.says(&["✓ crawl", "✓ table", "public_apis_raw", "entries", "HTTPS"]);
    assert_eq!(count(&ship, "StartCrawler"), 1);
}

#[tokio::test(start_paused = true)]
async fn leaving_and_coming_back_starts_nothing() {
    let ship = Ship::quiet(0.0);
    ship.sail(vec![Press(1.0, "iecn"), Wait(5.0), Press(0.1, "q")]).await;
    for operation in ["Invoke", "StartJobRun", "StartCrawler"] {
        assert_eq!(count(&ship, operation), 0, "{operation}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_pipeline_costs_at_most_sixty_requests_a_minute_and_no_frame_but_for_ages() {
    let ship = Ship::quiet(0.0);
    ship.sail(vec![Press(1.0, "i"), Press(1.0, "y"), Wait(1800.0)]).await;
    let before: usize = ship.aws.ledger().values().sum();
    let landfall = ship.sail(vec![Wait(60.0)]).await;
    let start: usize = ship.aws.ledger().values().sum::<usize>() - before;
    let landfall_long = ship.sail(vec![Wait(660.0)]).await;
    let long: usize = ship.aws.ledger().values().sum::<usize>() - before - start;
    let a_minute = (long - start) / 10;
    assert!(a_minute <= 60, "{a_minute} requests a minute");
    // Each minute the ages of the invocation and of its object change: a word each, a frame each.
    let late = landfall_long.frames.abs_diff(landfall.frames);
    assert!(late <= 2 * 11, "{late} frames in ten idle minutes");
}

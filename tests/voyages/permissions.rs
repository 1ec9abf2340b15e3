//! Every subset of permissions: the console starts, shows what may be read, and names what is missing.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use farol::clock::Time;
use farol::demo::Aws;
use farol::demo::account::{Account, Options};
use farol::demo::fault::Fault;
use farol::reference::{CRAWLER, FUNCTION, INGEST_GROUP, JOB};

use super::Leg::{Change, Look, Miss, Press, Wait};
use super::{Leg, Ship};
use crate::stage::dawn;

/// An operation that the console reads with, and what tells whether it may.
struct Read {
    operation: &'static str,
    /// What is on the screen with it, and without it.
    shows: [&'static [&'static str]; 2],
    on: Screen,
}

/// Where something is to be seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Overview,
    Catalog,
    Dialog,
}

const READS: [Read; 8] = [
    Read {
        operation: "GetCallerIdentity",
        shows: [&["oncall"], &["sts:GetCallerIdentity"]],
        on: Screen::Overview,
    },
    Read {
        operation: "ListObjectsV2",
        shows: [&["public_apis.json"], &["s3:ListBucket"]],
        on: Screen::Overview,
    },
    Read {
        operation: "FilterLogEvents",
        shows: [&["  200   "], &["logs:FilterLogEvents"]],
        on: Screen::Overview,
    },
    Read { operation: "GetJobRuns", shows: [&["✓ SUCCEEDED"], &["glue:GetJobRuns"]], on: Screen::Overview },
    Read {
        operation: "GetCrawler",
        shows: [&["✓ crawl"], &["? crawl", "glue:GetCrawler"]],
        on: Screen::Catalog,
    },
    Read {
        operation: "GetTables",
        shows: [&["array<struct>"], &["? table", "glue:GetTables"]],
        on: Screen::Catalog,
    },
    Read {
        operation: "GetFunctionConfiguration",
        shows: [&["Invoke the ingest?"], &["Invoke the ingest?", "lambda:GetFunctionConfiguration"]],
        on: Screen::Dialog,
    },
    Read {
        operation: "GetFunctionConcurrency",
        shows: [&["Invoke the ingest?"], &["Invoke the ingest?", "lambda:GetFunctionConcurrency"]],
        on: Screen::Dialog,
    },
];

/// What only adds to what is known of the crawler: everything else is the same without.
const ADDED: [&str; 2] = ["ListCrawls", "GetCrawlerMetrics"];

/// What only adds the names of alarms: see the test of its own.
const ALARMS: &str = "DescribeAlarms";

/// The account denies every operation whose bit is set; the bits of [`ADDED`] come after those of [`READS`].
async fn sail(account: Account, denied: usize) {
    let is_denied = |at: usize| denied >> at & 1 == 1;
    let ship = Ship::over(account);
    for (at, read) in READS.iter().enumerate().filter(|(at, _)| is_denied(*at)) {
        // Seen where a look fails.
        println!("denied: {} ({at})", read.operation);
        ship.aws.fail(read.operation, Fault::AccessDenied);
    }
    for (_, operation) in (READS.len()..).zip(ADDED).filter(|(at, _)| is_denied(*at)) {
        println!("denied: {operation}");
        ship.aws.fail(operation, Fault::AccessDenied);
    }
    let looks = |on: Screen| {
        let reads = READS.iter().enumerate().filter(move |(_, read)| read.on == on);
        reads.map(move |(at, read)| Look(read.shows[usize::from(is_denied(at))]))
    };
    let mut legs: Vec<Leg> = vec![Wait(3.0)];
    legs.extend(looks(Screen::Overview));
    legs.push(Press(0.0, "5"));
    legs.extend(looks(Screen::Catalog));
    legs.extend([Press(0.0, "1"), Press(0.5, "i"), Wait(1.0)]);
    legs.extend(looks(Screen::Dialog));
    if denied == 0 {
        legs.push(Miss(&["not allowed"]));
    }
    ship.sail(legs).await;
    let ledger = ship.aws.ledger();
    let known = |name: &str| {
        READS.iter().map(|read| read.operation).chain(ADDED).chain([ALARMS]).any(|read| read == name)
    };
    let unknown: Vec<_> = ledger.keys().filter(|name| !known(name)).collect();
    assert!(unknown.is_empty(), "the console reads with {unknown:?} too");
}

/// An account in which each step has been done once in the last hour: less to read than a day.
fn lived() -> Account {
    let options = Options { failure_rate: 0.0, api_failure_rate: 0.0, ..Options::default() };
    let mut account = Account::quiet(options, dawn() - TimeDelta::hours(1));
    let mut at = |minutes: i64, act: fn(&mut Account, Time)| {
        let now = dawn() - TimeDelta::minutes(minutes);
        account.advance(now);
        act(&mut account, now);
    };
    at(55, |account, now| {
        account.invoke(FUNCTION, br#"{"bucket_name": "public-apis-raw"}"#, now).unwrap();
    });
    at(50, |account, now| {
        account.start_run(JOB, BTreeMap::new(), now).unwrap();
    });
    at(45, |account, now| account.start_crawler(CRAWLER, now).unwrap());
    at(0, |_, _| {});
    account
}

/// A quarter of all subsets; together the four tests sail through every one.
async fn check(quarter: usize) {
    let account = lived();
    for denied in (quarter..1 << (READS.len() + ADDED.len())).step_by(4) {
        sail(account.clone(), denied).await;
    }
}

#[tokio::test(start_paused = true)]
async fn with_the_first_two_reads_allowed_every_subset_of_the_others_is_enough_to_start() {
    check(0b00).await;
}

#[tokio::test(start_paused = true)]
async fn with_the_first_read_denied_every_subset_of_the_others_is_enough_to_start() {
    check(0b01).await;
}

#[tokio::test(start_paused = true)]
async fn with_the_second_read_denied_every_subset_of_the_others_is_enough_to_start() {
    check(0b10).await;
}

#[tokio::test(start_paused = true)]
async fn with_the_first_two_reads_denied_every_subset_of_the_others_is_enough_to_start() {
    check(0b11).await;
}

/// A line that arrives at once in the ingest's group.
fn say(aws: &Aws) {
    let now = aws.clock().now();
    aws.with(|account| {
        account.put_event(INGEST_GROUP, "s", now.timestamp_millis(), "said just now".into(), now);
    });
}

async fn check_live(denied: &[&str], shows: &'static [&'static str]) {
    println!("denied: {denied:?}");
    let ship = Ship::over(lived());
    for operation in denied {
        ship.aws.fail(operation, Fault::AccessDenied);
    }
    let legs = vec![Wait(3.0), Press(0.0, "4L"), Change(5.0, say), Wait(20.0)];
    ship.sail(legs).await.says(shows);
}

#[tokio::test(start_paused = true)]
async fn a_live_tail_that_is_not_allowed_is_polled_and_what_describes_groups_is_not_needed() {
    check_live(&[], &["LIVE", "said just now"]).await;
    check_live(&["DescribeLogGroups"], &["LIVE", "said just now"]).await;
    check_live(&["StartLiveTail"], &["POLL", "said just now"]).await;
    check_live(&["StartLiveTail", "DescribeLogGroups"], &["POLL", "said just now"]).await;
    check_live(&["StartLiveTail", "FilterLogEvents"], &["logs:FilterLogEvents", "✓ SUCCEEDED"]).await;
}

#[tokio::test(start_paused = true)]
async fn alarms_that_may_not_be_read_darken_their_own_pane_only() {
    let ship = Ship::over(lived());
    ship.aws.fail(ALARMS, Fault::AccessDenied);
    let legs = vec![Wait(3.0), Look(&["✓ SUCCEEDED"]), Press(0.0, "6"), Wait(1.0)];
    ship.sail(legs).await.says(&["cloudwatch:DescribeAlarms"]);
}

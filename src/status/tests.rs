//! Reports of made-up worlds, as JSON and as a table.

use std::time::Duration;

use super::*;
use crate::domain::fault::Kind;
use crate::domain::identity::Identity;
use crate::domain::world::Observation;

fn at(seconds_ago: i64) -> Time {
    Time::from_timestamp(1_767_323_045 - seconds_ago, 0).unwrap()
}

fn healthy(step: Step, state: State) -> Health {
    Health { step, state, since: None, took: None, note: None, why: None, turns: None, stale: None }
}

/// The reference pipeline on a bad day.
fn bad_day() -> PipelineReport {
    let mut world = World::default();
    let identity = Identity {
        account: "123456789012".into(),
        arn: "arn:aws:iam::123456789012:user/x".into(),
        region: "us-east-2".into(),
    };
    world.learn(at(1), Observation::Identity(Ok(identity)));
    let fault = Fault::new("glue:GetTables", Kind::Denied, "AccessDeniedException: no\u{1b}[2J");
    world.learn(at(1), Observation::Tables(Err(fault)));
    let raw = healthy(Step::Raw, State::Good);
    let etl = healthy(Step::Etl, State::Failed);
    let table = healthy(Step::Table, State::Unreadable);
    let healths = vec![
        Health { since: Some(at(120)), note: Some("356.2K".into()), ..raw },
        Health {
            since: Some(at(41)),
            took: Some(Duration::from_millis(21_500)),
            why: Some("Exception: Random exception".into()),
            ..etl
        },
        Health { why: Some("not allowed: the identity needs glue:GetTables".into()), ..table },
    ];
    PipelineReport::of(&crate::reference::pipeline(), &world, healths)
}

fn report(pipelines: Vec<PipelineReport>) -> Report {
    let state = pipelines.iter().map(|pipeline| pipeline.state).max().unwrap();
    Report { version: VERSION, generated_at: at(0), state, pipelines }
}

#[test]
fn the_json_is_as_the_schema_says() {
    let want = serde_json::json!({
        "version": 1,
        "generated_at": "2026-01-02T03:04:05Z",
        "state": "failed",
        "pipelines": [{
            "name": "public-apis",
            "account": "123456789012",
            "region": "us-east-2",
            "state": "failed",
            "fault": null,
            "steps": [{
                "step": "raw",
                "resource": "public-apis-raw/public_apis.json",
                "state": "good",
                "since": "2026-01-02T03:02:05Z",
                "took_seconds": null,
                "note": "356.2K",
                "why": null,
                "fault": null,
            }, {
                "step": "etl",
                "resource": "describe-public-apis",
                "state": "failed",
                "since": "2026-01-02T03:03:24Z",
                "took_seconds": 21.5,
                "note": null,
                "why": "Exception: Random exception",
                "fault": null,
            }, {
                "step": "table",
                "resource": "public_apis",
                "state": "unreadable",
                "since": null,
                "took_seconds": null,
                "note": null,
                "why": "not allowed: the identity needs glue:GetTables",
                "fault": {
                    "action": "glue:GetTables",
                    "kind": "denied",
                    "said": "AccessDeniedException: no␛[2J",
                },
            }],
        }],
    });
    assert_eq!(serde_json::to_value(report(vec![bad_day()])).unwrap(), want);
}

/// Every field there is, as a path.
fn fields(at: &str, value: &serde_json::Value, into: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(object) => {
            for (name, value) in object {
                into.insert(format!("{at}.{name}"));
                fields(&format!("{at}.{name}"), value, into);
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| fields(at, value, into)),
        _ => {}
    }
}

#[test]
fn the_schema_that_people_are_shown_has_the_fields_of_the_report() {
    let plain: String = SCHEMA.lines().map(|line| line.split("//").next().unwrap()).collect();
    let (mut shown, mut real) = Default::default();
    fields("", &serde_json::from_str(&plain).unwrap(), &mut shown);
    fields("", &serde_json::to_value(report(vec![bad_day()])).unwrap(), &mut real);
    assert_eq!(shown, real);
}

#[test]
fn the_table_is_aligned_and_says_what_is_wrong() {
    let offline = {
        let mut world = World::default();
        let fault = Fault::new("sts:GetCallerIdentity", Kind::Expired { renew: "aws sso login".into() }, "x");
        world.learn(at(1), Observation::Identity(Err(fault)));
        let pipeline = Pipeline { name: "other".into(), ..Pipeline::default() };
        PipelineReport::of(&pipeline, &world, vec![healthy(Step::Crawl, State::Pending)])
    };
    let want = "\
public-apis · 123456789012 · us-east-2: ✗ failed
  ✓ raw    good        public-apis-raw/public_apis.json   2m       356.2K
  ✗ etl    failed      describe-public-apis              41s  21s  Exception: Random exception
  ? table  unreadable  public_apis                                 not allowed: the identity needs glue:GetTables

other: ? no access; no valid login: run `aws sso login`
  … crawl  pending
";
    let got = text::table(&report(vec![bad_day(), offline]), &text::plain);
    assert_eq!(got, want, "\n{got}");
}

#[test]
fn a_profile_that_does_not_exist_is_bad_configuration_and_no_access_is_not() {
    for (doing, kind, want) in [
        ("profile", Kind::Ours, true),
        ("region", Kind::Ours, true),
        ("sts:GetCallerIdentity", Kind::Ours, false),
        ("sts:GetCallerIdentity", Kind::Denied, false),
    ] {
        let mut world = World::default();
        world.learn(at(1), Observation::Identity(Err(Fault::new(doing, kind, "x"))));
        let report = Report::new(at(0), &[(Pipeline::default(), world)]);
        assert_eq!(report.is_misconfigured(), want, "{doing}");
        assert_eq!(report.state, Verdict::NoAccess);
    }
}

#[test]
fn colour_is_put_on_sign_and_state_alone() {
    let marked = |_: State, text: &str| format!("<{text}>");
    let got = text::table(&report(vec![bad_day()]), &marked);
    let etl = got.lines().nth(2).unwrap();
    assert!(etl.starts_with("  <✗ etl>    <failed>      describe-public-apis"), "{etl}");
}

#[test]
fn the_only_table_is_named_in_full() {
    let mut world = World::default();
    let pipeline = crate::reference::pipeline();
    assert_eq!(resource(Step::Table, &pipeline, &world), "public_apis");
    assert_eq!(resource(Step::Ingest, &pipeline, &world), "getPublicAPIs");
    assert_eq!(resource(Step::Crawl, &pipeline, &world), "public-apis-crawler");
    let table = crate::domain::table::Table {
        name: "public_apis_raw".into(),
        database: "public_apis".into(),
        columns: Vec::new(),
        location: None,
        classification: None,
        serde: None,
        created: None,
        updated: None,
        ..Default::default()
    };
    world.learn(at(0), Observation::Tables(Ok(vec![table])));
    assert_eq!(resource(Step::Table, &pipeline, &world), "public_apis.public_apis_raw");
}

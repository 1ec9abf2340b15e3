//! From a row to what belongs to it, and back.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use farol::domain::Observation;
use farol::domain::object::{Entry, Object, Page, Prefix, Scope};
use farol::domain::run::{Run, State, Terms};
use farol::domain::table::Table;
use farol::effect::{Clip, Effect, Effects};

use crate::stage::{Stage, ago, dawn};

fn run(id: &str, state: State, previous: Option<&str>) -> Run {
    Run {
        id: id.into(),
        state,
        attempt: u32::from(previous.is_some()),
        previous: previous.map(Into::into),
        started: ago(600),
        completed: Some(ago(540)),
        execution: std::time::Duration::from_secs(55),
        error: None,
        detail: None,
        trigger: None,
        arguments: BTreeMap::default(),
        terms: Terms::default(),
    }
}

fn object(key: &str) -> Object {
    Object {
        key: key.into(),
        size: 10,
        modified: ago(100),
        etag: "e".into(),
        storage_class: None,
        version: None,
        restore: None,
    }
}

fn table(name: &str, location: &str) -> Table {
    Table {
        name: name.into(),
        database: "public_apis".into(),
        columns: vec![],
        location: Some(location.into()),
        classification: None,
        serde: None,
        created: None,
        updated: Some(dawn() - TimeDelta::hours(1)),
        ..Table::default()
    }
}

fn stage() -> Stage {
    sized(80, 24)
}

fn sized(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.hear(Observation::Runs(Ok(vec![
        run("jr_b", State::Succeeded, Some("jr_a")),
        run("jr_a", State::Failed, None),
    ])));
    let raw = object("public_apis.json");
    stage.hear(Observation::Raw(Ok(Some(raw.clone()))));
    for scope in [Scope::top("public-apis-raw"), Scope::folders(Prefix::top("public-apis-raw"))] {
        let page = Page::of(None, &[Entry::Object(raw.clone())], None);
        stage.hear(Observation::Listed(scope, Ok(page)));
    }
    stage.hear(Observation::Tables(Ok(vec![table("public_apis_raw", "s3://public-apis-raw/")])));
    stage
}

fn copied(effects: &Effects) -> Option<(&str, &str)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Copy(Clip { what, text }) => Some((what.as_str(), text.exact())),
        _ => None,
    })
}

#[test]
fn what_belongs_to_a_run_is_listed_and_a_jump_goes_there_and_back() {
    let mut stage = stage();
    stage.press("3J");
    insta::assert_snapshot!("jumps_of_a_run", stage.screen());
    stage.press("j<enter>");
    let text = stage.text();
    assert!(text.contains("1 Objects public-apis-raw") && text.contains("public_apis.json"), "{text}");
    stage.press("<ctrl-o>");
    assert!(stage.text().contains("3 Job runs"), "{}", stage.text());
    stage.press("<ctrl-o>");
    assert!(stage.text().contains("there was no jump to go back from"), "{}", stage.text());
}

#[test]
fn the_list_of_what_belongs_to_a_run_lies_over_a_large_screen_too() {
    let mut stage = sized(200, 50);
    stage.press("3J");
    insta::assert_snapshot!("jumps_of_a_run_200", stage.screen());
}

#[test]
fn a_row_is_copied_once_and_by_no_keys_that_come_together() {
    let mut stage = stage();
    let copies = stage.press("3yyy");
    assert_eq!(copied(&copies), Some(("the run's id", "jr_b")));
    assert_eq!(copies.len(), 1, "{copies:?}");
    stage.wait(1);
    assert_eq!(stage.press_together("y"), []);
}

#[test]
fn a_run_leads_to_the_attempt_before_it_also_where_the_filter_hides_that() {
    let mut stage = stage();
    stage.press("3/SUCC<enter>JG<enter>");
    let copy = stage.press("y");
    assert_eq!(copied(&copy), Some(("the run's id", "jr_a")));
}

#[test]
fn an_object_leads_to_its_table_and_the_table_to_its_objects() {
    let mut stage = stage();
    stage.press("1jJ");
    assert_eq!(copied(&stage.press("y")), Some(("the table's name", "public_apis.public_apis_raw")));
    stage.press("J");
    assert_eq!(copied(&stage.press("y")), Some(("the URI", "s3://public-apis-raw/public_apis.json")));
    stage.press("<ctrl-o><ctrl-o>");
    assert!(stage.text().contains("1 Objects"), "{}", stage.text());
}

#[test]
fn a_row_that_leads_nowhere_says_so() {
    let mut stage = stage();
    stage.press("5gJ");
    assert!(stage.text().contains("nothing is known to belong to this row"), "{}", stage.text());
}

#[test]
fn going_back_restores_the_place_the_filter_and_the_row_of_both_panes() {
    let mut stage = stage();
    stage.press("1/public_apis<enter>gj");
    let before = stage.text();
    stage.press("3/state:failed<enter>");
    let runs = stage.text();
    assert!(runs.contains("/state:failed") && runs.contains("1 of 1"), "{runs}");
    stage.press("Jj<enter>");
    assert!(stage.text().contains("1 Objects public-apis-raw"), "{}", stage.text());
    stage.press("J");
    assert!(stage.text().contains("5 Catalog"), "{}", stage.text());
    stage.press("J");
    assert!(stage.text().contains("1 Objects"), "{}", stage.text());
    stage.press("<ctrl-o><ctrl-o><ctrl-o>");
    assert_eq!(stage.text(), runs, "the pane that was left");
    stage.press("1");
    assert_eq!(stage.text(), before, "the pane that was gone to");
}

#[test]
fn going_back_within_a_pane_selects_the_row_that_one_came_from() {
    let mut stage = stage();
    stage.press("3J");
    stage.press("G<enter>");
    assert_eq!(copied(&stage.press("y")), Some(("the run's id", "jr_a")));
    stage.press("<ctrl-o>");
    stage.wait(1);
    assert_eq!(copied(&stage.press("y")), Some(("the run's id", "jr_b")));
}

#[test]
fn every_pane_copies_the_command_that_reads_its_row() {
    let mut stage = stage();
    stage.hear(Observation::Crawler(Err(farol::domain::fault::Fault::new(
        "glue:GetCrawler",
        farol::domain::fault::Kind::Denied,
        "no",
    ))));
    for (keys, want) in [
        ("3Y", "aws glue get-job-run --job-name describe-public-apis --run-id jr_b"),
        ("5gY", "aws glue get-crawler --name public-apis-crawler"),
        ("5GY", "aws glue get-table --database-name public_apis --name public_apis_raw"),
    ] {
        let copies = stage.press(keys);
        let (_, command) = copied(&copies).unwrap_or_else(|| panic!("{keys}: {}", stage.text()));
        assert_eq!(command.split(" --region").next(), Some(want), "{keys}");
    }
    let copies = stage.press("3mjmY");
    assert_eq!(copied(&copies).map(|(what, text)| (what, text.lines().count())), Some(("2 commands", 2)));
    stage.press("2");
    stage.press("Y");
    assert!(stage.text().contains("nothing is selected that a command could read"), "{}", stage.text());
}

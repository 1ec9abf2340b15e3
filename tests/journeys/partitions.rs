//! Partitions and versions of a table, and its data.

use farol::domain::Observation;
use farol::domain::fault::{Fault, Kind};
use farol::domain::glue::{Ask, Page, Rest, Told};
use farol::domain::object::{Object, Prefix};
use farol::domain::table::{Column, Kind as Type, Name, Newest, Partition, Table, Wanted};
use farol::effect::Effect;
use farol::reference as names;

use super::account::page;
use crate::stage::{Stage, ago};

fn column(name: &str, kind: &str, is_partition: bool) -> Column {
    Column { name: name.into(), kind: Type::parse(kind), is_partition }
}

/// Version so many of the table.
fn table(version: u8) -> Table {
    let kinds: &[(&str, &str)] = match version {
        0 => &[("bytes", "int")],
        1 => &[("bytes", "bigint"), ("client", "struct<agent:string>")],
        _ => &[("bytes", "bigint"), ("client", "struct<agent:string,country:string>")],
    };
    let mut columns: Vec<Column> = kinds.iter().map(|(name, kind)| column(name, kind, false)).collect();
    columns.extend([column("day", "date", true), column("region", "string", true)]);
    Table {
        name: "requests".into(),
        database: names::DATABASE.into(),
        columns,
        location: Some("s3://usage/requests/".into()),
        version: Some(version.to_string().into()),
        created: Some(ago(900_000)),
        updated: Some(ago(300_000 - 100_000 * i64::from(version))),
        parameters: [("rows".into(), version.to_string().into())].into(),
        ..Table::default()
    }
}

fn name() -> Name {
    table(2).full_name()
}

fn place() -> Prefix {
    Prefix { bucket: "usage".into(), prefix: "requests/".into() }
}

fn partition(day: &str, region: &str, seconds: i64) -> Partition {
    Partition {
        values: vec![day.into(), region.into()],
        location: Some(format!("s3://usage/requests/day={day}/region={region}/").into()),
        created: Some(ago(seconds)),
        analysed: Some(ago(seconds - 60)),
        rows: Some(1_200),
        bytes: Some(51_200),
    }
}

fn partitions() -> Vec<Partition> {
    vec![
        partition("2026-02-27", "asia", 180_000),
        partition("2026-02-28", "europe", 90_000),
        partition("2026-02-28", "asia", 90_000),
    ]
}

fn hear(stage: &mut Stage, told: Told) {
    stage.hear(Observation::Glue(told));
}

/// The table is selected.
fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.press("5");
    let asked = stage.hear(Observation::Tables(Ok(vec![table(2)])));
    assert_eq!(asked, [Effect::Glue(Ask::Newest(vec![place()]))]);
    stage.press("j");
    stage
}

#[track_caller]
fn check(stage: &mut Stage, has: &[&str], has_not: &[&str]) {
    let text = stage.pane("5 Catalog");
    for words in has {
        assert!(text.contains(words), "no {words:?} in\n{text}");
    }
    for words in has_not {
        assert!(!text.contains(words), "{words:?} in\n{text}");
    }
}

#[test]
fn partitions_stand_under_the_names_of_their_keys_the_last_first() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        assert_eq!(stage.press("P"), [Effect::Glue(Ask::Partitions(Wanted::all(name())))]);
        check(&mut stage, &["requests partitions", "reading"], &["bytes"]);
        hear(&mut stage, Told::Partitions(Wanted::all(name()), Ok(page(partitions()))));
        insta::assert_snapshot!(format!("partitions_{width}"), stage.pane("5 Catalog"));
        stage.press("jo");
        let text = stage.text();
        assert!(text.contains("region = asia") && text.contains("50.0K"), "{text}");
    }
}

#[test]
fn partitions_are_counted_as_at_least_while_they_come_and_esc_stops_them() {
    let mut stage = stage(80, 24);
    stage.press("P");
    let wanted = Wanted::all(name());
    let first = Page { rest: Rest::Coming, ..page(partitions()) };
    hear(&mut stage, Told::Partitions(wanted.clone(), Ok(first)));
    check(&mut stage, &["at least 3 partitions, reading"], &[]);
    assert_eq!(stage.press("<esc>"), [Effect::Unglue(Ask::Partitions(wanted.clone()))]);
    hear(&mut stage, Told::Stopped(Ask::Partitions(wanted)));
    check(&mut stage, &["at least 3 partitions, stopped", "europe"], &[]);
    stage.press("<esc>");
    check(&mut stage, &["▶▾ requests"], &["europe"]);
}

#[test]
fn an_expression_is_asked_of_glue_and_its_answer_is_shown() {
    let mut stage = stage(120, 30);
    stage.press("F");
    assert!(stage.text().contains("keys: day, region"), "{}", stage.text());
    let wanted = Wanted { table: name(), expression: "dya > '2026'".to_owned() };
    assert_eq!(stage.press("dya > '2026'<enter>"), [Effect::Glue(Ask::Partitions(wanted.clone()))]);
    let said = "InvalidInputException: dya is not a key";
    let fault = Fault::new("glue:GetPartitions", Kind::Refused, said);
    hear(&mut stage, Told::Partitions(wanted, Err(fault)));
    check(&mut stage, &["requests where dya > '2026'", "dya is not a key", "unreadable"], &[]);
    stage.press("F<backspace>");
    assert!(stage.text().contains("dya > '2026"), "the expression is kept: {}", stage.text());
}

#[test]
fn partitions_are_sorted_and_filtered() {
    let mut stage = stage(80, 24);
    stage.press("P");
    hear(&mut stage, Told::Partitions(Wanted::all(name()), Ok(page(partitions()))));
    stage.press("S");
    check(&mut stage, &["by values ↑", "▶  2026-02-27"], &[]);
    stage.press("sS");
    check(&mut stage, &["by age ↓"], &[]);
    stage.press("/europe<enter>");
    check(&mut stage, &["europe"], &["asia"]);
}

fn versions(stage: &mut Stage) {
    assert_eq!(stage.press("v"), [Effect::Glue(Ask::Versions(name()))]);
    hear(stage, Told::Versions(name(), Ok(page(vec![table(0), table(2), table(1)]))));
}

#[test]
fn each_version_says_what_it_changed_and_enter_tells_it_apart() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        versions(&mut stage);
        insta::assert_snapshot!(format!("versions_{width}"), stage.pane("5 Catalog"));
        stage.press("j<enter>");
        insta::assert_snapshot!(format!("version_change_{width}"), stage.pane("5 Catalog"));
    }
}

#[test]
fn any_two_versions_are_compared_by_marking_one() {
    let mut stage = stage(80, 24);
    versions(&mut stage);
    stage.press("mG<enter>");
    check(&mut stage, &["requests 0 → 2", "~ column bytes   int → bigint", "+ column client"], &[]);
    stage.press("<esc>M");
    check(&mut stage, &["version 2"], &["◆"]);
}

fn newest(seconds: i64) -> Told {
    let object =
        Object { key: "requests/part-1.csv".into(), size: 9, modified: ago(seconds), ..Object::default() };
    Told::Newest(vec![(place(), Ok(Newest { object: Some(object), seen: 1, is_all: true }))])
}

#[test]
fn a_table_that_is_older_than_its_data_is_marked() {
    let mut stage = stage(80, 24);
    hear(&mut stage, newest(200_000));
    check(&mut stage, &[], &["newer"]);
    hear(&mut stage, newest(96_400));
    check(&mut stage, &["data 1h00m newer"], &[]);
    stage.press("o");
    assert!(stage.text().contains("1h00m newer than the table"), "{}", stage.text());
}

#[test]
fn a_peek_looks_into_the_newest_object_and_the_way_back_leads_to_the_table() {
    let mut stage = stage(80, 24);
    assert_eq!(stage.press(" "), [Effect::Glue(Ask::Newest(vec![place()]))]);
    let effects = stage.hear(Observation::Glue(newest(96_400)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Preview(_))), "{effects:?}");
    stage.press("<esc><ctrl-o>");
    check(&mut stage, &["▶▾ requests"], &[]);
}

#[test]
fn the_command_reads_the_partitions_that_are_shown() {
    let mut stage = stage(120, 30);
    stage.press("F");
    let wanted = Wanted { table: name(), expression: "day > '2026'".to_owned() };
    stage.press("day > '2026'<enter>");
    hear(&mut stage, Told::Partitions(wanted, Ok(page(partitions()))));
    let effects = stage.press("Y");
    let [Effect::Copy(clip)] = effects.as_slice() else { panic!("{effects:?}") };
    let command = clip.text.exact();
    assert!(command.contains("glue get-partitions") && command.contains("--expression"), "{command}");
}

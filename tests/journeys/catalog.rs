//! The pane of the crawler and its tables.

use std::time::Duration;

use farol::app::Settings;
use farol::domain::Observation;
use farol::domain::action::{Action, Confirmation};
use farol::domain::crawler::{Changes, Crawl, Crawler, Metrics, Past, State};
use farol::domain::fault::{Fault, Kind};
use farol::domain::glue::Told;
use farol::domain::pipeline::Pipeline;
use farol::domain::table::{self, Column, Table};
use farol::effect::{Effect, Effects};
use farol::reference as names;

use crate::stage::{Stage, ago};

fn crawler(state: State, last: Option<&str>) -> Crawler {
    let crawl = |status: &str| Crawl {
        status: status.into(),
        started: Some(ago(3_700)),
        error: (status == "FAILED").then(|| "Service Principal is not authorized to read s3://b".into()),
        log_group: Some(names::CRAWLER_GROUP.into()),
        log_stream: Some(names::CRAWLER.into()),
        message_prefix: None,
    };
    Crawler {
        name: names::CRAWLER.into(),
        elapsed: state.is_busy().then(|| Duration::from_secs(42)),
        state,
        database: Some(names::DATABASE.into()),
        targets: vec![format!("s3://{}/", names::RAW_BUCKET).into()],
        last: last.map(crawl),
    }
}

fn column(name: &str, kind: &str) -> Column {
    Column { name: name.into(), kind: table::Kind::parse(kind), is_partition: false }
}

fn table(name: &str, columns: Vec<Column>) -> Table {
    Table {
        name: name.into(),
        database: names::DATABASE.into(),
        columns,
        location: Some(format!("s3://{}/", names::RAW_BUCKET).into()),
        classification: Some("json".into()),
        serde: Some("org.openx.data.jsonserde.JsonSerDe".into()),
        created: Some(ago(90_000)),
        updated: Some(ago(3_650)),
        ..Table::default()
    }
}

/// The table that a crawl of the reference pipeline leaves.
fn reference() -> Table {
    let fields = names::ENTRY_FIELDS.map(|(name, kind)| format!("{name}:{kind}")).join(",");
    let entries = column("entries", &format!("array<struct<{fields}>>"));
    table(names::TABLE, vec![column("count", "int"), entries])
}

fn stage(width: u16, height: u16, tables: Vec<Table>) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.press("5");
    stage.hear(Observation::Crawler(Ok(crawler(State::Ready, Some("SUCCEEDED")))));
    stage.hear(Observation::Tables(Ok(tables)));
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
fn the_crawler_stands_above_its_tables_with_their_types_as_trees() {
    insta::assert_snapshot!("catalog_40", stage(40, 18, vec![reference()]).pane("5 Catalog"));
    insta::assert_snapshot!("catalog_80", stage(80, 24, vec![reference()]).pane("5 Catalog"));
    insta::assert_snapshot!("catalog_120", stage(120, 30, vec![reference()]).pane("5 Catalog"));
    insta::assert_snapshot!("catalog_200", stage(200, 50, vec![reference()]).pane("5 Catalog"));
}

#[test]
fn enter_folds_and_unfolds_a_table_and_a_nested_column() {
    let mut stage = stage(80, 24, vec![reference()]);
    stage.press("Gkkkkkkk<enter>");
    check(&mut stage, &["└▸ entries", "array<struct>"], &["Category"]);
    stage.press("gjj<enter>");
    check(&mut stage, &["▶▸ public_apis_raw", "json   2 columns"], &["entries", "JsonSerDe"]);
    stage.press("<enter>");
    check(&mut stage, &["▶▾ public_apis_raw", "└▸ entries"], &["Category"]);
}

#[test]
fn many_tables_begin_folded() {
    let many = ["a", "b", "c", "d"].map(|name| table(name, vec![column("x", "int")]));
    let mut stage = stage(80, 24, many.to_vec());
    check(&mut stage, &["4 tables", "▸ a", "▸ d"], &["▾"]);
    stage.hear(Observation::Tables(Ok(vec![reference()])));
    check(&mut stage, &["1 table", "▸ public_apis_raw"], &[]);
}

#[test]
fn partition_keys_are_marked_and_nested_types_go_deep() {
    let deep = "map<string,struct<a:array<struct<b:int,c:string>>,d:decimal(10,2)>>";
    let day = Column { is_partition: true, ..column("day", "date") };
    let columns = vec![column("events", deep), column("id", "bigint"), day];
    insta::assert_snapshot!("catalog_nested_80", stage(80, 24, vec![table("t", columns)]).pane("5 Catalog"));
}

#[test]
fn a_crawl_under_way_says_for_how_long_and_how_the_last_one_went() {
    let mut stage = stage(120, 30, vec![reference()]);
    stage.hear(Observation::Crawler(Ok(crawler(State::Running, Some("SUCCEEDED")))));
    stage.wait(3);
    check(&mut stage, &["● public-apis-crawler   RUNNING for 45s   last crawl SUCCEEDED 1h ago"], &[]);
    stage.hear(Observation::Crawler(Ok(crawler(State::Stopping, None))));
    check(&mut stage, &["● public-apis-crawler   STOPPING for 42s"], &["last crawl"]);
}

#[test]
fn a_failed_crawl_says_why() {
    let mut stage = stage(80, 24, vec![reference()]);
    stage.hear(Observation::Crawler(Ok(crawler(State::Ready, Some("FAILED")))));
    let why = "Service Principal is not authorized to read s3://b";
    check(&mut stage, &["✗ public-apis-crawler   READY   last crawl FAILED 1h ago", why], &[]);
}

#[test]
fn a_database_without_tables_says_what_makes_them() {
    let mut stage = stage(80, 24, vec![]);
    stage.hear(Observation::Crawler(Ok(crawler(State::Ready, None))));
    insta::assert_snapshot!("catalog_empty_80", stage.pane("5 Catalog"));
    stage.resize(40, 12);
    check(&mut stage, &["the database has no tables yet; c", "runs the crawler"], &[]);
}

#[test]
fn what_is_not_known_is_said_in_words() {
    let mut stage = Stage::new(80, 24);
    stage.press("5");
    check(&mut stage, &["… public-apis-crawler   reading", "reading the tables"], &[]);
    let mut nothing = Stage::with(80, 24, Settings::default(), vec![Pipeline::default()]);
    nothing.press("5");
    check(&mut nothing, &["this pipeline names no crawler and no database"], &["reading"]);
}

#[test]
fn a_failed_read_keeps_the_old_tables_and_says_why() {
    let denied = |doing| Fault::new(doing, Kind::Denied, "AccessDeniedException: no");
    let mut stage = Stage::new(80, 24);
    stage.press("5");
    stage.hear(Observation::Crawler(Err(denied("glue:GetCrawler"))));
    stage.hear(Observation::Tables(Err(denied("glue:GetTables"))));
    let needs = ["the identity needs glue:GetCrawler", "the identity needs glue:GetTables"];
    check(&mut stage, &["? public-apis-crawler   unreadable", needs[0], needs[1]], &["reading"]);
    stage.hear(Observation::Crawler(Ok(crawler(State::Ready, Some("SUCCEEDED")))));
    stage.hear(Observation::Tables(Ok(vec![reference()])));
    stage.wait(125);
    stage.hear(Observation::Tables(Err(denied("glue:GetTables"))));
    check(&mut stage, &["1 table  2m old", needs[1], "✓ public-apis-crawler"], &[needs[0]]);
}

#[test]
fn a_filter_shows_the_columns_that_match_with_what_lies_above_them() {
    let mut stage = stage(80, 24, vec![reference(), table("other", vec![column("x", "int")])]);
    stage.press("/bool<enter>");
    check(&mut stage, &["▾ public_apis_raw", "entries", "HTTPS"], &["other", "Category", "crawler", "count"]);
    stage.press("<esc>/<enter>/other<enter>");
    check(&mut stage, &["▾ other", "x   int"], &["public_apis_raw "]);
    stage.press("<esc>/zzz<enter>");
    check(&mut stage, &["nothing matches the filter"], &[]);
}

#[test]
fn details_have_the_whole_type() {
    let mut stage = stage(120, 30, vec![reference()]);
    for (keys, words) in [
        ("<enter>", "log group"),
        ("<esc>jjo", "org.openx.data.jsonserde.JsonSerDe"),
        ("<esc>Gkkkkkkko", "array<struct<API:string,"),
        ("<esc>G<enter>", "field entries.Category"),
    ] {
        stage.press(keys);
        let text = stage.text();
        assert!(text.contains(words), "no {words:?} in\n{text}");
    }
}

#[test]
fn the_selection_stays_on_its_column_when_a_crawl_adds_others() {
    let mut stage = stage(80, 24, vec![reference()]);
    stage.press("G");
    let Table { columns, .. } = reference();
    let columns = [vec![column("added", "string")], columns].concat();
    stage.hear(Observation::Tables(Ok(vec![table(names::TABLE, columns)])));
    check(&mut stage, &["▶     └─ Category", "├─ added"], &[]);
}

#[test]
fn a_crawl_is_stopped_after_a_yes_and_only_while_there_is_one() {
    let mut stage = stage(120, 30, vec![reference()]);
    assert_eq!(stage.press("x"), []);
    assert!(stage.text().contains("public-apis-crawler is not running"), "{}", stage.text());
    stage.hear(Observation::Crawler(Ok(crawler(State::Running, None))));
    stage.press("x");
    stage.wait(1);
    stage.answer(vec![]);
    assert!(stage.text().contains("Stop the crawl?"), "{}", stage.text());
    let stop = Action::StopCrawler { crawler: names::CRAWLER.into() };
    assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(stop, None))]);
}

/// A crawl that began so many seconds ago, with what its summary says.
fn past(id: &str, state: &str, seconds: i64, took: Option<i64>, summary: &str) -> Past {
    Past {
        id: id.into(),
        state: state.into(),
        started: Some(ago(seconds)),
        ended: took.map(|took| ago(seconds - took)),
        error: (state == "FAILED").then(|| "Service Principal is not authorized to read s3://b".into()),
        dpu: 29,
        changes: Changes::parse(summary),
        log_group: Some(names::CRAWLER_GROUP.into()),
        log_stream: Some(names::CRAWLER.into()),
        message_prefix: Some(id.into()),
    }
}

/// Crawls of every hour, the newest of which runs for 40 seconds where that is wanted.
fn history(is_running: bool) -> Observation {
    let running = is_running.then(|| past("c9", "RUNNING", 40, None, ""));
    let added = r#"{"TABLE":{"ADD":{"Details":{"names":["public_apis_raw"]},"Count":1}}}"#;
    let changed = r#"{"TABLE":{"UPDATE":{"Count":1}},"PARTITION":{"ADD":{"Count":12},"DELETE":{"Count":2}}}"#;
    let hour = |n: i64| 3_600 * n + 100;
    let mut all: Vec<Past> = running.into_iter().collect();
    all.push(past("c8", "COMPLETED", hour(1), Some(52), changed));
    all.push(past("c7", "COMPLETED", hour(2), Some(50), ""));
    all.push(past("c6", "FAILED", hour(3), Some(8), ""));
    all.push(past("c5", "STOPPED", hour(4), Some(12), ""));
    all.push(past("c4", "COMPLETED", hour(5), Some(61), ""));
    all.push(past("c3", "COMPLETED", hour(6), Some(49), added));
    Observation::Glue(Told::Crawls(Ok(all)))
}

#[test]
fn the_history_of_crawls_says_what_each_of_them_changed() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height, vec![reference()]);
        stage.hear(history(false));
        stage.press("jj<enter>");
        insta::assert_snapshot!(format!("catalog_crawls_{width}"), stage.pane("5 Catalog"));
        stage.press("jo");
        insta::assert_snapshot!(format!("crawl_details_{width}"), stage.text());
    }
}

#[test]
fn a_crawl_under_way_is_compared_with_the_usual() {
    let mut stage = stage(120, 30, vec![reference()]);
    stage.hear(history(true));
    stage.hear(Observation::Crawler(Ok(crawler(State::Running, None))));
    check(
        &mut stage,
        &["RUNNING for 42s of the usual 52s (80%)", "7 crawls   usually 52s, every 1h00m"],
        &[],
    );
    let metrics = Metrics {
        left: Some(Duration::from_secs(18)),
        median: Some(Duration::from_mins(1)),
        created: 3,
        ..Metrics::default()
    };
    stage.hear(Observation::Glue(Told::Metrics(Ok(metrics))));
    check(&mut stage, &["RUNNING for 42s of the usual 1m00s (70%)"], &[]);
    stage.wait(3);
    stage.press("o");
    for words in ["about 15s", "3 created, 0 updated, 0 deleted"] {
        assert!(stage.text().contains(words), "no {words:?} in\n{}", stage.text());
    }
}

#[test]
fn a_history_that_may_not_be_read_is_said_and_breaks_nothing() {
    let mut stage = stage(120, 30, vec![reference()]);
    let denied = Fault::new("glue:ListCrawls", Kind::Denied, "AccessDeniedException: no");
    stage.hear(Observation::Glue(Told::Crawls(Err(denied))));
    check(&mut stage, &["no history: ", "glue:ListCrawls", "✓ public-apis-crawler", "entries"], &[]);
}

/// What was asked of older lines.
fn read_back(effects: &Effects) -> Vec<(String, String)> {
    let past = effects.iter().filter_map(|effect| match effect {
        Effect::ReadBack(past) => Some((past.stream.to_string(), past.groups.join(" "))),
        _ => None,
    });
    past.collect()
}

#[test]
fn the_lines_of_a_crawl_are_shown_and_esc_comes_back() {
    let mut stage = stage(120, 30, vec![reference()]);
    stage.hear(history(false));
    stage.press("jj<enter>jj");
    let asked = read_back(&stage.press("l"));
    assert_eq!(asked, [(names::CRAWLER.to_owned(), names::CRAWLER_GROUP.to_owned())]);
    assert!(stage.text().contains("crawl of 00:58:20 only"), "{}", stage.text());
    stage.press("<esc>");
    check(&mut stage, &["▶    ✓ COMPLETED"], &[]);
}

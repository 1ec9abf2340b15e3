//! What is inside an object.

use std::sync::Arc;

use farol::domain::Observation;
use farol::domain::download::{Order, Wanted};
use farol::domain::errand::{Errand, Step};
use farol::domain::fault::{Fault, Kind};
use farol::domain::object::{Entry, Object, ObjectRef, Page, Scope};
use farol::domain::preview::parquet::{Extent, Sparse};
use farol::domain::preview::{self, Earlier, News, Target, Wish};
use farol::effect::Effect;
use farol::reference as names;

use crate::stage::{Stage, ago};

const HUGE: u64 = 50 << 30;

fn target(key: &str, size: u64) -> Target {
    Target {
        object: ObjectRef::new(names::RAW_BUCKET, key),
        size,
        modified: ago(120),
        etag: "0123456789abcdef0123456789abcdef".into(),
    }
}

fn news(news: News) -> Observation {
    Observation::Previewed(Box::new(news))
}

fn look(target: &Target, raw: &[u8]) -> Observation {
    news(News::Look(target.clone(), Ok(Arc::new(preview::look(target.name(), raw, target.size)))))
}

/// The preview of an object that is the only one in its bucket.
fn open(width: u16, height: u16, target: &Target) -> Stage {
    let mut stage = Stage::new(width, height);
    let object = Object {
        key: target.object.key.clone(),
        size: target.size,
        modified: target.modified,
        etag: target.etag.clone(),
        ..Object::default()
    };
    let page = Page::of(None, &[Entry::Object(object)], None);
    stage.hear(Observation::Listed(Scope::top(names::RAW_BUCKET), Ok(page)));
    assert_eq!(stage.press("j<space>"), [Effect::Preview(target.clone())]);
    stage
}

/// The same after a beginning of it has been read.
fn read(width: u16, height: u16, name: &str, raw: &[u8], size: u64) -> (Stage, Target) {
    let target = target(name, size);
    let mut stage = open(width, height, &target);
    stage.hear(look(&target, raw));
    (stage, target)
}

#[track_caller]
fn check(stage: &mut Stage, has: &[&str], has_not: &[&str]) {
    let text = stage.text();
    for words in has {
        assert!(text.contains(words), "no {words:?} in\n{text}");
    }
    for words in has_not {
        assert!(!text.contains(words), "{words:?} in\n{text}");
    }
}

fn table(rows: usize) -> String {
    let rows = (0..rows).map(|n| format!("{n},\"name, the {n}th\",{n}.5,2026-02-{:02},true\n", n % 28 + 1));
    std::iter::once("id,name,price,since,is_open\n".to_owned()).chain(rows).collect()
}

const APIS: &str = r#"{"count":2,"entries":[{"API":"AdoptAPet","Auth":"apiKey","HTTPS":true,"Cors":"yes"},{"API":"Axolotl","Auth":"","HTTPS":true,"Cors":"no"#;

/// A look at the Parquet file of the demo, of which all is there.
fn parquet(target: &Target) -> Observation {
    let bytes = include_bytes!("../../assets/demo/public_apis.parquet");
    let mut file = Sparse::new(bytes.len() as u64);
    file.add(0, bytes::Bytes::from_static(bytes));
    let table = preview::parquet::table(&file, Extent { rows: 120, columns: 6 }).unwrap();
    let look = preview::look(target.name(), bytes, target.size);
    let look = preview::parquet::look(look, table, file.held(), false);
    news(News::Look(target.clone(), Ok(Arc::new(look))))
}

#[test]
fn a_parquet_file_says_what_of_it_is_shown_and_asks_for_more_rows_and_columns() {
    for (width, height) in [(80, 24), (200, 50)] {
        let target = target("apis.parquet", 14_516);
        let mut stage = open(width, height, &target);
        stage.hear(parquet(&target));
        insta::assert_snapshot!(format!("preview_parquet_{width}"), stage.screen());
        assert_eq!(stage.press("G"), [Effect::PreviewMore(Wish::Rows)]);
        assert_eq!(stage.press("l"), [Effect::PreviewMore(Wish::Columns)]);
        assert_eq!(stage.press("l"), [], "it is asked for once");
    }
}

#[test]
fn a_table_of_a_huge_object_is_shown_from_its_beginning() {
    for (width, height) in [(80, 24), (200, 50)] {
        let (mut stage, _) = read(width, height, "orders.csv", table(5_000).as_bytes(), HUGE);
        insta::assert_snapshot!(format!("preview_csv_{width}"), stage.screen());
        check(&mut stage, &["5 columns", "rows in the first 226.2K of 50.0G; more below"], &[]);
    }
}

#[test]
fn json_is_a_tree_however_little_of_it_has_been_read() {
    for (width, height) in [(80, 24), (200, 50)] {
        let (mut stage, _) = read(width, height, "public_apis.json", APIS.as_bytes(), 364_748);
        insta::assert_snapshot!(format!("preview_json_{width}"), stage.screen());
    }
}

#[test]
fn the_shape_says_what_changed_since_the_object_before() {
    for (width, height) in [(80, 24), (200, 50)] {
        let (mut stage, target) = read(width, height, "orders.csv", b"id,city,price\n1,Porto,a lot\n", 28);
        assert_eq!(stage.press("s"), [Effect::Compare(target.clone())]);
        check(&mut stage, &["looking for what came before"], &[]);
        let older = self::target("orders-1.csv", 30);
        let raw = preview::look("orders-1.csv", b"id,name,price\n1,x,1.5\n2,y,2.5\n", 30);
        stage.hear(news(News::Earlier(target, Earlier::Object(Box::new(older), Arc::new(raw)))));
        check(&mut stage, &["+ city text", "- name text", "! price was number, is text"], &[]);
        insta::assert_snapshot!(format!("preview_shape_{width}"), stage.screen());
        assert_eq!(stage.press("ss"), [], "what came before is read once");
    }
}

#[test]
fn bytes_that_are_no_text_are_shown_as_numbers() {
    let raw: Vec<u8> = (0..=255).collect();
    let (mut stage, _) = read(80, 24, "blob", &raw, 256);
    insta::assert_snapshot!("preview_bytes_80", stage.screen());
}

#[test]
fn more_is_asked_for_once_when_the_user_goes_to_the_end() {
    let (mut stage, target) = read(80, 24, "a.log", "a line\n".repeat(100).as_bytes(), HUGE);
    assert_eq!(stage.press("j"), []);
    assert_eq!(stage.press("G"), [Effect::PreviewMore(Wish::Rows)]);
    assert_eq!(stage.press("Gj"), []);
    assert_eq!(stage.hear(look(&target, "a line\n".repeat(200).as_bytes())), [], "nobody looks for more yet");
    assert_eq!(stage.press("G"), [Effect::PreviewMore(Wish::Rows)]);
    let fault = Fault::new("s3:GetObject", Kind::Denied, "AccessDenied: no");
    stage.hear(news(News::Look(target, Err(fault))));
    check(&mut stage, &["a line", "not allowed: the identity needs s3:GetObject"], &[]);
}

#[test]
fn a_wide_table_is_scrolled_by_its_columns() {
    let wide: String = (0..40).map(|n| format!("column{n}")).collect::<Vec<_>>().join(",")
        + ",z\n"
        + &"1,".repeat(40)
        + "2\n";
    let (mut stage, _) = read(80, 24, "wide.csv", wide.as_bytes(), wide.len() as u64);
    check(&mut stage, &["column0 ", "column5 "], &["column9 "]);
    stage.press("lllll");
    check(&mut stage, &["column5 ", "column9 "], &["column0 "]);
    stage.press("hhhhhh");
    check(&mut stage, &["column0 "], &[]);
}

#[test]
fn a_row_opens_as_a_tree() {
    let raw = b"{\"id\":1,\"tags\":[\"a\",\"b\"]}\n{\"id\":2,\"tags\":[]}\n";
    let (mut stage, _) = read(80, 24, "events.jsonl", raw, raw.len() as u64);
    check(&mut stage, &["JSON lines", "2 columns, 2 rows", "list"], &[]);
    stage.press("<enter>");
    check(&mut stage, &["row 1", "tags", "└─ 1 b"], &[]);
    stage.press("<esc>");
    check(&mut stage, &["JSON lines"], &["row 1"]);
}

#[test]
fn a_preview_that_cannot_be_read_says_why_and_is_left() {
    let target = target("secret.csv", 10);
    let mut stage = open(80, 24, &target);
    check(&mut stage, &["s3://public-apis-raw/secret.csv", "reading"], &[]);
    let fault = Fault::new("s3:GetObject", Kind::Denied, "AccessDenied: no");
    stage.hear(news(News::Look(target, Err(fault))));
    check(&mut stage, &["not allowed: the identity needs s3:GetObject"], &[]);
    assert_eq!(stage.press("<esc>"), [Effect::EndPreview]);
}

#[test]
fn hostile_content_is_drawn_visibly() {
    let (mut stage, _) = read(80, 24, "a.txt", "one\u{1b}[2J\u{202e}two\n".as_bytes(), 15);
    check(&mut stage, &["one␛[2J<U+202E>two"], &[]);
    let (mut stage, _) = read(80, 24, "a.csv", "a\u{1b}[2J,b\nx\u{7},y\n".as_bytes(), 13);
    check(&mut stage, &["a␛[2J", "x␇"], &[]);
}

/// A console on the only object of a bucket.
fn on(target: &Target) -> Stage {
    let mut stage = open(120, 30, target);
    assert_eq!(stage.press("<esc>"), [Effect::EndPreview]);
    stage
}

#[test]
fn an_object_is_fetched_into_the_folder_that_is_typed() {
    let target = target("d.csv", 10);
    let mut stage = on(&target);
    stage.press("D");
    check(&mut stage, &["fetch into ./", "what is there stays; ! at the end replaces it"], &[]);
    let order = |folder: &str, is_replacing| {
        let wanted = Wanted::Object(target.clone());
        [Effect::Download(Order { wanted, folder: folder.into(), is_replacing })]
    };
    assert_eq!(stage.press("<enter>"), order("./", false));
    stage.press("D<ctrl-u>");
    assert_eq!(stage.press("<enter>"), [], "no folder is no answer");
    assert_eq!(stage.press("in!<enter>"), order("in", true));
    stage.hear(Observation::Fetching(Step::At("fetching: 1.0M of 2.0M, 512.0K/s".into())));
    check(&mut stage, &["fetching: 1.0M of 2.0M, 512.0K/s; esc stops it"], &[]);
    assert_eq!(stage.press("<esc>"), [Effect::Stop(Errand::Download)]);
}

#[test]
fn a_url_is_asked_how_long_it_is_good_and_goes_to_the_clipboard() {
    let target = target("d.csv", 10);
    let mut stage = on(&target);
    stage.press("U<ctrl-u>");
    assert_eq!(stage.press("8d<enter>"), [], "S3 signs for seven days at most");
    let wanted = Effect::Presign(target.object.clone(), std::time::Duration::from_mins(90));
    assert_eq!(stage.press("<ctrl-u>90m<enter>"), [wanted]);
    let url =
        preview::Url { text: "https://x?X-Amz-Signature=s".into(), what: "the URL, good for 1h30m".into() };
    let copied = stage.hear(Observation::Presigned(Ok(url)));
    assert_eq!(format!("{copied:?}"), "[Copy(the URL, good for 1h30m (27 bytes))]");
}

#[test]
fn what_names_an_object_is_copied() {
    let mut stage = on(&target("a b.csv", 10));
    let mut copied = |key: &str| match stage.press(key).pop() {
        Some(Effect::Copy(clip)) => clip.text.exact().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(copied("y"), "s3://public-apis-raw/a b.csv");
    assert_eq!(copied("<alt-y>"), "arn:aws:s3:::public-apis-raw/a b.csv");
    assert!(copied("Y").starts_with("aws s3 cp 's3://public-apis-raw/a b.csv' ./"));
}

//! The pane of objects.

use farol::domain::Observation;
use farol::domain::fault::{Fault, Kind};
use farol::domain::object::{Entry, Object, Page, Prefix, Token};
use farol::effect::Effect;
use farol::reference as names;

use crate::stage::{Stage, ago};

fn object(key: &str, size: u64, seconds: i64) -> Entry {
    Entry::Object(Object {
        key: key.into(),
        size,
        modified: ago(seconds),
        etag: "0123456789abcdef0123456789abcdef".into(),
        storage_class: None,
    })
}

fn folder(prefix: &str) -> Entry {
    Entry::Folder(prefix.into())
}

fn raw() -> Prefix {
    Prefix::top(names::RAW_BUCKET)
}

fn processed() -> Prefix {
    Prefix::top(names::PROCESSED_BUCKET)
}

fn within(prefix: &str) -> Prefix {
    Prefix { prefix: prefix.into(), ..raw() }
}

fn token(text: &str) -> Token {
    Token(text.into())
}

fn whole(place: Prefix, entries: Vec<Entry>) -> Observation {
    Observation::Listed(place, Ok(Page { asked: None, entries, next: None }))
}

fn page(place: Prefix, asked: Option<&str>, entries: Vec<Entry>, next: Option<&str>) -> Observation {
    Observation::Listed(place, Ok(Page { asked: asked.map(token), entries, next: next.map(token) }))
}

fn denied(place: Prefix) -> Observation {
    Observation::Listed(place, Err(Fault::new("s3:ListBucket", Kind::Denied, "AccessDenied: no")))
}

/// Numbered objects under a prefix.
fn parts(prefix: &str, numbers: std::ops::Range<u32>) -> Vec<Entry> {
    numbers.map(|n| object(&format!("{prefix}part-{n:05}.json"), 1_000 + u64::from(n), 300)).collect()
}

/// The reference pipeline's buckets, with a folder in one of them.
fn stage(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.hear(whole(raw(), vec![folder("archive/"), object(names::RAW_KEY, 364_748, 120)]));
    stage.hear(whole(processed(), vec![object(names::PROCESSED_KEY, 512, 1_560)]));
    stage
}

/// A folder of the raw bucket of which the first page has been read, on a screen of 80x24.
fn in_folder(entries: Vec<Entry>, next: Option<&str>) -> Stage {
    let mut stage = stage(80, 24);
    let asked = stage.press("j<enter>");
    assert_eq!(asked, [Effect::List(within("archive/"), None)]);
    stage.hear(page(within("archive/"), None, entries, next));
    stage
}

#[track_caller]
fn check(stage: &mut Stage, has: &[&str], has_not: &[&str]) {
    let text = stage.pane("1 Objects");
    for words in has {
        assert!(text.contains(words), "no {words:?} in\n{text}");
    }
    for words in has_not {
        assert!(!text.contains(words), "{words:?} in\n{text}");
    }
}

#[test]
fn both_buckets_are_there_at_once_with_the_objects_that_the_pipeline_names_marked() {
    insta::assert_snapshot!("objects_40", stage(40, 12).pane("1 Objects"));
    insta::assert_snapshot!("objects_80", stage(80, 24).pane("1 Objects"));
    insta::assert_snapshot!("objects_120", stage(120, 30).pane("1 Objects"));
    insta::assert_snapshot!("objects_200", stage(200, 50).pane("1 Objects"));
}

#[test]
fn what_has_not_been_read_yet_says_so() {
    let mut stage = Stage::new(80, 24);
    check(&mut stage, &["public-apis-raw/", "public-apis-analytics/", "reading"], &[]);
    stage.hear(whole(raw(), vec![]));
    check(&mut stage, &["empty", "reading"], &[]);
}

#[test]
fn a_folder_is_entered_and_left_to_where_one_came_from() {
    let mut stage = in_folder(parts("archive/", 0..30), None);
    insta::assert_snapshot!("objects_in_folder_80", stage.pane("1 Objects"));
    assert_eq!(stage.press("jj<esc>"), []);
    check(&mut stage, &["▶  archive/", "public-apis-analytics/"], &["part-00000"]);
    assert_eq!(stage.press("<enter>"), [], "a place that was just read is not read again");
    check(&mut stage, &["part-00000.json"], &[]);
    stage.press("<esc>");
    stage.wait(90);
    assert_eq!(stage.press("<enter>"), [Effect::List(within("archive/"), None)]);
    check(&mut stage, &["1m old"], &[]);
}

#[test]
fn a_bucket_is_entered_by_its_heading() {
    let mut stage = stage(120, 30);
    assert_eq!(stage.press("b<enter>"), []);
    check(&mut stage, &["public-apis-analytics/ ", names::PROCESSED_KEY, "1 of 1"], &[names::RAW_KEY]);
    stage.press("h");
    check(&mut stage, &["▶public-apis-analytics/", names::RAW_KEY], &[]);
}

#[test]
fn deep_paths_are_cut_from_the_front() {
    let deep = "archive/year=2026/month=02/day=28/hour=23/minute=59/source=api.publicapis.org/";
    let mut stage = in_folder(vec![folder(deep)], None);
    stage.press("<enter>");
    check(
        &mut stage,
        &["…", "minute=59/source=api.publicapis.org/ ", "reading"],
        &["1 Objects public-apis-raw"],
    );
}

#[test]
fn details_say_all_that_a_listing_knows() {
    let mut stage = stage(120, 30);
    stage.press("jjo");
    let text = stage.text();
    for words in [
        "s3://public-apis-raw/public_apis.json",
        "364,748 bytes (356.1K)",
        "2026-03-01 02:58:00 (2m ago)",
        "0123456789abcdef0123456789abcdef",
        "STANDARD",
        "the ingest writes it",
    ] {
        assert!(text.contains(words), "no {words:?} in\n{text}");
    }
}

#[test]
fn the_next_page_is_asked_for_once_when_the_end_is_near() {
    let mut stage = in_folder(parts("archive/", 0..1_000), Some("1"));
    check(&mut stage, &["1 of 1,000+"], &[]);
    let more = |token: &str| [Effect::List(within("archive/"), Some(Token(token.into())))];
    assert_eq!(stage.press("jjj<pgdn>"), []);
    assert_eq!(stage.press("G"), more("1"));
    assert_eq!(stage.press("kkj<pgdn>gG"), []);
    let asked = stage.hear(page(within("archive/"), Some("1"), parts("archive/", 1_000..2_000), Some("2")));
    assert_eq!(asked, []);
    check(&mut stage, &["▶  part-00999.json", "1,000 of 2,000+"], &[]);
    assert_eq!(stage.press("G"), more("2"));
    stage.hear(page(within("archive/"), Some("2"), parts("archive/", 2_000..2_001), None));
    assert_eq!(stage.press("G"), []);
    check(&mut stage, &["2,001 of 2,001"], &["+"]);
}

#[test]
fn a_page_that_cannot_be_read_is_asked_for_again_only_after_a_refresh() {
    let mut stage = in_folder(parts("archive/", 0..1_000), Some("1"));
    let again = Effect::List(within("archive/"), Some(token("1")));
    assert_eq!(stage.press("G"), std::slice::from_ref(&again));
    assert_eq!(stage.hear(denied(within("archive/"))), []);
    check(&mut stage, &["part-00999.json", "not allowed: the identity needs s3:ListBucket", "0s old"], &[]);
    assert_eq!(stage.press("kG"), []);
    assert_eq!(stage.press("r"), [Effect::Refresh, Effect::List(within("archive/"), None)]);
    let first = page(within("archive/"), None, parts("archive/", 0..1_000), Some("1"));
    assert_eq!(stage.hear(first), [again]);
}

#[test]
fn a_filter_applies_to_the_loaded_rows_and_says_so() {
    let mut stage = in_folder(parts("archive/", 0..1_000), Some("1"));
    assert_eq!(stage.press("/0007<enter>"), []);
    check(&mut stage, &["/0007", "11 of 1,000 loaded", "part-00070.json"], &["part-00080"]);
    stage.press("/x<enter>");
    check(&mut stage, &["nothing among the 1,000 loaded matches the filter; G loads more"], &[]);
    assert_eq!(stage.press("G"), [Effect::List(within("archive/"), Some(token("1")))]);
    stage.press("<esc>");
    check(&mut stage, &["part-00000.json", "archive/"], &["/0007"]);
    stage.press("<esc>/csv<enter>");
    check(&mut stage, &["0 of 2", "1 of 1", names::PROCESSED_KEY], &[names::RAW_KEY]);
}

#[test]
fn a_filter_finds_a_bucket_with_all_it_holds_and_says_when_it_finds_nothing() {
    let mut stage = stage(120, 30);
    stage.press("/analyt<enter>");
    check(&mut stage, &["public-apis-analytics/", names::PROCESSED_KEY], &[names::RAW_KEY]);
    stage.press("<esc>/zebra<enter>");
    check(&mut stage, &["public-apis-raw/", "nothing matches the filter"], &[names::PROCESSED_KEY]);
}

#[test]
fn a_bucket_that_is_denied_stands_beside_one_that_is_not() {
    let mut stage = Stage::new(120, 30);
    stage.hear(whole(raw(), vec![object(names::RAW_KEY, 364_748, 120)]));
    stage.hear(denied(processed()));
    insta::assert_snapshot!("objects_denied_120", stage.pane("1 Objects"));
    stage.hear(whole(processed(), vec![object(names::PROCESSED_KEY, 512, 1_560)]));
    stage.wait(300);
    let elsewhere = Kind::Elsewhere { region: Some("eu-west-1".into()) };
    let fault = Fault::new("s3:ListBucket", elsewhere, "PermanentRedirect");
    stage.hear(Observation::Listed(processed(), Err(fault)));
    check(&mut stage, &["it is in eu-west-1", "1 object  5m old", names::PROCESSED_KEY], &[]);
    stage.press("b<enter>");
    check(&mut stage, &["1 of 1  5m old", "it is in eu-west-1", names::PROCESSED_KEY], &[names::RAW_KEY]);
}

#[test]
fn hostile_keys_are_drawn_visibly() {
    let mut stage = Stage::new(80, 24);
    let keys = ["a\nb.json", "c\u{1b}[2Jd.json", "e\u{202e}nosj.f", "\u{200b}", "日本語/データ.json"];
    stage.hear(whole(raw(), keys.iter().map(|key| object(key, 1, 60)).collect()));
    stage.hear(whole(processed(), vec![folder("\t/"), folder("//")]));
    insta::assert_snapshot!("objects_hostile_80", stage.pane("1 Objects"));
    stage.press("jjo");
    assert!(stage.text().contains("s3://public-apis-raw/c␛[2Jd.json"), "{}", stage.text());
}

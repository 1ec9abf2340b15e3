//! The pane of objects.

use farol::domain::Observation;
use farol::domain::fault::{Fault, Kind};
use farol::domain::object::{Entry, Manner, News, Object, Page, Prefix, Scope, Token, Version};
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
        ..Object::default()
    })
}

fn folder(prefix: &str) -> Entry {
    Entry::Folder(prefix.into())
}

fn raw() -> Scope {
    Scope::top(names::RAW_BUCKET)
}

fn processed() -> Scope {
    Scope::top(names::PROCESSED_BUCKET)
}

fn within(prefix: &str) -> Scope {
    Scope::folders(Prefix { prefix: prefix.into(), ..raw().place })
}

fn token(text: &str) -> Token {
    Token(text.into())
}

fn whole(scope: Scope, entries: impl AsRef<[Entry]>) -> Observation {
    Observation::Listed(scope, Ok(Page::of(None, entries.as_ref(), None)))
}

fn page(scope: Scope, asked: Option<&str>, entries: impl AsRef<[Entry]>, next: Option<&str>) -> Observation {
    Observation::Listed(scope, Ok(Page::of(asked.map(token), entries.as_ref(), next.map(token))))
}

fn denied(place: Scope) -> Observation {
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
    let whole_bucket = Scope::folders(processed().place);
    assert_eq!(stage.press("b<enter>"), [Effect::List(whole_bucket.clone(), None)]);
    stage.hear(whole(whole_bucket, vec![object(names::PROCESSED_KEY, 512, 1_560)]));
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
fn pages_stream_in_while_one_moves_and_the_selected_row_stays() {
    let mut stage = in_folder(parts("archive/", 0..1_000), Some("1"));
    check(&mut stage, &["1 of 1,000+"], &[]);
    assert_eq!(stage.press("G"), []);
    stage.pause(500);
    assert_eq!(
        stage.hear(page(within("archive/"), Some("1"), parts("archive/", 1_000..2_000), Some("2"))),
        []
    );
    check(&mut stage, &["▶  part-00999.json", "1,000 of 2,000+", "/s"], &[]);
    stage.hear(page(within("archive/"), Some("2"), parts("archive/", 2_000..2_001), None));
    check(&mut stage, &["1,000 of 2,001"], &["+", "/s"]);
    insta::assert_snapshot!("objects_streamed_80", stage.pane("1 Objects"));
}

#[test]
fn esc_ends_the_reading_first_and_leaves_with_the_next_one() {
    let mut stage = in_folder(parts("archive/", 0..1_000), Some("1"));
    assert_eq!(stage.press("<esc>"), [Effect::Unlist(within("archive/"))]);
    stage.hear(Observation::Objects(News::Stopped(within("archive/"))));
    check(&mut stage, &["1 of 1,000+", "stopped: r reads on"], &["/s"]);
    assert_eq!(stage.press("r"), [Effect::Refresh, Effect::List(within("archive/"), Some(token("1")))]);
    assert_eq!(stage.press("<esc>"), []);
    check(&mut stage, &["archive/", "public-apis-analytics/"], &["part-00000"]);
    assert_eq!(stage.press("<enter>"), [Effect::List(within("archive/"), Some(token("1")))], "it is read on");
}

#[test]
fn a_page_that_cannot_be_read_is_asked_for_again_by_a_refresh() {
    let mut stage = in_folder(parts("archive/", 0..1_000), Some("1"));
    assert_eq!(stage.hear(denied(within("archive/"))), []);
    check(&mut stage, &["part-00000.json", "not allowed: the identity needs s3:ListBucket", "0s old"], &[]);
    assert_eq!(stage.press("r"), [Effect::Refresh, Effect::List(within("archive/"), Some(token("1")))]);
    stage.hear(page(within("archive/"), Some("1"), parts("archive/", 1_000..1_001), None));
    check(&mut stage, &["1 of 1,001"], &["not allowed"]);
}

#[test]
fn rows_are_sorted_by_name_size_and_age() {
    let entries = vec![object("a", 5, 300), object("b", 9_000, 10), object("c", 700, 9_000)];
    let mut stage = in_folder(entries.clone(), None);
    let first = |stage: &mut Stage, want: &str| {
        let text = stage.pane("1 Objects");
        let rows: Vec<&str> = text.lines().filter(|line| line.contains('K') || line.contains('B')).collect();
        let names: String = rows
            .iter()
            .filter_map(|row| row.split_whitespace().find(|word| word.len() == 1 && "abc".contains(*word)))
            .collect();
        assert_eq!(names, want, "{text}");
    };
    for (keys, words, want) in [
        ("s", "largest first", "bca"),
        ("S", "smallest first", "acb"),
        ("s", "youngest first", "bac"),
        ("S", "oldest first", "cab"),
        ("s", "of 3", "abc"),
    ] {
        stage.press(keys);
        check(&mut stage, &[words], &[]);
        stage.press("g");
        first(&mut stage, want);
    }
}

#[test]
fn rows_of_a_long_listing_are_put_in_order_elsewhere() {
    let mut stage = in_folder(parts("archive/", 0..30_000), None);
    let asked = stage.press("s");
    let [Effect::Arrange(scope, wish)] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!((scope, wish.shelf.len()), (&within("archive/"), 30_000));
    assert_eq!(stage.press("jj"), [], "once");
    let made =
        farol::domain::object::arrange(wish.shelf.clone(), wish.sorting, String::new(), |_| true, || true)
            .unwrap();
    stage.hear(Observation::Objects(News::Arranged(scope.clone(), made.into())));
    check(&mut stage, &["largest first"], &[]);
    stage.press("g");
    check(&mut stage, &["▶  part-29999.json"], &[]);
}

#[test]
fn a_place_is_shown_flat_and_by_folder() {
    let mut stage = in_folder(vec![folder("archive/2026/")], None);
    let flat = within("archive/").listed(Manner::Flat);
    assert_eq!(stage.press("f"), [Effect::List(flat.clone(), None)]);
    stage.hear(whole(flat, vec![object("archive/2026/02/part.json", 5, 60)]));
    check(&mut stage, &["archive/ flat", "2026/02/part.json"], &[]);
    assert_eq!(stage.press("f"), []);
    check(&mut stage, &["2026/ "], &["part.json"]);
}

#[test]
fn any_place_is_gone_to_by_name_and_left_upwards() {
    let mut stage = stage(80, 24);
    stage.press("O");
    stage.types("s3://elsewhere/a/b/");
    let there = |prefix: &str| Scope::folders(Prefix { prefix: prefix.into(), ..Prefix::top("elsewhere") });
    assert_eq!(stage.press("<enter>"), [Effect::List(there("a/b/"), None)]);
    stage.hear(denied(there("a/b/")));
    check(&mut stage, &["elsewhere/a/b/", "the identity needs s3:ListBucket"], &[]);
}

#[test]
fn a_console_that_is_opened_at_a_place_shows_it_first() {
    let place = Prefix { prefix: "a/b/".into(), ..Prefix::top("elsewhere") };
    let settings = farol::app::Settings { place: Some(place.clone()), ..farol::app::Settings::default() };
    let mut stage = Stage::with(80, 24, settings, vec![]);
    stage.hear(whole(Scope::folders(place.clone()), vec![object("a/b/c.json", 5, 60)]));
    insta::assert_snapshot!("objects_opened_80", stage.pane("1 Objects"));
    assert_eq!(stage.press("<esc>"), [], "what lies above on the way here is the pipeline");
}

#[test]
fn versions_and_delete_markers_of_an_object_are_shown() {
    let mut stage = stage(80, 24);
    let of =
        Scope { place: Prefix { prefix: names::RAW_KEY.into(), ..raw().place }, manner: Manner::VersionsOf };
    assert_eq!(stage.press("jjv"), [Effect::List(of.clone(), None)]);
    let version = |id: &str, is_latest, is_marker, size, seconds| match object(names::RAW_KEY, size, seconds)
    {
        Entry::Object(object) => {
            let version = Some(Version { id: id.into(), is_latest, is_marker });
            Entry::Object(Object { version, storage_class: (size > 9).then(|| "GLACIER".into()), ..object })
        }
        entry @ Entry::Folder(_) => entry,
    };
    let versions = vec![
        version("3sL4kqtJlcpXroDTDmJ", true, true, 0, 60),
        version("QUpfdndhfd8438MNFDN", false, false, 364_748, 900),
        version("null", false, false, 5, 9_999),
    ];
    stage.hear(whole(of, versions));
    insta::assert_snapshot!("objects_versions_80", stage.pane("1 Objects"));
    stage.press("jo");
    assert!(stage.text().contains("QUpfdndhfd8438MNFDN"), "{}", stage.text());
    assert_eq!(stage.press("<esc>v"), []);
    check(&mut stage, &["public-apis-analytics/"], &["versions"]);
}

#[test]
fn what_is_new_in_a_bucket_is_marked() {
    let mut stage = stage(80, 24);
    let entries = vec![folder("archive/"), object("new.json", 5, 1), object(names::RAW_KEY, 400_000, 1)];
    stage.hear(whole(raw(), entries));
    insta::assert_snapshot!("objects_new_80", stage.pane("1 Objects"));
}

#[test]
fn a_filter_applies_to_the_loaded_rows_and_says_so() {
    let mut stage = in_folder(parts("archive/", 0..1_000), Some("1"));
    assert_eq!(stage.press("/0007<enter>"), []);
    check(&mut stage, &["/0007", "11 of 1,000 loaded", "part-00070.json"], &["part-00080"]);
    stage.press("/x<enter>");
    check(&mut stage, &["nothing among the 1,000 loaded matches the filter"], &[]);
    stage.hear(page(within("archive/"), Some("1"), vec![object("archive/part-0007x", 1, 1)], None));
    check(&mut stage, &["1 of 1,001", "part-0007x"], &["nothing"]);
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
}

#[test]
fn hostile_keys_are_drawn_visibly() {
    let mut stage = Stage::new(80, 24);
    let keys = ["a\nb.json", "c\u{1b}[2Jd.json", "e\u{202e}nosj.f", "\u{200b}", "日本語/データ.json"];
    stage.hear(whole(raw(), keys.iter().map(|key| object(key, 1, 60)).collect::<Vec<_>>()));
    stage.hear(whole(processed(), vec![folder("\t/"), folder("//")]));
    insta::assert_snapshot!("objects_hostile_80", stage.pane("1 Objects"));
    stage.press("jjo");
    assert!(stage.text().contains("s3://public-apis-raw/c␛[2Jd.json"), "{}", stage.text());
}

#[test]
fn a_place_is_watched_and_what_is_new_is_marked_and_counted() {
    use farol::domain::object::{Block, KEPT, Shelf, changes};
    let shelf = |entries: &[Entry]| {
        let mut shelf = Shelf::default();
        shelf.push(None, Block::of(entries).into(), KEPT);
        shelf
    };
    let before = vec![object("archive/a.json", 5, 300), object("archive/b.json", 6, 300)];
    let mut stage = in_folder(before.clone(), None);
    let known = shelf(&before);
    assert_eq!(stage.press("w"), [Effect::Follow(within("archive/"), known.clone())]);
    check(&mut stage, &["watching"], &[]);
    let after = shelf(&[object("archive/a.json", 7, 1), object("archive/c.json", 5, 1)]);
    let found = changes(&known, &after, None);
    stage.hear(Observation::Objects(News::Renewed(within("archive/"), Ok((after, found)))));
    insta::assert_snapshot!("objects_watched_80", stage.pane("1 Objects"));
    assert_eq!(stage.press("<esc>"), [Effect::Unfollow], "who leaves watches no longer");
}

#[test]
fn details_tell_what_a_look_at_the_object_has_told_and_what_is_not_allowed() {
    use farol::domain::object::ObjectRef;
    use farol::domain::object::insight::{Block, Facet, Head, Policy};
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        let object = ObjectRef::new(names::RAW_BUCKET, names::RAW_KEY);
        assert_eq!(stage.press("jjo"), [Effect::Inspect(object.clone())]);
        let pair = |name: &str, value: &str| (name.into(), value.into());
        let head = Head {
            kind: Some("application/json".into()),
            encryption: Some("aws:kms arn:aws:kms:us-east-2:123456789012:key/1".into()),
            checksums: vec![pair("CRC64NVME", "AAAAAAAAAAA=")],
            metadata: vec![pair("run", "jr_1"), pair("so\u{1b}urce", "api")],
            ..Head::default()
        };
        let denied = || Fault::new("s3:GetObjectTagging", Kind::Denied, "AccessDenied");
        for facet in [
            Facet::Head(Ok(head)),
            Facet::Tags(Err(denied())),
            Facet::Policy(Ok(Policy::Public)),
            Facet::Block(Ok(Block::None)),
        ] {
            stage.hear(Observation::Objects(News::Facet(object.clone(), facet)));
        }
        insta::assert_snapshot!(format!("objects_details_{width}"), stage.text());
    }
}

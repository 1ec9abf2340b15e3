//! The buckets of the account, how one is set up, and what is marked in them.

use farol::domain::Observation;
use farol::domain::download::{Order, Wanted};
use farol::domain::fault::{Fault, Kind};
use farol::domain::object::bucket::{Aspect, Bucket, Part};
use farol::domain::object::{Entry, News, Object, Page, Prefix, Scope};
use farol::effect::Effect;
use farol::reference as names;

use crate::stage::{Stage, ago};

fn buckets(names: &[&str], is_more: bool) -> Observation {
    let bucket = |name: &&str| Bucket {
        name: (*name).into(),
        region: Some(if name.contains("eu") { "eu-central-1" } else { "us-east-2" }.into()),
        created: Some(ago(86_400 * 30 * i64::try_from(name.len()).unwrap())),
    };
    let buckets = names.iter().map(bucket).collect();
    Observation::Objects(News::Buckets(Ok(Part { buckets, is_first: true, is_more })))
}

fn account(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    assert_eq!(stage.press("1a"), [Effect::Buckets]);
    let names = ["backups-eu", "logs", names::PROCESSED_BUCKET, names::RAW_BUCKET, "scratch\u{1b}[2J"];
    stage.hear(buckets(&names, false));
    stage
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

#[test]
fn the_account_has_more_buckets_than_the_pipeline() {
    insta::assert_snapshot!("buckets_80", account(80, 24).pane("1 Objects"));
    insta::assert_snapshot!("buckets_200", account(200, 50).pane("1 Objects"));
    let mut stage = account(80, 24);
    check(&mut stage, &["all of the account", "1 of 5", "scratch␛[2J"], &[]);
    stage.press("/region:eu<enter>");
    check(&mut stage, &["backups-eu"], &["logs", "scratch"]);
    let place = Scope::folders(Prefix::top("backups-eu"));
    assert_eq!(stage.press("<enter>"), [Effect::List(place, None)]);
    assert_eq!(stage.press("<esc>"), []);
    check(&mut stage, &["backups-eu"], &["logs"]);
    assert_eq!(stage.press("<esc>a"), [], "the pipeline's buckets again");
    check(&mut stage, &["2 buckets"], &["backups-eu"]);
}

#[test]
fn more_buckets_are_on_their_way_and_a_denial_names_the_way_around_it() {
    let mut stage = Stage::new(120, 30);
    stage.press("1a");
    check(&mut stage, &["reading"], &[]);
    stage.hear(buckets(&["a", "b"], true));
    check(&mut stage, &["1 of at least 2"], &[]);
    let mut stage = Stage::new(120, 30);
    stage.press("1a");
    let fault = Fault::new("s3:ListAllMyBuckets", Kind::Denied, "AccessDenied: no");
    stage.hear(Observation::Objects(News::Buckets(Err(fault))));
    check(&mut stage, &["s3:ListAllMyBuckets", "goes to a bucket by its name"], &[]);
}

#[test]
fn how_a_bucket_is_set_up_is_told_thing_by_thing() {
    let mut stage = account(120, 40);
    assert_eq!(stage.press("jo"), [Effect::InspectBucket("logs".into())]);
    let mut tell = |aspect, told: Result<&str, &'static str>| {
        let told = told.map(Into::into).map_err(|doing| Fault::new(doing, Kind::Denied, "AccessDenied: no"));
        stage.hear(Observation::Objects(News::Setup("logs".into(), aspect, told)));
    };
    tell(Aspect::Lifecycle, Ok("everything: deleted after 30 days\ntmp/: deleted after 1 day [tidy]"));
    tell(Aspect::Region, Ok("us-east-2"));
    tell(Aspect::Versioning, Ok("every version is kept"));
    tell(Aspect::Lock, Err("s3:GetBucketObjectLockConfiguration"));
    insta::assert_snapshot!("bucket_details_120", stage.screen());
    check(&mut stage, &["tmp/: deleted after 1 day [tidy]", "not allowed"], &[]);
}

fn object(key: &str) -> Entry {
    let etag = "0123456789abcdef0123456789abcdef".into();
    Entry::Object(Object { key: key.into(), size: 9, modified: ago(60), etag, ..Object::default() })
}

/// Three rows of a bucket, the first and the last marked.
fn marked(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    let entries = [Entry::Folder("d/".into()), object("a b.csv"), object("z.csv")];
    let page = Page::of(None, &entries, None);
    stage.hear(Observation::Listed(Scope::top(names::RAW_BUCKET), Ok(page)));
    stage.press("1jjmjm");
    stage
}

#[test]
fn marked_rows_have_a_sign_and_are_counted_in_a_place() {
    let mut stage = marked(80, 24);
    insta::assert_snapshot!("objects_marked_80", stage.pane("1 Objects"));
    insta::assert_snapshot!("objects_marked_200", marked(200, 50).pane("1 Objects"));
    stage.press("m");
    check(&mut stage, &["●   d/"], &["●   z.csv"]);
    stage.press("M");
    check(&mut stage, &[], &["●"]);
}

#[test]
fn the_next_mark_is_gone_to_and_after_the_last_one_the_first() {
    let mut stage = marked(80, 24);
    stage.press("'");
    check(&mut stage, &["▶●   d/"], &[]);
    stage.press("'");
    check(&mut stage, &["▶●   z.csv"], &[]);
}

#[test]
fn what_is_marked_is_copied_and_fetched_together() {
    let mut stage = marked(120, 30);
    let copied = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Copy(clip)] => format!("{}: {}", clip.what, clip.text.exact()),
        other => panic!("{other:?}"),
    };
    let uris = format!("2 URIs: s3://{0}/z.csv\ns3://{0}/d/", names::RAW_BUCKET);
    let sorted = |text: &str| {
        let (what, lines) = text.split_once(": ").unwrap();
        let mut lines: Vec<String> = lines.lines().map(str::to_owned).collect();
        lines.sort();
        (what.to_owned(), lines)
    };
    assert_eq!(sorted(&copied(stage.press("y"))), sorted(&uris));
    assert!(copied(stage.press("Y")).contains("--recursive"));
    stage.press("D");
    check(&mut stage, &["fetch the marked into ./"], &[]);
    let effects = stage.press("<enter>");
    let [Effect::Download(Order { wanted: Wanted::Many(all), .. })] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(all.len(), 2);
}

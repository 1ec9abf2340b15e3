//! The facts that `seed/pipeline.py` makes, as the console knows them when it has read everything once.

use farol::domain::World;
use farol::domain::object::Object;
use farol::domain::reading::Reading;
use farol::domain::run::Run;
use farol::reference::{PROCESSED_KEY, RAW_KEY};

/// Whether every part was answered, well or badly.
pub fn are_all_asked(world: &World) -> bool {
    !world.identity.is_pending()
        && !world.function.is_pending()
        && !world.raw.is_pending()
        && !world.processed.is_pending()
        && !world.runs.is_pending()
        && !world.crawler.is_pending()
        && !world.tables.is_pending()
        && (world.history.read().is_some() || world.history.fault().is_some())
}

/// Whether every part was answered well.
pub fn are_all_read(world: &World) -> bool {
    are_all_asked(world)
        && world.listings.len() == 2
        && world.listings.values().all(|listing| listing.read.is_some())
}

/// All that is the same on every server.
#[track_caller]
pub fn check(world: &World, account: &str, name: &str) {
    check_identity(world, account);
    check_function(world, name);
    check_objects(world, name);
    check_runs(known(&world.runs).as_slice());
    check_catalog(world, name);
}

#[track_caller]
fn check_identity(world: &World, account: &str) {
    let identity = known(&world.identity);
    assert_eq!(identity.account.exact(), account);
    assert_eq!(identity.region.exact(), super::server::REGION);
    assert!(identity.arn.exact().starts_with("arn:aws:"), "{:?}", identity.arn);
}

#[track_caller]
fn check_function(world: &World, name: &str) {
    let function = known(&world.function);
    let group = format!("/aws/lambda/{name}-ingest");
    assert_eq!(function.log_group.exact(), group);
    assert_eq!((function.timeout.as_secs(), function.memory), (20, 256));
    assert_eq!(function.runtime.as_ref().map(farol::domain::text::Foreign::exact), Some("python3.11"));
    assert_eq!(function.state.as_ref().map(farol::domain::text::Foreign::exact), Some("Active"));
    assert!(function.modified.is_some());
}

#[track_caller]
fn check_objects(world: &World, name: &str) {
    check_object(known(&world.raw).as_ref(), RAW_KEY, 69);
    check_object(known(&world.processed).as_ref(), PROCESSED_KEY, 13);
    let top = |bucket: &str| {
        let listing = world.listings.top(&format!("{name}-{bucket}")).expect("a listing");
        listing.shelf.iter().map(|entry| entry.key().exact().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (top("raw"), top("analytics")),
        (vec![RAW_KEY.to_owned()], vec![PROCESSED_KEY.to_owned(), "scripts/".to_owned()])
    );
}

#[track_caller]
fn check_object(object: Option<&Object>, key: &str, size: u64) {
    let object = object.expect("an object");
    assert_eq!((object.key.exact(), object.size), (key, size));
    assert!(!object.etag.exact().is_empty() && !object.etag.exact().contains('"'));
}

#[track_caller]
fn check_runs(runs: &[Run]) {
    assert!(runs.len() >= 2 && runs.is_sorted_by(|a, b| a.started > b.started), "newest first: {runs:?}");
    for run in runs {
        assert!(run.completed.is_some_and(|completed| completed >= run.started), "{run:?}");
        assert_eq!(run.terms.capacity, Some(farol::domain::run::Capacity(16)));
    }
}

#[track_caller]
fn check_catalog(world: &World, name: &str) {
    let crawler = known(&world.crawler);
    assert_eq!(crawler.state, farol::domain::crawler::State::Ready);
    assert_eq!(
        crawler.database.as_ref().map(farol::domain::text::Foreign::exact),
        Some(&*format!("{name}_db"))
    );
    assert_eq!(crawler.targets, [format!("s3://{name}-raw/").into()]);
    assert_eq!(crawler.last, None);
    let [table] = known(&world.tables).as_slice() else { panic!("one table") };
    assert_eq!(table.name.exact(), format!("{name}_raw"));
    assert_eq!(table.classification.as_ref().map(farol::domain::text::Foreign::exact), Some("json"));
    let columns: Vec<_> =
        table.columns.iter().map(|column| (column.name.exact(), column.is_partition)).collect();
    assert_eq!(columns, [("count", false), ("entries", false), ("day", true)]);
    assert!(table.columns[1].tree().len() > 3, "the fields of an entry");
}

#[track_caller]
fn known<T>(reading: &Reading<T>) -> &T {
    reading.get().unwrap_or_else(|| panic!("{:?}", reading.fault()))
}

//! What is read of a pipeline.

use super::*;
use crate::domain::log::Source;
use crate::domain::object::{
    Block, Entry, Flow, KEPT, Manner, News, Object, ObjectRef, Order, Prefix, Scope, Shelf, Sorting,
};
use crate::domain::run::State;
use crate::effect::Arrange;
use crate::filter::Filter;

#[tokio::test(start_paused = true)]
async fn everything_is_asked_at_once_and_known_within_a_second() {
    let mut voyage = Voyage::depart();
    voyage.sail(1).await;
    let world = &voyage.world;
    assert!(world.identity.get().is_some());
    assert!(world.function.get().is_some());
    assert!(world.raw.get().is_some());
    assert!(world.processed.get().is_some());
    assert!(world.runs.get().is_some());
    assert!(world.crawler.get().is_some());
    assert!(world.tables.get().is_some());
    assert!(world.history.read().is_some());
    assert_eq!(world.listings.len(), 2);
    assert_eq!(world.tails.len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_day_of_history_and_of_lines_is_there_at_the_start() {
    let origin: Time = "2026-11-24T12:00:00Z".parse().unwrap();
    let mut voyage = Voyage::over(Aws::new(Options::default(), Clock::simulated(origin, 1.0)));
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(2).await;
    assert!(voyage.world.history.invocations().len() > 10);
    assert!(voyage.world.history.since().is_some_and(|(_, whole)| whole));
    let runs = voyage.world.runs.get().unwrap();
    assert!(runs.len() > 3);
    assert!(runs.is_sorted_by(|a, b| a.started >= b.started));
}

#[tokio::test(start_paused = true)]
async fn an_invocation_is_seen_in_its_lines_its_object_and_its_history() {
    let mut voyage = Voyage::depart();
    voyage.sail(5).await;
    voyage.act(invoke());
    voyage.sail(15).await;
    assert!(voyage.world.raw.get().unwrap().is_some());
    assert!(voyage.world.logs.iter().any(|line| line.text().starts_with("REPORT")));
    assert_eq!(voyage.world.history.invocations().len(), 1);
    assert!(!voyage.world.listings.top(reference::RAW_BUCKET).unwrap().shelf.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_group_that_is_not_there_yet_joins_by_itself() {
    let mut voyage = Voyage::moored();
    let group = "/aws/lambda/later";
    let named = Pipeline { groups: vec![group.into()], ..Pipeline::default() };
    voyage.outside.perform(Effect::Watch(Id(0), named));
    voyage.sail(5).await;
    assert_eq!(voyage.world.tails[group], Source::Waiting);
    let now = voyage.aws.clock().now();
    voyage.aws.with(|account| account.put_log(group, "s", now, "hello".into()));
    voyage.sail(40).await;
    assert!(matches!(voyage.world.tails[group], Source::Polling { .. }));
    assert_eq!(voyage.world.logs.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_is_started_is_followed_to_its_end_and_to_what_it_wrote() {
    let mut voyage = Voyage::depart();
    voyage.act(invoke());
    voyage.sail(20).await;
    voyage.act(start_job());
    voyage.sail(4).await;
    let run = voyage.world.runs.get().unwrap().first().unwrap().clone();
    assert!(!run.state.is_final());
    voyage.sail(120).await;
    let run = voyage.world.runs.get().unwrap().first().unwrap().clone();
    assert_eq!(run.state, State::Succeeded);
    assert!(voyage.world.processed.get().unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_crawl_that_is_started_is_followed_to_its_table() {
    let mut voyage = Voyage::depart();
    voyage.act(invoke());
    voyage.sail(20).await;
    voyage.act(start_crawler());
    voyage.sail(4).await;
    assert!(voyage.world.crawler.get().unwrap().state.is_busy());
    voyage.sail(180).await;
    assert!(!voyage.world.crawler.get().unwrap().state.is_busy());
    let tables = voyage.world.tables.get().unwrap();
    assert!(tables.iter().any(|table| table.name.exact() == reference::TABLE));
}

#[tokio::test(start_paused = true)]
async fn a_folder_is_read_page_by_page() {
    let mut voyage = Voyage::depart();
    let now = voyage.aws.clock().now();
    voyage.aws.with(|account| {
        for number in 0..1_300 {
            let key = format!("a b/{number:04}");
            account.put(reference::RAW_BUCKET, &key, bytes::Bytes::new(), now).unwrap();
        }
    });
    let place = Prefix { bucket: reference::RAW_BUCKET.into(), prefix: "a b/".into() };
    let scope = Scope::folders(place);
    voyage.sail(1).await;
    let before = voyage.count("ListObjectsV2");
    voyage.outside.perform(Effect::List(scope.clone(), None));
    voyage.sail(1).await;
    let pages =
        voyage.heard.iter().filter(|heard| matches!(heard, Observation::Listed(of, _) if *of == scope));
    assert_eq!(pages.count(), 2);
    assert_eq!(voyage.count("ListObjectsV2") - before, 2, "one request for a thousand keys");
    let listing = voyage.world.listings.get(&scope).unwrap();
    assert_eq!((listing.shelf.len(), &listing.next, listing.flow), (1_300, &None, Flow::Still));
    assert_eq!(listing.shelf.get(1_299).unwrap().key().exact(), "a b/1299");
}

#[tokio::test(start_paused = true)]
async fn a_reading_that_is_ended_says_so() {
    let mut voyage = Voyage::depart();
    voyage.sail(1).await;
    let scope = Scope::top(reference::RAW_BUCKET).listed(Manner::Flat);
    let before = voyage.count("ListObjectsV2");
    voyage.outside.perform(Effect::List(scope.clone(), None));
    voyage.outside.perform(Effect::Unlist(scope.clone()));
    voyage.sail(1).await;
    assert_eq!(voyage.heard, [Observation::Objects(News::Stopped(scope))]);
    assert_eq!(voyage.count("ListObjectsV2"), before);
}

#[tokio::test(start_paused = true)]
async fn a_place_that_is_watched_tells_what_is_new_in_it() {
    let mut voyage = Voyage::depart();
    let scope = Scope::folders(Prefix { bucket: reference::RAW_BUCKET.into(), prefix: "x/".into() });
    voyage.outside.perform(Effect::List(scope.clone(), None));
    voyage.sail(1).await;
    let known = voyage.world.listings.get(&scope).unwrap().shelf.clone();
    voyage.outside.perform(Effect::Follow(scope.clone(), known));
    voyage.sail(25).await;
    let now = voyage.aws.clock().now();
    voyage.aws.with(|account| account.put(reference::RAW_BUCKET, "x/new", bytes::Bytes::new(), now).unwrap());
    voyage.sail(11).await;
    let listing = voyage.world.listings.get(&scope).unwrap();
    assert_eq!((listing.shelf.len(), listing.seen), (1, (1, 0, 0)));
    voyage.outside.perform(Effect::Unfollow);
    let before = voyage.count("ListObjectsV2");
    voyage.sail(14).await;
    assert_eq!(voyage.count("ListObjectsV2") - before, 2, "one look at the object of each step");
}

#[tokio::test(start_paused = true)]
async fn an_object_is_looked_at_from_all_sides_at_once() {
    let mut voyage = Voyage::depart();
    voyage.act(invoke());
    voyage.sail(30).await;
    let object = ObjectRef::new(reference::RAW_BUCKET, reference::RAW_KEY);
    voyage.outside.perform(Effect::Inspect(object.clone()));
    voyage.sail(1).await;
    for operation in ["HeadObject", "GET ?tagging", "GET ?policyStatus", "GET ?publicAccessBlock"] {
        assert_eq!(voyage.count(operation), 1, "{operation}");
    }
    let insight = voyage.world.listings.insight(&object).unwrap();
    let head = insight.head.clone().unwrap().unwrap();
    assert_eq!((head.kind, head.encryption), (Some("application/json".into()), Some("AES256".into())));
    assert_eq!(
        (insight.tags.clone(), insight.publicity()),
        (Some(Ok(vec![])), Some("no: all public access is blocked"))
    );
    let missing = ObjectRef::new(reference::RAW_BUCKET, "no/such");
    voyage.outside.perform(Effect::Inspect(missing.clone()));
    voyage.sail(1).await;
    assert_eq!(voyage.world.listings.insight(&object), None);
    let insight = voyage.world.listings.insight(&missing).unwrap();
    assert!(insight.head.as_ref().unwrap().is_err() && insight.tags.as_ref().unwrap().is_err());
    assert_eq!(insight.publicity(), Some("no: all public access is blocked"), "what is known is said");
}

#[tokio::test(start_paused = true)]
async fn versions_are_read_page_by_page_and_those_of_one_key_alone() {
    let mut voyage = Voyage::depart();
    let now = voyage.aws.clock().now();
    voyage.aws.with(|account| {
        for number in 0..1_200 {
            account
                .put(reference::RAW_BUCKET, &format!("v/{number:04} +"), bytes::Bytes::new(), now)
                .unwrap();
        }
        account.put(reference::RAW_BUCKET, "v/0007 ++", bytes::Bytes::new(), now).unwrap();
    });
    let place = |prefix: &str| Prefix { bucket: reference::RAW_BUCKET.into(), prefix: prefix.into() };
    let all = Scope { place: place("v/"), manner: Manner::Versions };
    let one = Scope { place: place("v/0007 +"), manner: Manner::VersionsOf };
    voyage.outside.perform(Effect::List(all.clone(), None));
    voyage.outside.perform(Effect::List(one.clone(), None));
    voyage.sail(1).await;
    let listing = voyage.world.listings.get(&all).unwrap();
    assert_eq!((listing.shelf.len(), listing.shelf.pages(), &listing.fault), (1_201, 2, &None));
    let listing = voyage.world.listings.get(&one).unwrap();
    assert_eq!(listing.shelf.len(), 1, "not of what only begins alike");
    assert_eq!(listing.shelf.get(0).unwrap().version().unwrap().exact(), "null");
}

#[tokio::test(start_paused = true)]
async fn a_long_listing_is_put_in_order_in_another_thread() {
    let mut voyage = Voyage::depart();
    let entries: Vec<Entry> = (0..9)
        .map(|n| Entry::Object(Object { key: n.to_string().into(), size: n, ..Object::default() }))
        .collect();
    let mut shelf = Shelf::default();
    shelf.push(None, std::sync::Arc::new(Block::of(&entries)), KEPT);
    let sorting = Sorting { by: Order::Size, is_turned: false };
    let scope = Scope::top("b");
    let wish = Arrange { shelf, sorting, filter: Filter::default() };
    voyage.outside.perform(Effect::Arrange(scope.clone(), wish));
    let arranged = loop {
        let heard = voyage.queue.recv().await.unwrap();
        if let Observation::Objects(News::Arranged(of, made)) = heard.observation {
            assert_eq!(of, scope);
            break made;
        }
    };
    assert_eq!(arranged.rows, [8, 7, 6, 5, 4, 3, 2, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn the_newest_object_stands_for_a_place_that_names_no_key() {
    let mut voyage = Voyage::moored();
    let now = voyage.aws.clock().now();
    voyage.aws.with(|account| {
        for (key, second) in [("a", 1), ("b", 3), ("c", 2)] {
            let at = now - chrono::TimeDelta::seconds(10 - second);
            account.put(reference::RAW_BUCKET, key, bytes::Bytes::new(), at).unwrap();
        }
    });
    let mut anywhere = pipeline();
    anywhere.raw.as_mut().unwrap().key = None;
    voyage.outside.perform(Effect::Watch(Id(0), anywhere));
    voyage.sail(1).await;
    assert_eq!(voyage.world.raw.get().unwrap().as_ref().unwrap().key.exact(), "b");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_reads_everything_again_now() {
    let mut voyage = Voyage::depart();
    voyage.sail(3).await;
    let before = voyage.aws.ledger();
    voyage.outside.perform(Effect::Refresh);
    voyage.sail(1).await;
    for operation in
        ["GetCallerIdentity", "GetFunctionConfiguration", "GetJobRuns", "GetCrawler", "GetTables"]
    {
        assert_eq!(voyage.count(operation), before[operation] + 1, "{operation}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_account_with_one_of_each_is_found_out() {
    let mut voyage = Voyage::moored();
    voyage.outside.perform(Effect::Discover(Id(0), Pipeline { name: "found".into(), ..Pipeline::default() }));
    voyage.sail(1).await;
    let Some(Observation::Found(Ok(found))) = voyage.heard.first() else { panic!("{:?}", voyage.heard) };
    assert_eq!(found.ingest.as_ref().unwrap().function, reference::FUNCTION);
    assert_eq!(found.etl.as_ref().unwrap().job, reference::JOB);
    assert_eq!(found.raw.as_ref().unwrap().bucket, reference::RAW_BUCKET);
    assert_eq!(found.processed.as_ref().unwrap().bucket, reference::PROCESSED_BUCKET);
    assert_eq!(found.catalog.as_ref().unwrap().crawler.as_deref(), Some(reference::CRAWLER));
}

#[tokio::test(start_paused = true)]
async fn tables_are_those_of_the_crawler_where_no_database_is_named() {
    let mut voyage = Voyage::moored();
    let mut unnamed = pipeline();
    unnamed.catalog.as_mut().unwrap().database = None;
    voyage.outside.perform(Effect::Watch(Id(0), unnamed));
    voyage.sail(1).await;
    assert_eq!(voyage.world.tables.get().map(Vec::len), Some(0));
}

//! What 100,000 objects cost.

use std::cell::Cell;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;

use super::*;
use crate::clock::Time;
use crate::domain::fault::{Fault, Kind};
use crate::domain::object::{Page, Token};
use crate::domain::pipeline::{Pipeline, Place};
use crate::domain::{Observation, World};
use crate::keys::Touch;
use crate::theme::Theme;

const AREA: Rect = Rect::new(0, 0, 56, 9);

fn pipeline() -> Pipeline {
    let raw = Some(Place { bucket: "b".into(), key: None });
    Pipeline { raw, ..Pipeline::default() }
}

fn cx<'a>(pipeline: &'a Pipeline, world: &'a World) -> Cx<'a> {
    let zone = chrono::Offset::fix(&chrono::Utc);
    Cx {
        pipeline,
        door: crate::domain::command::Door::Aws,
        world,
        now: Time::UNIX_EPOCH,
        zone,
        local: zone,
        theme: Theme::Ansi,
        area: AREA,
        focused: true,
        touch: Touch::Fresh,
        speed: 1.0,
        columns: const { &crate::config::Columns::new() },
    }
}

fn object(n: usize) -> Entry {
    let key = format!("part-{n:06}.json").into();
    let etag = "e".into();
    Entry::Object(Object {
        key,
        size: 1,
        modified: Time::UNIX_EPOCH,
        etag,
        storage_class: None,
        ..Object::default()
    })
}

/// A bucket of which so many objects are loaded.
fn world(count: usize, next: Option<&str>) -> World {
    let mut world = World::default();
    let entries: Vec<Entry> = (0..count).map(object).collect();
    let page = Page::of(None, &entries, next.map(|token| Token(token.into())));
    world.learn(Time::UNIX_EPOCH, Observation::Listed(Scope::top("b"), Ok(page)));
    world
}

#[test]
fn rows_are_made_only_for_the_window() {
    let (pipeline, world) = (pipeline(), world(100_000, None));
    let cx = cx(&pipeline, &world);
    let mut pane = Objects::default();
    pane.settle(cx);
    pane.go(Motion::Last, cx);
    let made = Cell::new(0);
    let row = |n| {
        made.set(made.get() + 1);
        pane.line(cx, n).unwrap()
    };
    let mut terminal = Terminal::new(TestBackend::new(AREA.width, AREA.height)).unwrap();
    let draw = |frame: &mut Frame<'_>| rows::draw(cx, frame, &pane.here.cursor, pane.sections.len(), row);
    terminal.draw(draw).unwrap();
    assert_eq!((pane.sections.len(), made.get()), (100_001, 9));
}

#[test]
fn moving_names_one_row_however_many_there_are() {
    let (pipeline, world) = (pipeline(), world(100_000, None));
    let cx = cx(&pipeline, &world);
    let mut pane = Objects::default();
    pane.settle(cx);
    let named = Cell::new(0);
    let sections = &pane.sections;
    let id = |n| {
        named.set(named.get() + 1);
        sections.id(cx, n)
    };
    for motion in [Motion::Last, Motion::PageUp, Motion::Up] {
        pane.here.cursor.go(motion, sections.len(), 9, id);
        pane.here.cursor.settle(sections.len(), 9, id);
    }
    assert!(named.get() <= 9, "{}", named.get());
}

fn look(filter: &str) -> Look {
    Look { filter: Filter::new(filter), ..Look::default() }
}

#[test]
fn an_unchanged_listing_is_not_looked_at_again() {
    let (pipeline, mut world) = (pipeline(), world(3, None));
    let mut sections = Sections::default();
    let mut settle =
        |world: &World, filter: &str| sections.settle(cx(&pipeline, world), None, &look(filter)).0;
    assert!(settle(&world, ""));
    assert!(!settle(&world, ""));
    world.learn(Time::UNIX_EPOCH, Observation::Lines(vec![]));
    assert!(!settle(&world, ""));
    let page = Page::of(None, &[object(7)], None);
    world.learn(Time::UNIX_EPOCH, Observation::Listed(Scope::top("b"), Ok(page)));
    assert!(settle(&world, ""));
}

#[test]
fn the_selected_object_is_found_by_bisection_when_others_arrive_before_it() {
    let (pipeline, mut world) = (pipeline(), world(1_000, Some("1")));
    let mut pane = Objects::default();
    pane.settle(cx(&pipeline, &world));
    (0..9).for_each(|_| pane.go(Motion::Down, cx(&pipeline, &world)));
    let selected = pane.here.cursor.key().cloned();
    let mut entries: Vec<Entry> = (0..1_000).map(object).collect();
    entries.insert(0, Entry::Folder("archive/".into()));
    let answer = Page::of(None, &entries, Some(Token("1".into())));
    world.learn(Time::UNIX_EPOCH, Observation::Listed(Scope::top("b"), Ok(answer)));
    let cx = cx(&pipeline, &world);
    pane.sections.settle(cx, None, &Look::default());
    assert_eq!(pane.sections.find(cx, selected.as_ref().unwrap()), Some(10));
    pane.settle(cx);
    assert_eq!((pane.here.cursor.index(), pane.here.cursor.key().cloned()), (10, selected));
}

/// What a reader of both listings would expect to see, row by row.
fn expected(buckets: &[(&str, Vec<Entry>, bool)], filter: &Filter) -> Vec<Id> {
    let mut ids = Vec::new();
    for (bucket, entries, has_fault) in buckets {
        let bucket = (*bucket).to_owned();
        ids.push(Id::Bucket(bucket.clone()));
        ids.extend(has_fault.then(|| Id::Fault(bucket.clone())));
        let shown = entries.iter().filter(|entry| filter.passes(&[entry.key().exact()]));
        ids.extend(shown.map(|entry| Id::Entry {
            bucket: bucket.clone(),
            key: entry.key().clone(),
            version: None,
        }));
    }
    ids
}

proptest::proptest! {
    #[test]
    fn rows_are_headings_faults_and_entries_in_order_and_each_is_found_where_it_is(
        counts in (0..30_usize, 0..30_usize),
        faults in (proptest::bool::ANY, proptest::bool::ANY),
        filter in "[0-9]{0,2}",
    ) {
        let place = |bucket: &str| Some(Place { bucket: bucket.into(), key: None });
        let pipeline = Pipeline { raw: place("a"), processed: place("b"), ..Pipeline::default() };
        let entries = |count: usize| (0..count).map(object).collect::<Vec<_>>();
        let buckets = [("a", entries(counts.0), faults.0), ("b", entries(counts.1), faults.1)];
        let mut world = World::default();
        for (bucket, entries, has_fault) in &buckets {
            let page = Page::of(None, entries, None);
            world.learn(Time::UNIX_EPOCH, Observation::Listed(Scope::top(bucket), Ok(page)));
            if *has_fault {
                let fault = Fault::new("s3:ListBucket", Kind::Denied, "no");
                world.learn(Time::UNIX_EPOCH, Observation::Listed(Scope::top(bucket), Err(fault)));
            }
        }
        let (cx, filter, mut sections) = (cx(&pipeline, &world), Filter::new(&filter), Sections::default());
        sections.settle(cx, None, &Look { filter: filter.clone(), ..Look::default() });
        let ids: Vec<Id> = (0..sections.len()).filter_map(|n| sections.id(cx, n)).collect();
        proptest::prop_assert_eq!(&ids, &expected(&buckets, &filter));
        proptest::prop_assert_eq!(sections.id(cx, ids.len()), None);
        for (n, id) in ids.iter().enumerate() {
            proptest::prop_assert_eq!(sections.find(cx, id), Some(n));
        }
    }
}

//! The hot paths of the log store: taking lines in, putting them in order, filtering and searching them.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

#[path = "../tests/memory/lines.rs"]
mod lines;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use farol::clock::Time;
use farol::domain::log::{Bounds, Buffer, Event, Index, Names, Needle, Query, Scan, Scans, Terms};
use farol::domain::{Observation, World};
use lines::Lines;

/// The lines that are searched; few, where only is tried whether the benches run.
const MANY: u64 = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };

/// The lines of a page of `FilterLogEvents`.
const PAGE: u64 = 10_000;

fn events(numbers: impl Iterator<Item = u64>) -> Vec<Event> {
    let lines = Lines::new(50);
    numbers.map(|n| lines.get(n)).collect()
}

fn buffer(lines: u64) -> Buffer {
    let mut buffer = Buffer::new(Bounds { lines: 10_000_000, bytes: 8 << 30 });
    for page in 0..lines / PAGE {
        buffer.extend(events(page * PAGE..(page + 1) * PAGE));
    }
    buffer
}

fn parse(c: &mut Criterion) {
    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Elements(PAGE)).sample_size(20);
    group.bench_function("a page of 10,000 lines into the world", |b| {
        let page = events(0..PAGE);
        let learn = |page| World::default().learn(Time::UNIX_EPOCH, Observation::Lines(page));
        b.iter_batched(|| page.clone(), learn, BatchSize::LargeInput);
    });
}

fn merge(c: &mut Criterion) {
    let mut group = c.benchmark_group("merge");
    group.throughput(Throughput::Elements(PAGE)).sample_size(20);
    for (what, numbers) in [
        ("10,000 lines behind 100,000", (100_000..110_000).step_by(1)),
        ("10,000 lines spread among 100,000", (0..100_000).step_by(10)),
    ] {
        let full = || {
            let mut full = Buffer::default();
            full.extend(events((0..100_000).filter(|n| n % 10 != 0)));
            full
        };
        let page = events(numbers);
        let extend = |(mut buffer, page): (Buffer, Vec<Event>)| {
            buffer.extend(page);
            buffer
        };
        group.bench_function(what, |b| {
            b.iter_batched(|| (full(), page.clone()), extend, BatchSize::LargeInput);
        });
    }
}

fn look(scan: &Scan) {
    scan.run(|| true, |findings| !black_box(findings).found.is_empty());
}

fn filter(c: &mut Criterion) {
    let buffer = buffer(100_000);
    let mut group = c.benchmark_group("filter 100,000 lines");
    group.throughput(Throughput::Elements(100_000)).sample_size(20);
    for include in ["needle", "AccessDenied", "error part-00777", "~records=9[0-9]{2} duration=9"] {
        let query = Arc::new(Query { include: Terms::parse(include).unwrap(), ..Query::default() });
        let scan = Scan { query, lines: buffer.snapshot() };
        group.bench_function(include, |b| b.iter(|| look(&scan)));
    }
    group.bench_function("500 new lines under a filter", |b| {
        let mut index = Index::default();
        index.set_include("error");
        let (mut buffer, mut next) = (Buffer::default(), 0);
        b.iter(|| {
            buffer.extend(events(next..next + 500));
            next += 500;
            index.catch_up(&buffer, &Scans::default(), Names::new)
        });
    });
}

fn search(c: &mut Criterion) {
    let buffer = buffer(MANY);
    let mut group = c.benchmark_group("search 1,000,000 lines");
    group.throughput(Throughput::Elements(1_000_000)).sample_size(10);
    for search in ["needle", "Needle", "ERROR.*seq=0007", "\\bneedle\\b"] {
        let search = Some(Needle::regex(search).unwrap());
        let scan = Scan { query: Arc::new(Query { search, ..Query::default() }), lines: buffer.snapshot() };
        let name = scan.query.search.as_ref().map(|needle| needle.text().to_owned()).unwrap();
        group.bench_function(name, |b| b.iter(|| look(&scan)));
    }
}

criterion_group!(benches, parse, merge, filter, search);
criterion_main!(benches);

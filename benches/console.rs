//! The hot paths of the interface, on a screen of 200x50: what a key costs, what a frame costs.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

use std::hint::black_box;

use chrono::TimeDelta;
use criterion::{Criterion, criterion_group, criterion_main};
use farol::app::{App, Msg, Settings};
use farol::clock::Time;
use farol::domain::object::{Entry, Object, Page, Scope};
use farol::domain::run::{Run, State};
use farol::domain::{Heard, Observation, log, pipeline};
use farol::keys::Chord;
use farol::reference;
use farol::terminal::tty::Tty;
use ratatui::Terminal;
use ratatui::layout::Size;

const SIZE: Size = Size::new(200, 50);

fn now() -> Time {
    Time::from_timestamp(1_772_334_000, 0).unwrap()
}

fn object(n: usize) -> Entry {
    Entry::Object(Object {
        key: format!("part-{n:09}.json.gz").into(),
        size: 1000 + n as u64,
        modified: now() - TimeDelta::days(2),
        etag: "x".into(),
        storage_class: None,
        ..Object::default()
    })
}

fn run(n: i64) -> Run {
    Run {
        id: format!("jr_{n}").into(),
        state: if n % 2 == 0 { State::Failed } else { State::Succeeded },
        attempt: 0,
        previous: None,
        started: now() - TimeDelta::minutes(5 * n + 90),
        completed: Some(now() - TimeDelta::minutes(5 * n + 89)),
        execution: std::time::Duration::from_secs(14),
        error: (n % 2 == 0).then(|| "Exception: Random exception".into()),
        detail: None,
        trigger: None,
        arguments: std::collections::BTreeMap::new(),
        terms: farol::domain::run::Terms::default(),
    }
}

fn line(n: i64) -> log::Event {
    let text = format!(
        "2026-01-01T10:45:00.123Z\t{n:08x}-1b2c-4d5e\tINFO\tseq={n:08} ingest batch records=100 key=raw/part-{n:05}.json\n"
    );
    log::Event {
        id: n.to_string().into(),
        group: reference::OUTPUT_GROUP.into(),
        stream: "jr_1".into(),
        time: now() - TimeDelta::hours(2) + TimeDelta::milliseconds(n),
        ingested: now() - TimeDelta::hours(2) + TimeDelta::milliseconds(n),
        text: text.into(),
    }
}

/// A console with so many objects and lines on its screen.
fn app(objects: usize, lines: i64) -> App {
    let mut app = App::new(Settings::default(), vec![reference::pipeline()], SIZE, now());
    let page = |keys: usize| Page::of(None, &(0..keys).map(object).collect::<Vec<_>>(), None);
    for observation in [
        Observation::Listed(Scope::top(reference::RAW_BUCKET), Ok(page(objects))),
        Observation::Listed(Scope::top(reference::PROCESSED_BUCKET), Ok(page(1))),
        Observation::Runs(Ok((0..50).map(run).collect())),
        Observation::Lines((0..lines).map(line).collect()),
    ] {
        hear(&mut app, observation);
    }
    app
}

fn hear(app: &mut App, observation: Observation) {
    let heard = Heard { pipeline: pipeline::Id(0), at: now(), observation };
    app.update(now(), Msg::Heard(heard));
}

fn press(app: &mut App, key: &str) {
    black_box(app.update(now(), Msg::Key(Chord::parse(key).unwrap().event())));
}

fn terminal() -> Terminal<Tty<std::io::Sink>> {
    Terminal::new(Tty::new(std::io::sink(), || Ok(SIZE))).unwrap()
}

/// Presses a key and paints; down and up in turn, so that the selection stays on the screen.
fn step(app: &mut App, terminal: &mut Terminal<Tty<std::io::Sink>>, n: &mut usize) {
    *n += 1;
    press(app, if *n % 8 < 4 { "j" } else { "k" });
    terminal.draw(|frame| app.draw(frame)).unwrap();
}

fn keys(c: &mut Criterion) {
    for objects in [100, 100_000] {
        let (mut app, mut terminal, mut n) = (app(objects, 5_000), terminal(), 0);
        c.bench_function(&format!("cursor step to painted bytes, {objects} objects"), |b| {
            b.iter(|| step(&mut app, &mut terminal, &mut n));
        });
    }
    let (mut app, mut terminal, mut n) = (app(100, 50_000), terminal(), 0);
    press(&mut app, "4");
    c.bench_function("log step to painted bytes, 50,000 lines", |b| {
        b.iter(|| step(&mut app, &mut terminal, &mut n));
    });
}

fn frames(c: &mut Criterion) {
    let mut terminal = terminal();
    let full = app(100, 5_000);
    c.bench_function("a frame in which nothing changed", |b| {
        b.iter(|| terminal.draw(|frame| full.draw(frame)).unwrap().count);
    });
    c.bench_function("a frame of nothing", |b| {
        b.iter(|| terminal.draw(|_| ()).unwrap().count);
    });
    let mut pressed = app(100, 5_000);
    let mut n = 0;
    c.bench_function("a key without its frame", |b| {
        b.iter(|| {
            n += 1;
            press(&mut pressed, if n % 8 < 4 { "j" } else { "k" });
        });
    });
}

fn observations(c: &mut Criterion) {
    let mut app = app(100, 0);
    let mut n = 0;
    c.bench_function("a batch of 100 new log lines", |b| {
        b.iter(|| {
            n += 100;
            hear(&mut app, Observation::Lines((n..n + 100).map(line).collect()));
        });
    });
}

criterion_group!(benches, keys, frames, observations);
criterion_main!(benches);

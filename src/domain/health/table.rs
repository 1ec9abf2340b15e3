//! Whether the table that a crawl leaves is there.

use std::cmp::Reverse;

use chrono::TimeDelta;

use super::{Fault, Health, State, Step, crawl, known};
use crate::domain::World;
use crate::domain::fault::Kind;
use crate::domain::pipeline::{Catalog, Pipeline};
use crate::domain::table::Table;
use crate::domain::text::Foreign;

/// How much older than the data the last crawl may be: a table changes only when its schema does.
const PATIENCE: TimeDelta = TimeDelta::hours(24);

/// How long a crawl of a small bucket takes.
const CRAWL: TimeDelta = TimeDelta::minutes(2);

/// The health of the table.
pub fn judge(catalog: &Catalog, pipeline: &Pipeline, world: &World) -> Health {
    match known(&world.tables, Step::Table, |fault| unreadable(catalog, world, fault)) {
        Err(health) => health,
        Ok(tables) => match find(tables, pipeline) {
            Some(table) => told(table, world),
            None => missing(world),
        },
    }
}

fn unreadable(catalog: &Catalog, world: &World, fault: &Fault) -> Health {
    // The first crawl makes the database.
    let has_crawled = world.crawler.get().is_none_or(|crawler| crawler.last.is_some());
    if fault.kind == Kind::Missing && !has_crawled {
        return Health::new(Step::Table, State::Never);
    }
    let crawled = world.crawler.get().and_then(|crawler| crawler.database.as_ref());
    match catalog.database.as_deref().or(crawled.map(Foreign::exact)) {
        // The crawler's own step says what is wrong with its name.
        None if fault.kind == Kind::Missing => {
            Health::new(Step::Table, State::Unreadable).because("unknown until the crawler can be read")
        }
        database => {
            let database = database.unwrap_or_default();
            Health::unreadable(Step::Table, fault, "database", database, "pipeline.catalog.database")
        }
    }
}

/// The table over the raw bucket; else the one that changed last.
fn find<'a>(tables: &'a [Table], pipeline: &Pipeline) -> Option<&'a Table> {
    let bucket = pipeline.raw.as_ref().map(|raw| raw.bucket.as_str());
    let is_over = |table: &Table, bucket: &str| {
        let location = table.location.as_ref().and_then(|url| url.exact().strip_prefix("s3://"));
        let is_there = location.is_some_and(|path| path.split('/').next() == Some(bucket));
        is_there || table.name.exact() == bucket.replace('-', "_")
    };
    let changed = |table: &&Table| table.updated.or(table.created);
    let ours = |table: &&Table| bucket.is_some_and(|bucket| is_over(table, bucket));
    tables
        .iter()
        .filter(ours)
        .max_by_key(changed)
        .or_else(|| tables.iter().min_by_key(|t| Reverse(changed(t))))
}

fn told(table: &Table, world: &World) -> Health {
    let columns = table.columns.len();
    let plural = if columns == 1 { "" } else { "s" };
    let seen = |state| {
        let since = table.updated.or(table.created);
        Health::new(Step::Table, state).since(since).note(format!("{columns} col{plural}"))
    };
    if columns == 0 {
        return seen(State::Degraded).because("it has no columns");
    }
    if is_left_behind(world) {
        return seen(State::Degraded).because("the last crawl is more than a day older than the raw object");
    }
    seen(State::Good)
}

fn is_left_behind(world: &World) -> bool {
    let crawled = crawl::last_good(world).and_then(|crawl| crawl.started);
    let raw = world.raw.get().and_then(Option::as_ref).map(|object| object.modified);
    let is_old = crawled.zip(raw).is_some_and(|(crawled, raw)| raw - crawled > PATIENCE);
    is_old && !crawl::is_running(world)
}

fn missing(world: &World) -> Health {
    let started =
        crawl::last_good(world).filter(|_| !crawl::is_running(world)).and_then(|crawl| crawl.started);
    // AWS does not say when a crawl ended; tables that were read too early do not tell of it.
    if started.is_some_and(|started| world.tables.read().is_some_and(|read| started + CRAWL <= read)) {
        return Health::new(Step::Table, State::Degraded).because("the crawl made no table");
    }
    Health::new(Step::Table, State::Never)
}

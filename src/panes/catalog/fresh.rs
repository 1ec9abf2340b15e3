//! Whether a table is older than its data.

use super::Catalog;
use super::node::Id;
use super::{details, related};
use crate::clock::Time;
use crate::domain::crawler::Crawler;
use crate::domain::object::{Object, ObjectRef, Prefix};
use crate::domain::preview;
use crate::domain::reading::Reading;
use crate::domain::table::{self, Newest, Table};
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::effect::{Effect, Effects, Here, Target};
use crate::pane::Cx;

/// By how much a table is older than its newest data, as far as is known.
pub fn lag(cx: Cx<'_>, table: &Table) -> Option<chrono::TimeDelta> {
    let data = data(cx, table)?;
    let seen = table.updated.or(table.created).max(crawled(cx, table))?;
    Some(data - seen).filter(|lag| *lag > chrono::TimeDelta::zero())
}

/// In a sentence, for the details.
pub fn sentence(cx: Cx<'_>, table: &Table) -> Option<String> {
    let place = table::place(table.location.as_ref()?)?;
    if let Some(lag) = lag(cx, table) {
        return Some(format!("{} newer than the table and its last crawl", words::span(lag.to_std().ok()?)));
    }
    if steps(cx, &place).is_some() {
        return Some("no newer than the table or its last crawl".to_owned());
    }
    let reading = cx.world.glue.newest.get(&place)?;
    match (reading.fault(), reading.get()) {
        (Some(fault), _) => Some(fault.words()),
        (None, Some(Newest { object: None, is_all: true, .. })) => Some("there is none".to_owned()),
        (None, Some(newest)) if newest.is_all => Some("no newer than the table or its last crawl".to_owned()),
        (None, Some(newest)) => {
            Some(format!("none of the first {} objects is newer", words::count(newest.seen)))
        }
        (None, None) => None,
    }
}

/// When the data of a table changed last, as far as is known.
fn data(cx: Cx<'_>, table: &Table) -> Option<Time> {
    let place = table::place(table.location.as_ref()?)?;
    let looked = cx.world.glue.newest.get(&place).and_then(Reading::get).and_then(Newest::modified);
    looked.max(steps(cx, &place))
}

/// When the steps of the pipeline wrote into a place last.
fn steps(cx: Cx<'_>, place: &Prefix) -> Option<Time> {
    let pipeline = cx.pipeline;
    let of = |step: &Option<crate::domain::pipeline::Place>, object: &Reading<Option<Object>>| {
        step.as_ref().filter(|step| step.bucket == place.bucket)?;
        let object = object.get()?.as_ref()?;
        object.key.exact().starts_with(place.prefix.exact()).then_some(object.modified)
    };
    of(&pipeline.raw, &cx.world.raw).max(of(&pipeline.processed, &cx.world.processed))
}

/// When a crawler began its last good crawl that would have seen the table.
fn crawled(cx: Cx<'_>, table: &Table) -> Option<Time> {
    let ours = cx.world.crawler.get().into_iter();
    let covers = |crawler: &&Crawler| {
        let location = table.location.as_ref().map(Foreign::exact).unwrap_or_default();
        let is_there = |target: &Foreign| location.starts_with(target.exact().trim_end_matches('/'));
        crawler.database.as_ref() == Some(&table.database) && crawler.targets.iter().any(is_there)
    };
    let last = |crawler: &Crawler| crawler.last.as_ref().filter(|last| last.is_good())?.started;
    ours.chain(&cx.world.glue.crawlers.items).filter(covers).filter_map(last).max()
}

impl Catalog {
    /// Asks for the newest data of the tables in the window that nothing is known of, once.
    pub(super) fn look(&mut self, cx: Cx<'_>) -> Effects {
        let window = self.here.cursor.window(self.nodes.len(), self.body(cx).height());
        let shown = self.nodes.get(window).unwrap_or_default();
        let tables = shown.iter().filter_map(|node| match &node.id {
            Id::Table(name) => details::table(cx, name),
            _ => None,
        });
        let places = tables.filter_map(|table| table::place(table.location.as_ref()?));
        let is_unknown = |place: &Prefix| {
            !cx.world.glue.newest.contains_key(place) && !is_a_steps(cx, place) && steps(cx, place).is_none()
        };
        let mut unknown: Vec<Prefix> = places.filter(is_unknown).collect();
        unknown.dedup();
        if !cx.focused || unknown.iter().all(|place| self.looked.contains(place)) {
            return vec![];
        }
        self.looked.clone_from(&unknown);
        vec![Effect::Glue(crate::domain::glue::Ask::Newest(unknown))]
    }

    /// Looks into the newest object of the row's place.
    pub(super) fn peek(&mut self, cx: Cx<'_>) -> Effects {
        let place = self.selected().and_then(|node| related::place(cx, node));
        let Some(place) = place else {
            return vec![Effect::Here(Here::Say("the row has no place in S3".to_owned()))];
        };
        let before = cx.world.glue.newest.get(&place).and_then(Reading::read);
        self.peeked = Some((place.clone(), before));
        let asked = Effect::Glue(crate::domain::glue::Ask::Newest(vec![place]));
        vec![asked, Effect::Here(Here::Say("looking for the newest object".to_owned()))]
    }

    /// Goes to the object that a peek has found.
    pub(super) fn found(&mut self, cx: Cx<'_>) -> Effects {
        let Some((place, before)) = &self.peeked else { return vec![] };
        let Some(reading) =
            cx.world.glue.newest.get(place).filter(|it| it.fault().is_some() || it.read() != *before)
        else {
            return vec![];
        };
        let bucket = place.bucket.clone();
        let object = reading.get().and_then(|newest| newest.object.clone());
        let here = match (reading.fault(), object) {
            (Some(fault), _) => vec![Here::Say(fault.words())],
            (None, None) => {
                vec![Here::Say(format!("no data is at {}", crate::domain::text::visible(&place.uri())))]
            }
            (None, Some(object)) => {
                let target = preview::Target {
                    object: ObjectRef::new(&bucket, object.key.clone()),
                    size: object.size,
                    modified: object.modified,
                    etag: object.etag,
                };
                vec![Here::Find(Target::Object { bucket, key: object.key }), Here::Preview(target)]
            }
        };
        self.peeked = None;
        here.into_iter().map(Effect::Here).collect()
    }
}

/// Whether the whole of a step's bucket is meant: what the step wrote is read anyway.
fn is_a_steps(cx: Cx<'_>, place: &Prefix) -> bool {
    let steps = [&cx.pipeline.raw, &cx.pipeline.processed].into_iter().flatten();
    place.prefix.is_empty() && steps.into_iter().any(|step| step.bucket == place.bucket)
}

//! Exactly the lines of one job run or one invocation.

use std::sync::Arc;

use chrono::TimeDelta;

use super::look::Look;
use super::own::run_of;
use super::walk::say;
use super::{Logs, Sources};
use crate::domain::invocation;
use crate::domain::log::{Buffer, Kind, Line, Past, Place, Scope, Stream};
use crate::effect::{Effect, Effects, Here, Subject};
use crate::pane::Cx;

const CRAWLERS: &str = "/aws-glue/crawlers";
const GLUE: &str = "/aws-glue/";

/// How long after its end a run's lines may come.
const LATE: TimeDelta = TimeDelta::minutes(10);
/// The longest that an invocation lasts, and what its lines may be late.
const LONGEST: TimeDelta = TimeDelta::minutes(20);

/// The longest that an environment takes to be ready for the invocation that it is made for. One that was made ready in
/// advance is nobody's alone.
const READY: TimeDelta = TimeDelta::minutes(1);

/// Why lines are narrowed to those of one run or invocation.
#[derive(Debug, Default)]
pub enum Focus {
    /// They are not.
    #[default]
    None,
    /// The reader wanted only what belongs to a line.
    Block,
    /// Another pane wanted to show the lines of one of its rows.
    Row(Subject),
}

impl Logs {
    /// Shows only what belongs to the selected line, or everything again.
    pub(super) fn block(&mut self, cx: Cx<'_>) -> Effects {
        if matches!(self.focus, Focus::Block) {
            return self.unfocus();
        }
        self.stay(cx);
        let Some(scope) = self.selected(cx).map(|line| block(cx, line)) else {
            return say("there is no line");
        };
        self.focus = Focus::Block;
        self.index.set_scope(scope);
        vec![]
    }

    /// Shows exactly the lines of this.
    pub(super) fn focus_on(&mut self, subject: &Subject, cx: Cx<'_>) -> Effects {
        self.focus = Focus::Row(subject.clone());
        self.index.set_scope(scope(cx, subject));
        self.look = Look::Follow;
        self.older(cx, subject)
    }

    /// Asks for lines that are older than what is read, or that a filter pattern keeps away.
    fn older(&mut self, cx: Cx<'_>, subject: &Subject) -> Effects {
        let oldest = cx.world.logs.first().map(Line::time);
        let edge = self.edge.max(oldest);
        let Some(past) = past(cx, subject, self.index.scope()) else { return vec![] };
        let is_here = edge.is_some_and(|edge| edge <= past.since) && cx.world.pattern.is_none();
        if is_here {
            return vec![];
        }
        self.edge = edge;
        let mut effects = say("reading older lines");
        effects.push(Effect::ReadBack(past));
        effects
    }

    /// Shows all lines again, in the pane that wanted only some.
    pub(super) fn unfocus(&mut self) -> Effects {
        self.index.set_scope(Scope::All);
        match std::mem::take(&mut self.focus) {
            Focus::Row(_) => {
                self.look = Look::Follow;
                vec![Effect::Here(Here::Return)]
            }
            Focus::Block | Focus::None => vec![],
        }
    }

    /// Finds an invocation's first and last line where they have come in the meantime.
    pub(super) fn refocus(&mut self, cx: Cx<'_>) {
        let buffer = &cx.world.logs;
        let seen = std::mem::replace(&mut self.looked, buffer.arrived());
        let Scope::Invocation { group, stream, from, to } = self.index.scope() else { return };
        let is_exact = to.is_some_and(|to| buffer.at(to).is_some());
        if is_exact || seen == buffer.arrived() {
            return;
        }
        let is_over = to.is_none() && from.time + LONGEST < cx.now;
        if !is_over && !buffer.heads_since(seen).any(|line| line.stream() == stream) {
            return;
        }
        let scope = match &self.focus {
            Focus::Row(Subject::Crawl(past)) => crawl(past),
            Focus::Row(Subject::Invocation(key)) => invocation(cx, key),
            _ => between(cx, group, stream, *from),
        };
        if scope != *self.index.scope() {
            self.index.set_scope(scope);
        }
    }
}

/// What to read of a run or an invocation; `None`: it is not known when that was.
fn past(cx: Cx<'_>, subject: &Subject, scope: &Scope) -> Option<Past> {
    match (subject, scope) {
        (Subject::Run(id), Scope::Streams { groups, .. }) => {
            let run = cx.world.runs.get()?.iter().find(|run| run.id == *id)?;
            let until = run.completed.map(|completed| completed + LATE);
            Some(Past { groups: groups.clone(), stream: id.exact().into(), since: run.started, until })
        }
        (Subject::Invocation(key), Scope::Invocation { group, .. }) => {
            let (stream, since) = (Arc::clone(&key.stream), key.started);
            Some(Past { groups: vec![Arc::clone(group)], stream, since, until: Some(since + LONGEST) })
        }
        (Subject::Crawl(past), _) => Some(past.clone()),
        _ => None,
    }
}

fn scope(cx: Cx<'_>, subject: &Subject) -> Scope {
    match subject {
        Subject::Run(id) => run(cx, id.exact()),
        Subject::Invocation(key) => invocation(cx, key),
        Subject::Crawl(past) => crawl(past),
    }
}

/// What the crawler wrote from the beginning of the crawl to its end.
fn crawl(past: &Past) -> Scope {
    let group = past.groups.first().cloned().unwrap_or_default();
    let (from, to) = (Place::before(past.since), past.until.map(Place::before));
    Scope::Invocation { group, stream: Arc::clone(&past.stream), from, to }
}

/// A run writes into the error group and into the output group of its job's type.
fn run(cx: Cx<'_>, id: &str) -> Scope {
    let sources = Sources::of(cx);
    let groups = sources.groups().filter(|group| group.starts_with(GLUE) && *group != CRAWLERS);
    Scope::Streams { groups: groups.map(Arc::from).collect(), streams: vec![id.into()] }
}

fn invocation(cx: Cx<'_>, key: &invocation::Key) -> Scope {
    let (buffer, sources) = (&cx.world.logs, Sources::of(cx));
    let at = Place::before(key.started);
    let mut lines = (buffer.index(at)..buffer.len()).filter_map(|n| buffer.get(n));
    let of_then = lines.by_ref().take_while(|line| line.time() == key.started);
    let starts = of_then.filter(|line| line.stream() == &key.stream && line.kind() == Kind::Start);
    let start = starts.take(usize::try_from(key.nth).unwrap_or_default() + 1).last();
    let usual = || sources.groups().find(|group| group.starts_with("/aws/lambda/")).map(Arc::from);
    let group = start.map(|line| Arc::clone(line.group())).or_else(|| function_group(cx)).or_else(usual);
    let group = group.unwrap_or_default();
    match start {
        Some(start) => between(cx, &group, &key.stream, ready(buffer, start)),
        // Its START is not here, or not yet: what follows its moment may be its own.
        None => {
            match between(cx, &group, &key.stream, Place::before(key.started + TimeDelta::milliseconds(1))) {
                Scope::Invocation { group, stream, to, .. } => {
                    Scope::Invocation { group, stream, from: at, to }
                }
                other => other,
            }
        }
    }
}

/// The lines of a stream from a START, or what came before it, on: up to the next one, or as long as an invocation
/// may last.
fn between(cx: Cx<'_>, group: &Arc<str>, stream: &Arc<str>, from: Place) -> Scope {
    let end = from.time + LONGEST;
    let next = next_start(&cx.world.logs, group, stream, from);
    let to = next.or_else(|| (end < cx.now).then(|| Place::before(end)));
    Scope::Invocation { group: Arc::clone(group), stream: Arc::clone(stream), from, to }
}

fn function_group(cx: Cx<'_>) -> Option<Arc<str>> {
    cx.world.function.get().map(|function| function.log_group.exact().into())
}

/// What belongs to a line: its run, its invocation, or else its stream.
pub(super) fn block(cx: Cx<'_>, line: Line<'_>) -> Scope {
    let (group, stream) = (line.group(), line.stream());
    let run = run_of(stream);
    if group.starts_with(GLUE) && run.starts_with("jr_") {
        return self::run(cx, run);
    }
    match start_of(&cx.world.logs, line) {
        Some(from) => between(cx, group, stream, from),
        None => Scope::Streams { groups: vec![Arc::clone(group)], streams: vec![Arc::clone(stream)] },
    }
}

/// Where the invocation of a line begins: at the START before it, or where its environment was made ready for it.
fn start_of(buffer: &Buffer, line: Line<'_>) -> Option<Place> {
    let own = Some(line).filter(|line| line.kind().is_head());
    let mut heads = own.into_iter().chain(buffer.heads_before(line.place(), line.source())).peekable();
    if let Some(start) = heads.next_if(|head| head.kind() == Kind::Start) {
        return Some(ready(buffer, start));
    }
    heads.take_while(|head| head.kind() == Kind::Init).last().map(Line::place)
}

/// Where an invocation begins: where its environment was made ready for it, else at its START.
fn ready(buffer: &Buffer, start: Line<'_>) -> Place {
    let before = buffer.heads_before(start.place(), start.source());
    let inits = before.take_while(|head| head.kind() == Kind::Init && head.time() + READY >= start.time());
    inits.last().unwrap_or(start).place()
}

/// Where the next invocation of a stream begins after the one that begins at a place.
fn next_start(buffer: &Buffer, group: &Arc<str>, stream: &Arc<str>, from: Place) -> Option<Place> {
    let stream = Stream { group: Arc::clone(group), name: Arc::clone(stream) };
    let is_ready = buffer.at(from).is_some_and(|line| line.kind() == Kind::Init);
    let after = buffer.heads_after(from, &stream).take_while(|line| line.time() <= from.time + LONGEST);
    // What is made ready has its own START first.
    let own = after.skip_while(|head| is_ready && head.kind() == Kind::Init).skip(usize::from(is_ready));
    own.map(Line::place).next()
}

//! What is handed out: lines and commands to the clipboard.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::command::{Wanted, command};
use super::walk::say;
use super::{Logs, Sources, record};
use crate::clock::Time;
use crate::domain::command::Command;
use crate::domain::log::{Line, Place, Scope, Traces};
use crate::domain::words;
use crate::effect::{Clip, Effect, Effects};
use crate::pane::Cx;

impl Logs {
    pub(super) fn mark(&mut self, cx: Cx<'_>) -> Effects {
        let range = self.range(cx);
        let selected = self.selected(cx).map(Line::place);
        if range.is_empty() {
            if let Some(place) = selected {
                self.marks.turn(place);
            }
        } else {
            self.marks.add(range);
            self.marks.drop_range();
        }
        self.stay(cx);
        vec![]
    }

    pub(super) fn begin_range(&mut self, cx: Cx<'_>) -> Effects {
        self.stay(cx);
        if let Some(place) = self.selected(cx).map(Line::place) {
            self.marks.turn_range(place);
        }
        vec![]
    }

    pub(super) fn unmark(&mut self) -> Effects {
        self.marks.clear();
        vec![]
    }

    /// The shown lines of the range; none: no range is being chosen.
    fn range(&self, cx: Cx<'_>) -> Vec<Place> {
        let events = self.index.events(&cx.world.logs);
        let selected = self.selected(cx).map(Line::place);
        let Some(range) = selected.and_then(|selected| self.marks.range(selected)) else { return vec![] };
        let lines = (events.index(*range.start())..events.len()).filter_map(|n| events.get(n));
        lines.map(Line::place).take_while(|place| place <= range.end()).collect()
    }

    /// Copies the range, else the marked lines, else the text of the selected one.
    pub(super) fn copy(&mut self, cx: Cx<'_>) -> Effects {
        let range = self.range(cx);
        let places = if range.is_empty() { self.marks.places().collect() } else { range };
        let (what, text) = if places.is_empty() {
            let Some(line) = self.selected(cx) else { return say("there is no line") };
            self.folded(cx).unwrap_or_else(|| ("the line".to_owned(), line.text().to_owned()))
        } else {
            let sources = Sources::of(cx);
            let lines = places.iter().filter_map(|place| cx.world.logs.at(*place));
            let what = if places.len() == 1 {
                "1 line".into()
            } else {
                format!("{} lines", words::count(places.len()))
            };
            (what, record::records(&sources, lines))
        };
        self.marks.drop_range();
        vec![Effect::Copy(Clip { what, text: text.into() })]
    }

    /// The lines of the selected report of several events, where they are folded into one.
    pub(super) fn folded(&self, cx: Cx<'_>) -> Option<(String, String)> {
        let events = self.index.events(&cx.world.logs);
        let trace = Traces::new(events).of(self.at(events))?;
        let head = events.get(trace.head())?.place();
        self.manner.is_folded(head).then_some(())?;
        let texts: Vec<&str> = trace.lines(events).map(|line| line.text().trim_end()).collect();
        Some((format!("the report of {} lines", texts.len()), texts.join("\n")))
    }

    /// Copies the AWS CLI's command for what is looked at.
    pub(super) fn copy_command(&mut self, cx: Cx<'_>) -> Effects {
        let commands = self.commands(cx);
        if commands.is_empty() {
            return say("there is nothing to read");
        }
        vec![cx.copy(commands)]
    }

    fn commands(&self, cx: Cx<'_>) -> Vec<Command> {
        let pattern = cx.world.pattern.as_deref();
        let of = |group: &str, wanted: &Wanted<'_>| command(group, wanted, pattern);
        match self.index.scope() {
            Scope::Streams { groups, .. } => {
                groups.iter().filter_map(|group| Some(of(group, &self.streams(cx, group)?))).collect()
            }
            Scope::Invocation { group, stream, from, to } => {
                let to = to.map(|to| last_moment(cx, stream, to));
                vec![of(group, &Wanted::Events { streams: vec![stream], from: from.time, to })]
            }
            Scope::Group(group) if self.look.follows() => vec![of(group, &Wanted::Tail)],
            Scope::All if self.look.follows() => {
                Sources::of(cx).groups().map(|group| of(group, &Wanted::Tail)).collect()
            }
            Scope::All | Scope::Group(_) => {
                let line = self.selected(cx);
                let wanted = |line: Line<'_>| {
                    let streams = vec![&**line.stream()];
                    of(line.group(), &Wanted::Events { streams, from: line.time(), to: None })
                };
                line.map(wanted).into_iter().collect()
            }
        }
    }

    /// The streams of a group whose lines are shown, from their first line on.
    fn streams<'a>(&'a self, cx: Cx<'a>, group: &str) -> Option<Wanted<'a>> {
        let events = self.index.events(&cx.world.logs);
        let lines = (0..events.len()).filter_map(|n| events.get(n)).filter(|line| **line.group() == *group);
        let from = lines.clone().map(Line::time).min()?;
        let streams: BTreeSet<&str> = lines.map(|line| &**line.stream()).collect();
        Some(Wanted::Events { streams: streams.into_iter().collect(), from, to: None })
    }
}

/// The last millisecond before the next invocation's START; its own where another line of the stream shares it.
fn last_moment(cx: Cx<'_>, stream: &str, start: Place) -> Time {
    let buffer = &cx.world.logs;
    let before = (0..buffer.index(start)).rev().map_while(|n| buffer.get(n));
    let mut beside = before.take_while(|line| line.time() == start.time);
    let is_shared = beside.any(|line| **line.stream() == *stream);
    if is_shared { start.time } else { start.time - TimeDelta::milliseconds(1) }
}

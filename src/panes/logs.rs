//! The live tail of all groups, merged by time.
//!
//! It follows the newest lines, or it holds: then lines arrive and are counted, and what the reader looks at
//! stays where it is. Places are remembered, never numbers, so late lines and forgotten ones change nothing.

mod apart;
mod command;
mod event;
mod focus;
mod foot;
mod gaps;
mod hand;
mod highlight;
pub(crate) mod level;
mod look;
mod manner;
mod marks;
mod own;
mod paint;
mod questions;
mod record;
mod report;
mod scene;
pub(crate) mod sources;
mod status;
mod title;
mod walk;
mod window;

use ratatui::Frame;

use crate::clock::Time;
use crate::domain::log::{Index, Line, Live, Mode, Scope, Seq};
use crate::effect::{Effect, Effects, Here, Subject};
use crate::keys::Key;
use crate::list::Motion;
use crate::pane::{Cx, Details, Pane, PaneKey, Remark, Title};
use apart::Apart;
use focus::Focus;
use look::Look;
use manner::Manner;
use marks::Marks;
use own::Own;
use questions::Asked;
use scene::Scene;
use sources::Sources;

/// Follows the tail, or holds still at an event.
#[derive(Default)]
pub struct Logs {
    look: Look,
    index: Index,
    manner: Manner,
    marks: Marks,
    focus: Focus,
    apart: Apart,
    /// The arrivals before this one have been looked at for the ends of an invocation.
    looked: Seq,
    /// The oldest line of all groups: before it there may be single runs that were read later.
    edge: Option<Time>,
    asked: Asked,
}

impl Pane for Logs {
    const NAME: &'static str = "logs";
    const TITLE: &'static str = "Logs";
    const KEYS: &'static [PaneKey<Self>] = &[
        Key::new("f", "follow", "follow", "follow the newest lines", |logs, _| logs.follow()),
        Key::new("S", "search", "search", "search with a regular expression", |logs, _| logs.ask_search()),
        Key::new("n", "match-after", "", "to the next match", |logs, cx| logs.found(cx, Index::match_after)),
        Key::new("N", "match-before", "", "to the match before", |logs, cx| {
            logs.found(cx, Index::match_before)
        }),
        Key::new("[", "error-before", "error", "to the error before", |logs, cx| {
            logs.error(cx, Index::error_before)
        }),
        Key::new("]", "error-after", "", "to the error after", |logs, cx| logs.error(cx, Index::error_after)),
        Key::new(
            "b",
            "block",
            "its run",
            "only the selected line's run or invocation, then all again",
            Self::block,
        ),
        Key::new(
            "=",
            "apart",
            "",
            "a run's error and output log side by side, the driver's lines first; or merged",
            Self::turn_apart,
        ),
        Key::new("+", "other-log", "", "to the run's other log, or its next stream", Self::other_log),
        Key::new("s", "source", "source", "show the next log group alone, then all again", Self::next_source),
        Key::new("0", "all-sources", "", "show all log groups again", |logs, _| logs.all_sources()),
        Key::new("L", "live-tail", "live", "take lines from Live Tail, by the minute; or poll", |_, cx| {
            live_tail(cx)
        }),
        Key::new("-", "exclude", "", "hide lines that contain any of these words", |logs, _| {
            logs.ask_exclude()
        }),
        Key::new(
            "F",
            "pattern",
            "",
            "let the server give only what a filter pattern matches",
            Self::ask_pattern,
        ),
        Key::new("t", "time", "", "go to a time", |logs, _| logs.ask_time()),
        Key::new("space", "report", "", "open the traceback of the line, or fold it", Self::turn_report),
        Key::new("T", "reports", "", "open all tracebacks, or fold them", Self::turn_reports),
        Key::new("w", "wrap", "wrap", "wrap long lines, or cut them", |logs, _| logs.wrap()),
        Key::new("<", "scroll-back", "", "scroll cut lines back", |logs, _| logs.scroll(false)),
        Key::new(">", "scroll-on", "", "scroll cut lines to their ends", |logs, _| logs.scroll(true)),
        Key::new("u", "zone", "", "times in UTC, or local ones", Self::turn_zone),
        Key::new("m", "mark", "", "mark the line or the range, or no longer", Self::mark),
        Key::new("'", "next-mark", "", "to the next marked line", Self::next_mark),
        Key::new("M", "unmark", "", "mark no line any more", |logs, _| logs.unmark()),
        Key::new("v", "range", "", "begin a range at the line, or drop it", Self::begin_range),
        Key::new("y", "copy", "copy", "copy the range, the marked lines or the selected line", Self::copy),
        Key::new("Y", "copy-command", "", "copy the aws logs command for what is shown", Self::copy_command),
        Key::new("W", "save", "save", "save the lines that are shown to a file", |logs, _| logs.ask_save()),
        Key::new("alt-w", "save-all", "", "save all lines that are kept to a file", |logs, _| {
            logs.ask_save_all()
        }),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        self.frame(cx)
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let cx = self.manner.cx(cx);
        let sources = Sources::of(cx);
        let (list, foot) = self.areas(cx, &sources);
        foot::draw(cx, frame, list, &foot);
        let cx = cx.within(list);
        let events = self.index.events(&cx.world.logs);
        if events.is_empty() {
            return paint::sentences(cx, frame, self.absence(cx, &sources));
        }
        if self.is_apart() {
            return self.draw_apart(cx, frame);
        }
        let scene = Scene::new(cx, (events, self.index.scope(), self.edge), &sources, &self.manner);
        let mut view = scene.view();
        let anchor = self.look.anchor(events, &mut view);
        paint::draw(&scene, &self.accents(cx), frame, view.pieces(anchor));
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        match motion {
            Motion::Last => self.look = Look::Follow,
            motion if self.is_apart() => self.walk_apart(motion, cx),
            motion => self.walk(motion, cx),
        }
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        self.refocus(cx);
        self.catch_up(cx);
        if self.asked.is_seeking {
            self.seek(cx);
        }
        self.arrange(cx);
        if !self.is_apart() {
            self.stand_still(cx);
        }
        let scans = self.index.scans(&cx.world.logs, &cx.world.scans);
        scans.into_iter().map(Effect::Scan).collect()
    }

    fn hold(&mut self, cx: Cx<'_>) {
        self.stay(cx);
    }

    fn enter(&mut self, cx: Cx<'_>) -> Option<Effects> {
        let line = self.selected(cx)?;
        let value = event::json(line.text())?;
        let title = event::title(&Sources::of(cx), line);
        self.stay(cx);
        Some(vec![Effect::Here(Here::Tree { title, value })])
    }

    fn back(&mut self, _: Cx<'_>) -> Option<Effects> {
        if self.marks.drop_range() {
            return Some(vec![]);
        }
        if self.index.needle().is_some() {
            // Nothing is always a valid search.
            let _ = self.index.search("");
            return Some(vec![]);
        }
        // A filter goes first: it leaves the selected line, now among its neighbours.
        if !self.index.include().is_empty() {
            return None;
        }
        if !self.index.exclude().is_empty() {
            self.index.set_exclude("");
            return Some(vec![]);
        }
        if !matches!(self.focus, Focus::None) {
            return Some(self.unfocus());
        }
        (!self.look.follows()).then(|| self.follow())
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        let cx = self.manner.cx(cx);
        let line = self.selected(cx)?;
        let report = self.folded(cx).map(|(_, text)| text);
        Some(event::details(cx, &Sources::of(cx), line, report.as_deref().unwrap_or(line.text())))
    }

    fn typed(&mut self, question: &str, text: &str, cx: Cx<'_>) {
        self.hear(question, text, cx);
    }

    fn entered(&mut self, question: &str, text: &str, cx: Cx<'_>) -> Option<Effects> {
        self.take(question, text, cx)
    }

    fn dropped(&mut self, question: &str, _: Cx<'_>) {
        self.undo(question);
    }

    fn remark(&self, question: &str, cx: Cx<'_>) -> Option<Remark> {
        self.remark_on(question, cx)
    }

    fn show(&mut self, subject: &Subject, cx: Cx<'_>) -> Option<Effects> {
        Some(self.focus_on(subject, cx))
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        self.index.set_include(text);
    }

    fn filtered_by(&self) -> &str {
        self.index.include().text()
    }
}

impl Logs {
    fn stay(&mut self, cx: Cx<'_>) {
        if self.look.follows() && self.is_apart() {
            self.walk_apart(Motion::Up, cx);
        } else if self.look.follows() {
            self.steer(cx, |logs, events, view| Some(logs.look.anchor(events, view)));
        }
    }

    fn accents<'a>(&'a self, cx: Cx<'a>) -> paint::Accents<'a> {
        let selected = self.selected(cx).filter(|_| !self.look.follows()).map(Line::place);
        let found = self.index.include().needles().iter().chain(self.index.needle()).collect();
        paint::Accents { selected, marks: &self.marks, found, own: Own::of(cx) }
    }

    fn wrap(&mut self) -> Effects {
        self.manner.turn_fold();
        vec![]
    }

    fn scroll(&mut self, is_onward: bool) -> Effects {
        self.manner.scroll(is_onward);
        vec![]
    }

    fn turn_zone(&mut self, cx: Cx<'_>) -> Effects {
        self.manner.turn_zone();
        walk::say(format!("times are of {}", manner::zone(self.manner.cx(cx).zone)))
    }

    fn turn_report(&mut self, cx: Cx<'_>) -> Effects {
        self.stay(cx);
        if let Some(place) = self.head(cx) {
            self.manner.turn_report(place);
            self.stand_at(cx, place);
        }
        vec![]
    }

    fn turn_reports(&mut self, cx: Cx<'_>) -> Effects {
        self.manner.turn_reports();
        if let Some(place) = self.head(cx).filter(|_| !self.look.follows()) {
            self.stand_at(cx, place);
        }
        vec![]
    }

    fn all_sources(&mut self) -> Effects {
        self.index.set_scope(Scope::All);
        self.focus = Focus::None;
        vec![]
    }

    fn next_source(&mut self, cx: Cx<'_>) -> Effects {
        let next = Sources::of(cx).after(self.index.group());
        self.index.set_scope(next.map_or(Scope::All, |group| Scope::Group(group.into())));
        self.focus = Focus::None;
        vec![]
    }
}

/// Switches Live Tail on, which costs money; or off, so that the groups are polled again.
fn live_tail(cx: Cx<'_>) -> Effects {
    let mode = if matches!(cx.world.live, Live::On { .. }) { Mode::Poll } else { Mode::Live };
    vec![Effect::Tail(mode)]
}

#[cfg(test)]
mod tests;

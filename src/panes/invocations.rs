//! The invocations of the ingest function, newest first; or of another one that the account has.

mod choosing;
mod details;
mod functions;
mod related;
mod result;
mod row;
mod said;
mod settings;
mod summary;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::function::Listed;
use crate::domain::history::History;
use crate::domain::invocation::Invocation;
use crate::domain::lambda::Other;
use crate::domain::text::visible;
use crate::effect::{Clip, Effect, Effects, Here, Related, Subject, Target};
use crate::keys::Key;
use crate::list::Motion;
use crate::pane::{Cx, Details, Memory, Pane, PaneKey, Remark, Title};
use crate::sheet::Sheet;
use crate::widgets::rows;

use summary::Summary;

/// Looks at one invocation at a time, by its key.
#[derive(Default)]
pub struct Invocations {
    sheet: Sheet<Invocation>,
    /// The largest memory size, in megabytes: it sets the width of a column.
    memory: u32,
    /// What the shown ones come to.
    summary: Summary,
    view: View,
    /// Whose invocations are shown; `None`: those of the pipeline's ingest.
    other: Option<Other>,
    functions: Sheet<Listed>,
    /// What the details tell of.
    about: About,
    /// The function whose set-up somebody wants to see and nobody has asked for.
    wanted: Option<String>,
}

/// What the pane shows.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum View {
    /// The invocations of one function.
    #[default]
    Invocations,
    /// The functions of the account.
    Functions,
}

/// What details tell of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum About {
    /// The selected row.
    #[default]
    Row,
    /// The function, and how it is set up.
    Function,
}

impl Pane for Invocations {
    const NAME: &'static str = "invocations";
    const TITLE: &'static str = "Invocations";
    const KEYS: &'static [PaneKey<Self>] = &[
        Key::new("l", "lines", "its lines", "the log lines of the invocation, and no others", Self::lines),
        Key::new("a", "functions", "", "all functions of the account, or the pipeline's again", Self::all),
        Key::new("C", "configuration", "", "how the function is set up", Self::configuration),
        Key::new("R", "result", "", "what the last invocation from here was answered, as a tree", |_, cx| {
            vec![Effect::Here(result::of(cx))]
        }),
        Key::new("s", "sort", "", "sort by the next column", Self::sort),
        Key::new("S", "turn", "", "turn the order around", Self::turn),
        Key::new("m", "mark", "", "mark the row, or no longer", Self::mark),
        Key::new("Y", "copy-command", "", "copy the aws command that reads its lines", Self::copy_command),
        Key::new("M", "unmark", "", "mark no row any more", Self::unmark),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        if self.view == View::Functions {
            return functions::title(cx, &self.functions);
        }
        let Some(name) = self.name(cx) else { return Title::default() };
        let mut left = Line::from(visible(&name).into_owned());
        if settings::is_disabled(cx, &name) {
            left.push_span(Span::styled("  ✗ disabled", cx.theme.bad()));
        }
        Title { left, right: self.reading(cx) }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        if self.view == View::Functions {
            return functions::draw(cx, frame, &self.functions);
        }
        if self.sheet.is_empty() {
            return self.draw_absence(cx, frame);
        }
        let body = self.body(cx);
        self.sheet.draw(body, frame, self.invocations(cx), &self.memory);
        self.draw_summary(cx, frame);
        rows::fault_line(body, frame, self.past(cx).and_then(History::fault));
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        self.about = About::Row;
        match self.view {
            View::Functions => self.functions.go(motion, cx, functions::all(cx)),
            View::Invocations => self.sheet.go(motion, self.body(cx), invocations(self.other.as_ref(), cx)),
        }
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        match self.view {
            View::Functions => self.functions.settle(cx, functions::all(cx), &()),
            View::Invocations => self.settle_invocations(cx),
        }
        self.ask_wanted()
    }

    fn enter(&mut self, cx: Cx<'_>) -> Option<Effects> {
        (self.view == View::Functions).then(|| self.choose(cx))
    }

    fn back(&mut self, _: Cx<'_>) -> Option<Effects> {
        let is_filtered = !Pane::filtered_by(self).is_empty();
        match (self.view, &self.other) {
            _ if is_filtered => return None,
            (View::Functions, _) => self.view = View::Invocations,
            (View::Invocations, Some(_)) => {
                self.show(None);
                self.view = View::Functions;
            }
            (View::Invocations, None) => return None,
        }
        Some(vec![])
    }

    fn refresh(&mut self, cx: Cx<'_>) -> Effects {
        self.read_again(cx)
    }

    fn find(&mut self, target: &Target, _: Cx<'_>) -> Option<Effects> {
        let Target::Invocation(key) = target else { return None };
        self.view = View::Invocations;
        self.show(None);
        self.sheet.find(key.clone());
        Some(vec![])
    }

    fn remember(&self, cx: Cx<'_>) -> Option<Memory> {
        Some(Memory::of((self.view, self.other.clone(), self.sheet.spot(self.invocations(cx)))))
    }

    fn recall(&mut self, memory: Memory, _: Cx<'_>) {
        let Some((view, other, spot)) = memory.place() else { return };
        self.show(other);
        self.view = view;
        self.sheet.go_to(spot);
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        let Some(invocation) = self.selected(cx) else { return vec![] };
        match &self.other {
            None => related::of(cx, invocation),
            Some(_) => self.subject(cx).map(Related::lines).into_iter().collect(),
        }
    }

    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        match self.view {
            View::Functions => functions::identity(self.functions.chosen(functions::all(cx))),
            View::Invocations => related::identity(self.sheet.chosen(self.invocations(cx))),
        }
    }

    fn hold(&mut self, cx: Cx<'_>) {
        self.about = About::Row;
        match self.view {
            View::Functions => {
                self.functions.hold(functions::all(cx));
                self.wanted = self.name(cx);
            }
            View::Invocations => self.sheet.hold(invocations(self.other.as_ref(), cx)),
        }
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        if self.about == About::Function || self.view == View::Functions {
            return self.name(cx).map(|name| settings::of(cx, &name));
        }
        let of = |invocation| details::of(cx, self.invocations(cx), invocation, self.other.as_ref());
        self.selected(cx).map(of)
    }

    fn remark(&self, question: &str, _: Cx<'_>) -> Option<Remark> {
        let remark = match self.view {
            View::Functions => self.functions.remark(),
            View::Invocations => self.sheet.remark(),
        };
        (question == "filter").then_some(remark)
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        match self.view {
            View::Functions => self.functions.filter(text),
            View::Invocations => self.sheet.filter(text),
        }
    }

    fn filtered_by(&self) -> &str {
        match self.view {
            View::Functions => self.functions.filtered_by(),
            View::Invocations => self.sheet.filtered_by(),
        }
    }
}

impl Invocations {
    fn lines(&mut self, cx: Cx<'_>) -> Effects {
        self.subject(cx).map(|subject| Effect::Here(Here::Lines(subject))).into_iter().collect()
    }

    fn copy_command(&mut self, cx: Cx<'_>) -> Effects {
        if self.view == View::Functions {
            let chosen = self.functions.chosen(functions::all(cx));
            return cx.copied(chosen.into_iter().map(functions::command).collect());
        }
        let group = details::group(cx, self.other.as_ref());
        cx.copied(related::commands(&group, self.sheet.chosen(self.invocations(cx))))
    }

    /// What wrote the lines of the selected invocation.
    fn subject(&self, cx: Cx<'_>) -> Option<Subject> {
        let invocation = self.selected(cx)?;
        Some(match &self.other {
            None => Subject::Invocation(invocation.key.clone()),
            Some(other) => Subject::Crawl(related::lines(other, self.invocations(cx), invocation)),
        })
    }

    fn settle_invocations(&mut self, cx: Cx<'_>) {
        let all = invocations(self.other.as_ref(), cx);
        let is_old = self.sheet.is_old(cx);
        if is_old {
            self.memory = all.iter().filter_map(|one| one.memory_mb).max().unwrap_or_default();
        }
        self.sheet.settle(self.body(cx), all, &self.memory);
        if is_old {
            self.summary = Summary::of(self.sheet.by_position(all));
            self.sheet.settle(self.body(cx), all, &self.memory);
        }
    }

    /// The area without the summary below.
    fn body<'a>(&self, cx: Cx<'a>) -> Cx<'a> {
        let height = cx.area.height.saturating_sub(self.summary.height(cx.area.height));
        cx.within(Rect { height, ..cx.area })
    }

    fn draw_summary(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let count = self.summary.height(cx.area.height);
        let top = cx.area.bottom().saturating_sub(count);
        for (y, line) in (top..cx.area.bottom()).zip(self.summary.lines(cx)) {
            frame.render_widget(line, Rect { y, height: 1, ..cx.area });
        }
    }

    fn selected<'a>(&self, cx: Cx<'a>) -> Option<&'a Invocation> {
        (self.view == View::Invocations).then(|| self.sheet.selected(self.invocations(cx))).flatten()
    }

    /// The past of the function that is looked at; `None`: it is being read.
    fn past<'a>(&self, cx: Cx<'a>) -> Option<&'a History> {
        past(self.other.as_ref(), cx)
    }

    fn invocations<'a>(&self, cx: Cx<'a>) -> &'a [Invocation] {
        invocations(self.other.as_ref(), cx)
    }
}

fn past<'a>(other: Option<&Other>, cx: Cx<'a>) -> Option<&'a History> {
    match other {
        None => Some(&cx.world.history),
        Some(other) => cx.world.lambda.past(other),
    }
}

/// The invocations, newest first.
fn invocations<'a>(other: Option<&Other>, cx: Cx<'a>) -> &'a [Invocation] {
    past(other, cx).map_or(&[], History::invocations)
}

/// The function's name, of a name or an ARN.
fn bare(function: &str) -> &str {
    function.rsplit(":function:").next().unwrap_or_default()
}

/// For how long we know all there is to know.
fn hours(cx: Cx<'_>, since: crate::clock::Time) -> String {
    match (cx.now - since).num_hours() {
        hours @ ..72 => format!("{} h", hours.max(0)),
        hours => format!("{} days", hours / 24),
    }
}

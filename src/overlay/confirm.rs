//! The dialog before a side effect: who, where, what, with Cancel in focus.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};

use super::{Answer, Overlay, OverlayKey, Under, dialog};
use crate::clock::Time;
use crate::domain::action::{Action, Verb};
use crate::domain::text::visible;
use crate::domain::words;
use crate::effect::Effect;
use crate::keys::Key;
use crate::pane::Cx;
use crate::widgets::cells;

/// How long a fresh dialog is deaf, in the user's time: a key that was meant for what lay under it confirms nothing.
pub const DEAF: Duration = Duration::from_millis(300);

/// Asks before an action; answers with its effect at most once, for it is gone afterwards.
pub struct Confirm {
    action: Action,
    hears_from: Time,
    focus: Focus,
    top: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    Cancel,
    Go,
}

impl Confirm {
    /// A dialog that confirms nothing before `hears_from`, which is [`DEAF`] after it was opened.
    pub fn new(action: Action, hears_from: Time) -> Self {
        Self { action, hears_from, focus: Focus::Cancel, top: 0 }
    }

    fn go(&mut self, cx: Cx<'_>) -> Answer {
        if self.is_deaf(cx) { Answer::Stay } else { Answer::Do(vec![Effect::Act(self.action.clone())]) }
    }

    fn choose(&mut self, cx: Cx<'_>) -> Answer {
        match self.focus {
            Focus::Cancel if cx.now < self.hears_from => Answer::Stay,
            Focus::Cancel => Answer::Close,
            Focus::Go => self.go(cx),
        }
    }

    fn other(&mut self, _: Cx<'_>) -> Answer {
        self.focus = match self.focus {
            Focus::Cancel => Focus::Go,
            Focus::Go => Focus::Cancel,
        };
        Answer::Stay
    }

    fn lines(&self, cx: Cx<'_>) -> Vec<Line<'static>> {
        lay_out(cx, &self.fields(cx), usize::from(width(cx)).saturating_sub(4 + LABEL))
    }

    fn scroll(&mut self, by: isize, cx: Cx<'_>) -> Answer {
        let most = self.lines(cx).len().saturating_sub(rows(cx));
        self.top = self.top.saturating_add_signed(by).min(most);
        Answer::Stay
    }

    /// Whether a yes counts for nothing yet: too soon after opening, or in production before it is known whose account it is.
    fn is_deaf(&self, cx: Cx<'_>) -> bool {
        let is_blind = cx.pipeline.production && cx.world.identity.get().is_none();
        is_blind || cx.now < self.hears_from
    }

    fn fields(&self, cx: Cx<'_>) -> Vec<(&'static str, String)> {
        let mut fields = who(cx);
        fields.push(("pipeline", visible(&cx.pipeline.name).into_owned()));
        fields.push((target_label(self.action.verb()), visible(self.action.target()).into_owned()));
        fields.extend(input(&self.action).map(|text| (input_label(self.action.verb()), text)));
        fields.push(("now", state(cx, self.action.verb())));
        fields
    }

    fn buttons(&self, cx: Cx<'_>) -> Line<'static> {
        let button = |focus, text: String| {
            let style = if self.focus == focus { cx.theme.selected() } else { cx.theme.faint() };
            Span::styled(text, style)
        };
        let go = format!(" y {} ", self.action.verb().words());
        Line::from_iter([button(Focus::Cancel, " n cancel ".into()), Span::raw("   "), button(Focus::Go, go)])
    }
}

impl Overlay for Confirm {
    const NAME: &'static str = "confirm";
    const KEYS: &'static [OverlayKey<Self>] = &[
        Key::new("y", "yes", "yes", "confirm: do it, once", Self::go),
        Key::new("n esc q", "no", "no", "cancel: nothing is sent", |_, _| Answer::Close),
        Key::new("enter", "choose", "", "do what is in focus; Cancel is at first", Self::choose),
        Key::new("tab shift-tab left right h l", "other", "", "put the other answer in focus", Self::other),
        Key::new("j down", "down", "", "a line down, where it does not fit", |confirm, cx| {
            confirm.scroll(1, cx)
        }),
        Key::new("k up", "up", "", "a line up", |confirm, cx| confirm.scroll(-1, cx)),
    ];

    fn draw(&self, cx: Cx<'_>, _: Under<'_>, frame: &mut Frame<'_>) {
        let lines = self.lines(cx);
        let hidden = lines.len().saturating_sub(rows(cx));
        let more = if hidden > 0 { format!("({hidden} lines more: j and k scroll) ") } else { String::new() };
        let mut title = Line::styled(format!(" {} {more}", heading(self.action.verb())), cx.theme.strong());
        if cx.pipeline.production {
            title.push_span(Span::styled(" PRODUCTION ", cx.theme.badge()));
        }
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4);
        let inside = dialog(cx, frame, title, width(cx), height);
        let text = Rect { height: inside.height.saturating_sub(2), ..inside };
        for (row, line) in text.inner(Margin::new(1, 0)).rows().zip(lines.into_iter().skip(self.top)) {
            frame.render_widget(line, row);
        }
        let last = Rect { y: inside.bottom().saturating_sub(1), height: 1.min(inside.height), ..inside };
        frame.render_widget(self.buttons(cx).centered(), last);
    }
}

fn width(cx: Cx<'_>) -> u16 {
    72.min(cx.area.width)
}

/// How many lines of text the largest dialog has room for.
fn rows(cx: Cx<'_>) -> usize {
    cx.height().saturating_sub(4)
}

const LABEL: usize = 11;

fn lay_out(cx: Cx<'_>, fields: &[(&'static str, String)], room: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (label, value) in fields {
        let wrapped = value.lines().flat_map(|line| cells::wrap(line, room));
        for (n, text) in wrapped.enumerate() {
            let label = if n == 0 { *label } else { "" };
            lines.push(Line::from_iter([
                Span::styled(cells::left(label, LABEL), cx.theme.faint()),
                Span::raw(text),
            ]));
        }
    }
    lines
}

fn who(cx: Cx<'_>) -> Vec<(&'static str, String)> {
    let region = cx.pipeline.region.as_deref().map(|region| visible(region).into_owned());
    match cx.world.identity.get() {
        Some(identity) => vec![
            ("account", format!("{}  {}", identity.account.visible(), identity.role())),
            ("region", identity.region.visible().into_owned()),
        ],
        None => vec![
            ("account", "not known: the identity has not been read".into()),
            ("region", region.unwrap_or_else(|| "what the environment or the profile says".into())),
        ],
    }
}

fn heading(verb: Verb) -> &'static str {
    match verb {
        Verb::Invoke => "Invoke the ingest?",
        Verb::StartJob => "Start the ETL job?",
        Verb::StartCrawler => "Run the crawler?",
    }
}

fn target_label(verb: Verb) -> &'static str {
    match verb {
        Verb::Invoke => "function",
        Verb::StartJob => "job",
        Verb::StartCrawler => "crawler",
    }
}

fn input_label(verb: Verb) -> &'static str {
    if verb == Verb::Invoke { "payload" } else { "arguments" }
}

fn input(action: &Action) -> Option<String> {
    match action {
        Action::Invoke { payload, .. } if payload.as_object().is_some_and(serde_json::Map::is_empty) => {
            Some("{}  (none is configured)".into())
        }
        Action::Invoke { payload, .. } => Some(visible(&payload.to_string()).into_owned()),
        Action::StartJob { arguments, .. } if arguments.is_empty() => Some("none: the job's defaults".into()),
        Action::StartJob { arguments, .. } => {
            let pairs: Vec<String> =
                arguments.iter().map(|(k, v)| visible(&format!("{k} {v}")).into_owned()).collect();
            Some(pairs.join("\n"))
        }
        Action::StartCrawler { .. } => None,
    }
}

/// What the decision is based on, with its age.
fn state(cx: Cx<'_>, verb: Verb) -> String {
    let (what, read) = match verb {
        Verb::Invoke => (last_invocation(cx), cx.world.history.read()),
        Verb::StartJob => (last_run(cx), cx.world.runs.read()),
        Verb::StartCrawler => (last_crawl(cx), cx.world.crawler.read()),
    };
    match read {
        Some(read) => format!("{what} (read {})", words::ago(cx.now - read)),
        None => "not read yet".into(),
    }
}

fn last_invocation(cx: Cx<'_>) -> String {
    match cx.world.history.invocations().first() {
        Some(last) => {
            format!("last invoked {}: {}", words::ago(cx.now - last.started), last.outcome.words())
        }
        None => "no invocation seen".into(),
    }
}

fn last_run(cx: Cx<'_>) -> String {
    match cx.world.runs.get().and_then(|runs| runs.first()) {
        Some(run) => format!("last run {}: {}", words::ago(cx.now - run.started), run.state.name()),
        None => "no run seen".into(),
    }
}

fn last_crawl(cx: Cx<'_>) -> String {
    let Some(crawler) = cx.world.crawler.get() else { return "not seen".into() };
    match crawler.last.as_ref().and_then(|last| Some((last.started?, &last.status))) {
        Some((started, status)) => {
            format!("last crawl {}: {}", words::ago(cx.now - started), status.visible())
        }
        None => format!("{}, no crawl yet", crawler.state.name()),
    }
}

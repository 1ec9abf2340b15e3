//! The pipeline from left to right, and what is broken in words.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::domain::health::{self, Health, State};
use crate::domain::words;
use crate::pane::Cx;
use crate::theme::sign;
use crate::widgets::cells;

/// A screen below this many columns has no room for the name of a resource beside what is wrong with it.
const NARROW: u16 = 60;

/// How much a step says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Its sign, its name, its age, how long it took, and a note.
    Full,
    /// Its sign, its name and its age.
    Age,
    /// Its sign and its name; its age only where it is not well.
    Name,
    /// Its sign; its name only where it is not well.
    Sign,
}

/// Draws the strip into `cx.area`: two lines where there is room, else one.
pub fn draw(cx: Cx<'_>, steps: &[Health], frame: &mut Frame<'_>) {
    match cx.area.height {
        0 => {}
        1 => frame.render_widget(one_line(cx, steps), cx.area),
        _ => two_lines(cx, steps, frame),
    }
}

/// Draws what is broken, in words, into `cx.area`.
pub fn draw_words(cx: Cx<'_>, steps: &[Health], frame: &mut Frame<'_>) {
    frame.render_widget(words_line(cx, steps), cx.area);
}

/// The first step that is broken, in words; else what is old; else that all is well.
pub fn words_line(cx: Cx<'_>, steps: &[Health]) -> Line<'static> {
    let width = usize::from(cx.area.width).saturating_sub(4);
    let old = steps.iter().find_map(|step| Some((step, step.stale.as_ref()?)));
    let old = old.map(|(step, stale)| {
        format!("{} read {} ago: {}", step.step.label(), words::age(cx.now - stale.read), stale.why)
    });
    if let Some(broken) = health::first_broken(steps) {
        let sentence = sentence(cx, broken);
        let sentence = [Some(sentence), old].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        return told(sign(broken.state), &cells::cut(&sentence, width), cx.theme.state(broken.state));
    }
    match old {
        Some(old) => told("?", &cells::cut(&old, width), cx.theme.warning()),
        None => Line::styled(format!("   {}", cells::cut(&calm(cx, steps), width)), cx.theme.faint()),
    }
}

/// What is the matter with a broken step; on a narrow screen the reason is all there is room for.
fn sentence(cx: Cx<'_>, broken: &Health) -> String {
    let whole = || broken.sentence(cx.pipeline, cx.now);
    let reason = broken.why.as_deref().filter(|_| cx.area.width < NARROW);
    let short = reason.map(|why| format!("{}: {why}", broken.step.label()));
    short.or_else(whole).unwrap_or_default()
}

/// Whether the sentence about the steps says that something is wrong.
pub fn is_alarming(steps: &[Health]) -> bool {
    health::first_broken(steps).is_some() || steps.iter().any(|step| step.stale.is_some())
}

fn told(sign: &str, sentence: &str, style: Style) -> Line<'static> {
    Line::from_iter([Span::styled(format!(" {sign} "), style), Span::styled(sentence.to_owned(), style)])
}

fn calm(cx: Cx<'_>, steps: &[Health]) -> String {
    match steps.iter().find(|step| step.state == State::Running) {
        Some(running) => format!("{} is running", running.step.label()),
        None if steps.iter().any(|step| step.state == State::Pending) => "reading".to_owned(),
        None if steps.is_empty() => bare(cx),
        None => "all steps are well".to_owned(),
    }
}

/// What is the matter with a pipeline of which nothing is known.
fn bare(cx: Cx<'_>) -> String {
    match &cx.world.discovery {
        Some(fault) => format!("no pipeline: {}; r looks again", fault.words()),
        None => "looking for a pipeline in the account".to_owned(),
    }
}

/// The most telling line that fits.
fn one_line(cx: Cx<'_>, steps: &[Health]) -> Line<'static> {
    let width = usize::from(cx.area.width);
    let lines = [Detail::Full, Detail::Age, Detail::Name, Detail::Sign].map(|detail| line(cx, steps, detail));
    let [full, age, name, least] = lines;
    [full, age, name].into_iter().find(|line| line.width() <= width).unwrap_or(least)
}

fn line(cx: Cx<'_>, steps: &[Health], detail: Detail) -> Line<'static> {
    let arrow = match detail {
        Detail::Full | Detail::Age => " ─▶ ",
        Detail::Name => " ▶ ",
        Detail::Sign => "▶",
    };
    let mut line = Line::from(" ");
    for (n, step) in steps.iter().enumerate() {
        if n > 0 {
            line.push_span(Span::styled(arrow, cx.theme.faint()));
        }
        line.push_span(Span::styled(compact(cx, step, detail), cx.theme.state(step.state)));
    }
    line
}

fn compact(cx: Cx<'_>, step: &Health, detail: Detail) -> String {
    let (sign, name) = (sign(step.state), &name(step));
    let is_well = step.stale.is_none() && matches!(step.state, State::Good | State::Never | State::Pending);
    match detail {
        Detail::Full => join([sign, name, &state_word(step), &age(cx, step), &extent(step)]),
        Detail::Name if is_well => format!("{sign} {name}"),
        Detail::Age | Detail::Name => join([sign, name, &age(cx, step), "", ""]),
        Detail::Sign if is_well => sign.to_owned(),
        Detail::Sign => format!("{sign}{name}"),
    }
}

fn join(parts: [&str; 5]) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// The step's name, with a question mark where its facts are old.
fn name(step: &Health) -> String {
    let doubt = if step.stale.is_some() { "?" } else { "" };
    format!("{}{doubt}", step.step.label())
}

/// A word for a state that the sign and the colour must not carry alone.
fn state_word(step: &Health) -> String {
    match step.state {
        State::Failed => "failed",
        State::Running => "running",
        State::Slow => "slow",
        State::Late => "late",
        State::Unreadable => "unreadable",
        State::Never => "never",
        State::Good | State::Degraded | State::Pending => "",
    }
    .to_owned()
}

fn age(cx: Cx<'_>, step: &Health) -> String {
    step.since.map(|since| words::age(cx.now - since)).unwrap_or_default()
}

fn extent(step: &Health) -> String {
    let took = step.took.filter(|_| !step.state.is_at_work()).map(words::span);
    [took, step.note.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Names with arrows above, ages and extents below, each step in a column of its own.
fn two_lines(cx: Cx<'_>, steps: &[Health], frame: &mut Frame<'_>) {
    let count = u16::try_from(steps.len().max(1)).unwrap_or(1);
    let column = cx.area.width.saturating_sub(1) / count;
    for (n, step) in (0u16..).zip(steps) {
        let area = Rect { x: cx.area.x + 1 + n * column, width: column, ..cx.area };
        let is_last = n + 1 == count;
        let width = usize::from(column);
        frame.render_widget(upper(cx, step, width, is_last), Rect { height: 1, ..area });
        let below = format!("  {}", lower(cx, step));
        let below = Span::styled(cells::cut(&below, width.saturating_sub(1)), cx.theme.faint());
        frame.render_widget(below, Rect { y: area.y + 1, height: 1, ..area });
    }
}

fn upper(cx: Cx<'_>, step: &Health, width: usize, is_last: bool) -> Line<'static> {
    let name = cells::cut(&format!("{} {}", sign(step.state), name(step)), width);
    let room = width.saturating_sub(name.width() + 2);
    let arrow = if is_last || room < 2 { String::new() } else { format!(" {}▶", "─".repeat(room - 1)) };
    Line::from_iter([Span::styled(name, cx.theme.state(step.state)), Span::styled(arrow, cx.theme.faint())])
}

fn lower(cx: Cx<'_>, step: &Health) -> String {
    let age = age(cx, step);
    let ago = if age.is_empty() || step.state.is_at_work() || step.state == State::Late { "" } else { "ago" };
    // The sign and the sentence below say that it failed.
    let word = match (step.state, &step.note) {
        (State::Failed, _) => String::new(),
        (State::Running, Some(note)) => return join([note, &age, "", "", ""]),
        _ => state_word(step),
    };
    join([&word, &age, ago, &extent(step), ""])
}

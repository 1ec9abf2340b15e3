//! One invocation in one line.
//!
//! ```text
//!   14:01:20  ✓ 200            1.24 s  cold   98/128 MB
//!   13:41:20  ✗ KeyError: 'bucket_name'
//! ```

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::health::State;
use crate::domain::invocation::{Invocation, Outcome};
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::pane::{Cx, Stamp};
use crate::theme::sign;
use crate::widgets::cells;

/// The gutter, and the sign with its space.
const GUTTER: usize = 1;
const SIGN: usize = 2;
/// The longest outcome that is not an error: `out of memory`.
const OUTCOME: usize = 13;
const DURATION: usize = 6;
const COLD: usize = "cold".len();
const INIT: usize = " 312 ms".len();
const BILLED: usize = "billed 1.24 s".len();
/// The narrowest column that an error gets for itself, beside the figures; in less it takes their place.
const ERROR: usize = 24;
/// The narrowest row with two spaces between its columns.
const ROOMY: usize = 52;

/// The widths of the columns that fit, the most important first; those that do not fit have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    gap: usize,
    time: Stamp,
    duration: usize,
    cold: usize,
    memory: usize,
    billed: usize,
    error: usize,
    width: usize,
}

impl Columns {
    /// The columns for an area, given the oldest row and the largest memory size in megabytes.
    pub fn new(cx: Cx<'_>, oldest: Option<&Invocation>, memory: u32) -> Self {
        let time = Stamp::of(cx, oldest.map(|oldest| oldest.started));
        Self::fit(cx.area.width.into(), time, size(Some(memory), Some(memory)).len())
    }

    fn fit(width: usize, time: Stamp, memory: usize) -> Self {
        let gap = if width < ROOMY { 1 } else { 2 };
        let mut room = width.saturating_sub(GUTTER + time.width() + gap + SIGN + OUTCOME);
        let mut take = |gap: usize, cells: usize| {
            let fits = room >= gap + cells;
            room -= if fits { gap + cells } else { 0 };
            if fits { cells } else { 0 }
        };
        let (duration, cold, memory) = (take(gap, DURATION), take(gap, COLD), take(gap, memory));
        let init = if cold > 0 { take(0, INIT) } else { 0 };
        // An error has the place of what was billed.
        let error = Some(room.saturating_sub(gap)).filter(|error| *error >= ERROR).unwrap_or_default();
        let billed = if room >= gap + BILLED { BILLED } else { 0 };
        Self { gap, time, duration, cold: cold + init, memory, billed, error, width }
    }

    fn gap(self) -> String {
        " ".repeat(self.gap)
    }
}

/// One invocation.
pub fn draw(cx: Cx<'_>, columns: Columns, invocation: &Invocation) -> Line<'static> {
    let state = state(&invocation.outcome);
    let mut line = Line::from_iter([
        Span::styled(columns.time.words(cx, invocation.started), cx.theme.faint()),
        Span::raw(columns.gap()),
        Span::styled(format!("{} ", sign(state)), cx.theme.state(state)),
    ]);
    let error = error(&invocation.outcome);
    match error {
        Some(error) if columns.error == 0 => {
            let room = columns.width.saturating_sub(GUTTER + line.width());
            line.push_span(Span::styled(cells::cut(&error.headline(), room), cx.theme.bad()));
        }
        _ => {
            let word = match &invocation.outcome {
                Outcome::Returned(_) => invocation.outcome.words(),
                outcome => word(outcome).to_owned(),
            };
            line.push_span(Span::styled(cells::left(&word, OUTCOME), cx.theme.state(state)));
            figures(cx, columns, invocation, &mut line);
            line.push_span(columns.gap());
            line.push_span(last(cx, columns, invocation));
        }
    }
    line
}

fn figures(cx: Cx<'_>, columns: Columns, invocation: &Invocation, line: &mut Line<'static>) {
    let mut push = |text: &str, width: usize, style: Style, pad: fn(&str, usize) -> String| {
        if width > 0 {
            line.push_span(columns.gap());
            line.push_span(Span::styled(pad(text, width), style));
        }
    };
    let duration = invocation.duration_ms.map(words::millis).unwrap_or_default();
    push(&duration, columns.duration, Style::new(), cells::right);
    push(&cold(columns, invocation), columns.cold, Style::new(), cells::left);
    let memory = memory_style(cx, invocation);
    push(&size(invocation.used_mb, invocation.memory_mb), columns.memory, memory, cells::right);
}

/// What went wrong, else what is paid for.
fn last(cx: Cx<'_>, columns: Columns, invocation: &Invocation) -> Span<'static> {
    if let Some(error) = error(&invocation.outcome) {
        return Span::styled(cells::cut(&error.headline(), columns.error), cx.theme.bad());
    }
    let billed = invocation.billed_ms.filter(|_| columns.billed > 0);
    let billed = billed.map(|billed| format!("billed {:>6}", words::millis(billed)));
    Span::styled(billed.unwrap_or_default(), cx.theme.faint())
}

fn cold(columns: Columns, invocation: &Invocation) -> String {
    match invocation.init_ms {
        None => String::new(),
        Some(_) if columns.cold == COLD => "cold".to_owned(),
        Some(init) => format!("cold {:>6}", words::millis(init)),
    }
}

/// Memory used of the memory there is, such as `98/128 MB`.
pub fn size(used: Option<u32>, size: Option<u32>) -> String {
    match (used, size) {
        (Some(used), Some(size)) => format!("{used}/{size} MB"),
        (None, Some(size)) => format!("{size} MB"),
        _ => String::new(),
    }
}

/// Nine tenths and more stand out, without colours too.
fn memory_style(cx: Cx<'_>, invocation: &Invocation) -> Style {
    let (Some(used), Some(size)) = (invocation.used_mb, invocation.memory_mb) else { return Style::new() };
    let is_tight = size > 0 && u64::from(used) * 10 >= u64::from(size) * 9;
    if is_tight { cx.theme.warning().patch(cx.theme.strong()) } else { Style::new() }
}

fn state(outcome: &Outcome) -> State {
    match outcome {
        Outcome::Running => State::Running,
        outcome if outcome.is_bad() => State::Failed,
        _ => State::Good,
    }
}

fn error(outcome: &Outcome) -> Option<&Foreign> {
    match outcome {
        Outcome::Raised(what) | Outcome::Crashed(what) => Some(what),
        _ => None,
    }
}

/// The outcome in a word that needs no more room than its column; a returned status has its number instead.
pub fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Running => "running",
        Outcome::Good => "ok",
        Outcome::Returned(_) => "returned",
        Outcome::Raised(_) => "raised",
        Outcome::TimedOut => "timed out",
        Outcome::OutOfMemory => "out of memory",
        Outcome::Crashed(_) => "crashed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(width: usize, want: [usize; 5]) {
        let c = Columns::fit(width, Stamp::Time, "128/128 MB".len());
        let got = [c.duration, c.cold, c.memory, c.billed, c.error];
        assert_eq!(got, want, "{width}");
    }

    #[test]
    fn what_matters_least_goes_first_when_there_is_no_room() {
        check(38, [6, 4, 0, 0, 0]);
        check(58, [6, 4, 10, 0, 0]);
        check(78, [6, 11, 10, 13, 0]);
        check(98, [6, 11, 10, 13, 37]);
        check(0, [0, 0, 0, 0, 0]);
    }
}

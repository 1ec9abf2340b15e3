//! What a pane is, and how keys reach it.

mod any;
mod details;
mod memory;
mod stamp;

use chrono::FixedOffset;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

pub use any::AnyPane;
pub use details::Details;
pub use memory::Memory;
pub use stamp::Stamp;

use crate::clock::Time;
use crate::config::Columns;
use crate::domain::World;
use crate::domain::command::{self, Command, Door};
use crate::domain::pipeline::Pipeline;
use crate::effect::{Clip, Effect, Effects, Here, Related, Subject, Target};
use crate::keys::{Key, Touch};
use crate::list::Motion;
use crate::theme::Theme;

/// A view of the world: it owns where the user is looking, never what is true.
///
/// Every method but `draw` and `title` is followed by one call of [`Pane::settle`].
pub trait Pane: Default + 'static {
    /// One lower-case word: the section of the pane's keys in help, palette and configuration.
    const NAME: &'static str;
    /// As the frame and the tabs show it.
    const TITLE: &'static str;
    /// The keys that this pane answers to, beyond the ones that all panes share.
    const KEYS: &'static [PaneKey<Self>];

    /// What the frame says beside the title.
    fn title(&self, cx: Cx<'_>) -> Title<'static>;
    /// Paints the inside of the frame, drawing only the rows that are visible.
    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>);
    /// Moves the selection, or the window.
    fn go(&mut self, motion: Motion, cx: Cx<'_>);
    /// Brings rows and selection in line with the facts and the area; asks for what is missing.
    fn settle(&mut self, cx: Cx<'_>) -> Effects;

    /// Enter: goes into the selected row. `None`: there is nothing to go into, so its details are shown.
    fn enter(&mut self, cx: Cx<'_>) -> Option<Effects> {
        let _ = cx;
        None
    }
    /// Esc: one step back. `None`: the pane is where it started.
    fn back(&mut self, cx: Cx<'_>) -> Option<Effects> {
        let _ = cx;
        None
    }
    /// What to read again, now, of what the pane shows and nobody watches.
    fn refresh(&mut self, cx: Cx<'_>) -> Effects {
        let _ = cx;
        vec![]
    }
    /// Everything there is to say of the selected row.
    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        let _ = cx;
        None
    }
    /// Hears what is being typed for its question of this name; see [`Here::Ask`].
    ///
    /// [`Here::Ask`]: crate::effect::Here::Ask
    fn typed(&mut self, question: &str, text: &str, cx: Cx<'_>) {
        let _ = (question, text, cx);
    }
    /// Takes the line for its question. `None`: it has a mistake, which [`Pane::remark`] names.
    fn entered(&mut self, question: &str, text: &str, cx: Cx<'_>) -> Option<Effects> {
        let _ = (question, text, cx);
        Some(vec![])
    }
    /// Hears that its question is not answered: everything is as it was before.
    fn dropped(&mut self, question: &str, cx: Cx<'_>) {
        let _ = (question, cx);
    }
    /// What stands beside the line that is being typed.
    fn remark(&self, question: &str, cx: Cx<'_>) -> Option<Remark> {
        let _ = (question, cx);
        None
    }
    /// Shows exactly the log lines of this. `None`: this pane has none.
    fn show(&mut self, subject: &Subject, cx: Cx<'_>) -> Option<Effects> {
        let _ = (subject, cx);
        None
    }
    /// Selects the row of this. `None`: this pane has no such rows.
    fn find(&mut self, target: &Target, cx: Cx<'_>) -> Option<Effects> {
        let _ = (target, cx);
        None
    }
    /// Where one is looking, to come back to after a jump. `None`: there is nothing to come back to but the pane.
    fn remember(&self, cx: Cx<'_>) -> Option<Memory> {
        let _ = cx;
        None
    }
    /// Looks there again.
    fn recall(&mut self, memory: Memory, cx: Cx<'_>) {
        let _ = (memory, cx);
    }
    /// What belongs to the selected row, the nearest first.
    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        let _ = cx;
        vec![]
    }
    /// The id or the URI of the selected row.
    fn identity(&self, cx: Cx<'_>) -> Option<Clip> {
        let _ = cx;
        None
    }
    /// Stays at the selected row, whatever arrives: its details are about to be read.
    fn hold(&mut self, cx: Cx<'_>);
    /// Shows only the rows that contain every word of `text`; empty: all.
    fn filter(&mut self, text: &str, cx: Cx<'_>);
    /// The words that rows are filtered by; empty: none.
    fn filtered_by(&self) -> &str;
}

/// A row of a pane's keymap.
pub type PaneKey<P> = Key<fn(&mut P, Cx<'_>) -> Effects>;

/// What a pane, or anything that lies on top, may read while it acts or draws.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// What the pipeline is made of.
    pub pipeline: &'a Pipeline,
    /// Whom farol asks.
    pub door: Door<'a>,
    /// What is true.
    pub world: &'a World,
    /// The time of the latest message.
    pub now: Time,
    /// The offset of the times that are shown.
    pub zone: FixedOffset,
    /// The offset of the machine's own times.
    pub local: FixedOffset,
    /// How things look.
    pub theme: Theme,
    /// Where it is on screen: computed from the size alone, so that acting and drawing agree.
    pub area: Rect,
    /// Whether keys go here.
    pub focused: bool,
    /// How the latest key was pressed.
    pub touch: Touch,
    /// Seconds of the clock to a second of the user.
    pub speed: f64,
    /// The columns that lists show, where the configuration says which.
    pub columns: &'a Columns,
}

impl<'a> Cx<'a> {
    /// The same, in another area.
    #[must_use]
    pub fn within(self, area: Rect) -> Cx<'a> {
        Cx { area, ..self }
    }

    /// What a span of the user's time is by the clock.
    pub fn lasting(self, span: std::time::Duration) -> chrono::TimeDelta {
        chrono::TimeDelta::from_std(span.mul_f64(self.speed)).unwrap_or(chrono::TimeDelta::MAX)
    }

    /// Copies commands that ask as farol does.
    pub fn copy(self, commands: Vec<Command>) -> Effect {
        let what = match commands.len() {
            1 => "the command".to_owned(),
            n => format!("{n} commands"),
        };
        Effect::Copy(Clip { what, text: command::script(self.pipeline, self.door, commands).into() })
    }

    /// The same; without any, says that there is nothing to copy.
    pub fn copied(self, commands: Vec<Command>) -> Effects {
        if commands.is_empty() {
            let words = "nothing is selected that a command could read".to_owned();
            return vec![Effect::Here(Here::Say(words))];
        }
        vec![self.copy(commands)]
    }

    /// How many rows the area has.
    pub fn height(self) -> usize {
        self.area.height.into()
    }

    /// A time of day, in the zone that is shown.
    pub fn clock(self, time: Time) -> String {
        time.with_timezone(&self.zone).format("%H:%M:%S").to_string()
    }

    /// A date and a time of day, in the zone that is shown.
    pub fn date(self, time: Time) -> String {
        time.with_timezone(&self.zone).format("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// What stands beside a line that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it says, visible already.
    pub words: String,
    /// How it is meant.
    pub tone: Tone,
}

impl Remark {
    /// For information.
    pub fn plain(words: impl Into<String>) -> Self {
        Self { words: words.into(), tone: Tone::Plain }
    }

    /// Names a mistake.
    pub fn bad(words: impl Into<String>) -> Self {
        Self { words: words.into(), tone: Tone::Bad }
    }
}

/// How something is meant that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    Plain,
    /// Something was not done, or nobody knows.
    Bad,
}

/// What the frame of a pane says beside its name.
#[derive(Debug, Clone, Default)]
pub struct Title<'a> {
    /// What the pane looks at.
    pub left: Line<'a>,
    /// How much there is, and how it is read.
    pub right: Line<'a>,
}

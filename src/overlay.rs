//! What lies on top of the panes and takes keys first.

pub mod ask;
pub mod confirm;
pub mod details;
pub mod editor;
pub mod help;
pub mod palette;
pub mod past;
pub mod pipelines;
pub mod preview;
pub mod prompt;
pub mod related;
pub mod tree;
mod typed;

use ratatui::Frame;
use ratatui::layout::{Constraint, Flex, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Borders, Clear};

use crate::clock::Time;
use crate::domain::action::Action;
use crate::domain::pipeline;
use crate::effect::Effects;
use crate::keys::{Chord, Key, Keymap, Row};
use crate::pane::Cx;

/// What an overlay wants after a key.
#[derive(Debug, PartialEq)]
pub enum Answer {
    /// To stay.
    Stay,
    /// To go away.
    Close,
    /// To stay, and that this be done meanwhile.
    Meanwhile(Effects),
    /// To go away, and that this be asked about.
    Ask(Action),
    /// To go away, and that the input of this be edited; from this text on, where there is one.
    Edit(Action, Option<String>),
    /// To go away, and that the inputs of the past be shown.
    Recall(Action),
    /// To go away, and that this be done.
    Do(Effects),
    /// To go away, and that the row of this section and name be run.
    Run(&'static str, &'static str),
    /// To stay, and that the pane in front show only what contains these words.
    Filter(String),
    /// To stay, and that the pane in front hear what has been typed for its question of this name.
    Typed(&'static str, String),
    /// That the pane in front take the line for its question, and to go away if it does.
    Entered(&'static str, String),
    /// To go away, and that the pane in front hear that its question is not answered.
    Dropped(&'static str),
    /// To go away, and that this pipeline be looked at.
    Switch(pipeline::Id),
}

/// Something on top of the panes.
pub trait Overlay: Sized + 'static {
    /// One lower-case word: the section of its keys.
    const NAME: &'static str;
    /// The keys that it answers to.
    const KEYS: &'static [OverlayKey<Self>];

    /// Whether a row of its keymap does anything now; one that does not is not shown.
    fn offers(&self, row: &Row) -> bool {
        let _ = row;
        true
    }
    /// Takes a key that no row answers to: typing.
    fn typed(&mut self, chord: Chord, cx: Cx<'_>) -> Answer {
        let _ = (chord, cx);
        Answer::Stay
    }
    /// Takes pasted text; never acts on it.
    fn paste(&mut self, text: &str, cx: Cx<'_>) -> Answer {
        let _ = (text, cx);
        Answer::Stay
    }
    /// Takes what the user's editor made of the text that it was given with [`crate::effect::Effect::Edit`].
    fn edited(&mut self, text: String, cx: Cx<'_>) -> Answer {
        let _ = (text, cx);
        Answer::Stay
    }
    /// Brings itself in line with what is true and with what lies under it, after every message.
    fn settle(&mut self, cx: Cx<'_>, under: Under<'_>) -> Answer {
        let _ = (cx, under);
        Answer::Stay
    }
    /// When what it shows next changes by time alone.
    fn wakes_at(&self, cx: Cx<'_>) -> Option<Time> {
        let _ = cx;
        None
    }
    /// Paints itself into `cx.area`, which is the whole screen.
    fn draw(&self, cx: Cx<'_>, under: Under<'_>, frame: &mut Frame<'_>);
}

/// A row of an overlay's keymap.
pub type OverlayKey<O> = Key<fn(&mut O, Cx<'_>) -> Answer>;

/// What an overlay may know of what lies under it.
#[derive(Clone, Copy)]
pub struct Under<'a> {
    /// The pane in front.
    pub pane: &'a dyn crate::pane::AnyPane,
    /// Where that pane is.
    pub pane_area: Rect,
    /// The area between strip and footer.
    pub body: Rect,
}

impl<'a> Under<'a> {
    /// What the pane in front may read.
    pub fn cx(self, cx: Cx<'a>) -> Cx<'a> {
        cx.within(self.pane_area)
    }
}

/// An overlay whose type is forgotten.
pub trait AnyOverlay {
    /// See [`Overlay::NAME`].
    fn name(&self) -> &'static str;
    /// What the rows of its keymap say that do something now.
    fn rows(&self) -> Vec<Row>;
    /// Takes a key, always: what lies under it hears nothing.
    fn press(&mut self, chord: Chord, keymap: &Keymap, cx: Cx<'_>) -> Answer;
    /// See [`Overlay::paste`].
    fn paste(&mut self, text: &str, cx: Cx<'_>) -> Answer;
    /// See [`Overlay::edited`].
    fn edited(&mut self, text: String, cx: Cx<'_>) -> Answer;
    /// See [`Overlay::settle`].
    fn settle(&mut self, cx: Cx<'_>, under: Under<'_>) -> Answer;
    /// See [`Overlay::wakes_at`].
    fn wakes_at(&self, cx: Cx<'_>) -> Option<Time>;
    /// See [`Overlay::draw`].
    fn draw(&self, cx: Cx<'_>, under: Under<'_>, frame: &mut Frame<'_>);
}

impl<O: Overlay> AnyOverlay for O {
    fn name(&self) -> &'static str {
        O::NAME
    }

    fn rows(&self) -> Vec<Row> {
        O::KEYS.iter().map(|key| key.row).filter(|row| self.offers(row)).collect()
    }

    fn press(&mut self, chord: Chord, keymap: &Keymap, cx: Cx<'_>) -> Answer {
        match O::KEYS.iter().find(|key| keymap.answers(O::NAME, &key.row, chord)) {
            Some(key) => (key.act)(self, cx),
            None => self.typed(chord, cx),
        }
    }

    fn paste(&mut self, text: &str, cx: Cx<'_>) -> Answer {
        Overlay::paste(self, text, cx)
    }

    fn edited(&mut self, text: String, cx: Cx<'_>) -> Answer {
        Overlay::edited(self, text, cx)
    }

    fn settle(&mut self, cx: Cx<'_>, under: Under<'_>) -> Answer {
        Overlay::settle(self, cx, under)
    }

    fn wakes_at(&self, cx: Cx<'_>) -> Option<Time> {
        Overlay::wakes_at(self, cx)
    }

    fn draw(&self, cx: Cx<'_>, under: Under<'_>, frame: &mut Frame<'_>) {
        Overlay::draw(self, cx, under, frame);
    }
}

/// The rows of every overlay, with their sections: for help, README and rebinding.
pub fn rows() -> Vec<(&'static str, Row)> {
    fn of<O: Overlay>() -> impl Iterator<Item = (&'static str, Row)> {
        O::KEYS.iter().map(|key| (O::NAME, key.row))
    }
    of::<ask::Ask>()
        .chain(of::<confirm::Confirm>())
        .chain(of::<confirm::Sign>())
        .chain(of::<editor::Editor>())
        .chain(of::<past::Past>())
        .chain(of::<details::Drawer>())
        .chain(of::<help::Help>())
        .chain(of::<palette::Palette>())
        .chain(of::<pipelines::Pipelines>())
        .chain(of::<preview::Preview>())
        .chain(of::<prompt::Prompt>())
        .chain(of::<related::Menu>())
        .chain(of::<tree::Tree>())
        .collect()
}

/// Clears a box in the middle of `cx.area` and draws its frame; returns the inside.
pub fn dialog(cx: Cx<'_>, frame: &mut Frame<'_>, title: Line<'_>, width: u16, height: u16) -> Rect {
    let [row] =
        Layout::vertical([Constraint::Length(height.min(cx.area.height))]).flex(Flex::Center).areas(cx.area);
    let [area] =
        Layout::horizontal([Constraint::Length(width.min(cx.area.width))]).flex(Flex::Center).areas(row);
    boxed(cx, frame, title, area)
}

/// Clears `area` and draws a frame around it; returns the inside.
pub fn boxed(cx: Cx<'_>, frame: &mut Frame<'_>, title: Line<'_>, area: Rect) -> Rect {
    let block = Block::new()
        .borders(Borders::ALL)
        .border_type(BorderType::Rounded)
        .border_style(cx.theme.border(true))
        .title(title);
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    inner
}

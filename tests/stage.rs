//! A console on a stage: real `update`, real `draw`, no terminal, no clock, no network.

use std::fmt::Write as _;

use chrono::TimeDelta;
use crossterm::event::{KeyEvent, KeyEventKind};
use farol::app::{App, Msg, Settings};
use farol::clock::Time;
use farol::domain::action::Action;
use farol::domain::errand::{Errand, Step};
use farol::domain::pipeline::{self, Pipeline};
use farol::domain::preflight::{Finding, Preflight};
use farol::domain::{Heard, Observation};
use farol::effect::{Effect, Effects};
use farol::keys::Chord;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Style};

/// When every journey begins: 2026-03-01 03:00:00 UTC.
pub fn dawn() -> Time {
    Time::from_timestamp(1_772_334_000, 0).unwrap()
}

/// Some seconds before the journey begins.
pub fn ago(seconds: i64) -> Time {
    dawn() - TimeDelta::seconds(seconds)
}

/// The reference pipeline, with arguments for its job.
pub fn pipeline() -> Pipeline {
    let mut pipeline = farol::reference::pipeline();
    if let Some(etl) = &mut pipeline.etl {
        etl.arguments = [("--failure_rate".into(), "0.5".into())].into();
    }
    pipeline
}

/// A console, the screen it is on, and the time.
pub struct Stage {
    app: App,
    terminal: Terminal<TestBackend>,
    now: Time,
    /// What AWS was asked about last, before an action.
    asked: Option<Action>,
}

impl Stage {
    /// The reference pipeline on a screen of this size, at dawn.
    pub fn new(width: u16, height: u16) -> Self {
        Self::with(width, height, Settings::default(), vec![pipeline()])
    }

    /// These pipelines, with these settings.
    pub fn with(width: u16, height: u16, settings: Settings, pipelines: Vec<Pipeline>) -> Self {
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut app = App::new(settings, pipelines, Size::new(width, height), dawn());
        app.begin();
        app.update(dawn(), Msg::Resize(Size::new(width, height)));
        Self { app, terminal, now: dawn(), asked: None }
    }

    /// Lets time pass, and returns what that asked for.
    pub fn wait(&mut self, seconds: i64) -> Effects {
        self.now += TimeDelta::seconds(seconds);
        self.app.update(self.now, Msg::Tick).0
    }

    /// Presses keys written as `"jj<tab>e"`, and returns every effect they asked for.
    pub fn press(&mut self, keys: &str) -> Effects {
        let mut effects = Effects::new();
        for chord in chords(keys) {
            effects.extend(self.app.update(self.now, Msg::Key(chord.event())).0);
        }
        self.without_preflight(effects)
    }

    /// The same, of keys that come together, as those of a short paste do.
    pub fn press_together(&mut self, keys: &str) -> Effects {
        let mut effects = Effects::new();
        for chord in chords(keys) {
            let key = KeyEvent { kind: KeyEventKind::Repeat, ..chord.event() };
            effects.extend(self.app.update(self.now, Msg::Key(key)).0);
        }
        self.without_preflight(effects)
    }

    /// Types text as fast as a person does.
    pub fn types(&mut self, text: &str) {
        for chord in chords(text) {
            self.pause(120);
            self.app.update(self.now, Msg::Key(chord.event()));
        }
        self.pause(120);
    }

    /// Brings back what the user's editor made of a text.
    pub fn edited(&mut self, text: &str) -> Effects {
        let size = Size::new(
            self.terminal.backend().buffer().area.width,
            self.terminal.backend().buffer().area.height,
        );
        let effects = self.app.update(self.now, Msg::Edited(size, Ok(text.into()))).0;
        self.without_preflight(effects)
    }

    /// Keeps the question before an action, and returns the other effects.
    fn without_preflight(&mut self, effects: Effects) -> Effects {
        let mut others = Effects::new();
        for effect in effects {
            match effect {
                Effect::Preflight(action) => self.asked = Some(action),
                effect => others.push(effect),
            }
        }
        others
    }

    /// Whether AWS is being asked before an action.
    pub fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// Answers what was asked before an action, with what was found just now.
    pub fn answer(&mut self, findings: Vec<Finding>) -> Effects {
        let (begun, taken) = (self.now, self.now);
        self.answer_with(Preflight { begun, taken, identity: None, findings, last_good: None })
    }

    /// Answers what was asked before an action.
    pub fn answer_with(&mut self, preflight: Preflight) -> Effects {
        let action = self.asked.take().expect("AWS has not been asked");
        self.hear(Observation::Preflight(action, preflight))
    }

    /// What the time is.
    pub fn now(&self) -> Time {
        self.now
    }

    /// Lets a part of a second pass.
    pub fn pause(&mut self, milliseconds: i64) {
        self.now += TimeDelta::milliseconds(milliseconds);
        self.app.update(self.now, Msg::Tick);
    }

    /// Pastes.
    pub fn paste(&mut self, text: &str) -> Effects {
        self.app.update(self.now, Msg::Paste(text.into())).0
    }

    /// Hears an observation of the first pipeline now, and returns what it led to.
    pub fn hear(&mut self, observation: Observation) -> Effects {
        let heard = Heard { pipeline: pipeline::Id(0), at: self.now, observation };
        let effects = self.app.update(self.now, Msg::Heard(heard)).0;
        self.without_preflight(effects)
    }

    /// Hears how far something has come that takes a while.
    pub fn step(&mut self, errand: Errand, step: Step) {
        self.app.update(self.now, Msg::Step(errand, step));
    }

    /// Resizes the screen.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        self.app.update(self.now, Msg::Resize(Size::new(width, height)));
    }

    /// The whole screen: text, then styles.
    pub fn screen(&mut self) -> String {
        let buffer = self.paint();
        picture(&buffer, buffer.area)
    }

    /// The text of the whole screen.
    pub fn text(&mut self) -> String {
        text(&self.paint())
    }

    /// A pane alone, found by its title: text, then styles.
    pub fn pane(&mut self, title: &str) -> String {
        let buffer = self.paint();
        let area = frame_of(&buffer, title).unwrap_or_else(|| panic!("no pane {title:?}:\n{}", self.text()));
        picture(&buffer, area)
    }

    fn paint(&mut self) -> Buffer {
        self.terminal.draw(|frame| self.app.draw(frame)).unwrap();
        self.terminal.backend().buffer().clone()
    }
}

/// Keys written as `"jj<tab>e"`.
pub fn chords(keys: &str) -> Vec<Chord> {
    let mut chords = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'));
        let named = named.filter(|(name, _)| !name.contains(['<', ' ']));
        let (text, after) = named.unwrap_or((&rest[..c.len_utf8()], &rest[c.len_utf8()..]));
        chords.push(Chord::parse(text).unwrap());
        rest = after;
    }
    chords
}

/// The box whose upper border holds ` title`.
fn frame_of(buffer: &Buffer, title: &str) -> Option<Rect> {
    let area = buffer.area;
    let symbol = |x: u16, y: u16| buffer[(x, y)].symbol();
    let corner = |x: u16, y: u16| {
        let border: String = (x..area.right()).map(|x| symbol(x, y)).take_while(|s| *s != "╮").collect();
        symbol(x, y) == "╭" && border.contains(title)
    };
    let (x, y) = area
        .rows()
        .flat_map(|row| (row.left()..row.right()).map(move |x| (x, row.y)))
        .find(|(x, y)| corner(*x, *y))?;
    let right = (x..area.right()).find(|x| symbol(*x, y) == "╮")?;
    let bottom = (y..area.bottom()).find(|y| symbol(x, *y) == "╰")?;
    Some(Rect::new(x, y, right - x + 1, bottom - y + 1))
}

/// Text, then the style of every run of cells that has one.
fn picture(buffer: &Buffer, area: Rect) -> String {
    let mut styles = String::new();
    for (y, row) in area.rows().enumerate() {
        let cells: Vec<&Cell> = (row.left()..row.right()).map(|x| &buffer[(x, row.y)]).collect();
        for run in cells.chunk_by(|a, b| a.style() == b.style()) {
            let words: String = run.iter().map(|cell| cell.symbol()).collect();
            let style = describe(run[0].style());
            let words = shorten(&words);
            if !style.is_empty() && !words.is_empty() {
                writeln!(styles, "{y:>2} {words:<32} {style}").unwrap();
            }
        }
    }
    format!("{}\n\n{styles}", lines(buffer, area).join("\n"))
}

/// The words without the frame around them.
fn shorten(words: &str) -> String {
    words.trim_matches(|c| "─╭╮╰╯│ ".contains(c)).chars().take(32).collect()
}

/// The text of a screen.
pub fn text(buffer: &Buffer) -> String {
    lines(buffer, buffer.area).join("\n")
}

fn lines(buffer: &Buffer, area: Rect) -> Vec<String> {
    let text =
        |row: Rect| -> String { (row.left()..row.right()).map(|x| buffer[(x, row.y)].symbol()).collect() };
    area.rows().map(|row| text(row).trim_end().to_owned()).collect()
}

fn describe(style: Style) -> String {
    let mut words = Vec::new();
    if let Some(fg) = style.fg.filter(|color| *color != Color::Reset) {
        words.push(fg.to_string().to_lowercase());
    }
    if let Some(bg) = style.bg.filter(|color| *color != Color::Reset) {
        words.push(format!("on {}", bg.to_string().to_lowercase()));
    }
    if !style.add_modifier.is_empty() {
        words.push(format!("{:?}", style.add_modifier).to_lowercase());
    }
    words.join(" ")
}

//! The console's state, and the one function that changes it.

mod acting;
mod arming;
mod asking;
mod commands;
mod draw;
mod going;
mod here;
mod meant;
mod msg;
mod notice;
mod reach;
mod settings;
mod underway;
mod waking;

use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::{Rect, Size};

pub use commands::rows;
pub use msg::Msg;
pub use notice::Notice;
pub use reach::reaches;
pub use settings::{Badge, Discovery, Rights, Settings};

use crate::clock::Time;
use crate::domain::pipeline::{self, Pipeline};
use crate::domain::world::Change;
use crate::domain::{Heard, Observation, World, health};
use crate::effect::{Clip, Effect, Effects};
use crate::keys::{Chord, Touch};
use crate::overlay::{Answer, AnyOverlay, Under};
use crate::pane::{AnyPane, Cx};
use crate::panes;
use crate::screen::arrange::{self, Zoom};
use underway::Underway;

/// A pipeline and what is known of it.
struct Track {
    pipeline: Pipeline,
    world: World,
}

/// What is true, and where the user is looking.
pub struct App {
    settings: Settings,
    tracks: Vec<Track>,
    current: pipeline::Id,
    panes: Vec<Box<dyn AnyPane>>,
    front: usize,
    /// The jumps that one can go back from, the last one last.
    trail: Vec<going::Jump>,
    zoom: Zoom,
    overlays: Vec<Box<dyn AnyOverlay>>,
    notice: Option<Notice>,
    underway: Underway,
    size: Size,
    now: Time,
    /// The latest key and when it came.
    last_key: Option<(Chord, Time)>,
    touch: Touch,
    /// Whether the same key was pressed just before, so that it may be held down.
    is_again: bool,
    /// Whether the key was pressed, or came together with others.
    came: KeyEventKind,
    /// Until when a console that has to be armed may act.
    armed_until: Option<Time>,
    news: Option<Time>,
    /// How the steps of the current pipeline are, as of the last message.
    steps: Vec<health::Health>,
}

impl App {
    /// A console that knows nothing yet. Without any pipeline it shows an empty one.
    pub fn new(settings: Settings, pipelines: Vec<Pipeline>, size: Size, now: Time) -> Self {
        let pipelines = if pipelines.is_empty() { vec![Pipeline::default()] } else { pipelines };
        let world = || World::keeping(settings.log_bounds);
        let tracks = pipelines.into_iter().map(|pipeline| Track { pipeline, world: world() }).collect();
        let mut app = Self {
            tracks,
            current: settings.first,
            settings,
            panes: panes::all(),
            front: 0,
            trail: Vec::new(),
            zoom: Zoom::Out,
            overlays: Vec::new(),
            notice: None,
            underway: Underway::default(),
            size,
            now,
            last_key: None,
            touch: Touch::Fresh,
            is_again: false,
            came: KeyEventKind::Press,
            armed_until: None,
            news: None,
            steps: Vec::new(),
        };
        app.judge();
        app
    }

    /// What to ask for at the start.
    pub fn begin(&mut self) -> Effects {
        let mut effects: Effects = self.watch().into_iter().chain(self.discover()).collect();
        if let Some(place) = self.settings.place.take() {
            effects.extend(self.show_place(&place));
        }
        effects
    }

    /// Looks for a pipeline in the account, where nothing names one.
    fn discover(&self) -> Option<Effect> {
        let track = self.track().filter(|track| track.pipeline.is_bare())?;
        let is_on = self.settings.discovery == Discovery::On;
        is_on.then(|| Effect::Discover(self.current, track.pipeline.clone()))
    }

    /// Changes the state and says what should happen next, and whether the screen may have changed.
    ///
    /// Never blocks, never fails; `now` is the time of the message.
    pub fn update(&mut self, now: Time, msg: Msg) -> (Effects, Change) {
        self.now = now;
        self.drop_old_notice();
        let expired = self.expire();
        let (mut effects, change) = match msg {
            Msg::Key(key) => (self.press(key), Change::News),
            Msg::Paste(text) => (self.paste(&text), Change::News),
            Msg::Resize(size) => {
                self.size = size;
                (vec![], Change::News)
            }
            Msg::Suspend => (vec![Effect::Suspend], Change::Same),
            Msg::Resume(size) => {
                self.size = size;
                (vec![Effect::Resume], Change::News)
            }
            Msg::Told(told) => (self.told(told), Change::News),
            Msg::Step(errand, step) => (self.step(errand, step), Change::News),
            Msg::Edited(size, text) => {
                self.size = size;
                (self.edited(text), Change::News)
            }
            Msg::Heard(heard) => self.hear(heard),
            Msg::Tick => (vec![], Change::News),
        };
        let change = if expired.is_empty() { change } else { Change::News };
        // What is over ends before anything else begins.
        effects.splice(0..0, expired);
        if change == Change::News {
            effects = self.do_here(effects);
            self.judge();
            let settled = self.settle();
            let is_moving = settled.iter().any(|effect| matches!(effect, Effect::Here(_)));
            effects.extend(self.do_here(settled));
            if is_moving {
                effects.extend(self.settle());
            }
        }
        effects.extend(self.rest());
        (effects, change)
    }

    fn drop_old_notice(&mut self) {
        let (now, stay) = (self.now, self.lasting(notice::STAY));
        self.notice.take_if(|notice| notice.ends(stay).is_some_and(|end| end <= now));
    }

    /// What a span of the user's time is by the clock.
    fn lasting(&self, span: std::time::Duration) -> TimeDelta {
        TimeDelta::from_std(span.mul_f64(self.settings.speed)).unwrap_or(TimeDelta::MAX)
    }

    fn hear(&mut self, heard: Heard) -> (Effects, Change) {
        self.follow(heard.pipeline, &heard.observation);
        let Some(track) = self.tracks.get_mut(heard.pipeline.0) else { return (vec![], Change::Same) };
        let mut effects = vec![];
        if let Observation::Found(Ok(pipeline)) = &heard.observation {
            track.pipeline = pipeline.clone();
            track.pipeline.name_itself();
            effects.push(Effect::Watch(heard.pipeline, track.pipeline.clone()));
        }
        if let Observation::Presigned(Ok(url)) = &heard.observation {
            effects.push(Effect::Copy(Clip { what: url.what.clone(), text: url.text.clone() }));
        }
        let notice = Notice::of(&heard.observation, self.now);
        let change = track.world.learn(heard.at, heard.observation);
        self.notice = match (notice, self.notice.take()) {
            (Some(new), Some(old)) if old.is_lasting() && !new.is_lasting() => Some(old),
            (new, old) => new.or(old),
        };
        if change == Change::News {
            self.news = Some(heard.at);
        }
        (effects, change)
    }

    fn press(&mut self, key: KeyEvent) -> Effects {
        match key.code {
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return vec![Effect::Quit],
            KeyCode::Char('z') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return vec![Effect::Suspend];
            }
            _ => {}
        }
        self.notice = None;
        let chord = Chord::of(key);
        self.feel(chord, key.kind);
        if self.size.width < arrange::SMALLEST.width || self.size.height < arrange::SMALLEST.height {
            return if chord.char() == Some('q') { vec![Effect::Quit] } else { vec![] };
        }
        let effects = self.touched(chord, key);
        self.mean(effects)
    }

    fn touched(&mut self, chord: Chord, key: KeyEvent) -> Effects {
        if !self.overlays.is_empty() {
            return self.press_overlay(chord);
        }
        if let Some(effects) = (key.code == KeyCode::Esc).then(|| self.stop()).flatten() {
            return effects;
        }
        let keymap = self.settings.keymap.clone();
        self.in_front(|pane, cx| pane.press(chord, &keymap, cx))
            .flatten()
            .unwrap_or_else(|| self.run_chord(chord))
    }

    /// Notes how a key was pressed.
    fn feel(&mut self, chord: Chord, kind: KeyEventKind) {
        let user = |span: TimeDelta| span.to_std().unwrap_or_default().div_f64(self.settings.speed);
        let last = self.last_key.map(|(last, at)| (last, user(self.now - at)));
        (self.touch, self.came) = (Touch::of(chord, kind, last), kind);
        self.is_again = self.touch == Touch::Held && last.is_some_and(|(last, _)| last == chord);
        self.last_key = Some((chord, self.now));
    }

    fn press_overlay(&mut self, chord: Chord) -> Effects {
        let cx = cx_of(&self.tracks, self.current, &self.settings, self.now, whole(self.size));
        let Some((overlay, cx)) = self.overlays.last_mut().zip(cx) else { return vec![] };
        let answer = overlay.press(chord, &self.settings.keymap, Cx { touch: self.touch, ..cx });
        self.answer(answer)
    }

    fn paste(&mut self, text: &str) -> Effects {
        let cx = cx_of(&self.tracks, self.current, &self.settings, self.now, whole(self.size));
        let Some((overlay, cx)) = self.overlays.last_mut().zip(cx) else {
            self.notice = Some(Notice::passing("pasted text does nothing here", self.now));
            return vec![];
        };
        let answer = overlay.paste(text, cx);
        self.answer(answer)
    }

    fn told(&mut self, told: Result<String, String>) -> Effects {
        self.notice = Some(match told {
            Ok(text) => Notice::passing(text, self.now),
            Err(text) => Notice::lasting(text),
        });
        vec![]
    }

    /// Takes the terminal back from the editor, and gives the text to whoever asked for it.
    fn edited(&mut self, text: Result<String, String>) -> Effects {
        let mut effects = vec![Effect::Resume];
        let cx = cx_of(&self.tracks, self.current, &self.settings, self.now, whole(self.size));
        match (text, self.overlays.last_mut().zip(cx)) {
            (Ok(text), Some((overlay, cx))) => {
                let answer = overlay.edited(text, cx);
                effects.extend(self.answer(answer));
            }
            (Ok(_), None) => {}
            (Err(why), _) => effects.extend(self.told(Err(why))),
        }
        effects
    }

    fn answer(&mut self, answer: Answer) -> Effects {
        match answer {
            Answer::Stay => vec![],
            Answer::Meanwhile(effects) => effects,
            Answer::Filter(text) => {
                self.in_front(|pane, cx| pane.filter(&text, cx));
                vec![]
            }
            Answer::Typed(question, text) => self.typed(question, &text),
            Answer::Entered(question, text) => self.entered(question, &text),
            answer => {
                self.overlays.pop();
                match answer {
                    Answer::Do(effects) => self.send(effects),
                    Answer::Run(section, name) => self.run(section, name),
                    Answer::Switch(id) => self.switch(id),
                    Answer::Ask(action) => self.ask_about(action),
                    Answer::Edit(action, text) => self.edit(action, text),
                    Answer::Recall(action) => self.recall(action),
                    Answer::Dropped(question) => self.dropped(question),
                    _ => vec![],
                }
            }
        }
    }

    fn switch(&mut self, id: pipeline::Id) -> Effects {
        if id == self.current || id.0 >= self.tracks.len() {
            return vec![];
        }
        self.current = id;
        self.panes = panes::all();
        self.trail.clear();
        let stopped = self.leave();
        stopped.into_iter().chain(self.watch()).collect()
    }

    fn watch(&self) -> Effects {
        self.track().map(|track| Effect::Watch(self.current, track.pipeline.clone())).into_iter().collect()
    }

    fn settle(&mut self) -> Effects {
        let places = self.places();
        let mut effects = Effects::new();
        for (n, (pane, place)) in self.panes.iter_mut().zip(&places).enumerate() {
            let cx = place.and_then(|area| cx_of(&self.tracks, self.current, &self.settings, self.now, area));
            if let Some(cx) = cx {
                effects.extend(pane.settle(Cx { focused: n == self.front, ..cx }));
            }
        }
        effects.extend(self.settle_overlay());
        effects
    }

    fn settle_overlay(&mut self) -> Effects {
        let cx = cx_of(&self.tracks, self.current, &self.settings, self.now, whole(self.size));
        let pane_area = self.places().get(self.front).copied().flatten().unwrap_or_default();
        let body = arrange::bands(self.size, self.zoom).body;
        let (Some(cx), Some(pane)) = (cx, self.panes.get(self.front)) else { return vec![] };
        let Some(overlay) = self.overlays.last_mut() else { return vec![] };
        let answer = overlay.settle(cx, Under { pane: pane.as_ref(), pane_area, body });
        self.answer(answer)
    }

    /// Lets the pane in front do something, with what it may read.
    fn in_front<T>(&mut self, act: impl FnOnce(&mut dyn AnyPane, Cx<'_>) -> T) -> Option<T> {
        let area = self.places().get(self.front).copied().flatten()?;
        let cx = cx_of(&self.tracks, self.current, &self.settings, self.now, area)?;
        self.panes.get_mut(self.front).map(|pane| act(pane.as_mut(), cx))
    }

    /// The inside of every pane that is shown.
    fn places(&self) -> Vec<Option<Rect>> {
        let frames = arrange::panes(self.size, self.panes.len(), self.front, self.zoom);
        frames.into_iter().map(|frame| frame.map(crate::widgets::panel::inside)).collect()
    }

    fn track(&self) -> Option<&Track> {
        self.tracks.get(self.current.0)
    }

    /// Judges the steps anew: once for every message, for the strip, the keys and the next tick.
    fn judge(&mut self) {
        let steps = self.track().map(|track| health::health(&track.pipeline, &track.world, self.now));
        self.steps = steps.unwrap_or_default();
    }
}

fn whole(size: Size) -> Rect {
    Rect::new(0, 0, size.width, size.height)
}

/// What the current pipeline's panes and overlays may read; of the parts of the app that they do not change.
fn cx_of<'a>(
    tracks: &'a [Track],
    current: pipeline::Id,
    settings: &'a Settings,
    now: Time,
    area: Rect,
) -> Option<Cx<'a>> {
    let track = tracks.get(current.0)?;
    Some(Cx {
        pipeline: &track.pipeline,
        door: settings.door(),
        world: &track.world,
        now,
        zone: settings.zone,
        local: settings.local,
        theme: settings.theme,
        area,
        focused: true,
        touch: Touch::Held,
        speed: settings.speed,
        columns: &settings.columns,
    })
}

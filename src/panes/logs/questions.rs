//! What the pane asks the user to type: a search, words to leave out, a pattern, a time, a file.

use std::path::PathBuf;
use std::sync::Arc;

use super::look::Look;
use super::walk::say;
use super::{Logs, Sources};
use crate::domain::log::Excerpt;
use crate::domain::log::pattern::Pattern;
use crate::domain::text::visible;
use crate::domain::{moment, words};
use crate::effect::{Effect, Effects, Existing, Here, Question, Save};
use crate::pane::{Cx, Remark};

/// The name under which every pane is asked about the filter.
const FILTER: &str = "filter";
const SEARCH: &str = "search";
const EXCLUDE: &str = "exclude";
const PATTERN: &str = "pattern";
const TIME: &str = "time";
const SAVE: &str = "save";
const SAVE_ALL: &str = "save-all";

/// What was before a question, and what is wrong with the line so far.
#[derive(Debug, Default)]
pub struct Asked {
    look: Look,
    search: String,
    exclude: String,
    /// Whether the view still has to go to what is searched for.
    pub is_seeking: bool,
    remark: Option<Remark>,
}

impl Logs {
    pub(super) fn ask_search(&mut self) -> Effects {
        self.ask(SEARCH, "search", String::new())
    }

    pub(super) fn ask_exclude(&mut self) -> Effects {
        let text = self.index.exclude().text().to_owned();
        self.ask(EXCLUDE, "without", text)
    }

    pub(super) fn ask_pattern(&mut self, cx: Cx<'_>) -> Effects {
        let text = cx.world.pattern.as_deref().unwrap_or_default().to_owned();
        self.ask(PATTERN, "pattern", text)
    }

    pub(super) fn ask_time(&mut self) -> Effects {
        self.ask(TIME, "go to", String::new())
    }

    pub(super) fn ask_save(&mut self) -> Effects {
        self.ask(SAVE, "save to", "farol.log".to_owned())
    }

    pub(super) fn ask_save_all(&mut self) -> Effects {
        self.ask(SAVE_ALL, "save all to", "farol.log".to_owned())
    }

    fn ask(&mut self, name: &'static str, label: &'static str, text: String) -> Effects {
        let search = self.index.needle().map(|needle| needle.text().to_owned()).unwrap_or_default();
        let exclude = self.index.exclude().text().to_owned();
        self.asked = Asked { look: self.look, search, exclude, ..Asked::default() };
        vec![Effect::Here(Here::Ask(Question { name, label, text }))]
    }

    pub(super) fn hear(&mut self, question: &str, text: &str, cx: Cx<'_>) {
        self.asked.remark = None;
        match question {
            SEARCH => self.search(text),
            EXCLUDE => self.index.set_exclude(text),
            PATTERN => {
                self.asked.remark = Pattern::parse(text).err().map(|error| Remark::bad(error.to_string()));
            }
            TIME if !text.is_empty() => self.asked.remark = Some(self.read_time(text, cx)),
            _ => {}
        }
    }

    fn search(&mut self, text: &str) {
        self.look = self.asked.look;
        match self.index.search(text) {
            Ok(()) => self.asked.is_seeking = !text.is_empty(),
            Err(mistake) => self.asked.remark = Some(Remark::bad(mistake)),
        }
    }

    fn read_time(&self, text: &str, cx: Cx<'_>) -> Remark {
        let cx = self.manner.cx(cx);
        match moment::parse(text, cx.now, cx.zone) {
            Ok(time) => {
                Remark::plain(time.with_timezone(&cx.zone).format("%Y-%m-%d %H:%M:%S %:z").to_string())
            }
            Err(mistake) => Remark::bad(mistake),
        }
    }

    pub(super) fn take(&mut self, question: &str, text: &str, cx: Cx<'_>) -> Option<Effects> {
        if question == SEARCH {
            // The view is there already, while every keystroke was followed.
            return self.asked.remark.is_none().then(|| self.reveal_match(cx));
        }
        self.hear(question, text, cx);
        match question {
            TIME => self.take_time(text, cx),
            PATTERN => self.asked.remark.is_none().then(|| pattern(text, cx)),
            SAVE => self.save(text, cx, false),
            SAVE_ALL => self.save(text, cx, true),
            EXCLUDE => self.index.mistake().is_none().then(Vec::new),
            _ => self.asked.remark.is_none().then(Vec::new),
        }
    }

    fn take_time(&mut self, text: &str, cx: Cx<'_>) -> Option<Effects> {
        let zone = self.manner.cx(cx).zone;
        match moment::parse(text, cx.now, zone) {
            Ok(time) => Some(self.jump(cx, time)),
            Err(mistake) => {
                self.asked.remark = Some(Remark::bad(mistake));
                None
            }
        }
    }

    /// Everything is as it was before the question.
    pub(super) fn undo(&mut self, question: &str) {
        match question {
            SEARCH => {
                self.look = self.asked.look;
                // It was valid before.
                let _ = self.index.search(&self.asked.search.clone());
            }
            EXCLUDE => self.index.set_exclude(&self.asked.exclude.clone()),
            _ => {}
        }
        self.asked = Asked::default();
    }

    pub(super) fn remark_on(&self, question: &str, cx: Cx<'_>) -> Option<Remark> {
        if let Some(remark) = &self.asked.remark {
            return Some(remark.clone());
        }
        match question {
            FILTER | EXCLUDE => Some(self.index.mistake().map_or_else(hint, Remark::bad)),
            SEARCH if self.index.needle().is_some() => Some(Remark::plain(self.matches(cx))),
            SEARCH => Some(Remark::plain("a regular expression; case counts where it has a capital")),
            PATTERN => Some(Remark::plain("the server's language: ERROR -retry ?a ?b { $.ms > 9 } %re%")),
            TIME => Some(Remark::plain(moment::FORMS)),
            SAVE => Some(Remark::plain(saved(self.index.events(&cx.world.logs).len()))),
            SAVE_ALL => Some(Remark::plain(saved(cx.world.logs.len()))),
            _ => None,
        }
    }

    /// What the search has found, and which of it is selected: `3 of 120`.
    pub(super) fn matches(&self, cx: Cx<'_>) -> String {
        let matches = self.index.matches();
        let more = if matches.is_complete { "" } else { "…" };
        let count = format!("{}{more}", words::count(matches.count));
        let place = self.selected(cx).filter(|_| !self.look.follows()).map(crate::domain::log::Line::place);
        match place.and_then(|place| self.index.rank(&cx.world.logs, place)) {
            Some(rank) => format!("{} of {count}", words::count(rank)),
            None if matches.count == 1 => format!("{count} match"),
            None => format!("{count} matches"),
        }
    }

    /// Saves what is shown, or everything that is kept. A name after `!` may be that of a file that is there.
    fn save(&mut self, text: &str, cx: Cx<'_>, is_all: bool) -> Option<Effects> {
        let (name, existing) = match text.trim().strip_prefix('!') {
            Some(name) => (name.trim(), Existing::Goes),
            None => (text.trim(), Existing::Stays),
        };
        if name.is_empty() {
            self.asked.remark = Some(Remark::bad("a file needs a name"));
            return None;
        }
        let sources = Sources::of(cx);
        let query = if is_all { Arc::default() } else { self.index.query() };
        let lines = Excerpt::new(&cx.world.logs, query, |group| sources.label(group));
        Some(vec![Effect::Save(Save { path: PathBuf::from(name), lines, existing })])
    }
}

fn hint() -> Remark {
    Remark::plain("words, or ~ and a regular expression")
}

fn saved(lines: usize) -> String {
    let lines = if lines == 1 { "1 line".to_owned() } else { format!("{} lines", words::count(lines)) };
    format!("{lines}; ! before the name replaces a file")
}

/// Asks the server for what the pattern lets through; for everything, where it is empty.
fn pattern(text: &str, cx: Cx<'_>) -> Effects {
    let pattern = Some(text.trim()).filter(|text| !text.is_empty());
    if pattern == cx.world.pattern.as_deref() {
        return vec![];
    }
    let words = match pattern {
        Some(pattern) => format!("reading again with the pattern {}", visible(pattern)),
        None => "reading again without a pattern".to_owned(),
    };
    let mut effects = say(words);
    effects.push(Effect::Pattern(pattern.map(str::to_owned)));
    effects
}

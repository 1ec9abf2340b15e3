//! The keys that work from anywhere, one row each.

use crossterm::event::KeyEventKind;

use super::{App, Notice};
use crate::domain::action::{Action, Verb};
use crate::effect::{Effect, Effects};
use crate::keys::{Chord, Key, Row};
use crate::list::Motion;
use crate::overlay::{details, help, palette, pipelines, prompt};
use crate::panes;
use crate::screen::arrange::Zoom;
use crate::screen::footer::Hint;

const SECTION: &str = "app";

type Command = Key<fn(&mut App) -> Effects>;

/// The keys that ask for an action.
const ACTIONS: [Key<Verb>; 3] = [
    Key::new("i", "invoke", "invoke", "invoke the ingest function", Verb::Invoke),
    Key::new("e", "etl", "start ETL", "start the ETL job", Verb::StartJob),
    Key::new("c", "crawl", "crawl", "rerun the crawler", Verb::StartCrawler),
];

const COMMANDS: &[Command] = &[
    Key::new("1", "pane-1", "", "go to Objects", |app| app.bring(0)),
    Key::new("2", "pane-2", "", "go to Invocations", |app| app.bring(1)),
    Key::new("3", "pane-3", "", "go to Job runs", |app| app.bring(2)),
    Key::new("4", "pane-4", "", "go to Logs", |app| app.bring(3)),
    Key::new("5", "pane-5", "", "go to Catalog", |app| app.bring(4)),
    Key::new("6", "pane-6", "", "go to Alarms", |app| app.bring(5)),
    Key::new("tab", "next", "", "the next pane", |app| app.bring((app.front + 1) % app.panes.len())),
    Key::new("shift-tab", "previous", "", "the pane before", |app| {
        app.bring((app.front + app.panes.len() - 1) % app.panes.len())
    }),
    Key::new("j down", "down", "", "a row down", |app| app.go(Motion::Down)),
    Key::new("k up", "up", "", "a row up", |app| app.go(Motion::Up)),
    Key::new("pgdn ctrl-d ctrl-f", "page-down", "", "a screen down", |app| app.go(Motion::PageDown)),
    Key::new("pgup ctrl-u ctrl-b", "page-up", "", "a screen up", |app| app.go(Motion::PageUp)),
    Key::new("g home", "first", "", "to the first row", |app| app.go(Motion::First)),
    Key::new("G end", "last", "", "to the last row", |app| app.go(Motion::Last)),
    Key::new("enter l right", "open", "", "open the row, or its details", App::open),
    Key::new("o", "details", "", "the details of the row", App::details),
    Key::new("esc h left backspace", "back", "", "back: close, leave, drop the filter, zoom out", App::back),
    Key::new("/", "filter", "filter", "show only rows that contain these words", App::filter),
    Key::new("y", "copy", "", "copy the id, the ARN or the URI of the row", App::copy_identity),
    Key::new("J", "jump", "", "go to what belongs to the row: its log, its object, its table", App::jump),
    Key::new(
        "ctrl-o",
        "jump-back",
        "",
        "back from the last jump: to the pane, the place, the filter and the row of before",
        App::step_back,
    ),
    Key::new("z", "zoom", "zoom", "give the pane the whole screen, or take it back", App::zoom),
    Key::new("r f5", "refresh", "", "read everything again, now", App::refresh),
    Key::new(
        "!",
        "arm",
        "",
        "arm a console that is read-only until then, for some minutes; or disarm it",
        App::arm,
    ),
    Key::new("p", "pipelines", "", "switch to another pipeline", App::pipelines),
    Key::new("?", "help", "help", "every key", App::help),
    Key::new(":", "palette", "commands", "every command, by a few of its letters", App::palette),
    Key::new("", "unfilter", "", "drop the filter", App::unfilter),
    Key::new("ctrl-z", "suspend", "", "back to the shell; fg comes back here", |_| vec![Effect::Suspend]),
    Key::new("q ctrl-c", "quit", "quit", "leave; ctrl-c always does", |_| vec![Effect::Quit]),
];

fn own_rows() -> impl Iterator<Item = Row> {
    ACTIONS.iter().map(|action| action.row).chain(COMMANDS.iter().map(|command| command.row))
}

/// Every row there is, with its section: of the app, of each pane, of each overlay.
pub fn rows() -> Vec<(&'static str, Row)> {
    let app = own_rows().map(|row| (SECTION, row));
    let panes = panes::all();
    let panes = panes.iter().flat_map(|pane| pane.rows().into_iter().map(|row| (pane.name(), row)));
    app.chain(panes).chain(crate::overlay::rows()).collect()
}

/// What is missing when a verb has no action.
pub(super) fn absent(verb: Verb) -> Option<&'static str> {
    match verb {
        Verb::Invoke => Some("this pipeline names no ingest function"),
        Verb::StartJob => Some("this pipeline names no ETL job"),
        Verb::StartCrawler => Some("this pipeline names no crawler"),
        Verb::StopRun | Verb::StopCrawler | Verb::Backfill | Verb::ResetBookmark => None,
    }
}

/// The verb whose row this is.
fn verb(section: &str, row: &Row) -> Option<Verb> {
    match (section, row.name) {
        ("runs", "stop") => return Some(Verb::StopRun),
        ("runs", "rerun" | "backfill") => return Some(Verb::Backfill),
        ("runs", "reset-bookmark") => return Some(Verb::ResetBookmark),
        ("catalog", "stop") => return Some(Verb::StopCrawler),
        _ => {}
    }
    let action = ACTIONS.iter().find(|action| section == SECTION && action.row == *row);
    action.map(|action| action.act)
}

/// Whether a row asks for an action, or leaves.
fn is_command(row: &Row) -> bool {
    row.name == "quit" || ACTIONS.iter().any(|action| action.row == *row)
}

impl App {
    pub(super) fn run_chord(&mut self, chord: Chord) -> Effects {
        let keymap = &self.settings.keymap;
        let Some(row) = own_rows().find(|row| keymap.answers(SECTION, row, chord)) else { return vec![] };
        if self.came == KeyEventKind::Repeat && is_command(&row) {
            self.notice = Some(Notice::passing("keys that come together do nothing", self.now));
            return vec![];
        }
        self.run_own(row.name)
    }

    /// How the first chord of a row of our own is written.
    pub(super) fn chord_of(&self, name: &str) -> String {
        let row = own_rows().find(|row| row.name == name);
        row.map(|row| self.settings.keymap.shown(SECTION, &row)).unwrap_or_default()
    }

    /// Runs the row of this section and name.
    pub(super) fn run(&mut self, section: &str, name: &str) -> Effects {
        if section == SECTION {
            return self.run_own(name);
        }
        if let Some(n) = self.panes.iter().position(|pane| pane.name() == section) {
            self.bring(n);
        }
        self.in_front(|pane, cx| pane.run(name, cx)).flatten().unwrap_or_default()
    }

    fn run_own(&mut self, name: &str) -> Effects {
        if let Some(action) = ACTIONS.iter().find(|action| action.row.name == name) {
            return self.ask_verb(action.act);
        }
        let command = COMMANDS.iter().find(|command| command.row.name == name);
        command.map(|command| (command.act)(self)).unwrap_or_default()
    }

    fn ask_verb(&mut self, verb: Verb) -> Effects {
        if let Some(action) = self.track().and_then(|track| Action::of(&track.pipeline, verb)) {
            return self.ask_about(action);
        }
        self.notice = self.why_not_key(verb).map(|why| Notice::passing(why, self.now));
        vec![]
    }

    fn bring(&mut self, n: usize) -> Effects {
        if n < self.panes.len() {
            self.front = n;
        }
        vec![]
    }

    fn go(&mut self, motion: Motion) -> Effects {
        self.in_front(|pane, cx| pane.go(motion, cx));
        vec![]
    }

    fn open(&mut self) -> Effects {
        if let Some(effects) = self.in_front(|pane, cx| pane.enter(cx)).flatten() {
            return effects;
        }
        self.details()
    }

    fn details(&mut self) -> Effects {
        if self.in_front(|pane, cx| pane.details(cx).is_some()) == Some(true) {
            self.in_front(|pane, cx| pane.hold(cx));
            self.overlays.push(Box::new(details::Drawer::default()));
        }
        vec![]
    }

    fn back(&mut self) -> Effects {
        if let Some(effects) = self.in_front(|pane, cx| pane.back(cx)).flatten() {
            return effects;
        }
        if self.in_front(|pane, _| pane.filtered_by().is_empty()) == Some(false) {
            return self.unfilter();
        }
        self.zoom = Zoom::Out;
        vec![]
    }

    fn zoom(&mut self) -> Effects {
        self.zoom = match self.zoom {
            Zoom::Out => Zoom::In,
            Zoom::In => Zoom::Out,
        };
        vec![]
    }

    fn filter(&mut self) -> Effects {
        let text = self.in_front(|pane, _| pane.filtered_by().to_owned()).unwrap_or_default();
        self.overlays.push(Box::new(prompt::Prompt::new(&text)));
        vec![]
    }

    fn unfilter(&mut self) -> Effects {
        self.in_front(|pane, cx| pane.filter("", cx));
        vec![]
    }

    fn refresh(&mut self) -> Effects {
        self.notice = Some(Notice::passing("reading everything again", self.now));
        let mut effects = vec![Effect::Refresh];
        effects.extend(self.discover());
        effects.extend(self.in_front(|pane, cx| pane.refresh(cx)).unwrap_or_default());
        effects
    }

    fn pipelines(&mut self) -> Effects {
        let pipelines = self.tracks.iter().map(|track| &track.pipeline);
        self.overlays.push(Box::new(pipelines::Pipelines::new(pipelines, self.current)));
        vec![]
    }

    fn help(&mut self) -> Effects {
        let keymap = &self.settings.keymap;
        let front = self.panes.get(self.front).map_or("", |pane| pane.name());
        let mut sections: Vec<help::Section> = Vec::new();
        let rows = rows();
        let own = rows.iter().filter(|(section, _)| *section == front);
        let others = rows.iter().filter(|(section, _)| *section != front);
        for (section, row) in own.chain(others) {
            let chords: Vec<String> = keymap.chords(section, row).iter().map(ToString::to_string).collect();
            if chords.is_empty() {
                continue;
            }
            let heading = if *section == SECTION { "everywhere" } else { section };
            if sections.last().is_none_or(|(last, _)| last != heading) {
                sections.push((heading.to_owned(), Vec::new()));
            }
            if let Some((_, rows)) = sections.last_mut() {
                rows.push((chords.join(" "), row.help));
            }
        }
        self.overlays.push(Box::new(help::Help::new(sections)));
        vec![]
    }

    fn palette(&mut self) -> Effects {
        let panes: Vec<&str> = self.panes.iter().map(|pane| pane.name()).collect();
        let runnable =
            rows().into_iter().filter(|(section, _)| *section == SECTION || panes.contains(section));
        let commands = runnable.map(|(section, row)| palette::Command {
            section,
            name: row.name,
            help: row.help,
            chords: self.settings.keymap.shown(section, &row),
            disabled: verb(section, &row).and_then(|verb| self.why_not_key(verb)),
        });
        let commands = commands.collect();
        self.overlays.push(Box::new(palette::Palette::new(commands)));
        vec![]
    }

    /// The keys for the footer: the topmost overlay's, else the actions, the help, the pane's own and the app's.
    pub(super) fn hints(&self) -> Vec<Hint> {
        if let Some(overlay) = self.overlays.last() {
            return overlay.rows().iter().filter_map(|row| self.hint(overlay.name(), row)).collect();
        }
        let actions = ACTIONS.iter().map(|action| (SECTION, action.row));
        let others = COMMANDS.iter().map(|command| (SECTION, command.row));
        let pane = self.panes.get(self.front);
        let own = pane.iter().flat_map(|pane| pane.rows().into_iter().map(|row| (pane.name(), row)));
        let (help, others): (Vec<_>, Vec<_>) = others.partition(|(_, row)| row.name == "help");
        let rows = actions.chain(help).chain(own).chain(others);
        rows.filter_map(|(section, row)| self.hint(section, &row)).collect()
    }

    fn hint(&self, section: &'static str, row: &Row) -> Option<Hint> {
        let chord = self.settings.keymap.shown(section, row);
        if row.hint.is_empty() || chord.is_empty() {
            return None;
        }
        let verb = verb(section, row);
        let is_busy = verb.is_some_and(|verb| self.is_busy(verb));
        let words = if is_busy { format!("{}: running", row.hint) } else { row.hint.to_owned() };
        Some(Hint { chord, words, is_enabled: verb.is_none_or(|verb| self.why_not_key(verb).is_none()) })
    }
}

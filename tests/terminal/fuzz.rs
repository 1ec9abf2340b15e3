//! Hostile text through every source of text there is: what is written for a terminal has nothing in it that acts, hides or
//! turns around, but our own few sequences.
//!
//! `FAROL_SOAK` multiplies how many texts there are.

mod glue;
mod hostile;
mod jobs;
mod lambda;
mod outside;

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use chrono::TimeDelta;
use farol::app::{App, Discovery, Msg, Rights, Settings};
use farol::domain::text::Foreign;
use farol::effect::Effects;
use farol::terminal::tty::Tty;
use ratatui::Terminal;
use ratatui::layout::Size;

use self::hostile::Fuzz;
use self::outside::{Known, SOURCES, number};
use super::sequences::{Token, tokens};
use crate::stage::{chords, dawn, pipeline as reference};

/// As many as fit into about a minute of a debug build.
const TEXTS: usize = 400_000;

const SCREEN: Size = Size::new(200, 50);

/// What is looked at after every round, each from the five panes: every pane on the whole screen, the details of its rows and
/// what else can be opened, typed and asked. `~` is a paste.
const WALKS: [&str; 39] = [
    "1z",
    "1zo",
    "2z",
    "2zo",
    "2z<enter>",
    "2zl",
    "3z",
    "3zo",
    "3zl",
    "3zx",
    "3zxy",
    "3za",
    "3zajo",
    "3zaj<enter>",
    "3zta",
    "3ztajo",
    "3zaj<enter>R",
    "4z",
    "4zo",
    "4zkk<enter>",
    "4zv",
    "4zS~<enter>",
    "4z-~<enter>",
    "4zF~<enter>",
    "4zy",
    "5zo",
    "5zjj<enter>jo",
    "5zl",
    "5zx",
    "5zxy",
    "i",
    "ip",
    "ie~",
    "iy",
    "ey",
    "cy",
    "/~",
    ":~",
    "p",
];

/// What a terminal would get.
#[derive(Clone, Default)]
struct Written(Rc<RefCell<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The characters of these ranges act, hide, turn the text around or are blanks that look like others (Unicode 16); not taken
/// from the code that is tested.
const HARMFUL: [(u32, u32); 21] = [
    (0x00, 0x1f),
    (0x7f, 0xa0),
    (0xad, 0xad),
    (0x34f, 0x34f),
    (0x61c, 0x61c),
    (0x115f, 0x1160),
    (0x1680, 0x1680),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x2000, 0x200f),
    (0x2028, 0x202f),
    (0x205f, 0x206f),
    (0x2800, 0x2800),
    (0x3000, 0x3000),
    (0x3164, 0x3164),
    (0xe000, 0xf8ff),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfffb),
    (0xe0000, 0x0010_ffff),
];

fn text(tokens: &[Token]) -> String {
    let character = |token: &Token| if let Token::Char(c) = token { Some(*c) } else { None };
    tokens.iter().filter_map(character).collect()
}

#[track_caller]
fn assert_harmless(bytes: &[u8]) {
    let all = tokens(bytes);
    for (n, token) in all.iter().enumerate() {
        match token {
            Token::Char(c) => {
                let is_in = |(first, last): &(u32, u32)| (*first..=*last).contains(&u32::from(*c));
                let before = &all[n.saturating_sub(200)..n];
                assert!(!HARMFUL.iter().any(is_in), "{c:?} is written after {:?}", text(before));
            }
            Token::Forward(_) | Token::Place(..) | Token::Pen(_) | Token::Clear => {}
            Token::Newline | Token::Mode(..) | Token::Default | Token::Clipboard(_) => {
                panic!("{token:?} is written by a picture");
            }
        }
    }
}

/// A console on a terminal of 200 columns, and what is written for it.
struct Stage {
    fuzz: Fuzz,
    app: App,
    written: Written,
    terminal: Terminal<Tty<Written>>,
    known: Known,
}

impl Stage {
    fn new(seed: u64) -> Self {
        let written = Written::default();
        let terminal = Terminal::new(Tty::new(written.clone(), || Ok(SCREEN))).unwrap();
        let fuzz = Fuzz { chance: fastrand::Rng::with_seed(seed), texts: 0, now: dawn() };
        let app = App::new(Settings::default(), vec![], SCREEN, dawn());
        Self { fuzz, app, written, terminal, known: Known::new() }
    }

    /// A fresh console: on the reference pipeline, on what is found in the account, or one that only rehearses.
    fn open(&mut self, round: usize) {
        let rights = if round % 3 == 2 { Rights::Rehearse } else { Rights::Operate };
        let pipelines = if round % 3 == 1 { vec![] } else { vec![reference(), self.fuzz.pipeline()] };
        self.fuzz.now = dawn();
        self.app = App::new(
            Settings { rights, discovery: Discovery::On, ..Settings::default() },
            pipelines,
            SCREEN,
            dawn(),
        );
        let begun = self.app.begin();
        self.answer(begun);
        for observation in self.fuzz.news() {
            let heard = self.fuzz.heard(observation);
            self.tell(heard);
        }
    }

    /// Tells the console something, and answers what it asks for then.
    fn tell(&mut self, msg: Msg) {
        if let Msg::Heard(heard) = &msg {
            self.known.insert(number(&heard.observation));
        }
        let (effects, _) = self.app.update(self.fuzz.now, msg);
        self.answer(effects);
    }

    fn answer(&mut self, effects: Effects) {
        for msg in self.fuzz.answer(effects) {
            self.tell(msg);
        }
    }

    /// Presses keys as a person would.
    fn press(&mut self, keys: &str) {
        for chord in chords(keys) {
            self.fuzz.now += TimeDelta::seconds(1);
            self.tell(Msg::Key(chord.event()));
        }
    }

    fn draw(&mut self) {
        self.terminal.draw(|frame| self.app.draw(frame)).unwrap();
        assert_harmless(&self.written.0.take());
    }

    fn walk(&mut self, keys: &str) {
        let mut parts = keys.split('~');
        self.press(parts.next().unwrap());
        for part in parts {
            let pasted = self.fuzz.text();
            self.tell(Msg::Paste(pasted));
            self.draw();
            self.press(part);
        }
        self.draw();
        self.press("<esc><esc><esc><esc>");
    }
}

/// Draws round after round of hostile news, and returns how many texts there were.
fn storm(seed: u64, texts: usize) -> usize {
    let mut stage = Stage::new(seed);
    for round in 0.. {
        if stage.fuzz.texts >= texts {
            break;
        }
        stage.open(round);
        for keys in WALKS {
            stage.walk(keys);
        }
    }
    assert_eq!(stage.known, (0..=SOURCES).collect(), "every kind of news is drawn");
    stage.fuzz.texts
}

#[test]
fn no_text_from_outside_reaches_the_terminal_as_anything_but_text() {
    let soak: usize = std::env::var("FAROL_SOAK").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1);
    let drawn: usize = std::thread::scope(|threads| {
        let storms: Vec<_> =
            (0..2).map(|seed| threads.spawn(move || storm(seed, TEXTS * soak / 2))).collect();
        storms.into_iter().map(|storm| storm.join().unwrap()).sum()
    });
    assert!(drawn >= TEXTS * soak);
}

/// Two names that differ in something that is easily overlooked.
fn pair(chance: &mut fastrand::Rng) -> (String, String) {
    const SUBTLE: [&str; 22] = [
        " ", "\u{a0}", "\u{2003}", "\u{200b}", "\u{feff}", "\u{202e}", "\r", "\n", "\t", "\x1b", "␛", "␠",
        "<U+202E>", "<U+003C>", "e\u{301}", "é", "\u{212b}", "Å", "\u{37e}", ";", "<", "",
    ];
    let piece = |chance: &mut fastrand::Rng| SUBTLE[chance.usize(0..SUBTLE.len())];
    let stem: String = (0..chance.usize(0..4)).map(|_| chance.alphanumeric()).collect();
    let mut name = || format!("{}{stem}{}{}", piece(chance), piece(chance), piece(chance));
    (name(), name())
}

#[test]
fn two_names_that_differ_never_look_alike() {
    let mut chance = fastrand::Rng::with_seed(7);
    let mut looks = std::collections::HashMap::new();
    for _ in 0..300_000 {
        let (one, other) = pair(&mut chance);
        for name in [one, other] {
            let look = Foreign::new(name.as_str()).visible().into_owned();
            assert_eq!(look.trim(), look, "a blank at the end of {name:?} cannot be seen");
            let known = looks.entry(look).or_insert_with(|| name.clone());
            assert_eq!(*known, name, "they look alike");
        }
    }
}

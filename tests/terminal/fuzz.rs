//! Hostile text through every source of text there is: what is written for a terminal has nothing in it that acts, hides or
//! turns around, but our own few sequences.
//!
//! `FAROL_SOAK` multiplies how many texts there are.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::Duration;

use chrono::TimeDelta;
use farol::app::{App, Msg, Settings};
use farol::domain::action::{Action, Outcome, Receipt};
use farol::domain::crawler::{self, Crawl, Crawler};
use farol::domain::fault::{Fault, Kind};
use farol::domain::function::Function;
use farol::domain::identity::Identity;
use farol::domain::object::{Entry, Object, Page, Prefix};
use farol::domain::run::{self, Run};
use farol::domain::table::{self, Column, Table};
use farol::domain::text::Foreign;
use farol::domain::{Heard, Observation, log, pipeline};
use farol::terminal::tty::Tty;
use ratatui::Terminal;
use ratatui::layout::Size;

use super::sequences::{Token, tokens};
use crate::stage::{ago, chords, dawn, pipeline as reference};

/// As many as fit into about a minute of a debug build.
const TEXTS: usize = 400_000;

const SCREEN: Size = Size::new(200, 50);

/// What is looked at after every round: each pane on the whole screen with the details of a row, and what lies on top.
const WALKS: [&str; 8] =
    ["1z", "o<esc>j", "<esc>z2z", "o<esc>j", "<esc>z3z", "o<esc>j", "<esc>z4z", "<esc>z5zo<esc>j<esc>z"];

/// Pieces that terminals, readers or parsers trip over.
const PIECES: [&str; 44] = [
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x1b]52;c;cHduZWQ=\x07",
    "\x1bP+q544e\x1b\\",
    "\x1b[201~",
    "\x1b[?1049l",
    "\u{9b}31m",
    "\u{9d}52;c;eA==\u{9c}",
    "\u{90}",
    "\x1b",
    "\0",
    "\x07",
    "\x08",
    "\x7f",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\x0b",
    "\x0c",
    "\x0e",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{61c}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "\u{e0041}",
    "\u{fe0f}",
    "👩\u{200d}🚀",
    "e\u{301}",
    "日本",
    "ﷺ",
    "\u{3164}",
    "\u{180e}",
    "{\"a\": \"\\u001b[31m\\ud800\"}",
    "REPORT RequestId: x\tDuration: 1 ms",
];

struct Fuzz {
    chance: fastrand::Rng,
    texts: usize,
}

impl Fuzz {
    fn text(&mut self) -> String {
        self.texts += 1;
        let length = if self.chance.usize(0..20_000) == 0 { 250_000 } else { self.chance.usize(0..6) };
        let mut text = String::new();
        for _ in 0..length {
            match self.chance.u8(0..4) {
                0 => text.extend((0..self.chance.u8(0..6)).map(|_| self.chance.alphanumeric())),
                1 => text.extend((0..self.chance.u8(0..3)).map(|_| self.chance.char(..))),
                2 => text.extend((0..self.chance.u8(0..3)).map(|_| self.chance.char('\0'..'\u{3000}'))),
                _ => text.push_str(PIECES[self.chance.usize(0..PIECES.len())]),
            }
        }
        text
    }

    fn foreign(&mut self) -> Foreign {
        Foreign::new(self.text())
    }

    fn some(&mut self) -> Option<Foreign> {
        self.chance.bool().then(|| self.foreign())
    }

    fn fault(&mut self) -> Fault {
        let kind = match self.chance.u8(0..6) {
            0 => Kind::Denied,
            1 => Kind::Throttled,
            2 => Kind::Missing,
            3 => Kind::Offline,
            4 => Kind::Refused,
            _ => Kind::Expired { renew: self.text() },
        };
        Fault::new("reading", kind, self.text())
    }

    /// Mostly the thing; sometimes a fault.
    fn or_fault<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Result<T, Fault> {
        if self.chance.u8(0..6) == 0 { Err(self.fault()) } else { Ok(make(self)) }
    }

    fn object(&mut self) -> Object {
        let (key, etag, storage_class) = (self.foreign(), self.foreign(), self.some());
        Object {
            key,
            size: self.chance.u64(..),
            modified: ago(self.chance.i64(0..9999)),
            etag,
            storage_class,
        }
    }

    fn run(&mut self) -> Run {
        Run {
            id: self.foreign(),
            state: run::State::Failed,
            attempt: 0,
            previous: self.some(),
            started: ago(self.chance.i64(0..9999)),
            completed: Some(dawn()),
            execution: Duration::from_secs(3),
            error: self.some(),
            detail: self.some(),
            trigger: self.some(),
            arguments: (0..3).map(|_| (self.foreign(), self.foreign())).collect(),
            terms: farol::domain::run::Terms::default(),
        }
    }

    fn crawler(&mut self) -> Crawler {
        let crawl = Crawl {
            status: self.foreign(),
            started: Some(ago(60)),
            error: self.some(),
            log_group: self.some(),
            log_stream: self.some(),
            message_prefix: self.some(),
        };
        Crawler {
            name: self.foreign(),
            state: crawler::State::Ready,
            database: self.some(),
            targets: (0..3).map(|_| self.foreign()).collect(),
            last: Some(crawl),
            elapsed: None,
        }
    }

    fn table(&mut self) -> Table {
        let column = |fuzz: &mut Self| Column {
            name: fuzz.foreign(),
            kind: table::Kind::parse(&format!("struct<{}:{},b:array<int>>", fuzz.text(), fuzz.text())),
            is_partition: fuzz.chance.bool(),
        };
        Table {
            name: self.foreign(),
            database: self.foreign(),
            columns: (0..3).map(|_| column(self)).collect(),
            location: self.some(),
            classification: self.some(),
            serde: self.some(),
            created: None,
            updated: Some(ago(60)),
        }
    }

    fn event(&mut self) -> log::Event {
        let time = dawn() + TimeDelta::milliseconds(self.texts.try_into().unwrap());
        let groups = ["/aws/lambda/getPublicAPIs", "/aws-glue/python-jobs/output"];
        log::Event {
            id: self.texts.to_string().into(),
            group: groups[self.chance.usize(0..2)].into(),
            stream: self.text().into(),
            time,
            ingested: time,
            text: self.foreign(),
        }
    }

    fn function(&mut self) -> Function {
        Function {
            log_group: "/aws/lambda/getPublicAPIs".into(),
            timeout: Duration::from_secs(3),
            memory: 128,
            runtime: self.some(),
            state: self.some(),
            modified: None,
        }
    }

    fn identity(&mut self) -> Identity {
        Identity { account: self.foreign(), arn: self.foreign(), region: self.foreign() }
    }

    fn page(&mut self) -> Page {
        let entry = |fuzz: &mut Self| {
            if fuzz.chance.bool() { Entry::Folder(fuzz.foreign()) } else { Entry::Object(fuzz.object()) }
        };
        Page { asked: None, entries: (0..40).map(|_| entry(self)).collect(), next: None }
    }

    fn outcome(&mut self) -> Outcome {
        match self.chance.u8(0..4) {
            0 => Outcome::Refused(self.fault()),
            1 => Outcome::Unknown(self.fault()),
            2 => Outcome::Accepted(Receipt::Run(self.foreign())),
            _ => Outcome::Accepted(Receipt::Invoked {
                request_id: self.foreign(),
                function_error: self.some(),
                payload: self.foreign(),
            }),
        }
    }

    /// News of everything that is observed.
    fn news(&mut self) -> Vec<Observation> {
        let place = Prefix::top("public-apis-raw");
        let action = Action::StartJob { job: "describe-public-apis".into(), arguments: [].into() };
        vec![
            Observation::Identity(self.or_fault(Self::identity)),
            Observation::Function(self.or_fault(Self::function)),
            Observation::Raw(self.or_fault(|fuzz| Some(fuzz.object()))),
            Observation::Processed(self.or_fault(|fuzz| Some(fuzz.object()))),
            Observation::Listed(place, self.or_fault(Self::page)),
            Observation::Runs(self.or_fault(|fuzz| (0..40).map(|_| fuzz.run()).collect())),
            Observation::Crawler(self.or_fault(Self::crawler)),
            Observation::Tables(self.or_fault(|fuzz| (0..20).map(|_| fuzz.table()).collect())),
            Observation::Lines((0..60).map(|_| self.event()).collect()),
            Observation::Tail { group: self.text(), source: log::Source::Failing(self.fault()) },
            Observation::Sent(action.clone()),
            Observation::Done(action, self.outcome()),
        ]
    }
}

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

/// Draws round after round of hostile news, and returns how many texts there were.
fn storm(seed: u64, texts: usize) -> usize {
    let mut fuzz = Fuzz { chance: fastrand::Rng::with_seed(seed), texts: 0 };
    let written = Written::default();
    let mut terminal = Terminal::new(Tty::new(written.clone(), || Ok(SCREEN))).unwrap();
    let mut app = App::new(Settings::default(), vec![reference()], SCREEN, dawn());
    app.update(dawn(), Msg::Resize(SCREEN));
    while fuzz.texts < texts {
        for observation in fuzz.news() {
            let heard = Heard { pipeline: pipeline::Id(0), at: dawn(), observation };
            app.update(dawn(), Msg::Heard(heard));
        }
        for keys in WALKS {
            terminal.draw(|frame| app.draw(frame)).unwrap();
            assert_harmless(&written.0.take());
            for chord in chords(keys) {
                app.update(dawn(), Msg::Key(chord.event()));
            }
            terminal.draw(|frame| app.draw(frame)).unwrap();
            assert_harmless(&written.0.take());
        }
    }
    fuzz.texts
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

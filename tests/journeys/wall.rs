//! Proofs by chance: seeded sequences of everything that can happen to a console.

use std::time::Duration;

use chrono::TimeDelta;
use crossterm::event::{KeyEvent, KeyEventKind};
use farol::app::{App, Msg, Rights, Settings};
use farol::clock::Time;
use farol::domain::action::{Action, Outcome, Receipt};
use farol::domain::fault::{Fault, Kind};
use farol::domain::identity::Identity;
use farol::domain::pipeline::{self, Pipeline};
use farol::domain::preflight::{Finding, Preflight, Sighting};
use farol::domain::run::State;
use farol::domain::{Heard, Observation};
use farol::effect::{Effect, Effects};
use farol::keys::Chord;
use ratatui::layout::Size;

use super::confirm::start;
use super::runs::run;
use crate::stage::{dawn, pipeline};

/// How often a proof is repeated, as `FAROL_SOAK` says.
fn soak() -> usize {
    std::env::var("FAROL_SOAK").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

const KEYS: &str = "y n e i c x p E : ! enter enter esc tab up down j k q r z o / 1 2 3 4 5 6 f5 ctrl-s ctrl-e ctrl-p \
    ctrl-u ctrl-k backspace space Y d s a w t";

/// A console that anything may happen to, and what it was seen to do.
struct Chaos {
    app: App,
    rng: fastrand::Rng,
    keys: Vec<Chord>,
    now: Time,
    asked: Option<Action>,
}

impl Chaos {
    fn new(rights: Rights, production: bool, seed: u64) -> Self {
        let pipeline = Pipeline { production, ..pipeline() };
        let settings = Settings { rights, ..Settings::default() };
        let mut app = App::new(settings, vec![pipeline], Size::new(80, 24), dawn());
        app.begin();
        let keys = KEYS.split_whitespace().map(|key| Chord::parse(key).unwrap()).collect();
        Self { app, rng: fastrand::Rng::with_seed(seed), keys, now: dawn(), asked: None }
    }

    fn tell(&mut self, msg: Msg) -> Effects {
        let effects = self.app.update(self.now, msg).0;
        for effect in &effects {
            if let Effect::Preflight(action) = effect {
                self.asked = Some(action.clone());
            }
        }
        effects
    }

    fn hear(&mut self, observation: Observation) -> Effects {
        let heard = Heard { pipeline: pipeline::Id(0), at: self.now, observation };
        self.tell(Msg::Heard(heard))
    }

    fn pass(&mut self) {
        let span = *self.rng.choice(&[0, 0, 1, 5, 33, 90, 120, 300, 320, 700, 900, 1_100, 4_000]).unwrap();
        self.now += TimeDelta::milliseconds(span);
    }

    fn key(&mut self) -> KeyEvent {
        let chord = *self.rng.choice(&self.keys).unwrap();
        let mut event = chord.event();
        if self.rng.u8(..20) == 0 {
            event.kind = KeyEventKind::Repeat;
        }
        event
    }

    fn observation(&mut self) -> Option<Observation> {
        let runs = |state| Observation::Runs(Ok(vec![run("jr_1", state, 61)]));
        Some(match self.rng.u8(..8) {
            0 => runs(State::Succeeded),
            1 => runs(State::Running),
            2 => Observation::Identity(Ok(who(self.rng.u8(..2)))),
            3 => Observation::Done(self.asked.clone()?, outcome(self.rng.u8(..3))),
            _ => {
                let findings = findings(self.rng.u8(..6));
                let (begun, taken) = (self.now, self.now - TimeDelta::milliseconds(self.rng.i64(0..1_500)));
                let identity = self.rng.bool().then(|| who(self.rng.u8(..8) / 7));
                let preflight = Preflight { begun, taken, identity, findings, last_good: None };
                Observation::Preflight(self.asked.clone()?, preflight)
            }
        })
    }

    /// Asks for an action, and says yes to it as a person does.
    fn insist(&mut self) -> Effects {
        let mut effects = self.tell(Msg::Resize(Size::new(80, 24)));
        effects.extend(self.hear(Observation::Identity(Ok(who(0)))));
        effects.extend(self.hear(Observation::Done(start(), outcome(1))));
        effects.extend(self.hear(Observation::Runs(Ok(vec![run("jr_1", State::Succeeded, 61)]))));
        for key in ["esc", "esc", "esc", "e", "y"] {
            effects.extend(self.tell(Msg::Key(Chord::parse(key).unwrap().event())));
            self.now += TimeDelta::milliseconds(800);
            if let Some(action) = self.asked.clone() {
                let (begun, taken) = (self.now, self.now);
                let preflight = Preflight { begun, taken, identity: None, findings: vec![], last_good: None };
                effects.extend(self.hear(Observation::Preflight(action, preflight)));
            }
        }
        effects
    }

    /// Lets anything happen but a key.
    fn happen(&mut self) -> Effects {
        let size = Size::new(self.rng.u16(..200), self.rng.u16(..60));
        let msg = match self.rng.u8(..12) {
            0 => Msg::Resize(size),
            1 => Msg::Resize(Size::new(80, 24)),
            2 => {
                Msg::Paste((*self.rng.choice(&["y", "describe-public-apis", "ey\r", "\n\n"]).unwrap()).into())
            }
            3 => Msg::Tick,
            4 => Msg::Edited(Size::new(80, 24), Ok("{\"a\": 1}".into())),
            _ => match self.observation() {
                Some(observation) => return self.hear(observation),
                None => Msg::Tick,
            },
        };
        self.tell(msg)
    }
}

fn who(n: u8) -> Identity {
    let account = if n == 0 { "123456789012" } else { "999999999999" };
    Identity { account: account.into(), arn: "arn".into(), region: "us-east-2".into() }
}

fn outcome(n: u8) -> Outcome {
    match n {
        0 => Outcome::Accepted(Receipt::Crawling),
        1 => Outcome::Refused(Fault::new("x", Kind::Refused, "no")),
        _ => Outcome::Unknown(Fault::new("x", Kind::Unknown, "reset")),
    }
}

fn findings(n: u8) -> Vec<Finding> {
    let sighting = Sighting { id: None, started: Some(dawn()), state: "RUNNING".into(), trigger: None };
    match n {
        0 => vec![Finding::Running(sighting)],
        1 => vec![Finding::Recent(sighting)],
        _ => vec![],
    }
}

fn acts(effects: &Effects) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Act(_))).count()
}

/// So many random inputs on a console with these rights; how many actions it sent, and how many while it was armed.
fn storm(rights: Rights, inputs: usize, seed: u64) -> (usize, usize) {
    let mut chaos = Chaos::new(rights, false, seed);
    let (mut armed, mut sent, mut covered) = (false, 0, 0);
    for _ in 0..inputs {
        chaos.pass();
        let effects = if chaos.rng.u8(..50) == 0 {
            chaos.insist()
        } else if chaos.rng.u8(..4) > 0 {
            let key = chaos.key();
            chaos.tell(Msg::Key(key))
        } else {
            chaos.happen()
        };
        for effect in &effects {
            match effect {
                Effect::Arm => armed = true,
                Effect::Disarm => armed = false,
                Effect::Act(_) => (sent, covered) = (sent + 1, covered + usize::from(armed)),
                _ => {}
            }
        }
    }
    (sent, covered)
}

/// Random inputs at `FAROL_SOAK=1`, which take some 10 seconds in a dev build; a million at 25.
const INPUTS: usize = 40_000;

/// Consoles that are stormed at the same time.
const STORMS: usize = 4;

#[test]
fn a_read_only_console_sends_nothing_whatever_happens_to_it() {
    let each = INPUTS * soak() / STORMS;
    let storms: Vec<_> = std::thread::scope(|scope| {
        let begun = (0..STORMS).map(|n| scope.spawn(move || storm(Rights::Look, each, n as u64)));
        let begun: Vec<_> = begun.collect();
        begun.into_iter().map(|storm| storm.join().unwrap()).collect()
    });
    assert_eq!(storms, [(0, 0); STORMS]);
    let (sent, _) = storm(Rights::Operate, INPUTS / 10, 1);
    assert!(sent > 20, "the same storm on a console that may act sends {sent}: it would notice");
}

#[test]
fn a_console_that_has_to_be_armed_acts_only_while_it_is() {
    let (sent, covered) = storm(Rights::Armable(Duration::from_mins(1)), INPUTS / 4 * soak(), 2);
    assert_eq!(sent, covered);
    assert!(sent > 0);
}

/// What a person could have meant as a yes to the dialog that is open, kept apart from the program.
#[derive(Default)]
struct Judge {
    opened: Option<Time>,
    last: Option<(Chord, Time)>,
    meant: usize,
}

impl Judge {
    /// Notes a key before it is told.
    fn note(&mut self, key: KeyEvent, now: Time, yes: &[Chord]) {
        let chord = Chord::of(key);
        let since = |at: Time| (now - at).num_milliseconds();
        let is_rested = self.last.is_none_or(|(last, at)| since(at) >= if last == chord { 700 } else { 100 });
        let is_awake = self.opened.is_some_and(|at| since(at) >= 300);
        if yes.contains(&chord) && key.kind == KeyEventKind::Press && is_rested && is_awake {
            self.meant += 1;
        }
        self.last = Some((chord, now));
    }
}

/// One sequence; fails if an action is sent that nobody meant, or two for one dialog.
fn sequence(seed: u64) -> usize {
    let mut chaos = Chaos::new(Rights::Operate, false, seed);
    chaos.hear(Observation::Identity(Ok(who(0))));
    let yes = ["y", "enter"].map(|key| Chord::parse(key).unwrap());
    let (mut judge, mut sent) = (Judge::default(), 0);
    for _ in 0..40 {
        chaos.pass();
        if chaos.rng.u8(..40) == 0 {
            // What was sent is over, and the step may be started again.
            chaos.hear(Observation::Done(start(), outcome(1)));
            chaos.hear(Observation::Runs(Ok(vec![run("jr_1", State::Succeeded, 61)])));
        }
        let burst = if chaos.rng.u8(..10) == 0 { chaos.rng.usize(2..30) } else { 1 };
        let key = chaos.key();
        for n in 0..burst {
            // A burst is a key that is held, or a double press.
            let pause = if n == 1 { chaos.rng.i64(0..600) } else { 33 };
            chaos.now += TimeDelta::milliseconds(if n == 0 { 0 } else { pause });
            let is_key = chaos.rng.u8(..3) > 0 || burst > 1;
            let effects = if is_key {
                judge.note(key, chaos.now, &yes);
                chaos.tell(Msg::Key(key))
            } else {
                chaos.happen()
            };
            let acted = acts(&effects);
            assert!(acted <= 1, "seed {seed}: {effects:?}");
            if acted == 1 {
                sent += 1;
                assert!(judge.meant > 0, "seed {seed}: nobody meant {effects:?}");
                judge = Judge { last: judge.last, ..Judge::default() };
            }
            let is_asking = effects.iter().any(|effect| matches!(effect, Effect::Preflight(_)));
            if is_asking && (!is_key || !yes.contains(&Chord::of(key))) {
                // Only a new dialog asks without a yes.
                judge = Judge { opened: Some(chaos.now), last: judge.last, meant: 0 };
            } else if is_asking && judge.opened.is_none() {
                judge.opened = Some(chaos.now);
            }
        }
    }
    sent
}

/// Sequences of about a hundred inputs at `FAROL_SOAK=1`; a million at 1000.
const SEQUENCES: u64 = 600;

#[test]
fn no_more_is_sent_than_was_confirmed_whatever_is_pressed_how_fast() {
    let sent: usize = (0..SEQUENCES * soak() as u64).map(sequence).sum();
    assert!(sent > 4, "{sent} actions: the sequences would notice");
}

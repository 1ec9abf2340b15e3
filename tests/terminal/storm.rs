//! Deaths at random moments, in every way there is: the terminal is given back every time, and nobody is left behind.
//!
//! `FAROL_SOAK` multiplies how many there are.

use std::time::Duration;

use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit, test_kill_process};

use super::SIZE;
use super::pty::Pty;

const DEATHS: usize = 300;
const THREADS: usize = 4;

/// How it ends.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// These, and as long as it has not ended, those.
    Keys(&'static str, &'static str),
    ToGuardian(Signal),
    ToInterface(Signal),
    ToBoth(Signal),
    OutOfMemory,
    StoppedAndKilled,
}

const WAYS: [Way; 20] = [
    Way::Keys("q", "q"),
    Way::Keys("\x03", "\x03"),
    Way::Keys("\x1b[200~q", "\x03"),
    Way::ToGuardian(Signal::TERM),
    Way::ToGuardian(Signal::HUP),
    Way::ToGuardian(Signal::INT),
    Way::ToGuardian(Signal::QUIT),
    Way::ToBoth(Signal::TERM),
    Way::ToBoth(Signal::HUP),
    Way::ToBoth(Signal::INT),
    Way::ToInterface(Signal::TERM),
    Way::ToInterface(Signal::INT),
    Way::ToInterface(Signal::KILL),
    Way::ToInterface(Signal::KILL),
    Way::ToInterface(Signal::ABORT),
    Way::ToInterface(Signal::SEGV),
    Way::ToInterface(Signal::BUS),
    Way::ToInterface(Signal::ILL),
    Way::OutOfMemory,
    Way::StoppedAndKilled,
];

fn soak() -> usize {
    std::env::var("FAROL_SOAK").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

#[test]
fn the_terminal_is_given_back_whenever_and_however_it_ends() {
    let each = DEATHS * soak() / THREADS;
    std::thread::scope(|threads| {
        for thread in 0..THREADS {
            threads.spawn(move || {
                let mut chance = fastrand::Rng::with_seed(thread as u64);
                for n in 0..each {
                    die(
                        WAYS[(n * THREADS + thread) % WAYS.len()],
                        Duration::from_micros(chance.u64(0..250_000)),
                    );
                }
            });
        }
    });
}

fn die(way: Way, after: Duration) {
    let environment = [("TERM", "xterm-256color")];
    let mut pty = Pty::start(SIZE, env!("CARGO_BIN_EXE_farol"), &["demo"], &environment);
    pty.read_for(after);
    let interface = pty.interface();
    let what = format!("{way:?} after {after:?}");
    strike(way, 0, &mut pty, interface);
    // Whoever was struck before it had a handler, or a line to read keys from, is struck again.
    let mut strikes = 1;
    while !pty.has_ended(Duration::from_millis(300)) {
        assert!(strikes < 60, "{what}: it does not end");
        let interface = pty.interface();
        strike(way, strikes, &mut pty, interface);
        strikes += 1;
    }
    pty.assert_restored(&what);
    let is_left = interface.is_some_and(|interface| test_kill_process(interface).is_ok());
    assert!(!is_left, "{what}: the interface is still there");
}

/// What cannot be struck has gone already.
fn strike(way: Way, before: usize, pty: &mut Pty, interface: Option<Pid>) {
    let to_interface = |signal| interface.map(|interface| kill_process(interface, signal));
    match way {
        Way::Keys(first, then) => pty.write(if before == 0 { first } else { then }),
        Way::ToGuardian(signal) => pty.signal(signal),
        Way::ToInterface(signal) => drop(to_interface(signal)),
        Way::ToBoth(signal) => {
            pty.signal(signal);
            to_interface(signal);
        }
        Way::OutOfMemory => {
            let none = Rlimit { current: Some(1), maximum: Some(1) };
            let _ = interface.map(|interface| prlimit(Some(interface), Resource::As, none));
            for n in 0..4 {
                pty.resize((300 + n, 90));
                pty.read_for(Duration::from_millis(20));
            }
            // If it could do with what it had, the system ends it as it ends whoever has too much.
            to_interface(Signal::KILL);
        }
        Way::StoppedAndKilled => {
            to_interface(Signal::STOP);
            to_interface(Signal::KILL);
        }
    }
}

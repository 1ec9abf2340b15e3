//! The real binary on a pseudo-terminal: what it takes, what it writes, and that it gives everything back.

mod deaths;
mod editing;
mod fuzz;
mod panics;
mod pastes;
pub mod pty;
pub mod sequences;
mod sizes;
mod slow;
mod storm;

use std::time::Duration;

use pty::{DEADLINE, Pty, Size};
use rustix::process::Signal;
use sequences::{Screen, Token};

const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?2004h";
const LEAVE: &str = "\x1b\\\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?1049l";
const SIZE: Size = (120, 30);

/// A cell that only the whole pipeline brings to the screen.
const SHOWN: &str = "public_apis.json";

fn shows(words: &'static str) -> impl Fn(&Pty) -> bool {
    move |pty| Screen::of(&pty.tokens()).text().contains(words)
}

/// The demo with its pipeline on the screen, on a terminal of its own without a shell.
fn opened() -> Pty {
    let mut pty = Pty::start(SIZE, env!("CARGO_BIN_EXE_farol"), &["demo"], &[("TERM", "xterm-256color")]);
    pty.wait_until(SHOWN, shows(SHOWN));
    pty
}

/// The same as a job of a shell, which says when the job stops and waits for a line before it goes on with it.
fn opened_by_a_shell() -> Pty {
    let script = r#"set -m; "$0" demo; echo "stopped $?"; read -r _; fg; echo "left $?""#;
    let arguments = ["-c", script, env!("CARGO_BIN_EXE_farol")];
    let mut pty = Pty::start(SIZE, "sh", &arguments, &[("TERM", "xterm-256color")]);
    pty.wait_until(SHOWN, shows(SHOWN));
    pty
}

#[track_caller]
fn check_leaving(what: &str, code: i32, leave: impl FnOnce(&mut Pty)) {
    let mut pty = opened();
    leave(&mut pty);
    assert_eq!(pty.exit(), Some(code), "{what}");
    let text = pty.text();
    assert!(text.starts_with(ENTER) && text.ends_with(LEAVE), "{what}: {text:?}");
    assert_eq!((text.matches(ENTER).count(), text.matches(LEAVE).count()), (1, 1), "{what}");
    assert_eq!(pty.modes(), pty.found(), "{what}");
}

#[test]
fn whoever_ends_it_the_terminal_is_given_back() {
    check_leaving("q", 0, |pty| pty.write("q"));
    check_leaving("ctrl-c", 0, |pty| pty.write("\x03"));
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        check_leaving(&format!("{signal:?}"), 128 + signal.as_raw(), |pty| pty.signal(signal));
    }
}

#[test]
fn a_terminal_that_goes_away_ends_it_at_once() {
    for _ in 0..8 {
        let mut pty = opened();
        pty.go_away();
        assert!(pty.exit_within(Duration::from_secs(3)).is_some());
    }
}

#[test]
fn a_new_size_is_followed() {
    let mut pty = opened();
    for size in [(80, 24), (150, 40)] {
        pty.resize(size);
        pty.wait_until("the new size", |pty| {
            let screen = Screen::of(&pty.tokens());
            screen.extent() == size && screen.text().contains(SHOWN)
        });
    }
}

#[track_caller]
fn check_stop(what: &str, stop: impl FnOnce(&mut Pty)) {
    let mut pty = opened_by_a_shell();
    assert_ne!(pty.modes(), pty.found(), "{what}");
    stop(&mut pty);
    // 128 and the number of SIGSTOP: the shell itself saw the process stop.
    pty.wait_until("stopped 147", |pty| pty.text().contains("stopped 147"));
    assert_eq!(pty.modes(), pty.found(), "{what}");
    assert_eq!(pty.text().matches(LEAVE).count(), 1, "{what}");
    pty.resize((100, 25));
    pty.write("\n");
    pty.wait_until("the screen again", |pty| {
        let screen = Screen::of(&pty.tokens());
        pty.text().matches(ENTER).count() == 2
            && screen.extent() == (100, 25)
            && screen.text().contains(SHOWN)
    });
    assert_ne!(pty.modes(), pty.found(), "{what}");
    pty.write("q");
    pty.wait_until("left 0", |pty| pty.text().contains("left 0"));
    assert_eq!(pty.modes(), pty.found(), "{what}");
}

#[test]
fn a_stopped_console_gives_the_terminal_to_the_shell_and_paints_everything_when_it_goes_on() {
    check_stop("ctrl-z", |pty| pty.write("\x1a"));
    check_stop("SIGTSTP", |pty| pty.signal_job(Signal::TSTP));
}

#[test]
fn without_a_shell_to_wake_it_the_console_does_not_stop() {
    let mut pty = opened();
    pty.write("\x1a");
    pty.wait_until("a second picture", |pty| pty.text().matches(ENTER).count() == 2);
    pty.wait_until(SHOWN, shows(SHOWN));
    assert_eq!(pty.text().matches(LEAVE).count(), 0);
    pty.write("q");
    assert_eq!(pty.exit(), Some(0));
}

#[test]
fn after_a_stop_that_could_not_be_seen_coming_the_terminal_is_taken_again() {
    let mut pty = opened();
    pty.signal(Signal::STOP);
    pty.signal(Signal::CONT);
    pty.wait_until("a second picture", |pty| pty.text().matches(ENTER).count() == 2);
    pty.wait_until(SHOWN, shows(SHOWN));
    pty.write("q");
    assert_eq!((pty.exit(), pty.modes()), (Some(0), pty.found()));
}

/// The tokens of a session that goes through the console's faces.
fn session(environment: &[(&str, &str)]) -> Vec<Token> {
    let mut pty = Pty::start(SIZE, env!("CARGO_BIN_EXE_farol"), &["demo"], environment);
    pty.wait_until(SHOWN, shows(SHOWN));
    for (key, title) in [("?", "esc closes"), (":", "Commands"), ("i", "Invoke")] {
        pty.write(key);
        pty.wait_until(title, shows(title));
        // Only when it has closed: a key that comes with the escape is another key.
        pty.write("\x1b");
        pty.wait_until("the end of it", |pty| !shows(title)(pty));
    }
    pty.write("q");
    assert_eq!(pty.exit(), Some(0));
    pty.tokens()
}

#[test]
fn nothing_but_the_few_known_sequences_is_written() {
    let tokens = session(&[("TERM", "xterm-256color")]);
    assert!(!tokens.contains(&Token::Newline));
    assert!(tokens.iter().any(Token::is_colour), "or the next test proves nothing");
}

#[test]
fn no_color_keeps_every_colour_away() {
    let tokens = session(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]);
    assert_eq!(tokens.iter().filter(|token| token.is_colour()).collect::<Vec<_>>(), Vec::<&Token>::new());
}

#[test]
fn a_dumb_terminal_is_told_what_to_use_instead() {
    let mut pty = Pty::start(SIZE, env!("CARGO_BIN_EXE_farol"), &["demo"], &[("TERM", "dumb")]);
    assert_eq!(pty.exit_within(DEADLINE), Some(64));
    assert_eq!(pty.text(), "farol: the console needs a terminal; `farol status` works without one\r\n");
    assert_eq!(pty.modes(), pty.found());
}

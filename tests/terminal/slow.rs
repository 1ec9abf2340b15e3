//! A terminal that takes nothing, or little.

use std::time::Duration;

use rustix::process::Signal;

use super::opened;
use super::pty::{Pty, pause, until_gone};
use super::sequences::Screen;

/// Has it paint much more than the system keeps for a terminal that reads nothing.
fn stalled() -> Pty {
    let pty = opened();
    for n in 0..60 {
        pty.resize((200 - n % 2, 60));
        pause(Duration::from_millis(20));
    }
    pty
}

#[test]
fn a_terminal_that_takes_nothing_does_not_keep_the_console_from_ending() {
    let mut pty = stalled();
    let interface = pty.interface().unwrap();
    pty.write("q");
    until_gone(interface, Duration::from_secs(2), || ());
    // The guardian waits for as long as it takes, and then gives the terminal back.
    assert_eq!(pty.exit(), Some(0));
    pty.assert_restored("after a stall");

    let pty = &mut stalled();
    pty.signal(Signal::TERM);
    assert!(pty.ends_unread(Duration::from_secs(3)), "told to end, it does not wait");
}

#[test]
fn a_terminal_that_takes_something_again_gets_the_newest_picture_and_few_of_those_before() {
    let mut pty = stalled();
    pty.resize((150, 40));
    pty.wait_until("the newest picture", |pty| {
        let screen = Screen::of(&pty.tokens());
        screen.extent() == (150, 40) && screen.text().contains(super::SHOWN)
    });
    let pictures = pty.text().matches("\x1b[2J").count();
    assert!(pictures < 40, "{pictures} pictures of 60 were painted");
    pty.write("q");
    assert_eq!(pty.exit(), Some(0));
}

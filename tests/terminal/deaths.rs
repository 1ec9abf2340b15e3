//! Every way to die: the terminal is given back, and nobody is left behind.

use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::pty::Pty;
use super::{ENTER, opened, opened_by_a_shell, shows};

/// Kills the interface and says with what the guardian has to end.
#[track_caller]
fn check(what: &str, code: i32, kill: impl FnOnce(&mut Pty, Pid)) {
    let mut pty = opened();
    let interface = pty.interface().unwrap();
    kill(&mut pty, interface);
    assert_eq!(pty.exit(), Some(code), "{what}");
    pty.assert_restored(what);
    assert!(test_kill_process(interface).is_err(), "{what}: the interface is still there");
}

fn send(process: Pid, signal: Signal) {
    kill_process(process, signal).unwrap();
}

#[test]
fn an_interface_that_dies_by_any_signal_leaves_the_terminal_as_it_was() {
    for signal in [Signal::KILL, Signal::ABORT, Signal::ILL, Signal::ALARM, Signal::USR1] {
        check(&format!("{signal:?}"), 128 + signal.as_raw(), |_, interface| send(interface, signal));
    }
    // The runtime's own handler takes the first for an accident that will come again.
    for signal in [Signal::SEGV, Signal::BUS] {
        check(&format!("{signal:?}"), 128 + signal.as_raw(), |_, interface| {
            send(interface, signal);
            while test_kill_process(interface).is_ok() && kill_process(interface, signal).is_ok() {
                std::thread::yield_now();
            }
        });
    }
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        check(&format!("{signal:?}"), 128 + signal.as_raw(), |_, interface| send(interface, signal));
    }
}

#[test]
fn what_is_said_to_the_guardian_reaches_the_interface() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        check(&format!("{signal:?}"), 128 + signal.as_raw(), |pty, _| pty.signal(signal));
    }
}

#[test]
fn an_interface_that_hears_nothing_is_ended_a_moment_after_it_was_told() {
    check("a deaf interface", 128 + 9, |pty, interface| {
        send(interface, Signal::STOP);
        pty.signal(Signal::TERM);
    });
}

#[test]
fn without_its_guardian_the_interface_gives_the_terminal_back_and_goes() {
    let mut pty = opened();
    let interface = pty.interface().unwrap();
    pty.signal(Signal::KILL);
    assert_eq!(pty.exit_within(Duration::from_secs(1)), None);
    pty.until_gone(interface, Duration::from_secs(1));
}

#[test]
fn when_the_terminal_vanishes_both_are_gone_within_a_second_and_have_not_spun() {
    for round in 0..4 {
        let mut pty = opened();
        let interface = pty.interface().unwrap();
        if round % 2 == 1 {
            // One that cannot hear of it is ended by the guardian.
            send(interface, Signal::STOP);
        }
        pty.go_away();
        let ticks = pty.until_gone(interface, Duration::from_secs(1));
        assert!(ticks <= 5, "{ticks} hundredths of a second");
        assert!(pty.exit_within(Duration::from_secs(1)).is_some());
    }
}

#[test]
fn an_interface_that_is_stopped_by_itself_stops_the_job_and_goes_on_with_it() {
    let mut pty = opened_by_a_shell();
    send(pty.interface().unwrap(), Signal::STOP);
    pty.wait_until("stopped 147", |pty| pty.text().contains("stopped 147"));
    pty.assert_restored("stopped");
    pty.write("\n");
    pty.wait_until("the screen again", |pty| {
        pty.text().matches(ENTER).count() >= 2 && shows(super::SHOWN)(pty)
    });
    pty.write("q");
    pty.wait_until("left 0", |pty| pty.text().contains("left 0"));
    pty.assert_restored("left");
}

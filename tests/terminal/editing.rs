//! The user's own editor on the terminal, and the console again after it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::pty::{Pty, until_gone};
use super::sequences::modes;
use super::{SHOWN, SIZE, shows};

/// An editor that reads a line from the terminal and writes it as JSON.
const SCRIPT: &str =
    "#!/bin/sh\necho EDITING\nread -r word\nprintf '{\"word\": \"%s\"}' \"$word\" > \"$1\"\n";

/// So long a person rests between two keys at least; what comes sooner came together.
const REST: Duration = Duration::from_millis(50);

#[test]
fn an_editor_has_the_terminal_to_itself_and_its_text_comes_back() {
    let state = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("editing-{}", std::process::id()));
    fs::create_dir_all(&state).unwrap();
    let script = state.join("editor");
    fs::write(&script, SCRIPT).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let (editor, place) = (script.to_str().unwrap(), state.to_str().unwrap());
    let environment = [("TERM", "xterm"), ("EDITOR", editor), ("XDG_STATE_HOME", place)];
    let mut pty = Pty::start(SIZE, env!("CARGO_BIN_EXE_farol"), &["demo"], &environment);
    pty.wait_until(SHOWN, shows(SHOWN));
    pty.write("i");
    pty.wait_until("the dialog", shows("cancel"));
    pty.read_for(REST);
    pty.write("E");
    pty.wait_until("the editor", |pty| pty.text().ends_with("EDITING\r\n"));
    assert_eq!(pty.modes(), pty.found());
    assert!(!modes(&pty.tokens()).contains(&1049));
    // Keys that mean something to the console mean nothing to it now.
    pty.write("q\x08quiet\n");
    pty.wait_until("the dialog with the text", |pty| {
        modes(&pty.tokens()).contains(&1049) && shows("quiet")(pty)
    });
    pty.write("\x03");
    assert_eq!(pty.exit(), Some(0));
    pty.assert_restored("after the editor");
    let left: Vec<_> = fs::read_dir(state.join("farol")).unwrap().collect();
    assert!(
        left.iter().all(|entry| !entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("edit-"))
    );
    fs::remove_dir_all(state).unwrap();
}

/// An editor that has its own modes, does not end by itself, and says who it is.
const STUBBORN: &str = "#!/bin/sh\nstty raw -echo\nprintf '\\033[?1049h\\033[?2004h'\necho $$ > \"$0.pid\"\necho EDITING\nexec cat\n";

/// The same behind a script that waits for it, and one that neither a hang-up nor the terminal's end reaches.
const WRAPPED: &str = "#!/bin/sh\ntrap '' HUP\nsh -c 'stty raw -echo; printf \"\\033[?1049h\"; echo $$ > \"$0.pid\"; echo EDITING; exec sleep 600' \"$0\"\ntrue\n";

fn parent_of(process: &str) -> Pid {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let parent = status.lines().find_map(|line| line.strip_prefix("PPid:")).unwrap();
    Pid::from_raw(parent.trim().parse().unwrap()).unwrap()
}

/// Ends the console while the editor has the terminal.
#[track_caller]
fn check_without_console(what: &str, text: &str, code: i32, end: impl FnOnce(&Pty, Pid)) {
    let state =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("lent-{what}-{}", std::process::id()));
    fs::create_dir_all(&state).unwrap();
    let script = state.join("editor");
    fs::write(&script, text).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let (editor, place) = (script.to_str().unwrap(), state.to_str().unwrap());
    let environment = [("TERM", "xterm"), ("EDITOR", editor), ("XDG_STATE_HOME", place)];
    let mut pty = Pty::start(SIZE, env!("CARGO_BIN_EXE_farol"), &["demo"], &environment);
    pty.wait_until(SHOWN, shows(SHOWN));
    pty.write("i");
    pty.wait_until("the dialog", shows("cancel"));
    pty.read_for(REST);
    pty.write("E");
    pty.wait_until("the editor", |pty| pty.text().contains("EDITING"));
    let process = fs::read_to_string(state.join("editor.pid")).unwrap();
    let editor = Pid::from_raw(process.trim().parse().unwrap()).unwrap();
    end(&pty, parent_of(process.trim()));
    assert_eq!(pty.exit(), Some(code), "{what}");
    pty.assert_restored(what);
    // It is killed by now, but a busy machine may take its time to let it go.
    until_gone(editor, Duration::from_secs(2), || ());
    fs::remove_dir_all(state).unwrap();
}

#[test]
fn a_console_that_ends_while_the_editor_is_open_leaves_neither_the_editor_nor_its_modes() {
    check_without_console("TERM", STUBBORN, 143, |pty, _| pty.signal(Signal::TERM));
    check_without_console("KILL", STUBBORN, 137, |_, console| kill_process(console, Signal::KILL).unwrap());
    check_without_console("TERM-script", WRAPPED, 143, |pty, _| pty.signal(Signal::TERM));
    check_without_console("KILL-script", WRAPPED, 137, |_, script| {
        let console = parent_of(&script.as_raw_nonzero().to_string());
        kill_process(console, Signal::KILL).unwrap();
    });
}

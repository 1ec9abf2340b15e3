//! The user's own editor on the terminal, and the console again after it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use super::pty::Pty;
use super::sequences::modes;
use super::{SHOWN, SIZE, shows};

/// An editor that reads a line from the terminal and writes it as JSON.
const SCRIPT: &str =
    "#!/bin/sh\necho EDITING\nread -r word\nprintf '{\"word\": \"%s\"}' \"$word\" > \"$1\"\n";

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

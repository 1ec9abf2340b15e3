//! A panic of the interface: the terminal is given back, and a report tells where the defect is and nothing else.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use farol::guardian::Bond;
use farol::terminal::Taken;

use super::SIZE;
use super::pty::Pty;

const PROVOKED: &str = "terminal::panics::provoked";
const SECRET: &str = "AKIAIOSFODNN7EXAMPLE";

/// Panics on a terminal of its own, in a process that another test starts; in any other process it does nothing.
#[test]
fn provoked() {
    if std::env::var_os("PROVOKED").is_some() {
        let _taken = Taken::take(Bond::none()).unwrap();
        let text = format!("é{SECRET}");
        let _ = &text[1..];
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_leaves_a_report_without_secrets() {
    let state = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("panics-{}", std::process::id()));
    fs::create_dir_all(&state).unwrap();
    let program = std::env::current_exe().unwrap();
    let arguments = ["--exact", PROVOKED, "--nocapture", "--test-threads=1"];
    let place = state.to_str().unwrap();
    let environment = [("TERM", "xterm"), ("PROVOKED", "1"), ("XDG_STATE_HOME", place)];
    let mut pty = Pty::start(SIZE, program.to_str().unwrap(), &arguments, &environment);
    assert_eq!(pty.exit(), Some(101));
    pty.assert_restored("a panic");
    let text = pty.text();
    let said = text.rsplit("\x1b[?1049l").next().unwrap();
    assert!(
        said.contains("farol: a defect of farol ended it: start byte index 1 is not a char boundary"),
        "{said}"
    );
    let path = said.split_once("a report without your data is in ").unwrap().1.trim();
    let report = fs::read_to_string(path).unwrap();
    assert!(report.contains(env!("CARGO_PKG_VERSION")) && report.contains("panics.rs"), "{report}");
    assert!(!report.contains(SECRET) && !text.contains(SECRET), "{report}");
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    fs::remove_dir_all(state).unwrap();
}

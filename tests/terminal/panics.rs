//! A panic of the interface: the terminal is given back, and a report tells where the defect is and nothing else.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use farol::guardian::Bond;
use farol::terminal::Taken;

use super::SIZE;
use super::pty::Pty;

const PROVOKED: &str = "terminal::panics::provoked";
const SECRETS: [&str; 4] = [
    "AKIAIOSFODNN7EXAMPLE",
    "https://b.s3.amazonaws.com/k?X-Amz-Signature=c0ffee",
    "{\"api_token\": \"swordfish\"}",
    "IQoJb3JpZ2luX2VjEOb/swordfish==",
];

/// Panics on a terminal of its own, in a process that another test starts; in any other process it does nothing.
#[test]
fn provoked() {
    let Ok(provoked) = std::env::var("PROVOKED") else { return };
    let (way, n) = provoked.split_once(' ').unwrap();
    let secret = SECRETS[n.parse::<usize>().unwrap()];
    if let Some(log) = std::env::var_os("LOG") {
        farol::trace::to_file(log.as_ref()).unwrap();
    }
    let _taken = Taken::take(Bond::none()).unwrap();
    panic_in(way, secret);
}

fn panic_in(way: &str, secret: &'static str) {
    let refused: Result<(), &str> = std::hint::black_box(Err(secret));
    match way {
        "cut" => drop(format!("é{secret}")[1..].to_owned()),
        "value" => refused.unwrap(),
        "expected" => refused.expect("a good one"),
        "said" => panic!("no such thing: {secret}"),
        "spoken" => panic!("{secret} is no such thing"),
        _ => {
            // A defect of a task is told in the log, and the interface goes on.
            let _ = std::thread::spawn(move || panic_in("spoken", secret)).join();
            panic_in("said", secret);
        }
    }
}

#[track_caller]
fn check(way: &str, n: usize, words: &str) {
    let state =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("panics-{way}-{n}-{}", std::process::id()));
    fs::create_dir_all(&state).unwrap();
    let program = std::env::current_exe().unwrap();
    let arguments = ["--exact", PROVOKED, "--nocapture", "--test-threads=1"];
    let (place, log, provoked) = (state.to_str().unwrap(), state.join("log"), format!("{way} {n}"));
    let log = log.to_str().unwrap();
    let environment = [("TERM", "xterm"), ("PROVOKED", &provoked), ("XDG_STATE_HOME", place), ("LOG", log)];
    let mut pty = Pty::start(SIZE, program.to_str().unwrap(), &arguments, &environment);
    assert_eq!(pty.exit(), Some(101));
    pty.assert_restored("a panic");
    let text = pty.text();
    let said = text.rsplit("\x1b[?1049l").next().unwrap();
    assert!(said.contains(&format!("farol: a defect of farol ended it: {words}")), "{said}");
    let path = said.split_once("a report without your data is in ").unwrap().1.trim();
    let (report, log) = (fs::read_to_string(path).unwrap(), fs::read_to_string(log).unwrap());
    assert!(report.contains(env!("CARGO_PKG_VERSION")) && report.contains("panics.rs"), "{report}");
    assert_eq!(log.contains("a task panicked: "), way == "task", "{log}");
    for left in [&report, &text, &log] {
        let parts = ["AKIA", "c0ffee", "swordfish"];
        assert!(parts.iter().all(|part| !left.contains(part)), "{way} {n}: {left}");
    }
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    fs::remove_dir_all(state).unwrap();
}

#[test]
fn a_panic_gives_the_terminal_back_and_leaves_a_report_without_secrets() {
    check("cut", 0, "start byte index 1 is not a char boundary");
    for n in 0..SECRETS.len() {
        check("value", n, "called <");
        check("expected", n, "a good one: <");
        check("said", n, "no such thing: <");
        check("task", n, "no such thing: <");
    }
    for n in [0, 1, 3] {
        check("spoken", n, "<");
    }
}

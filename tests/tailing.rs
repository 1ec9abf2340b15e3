//! `farol tail` as a shell starts it, against a demo that is served on loopback.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Output, Stdio};

use crate::command::{Home, Served};
use crate::terminal::pty::Pty;
use crate::terminal::sequences::Token;

/// A home, and a demo that is served to what is started there.
struct Site(Home, Served);

impl Site {
    fn new(name: &str) -> Self {
        let home = Home::new(name);
        let served = Served::start(&home, "demo --serve 127.0.0.1:0 --failure-rate 1");
        Self(home, served)
    }

    fn farol(&self, line: &str) -> Command {
        let mut command = self.0.farol(line);
        command.envs(self.1.1.iter().cloned());
        command
    }

    /// Exit code, standard output and standard error.
    fn run(&self, line: &str) -> (Option<i32>, String, String) {
        let Output { status, stdout, stderr } = self.farol(line).output().unwrap();
        (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }
}

#[test]
fn what_there_is_comes_in_order_one_line_an_event_and_nothing_but_text() {
    let site = Site::new("tail-text");
    let (code, out, said) = site.run("tail --no-follow --since 2h");
    assert_eq!((code, said.as_str()), (Some(0), ""), "{out}");
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines.len() > 20 && lines.is_sorted_by_key(|line| &line[..29]), "{out}");
    assert!(!out.contains(|c: char| c.is_control() && c != '\n'), "{out}");
    for part in [" ingest ", " etl/error ", " crawler ", "START RequestId: ", "Exception: Random exception"] {
        assert!(out.contains(part), "{part}:\n{out}");
    }
}

#[test]
fn json_begins_and_ends_with_what_it_is_about() {
    let site = Site::new("tail-json");
    let (code, out, _) =
        site.run("tail --no-follow --since 2h --json --group ingest --filter REPORT --grep duration");
    let records: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (first, last) = (records.first().unwrap(), records.last().unwrap());
    assert_eq!((code, &first["type"], &last["type"]), (Some(0), &"start".into(), &"end".into()), "{out}");
    assert_eq!(first["groups"][0]["label"], "ingest");
    let events: Vec<_> = records.iter().filter(|record| record["type"] == "event").collect();
    assert_eq!(
        (last["why"].as_str(), last["shown"].as_u64()),
        (Some("read"), u64::try_from(events.len()).ok())
    );
    assert!(!events.is_empty());
    assert!(events.iter().all(|event| event["message"].as_str().unwrap().starts_with("REPORT ")), "{out}");
}

#[test]
fn raw_is_the_messages_alone() {
    let site = Site::new("tail-raw");
    let (_, out, _) = site.run("tail --no-follow --since 2h --raw --group ingest --filter REPORT");
    assert!(
        !out.is_empty() && out.lines().all(|line| line.starts_with("REPORT ") && line.contains('\t')),
        "{out}"
    );
}

#[test]
fn a_group_that_is_nowhere_is_answered_with_the_nearest() {
    let site = Site::new("tail-groups");
    let (code, out, said) = site.run("tail --group getPublicAPIz");
    assert_eq!((code, out.as_str()), (Some(64), ""));
    assert!(said.contains("the nearest are /aws/lambda/getPublicAPIs"), "{said}");
    let (code, _, said) = site.run("tail --group /aws-glue/python");
    assert_eq!(code, Some(64));
    assert!(
        said.contains("that could be /aws-glue/python-jobs/error, /aws-glue/python-jobs/output"),
        "{said}"
    );
}

#[test]
fn a_group_that_does_not_exist_is_waited_for_or_ends_with_1() {
    let site = Site::new("tail-waits");
    let (code, out, _) = site.run("tail --no-follow --json --log-group /not/yet");
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains(r#""state":"waiting""#) && out.contains(r#""failing":["/not/yet"]"#), "{out}");
}

#[test]
fn without_access_it_ends_with_3_and_says_why() {
    let home = Home::new("tail-denied");
    let (code, out, said) = home
        .run("tail --log-group /a --region us-east-2 --endpoint-url http://127.0.0.1:9 --since 2026-01-01");
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(said.contains("farol: a: no answer to logs:FilterLogEvents: "), "{said}");
}

#[test]
fn bad_usage_of_tail_ends_with_64() {
    let home = Home::new("tail-usage");
    for (line, part) in [
        ("tail --since later", "expected a time: `15m`"),
        ("tail --since +5m", "--since is in the future"),
        ("tail --since 5m --until 10m", "--until is before --since"),
        ("tail --filter {$.a=", "at character "),
        ("tail --grep [", "unclosed character class, at character 1"),
    ] {
        let (code, out, said) = home.run(line);
        assert_eq!((code, out.as_str()), (64, ""), "farol {line}");
        assert!(said.contains(part), "farol {line}: {said}");
    }
    home.write("[[pipeline]]\nname = \"a\"\n[[pipeline]]\nname = \"b\"\n", 0o600);
    assert_eq!(home.run("tail").2, "farol: say with --pipeline which one: a, b\n");
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_tail_quietly() {
    let site = Site::new("tail-pipe");
    let mut child =
        site.farol("tail --since 2h").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    assert_eq!((status.code(), stderr.as_slice()), (Some(0), &b""[..]), "after {line}");
}

#[test]
fn a_signal_ends_the_tail_with_all_that_was_read() {
    let site = Site::new("tail-signal");
    for signal in ["-INT", "-TERM"] {
        let mut child = site.farol("tail --since 2h --json").stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.contains(r#""type":"event""#) {
            assert!(out.read_line(&mut text).unwrap() > 0, "{text}");
        }
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        out.read_to_string(&mut text).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{text}");
        let last: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        assert_eq!((&last["type"], &last["why"]), (&"end".into(), &"asked".into()), "{text}");
    }
}

#[test]
fn live_the_sessions_are_said_and_what_was_is_there_too() {
    let site = Site::new("tail-live");
    let mut child = site.farol("tail --live --since 2h --json").stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    for part in [r#""type":"event""#, r#""state":"on","sessions":1"#, r#""state":"live""#] {
        while !text.contains(part) {
            assert!(out.read_line(&mut text).unwrap() > 0, "{part}: {text}");
        }
    }
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    out.read_to_string(&mut text).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{text}");
}

#[test]
fn a_tail_that_nobody_reads_still_ends_when_it_is_asked_to() {
    let site = Site::new("tail-stuck");
    let mut child = site.farol("tail --since 7d --json").stdout(Stdio::piped()).spawn().unwrap();
    let mut first = [0];
    child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let unread = child.stdout.take();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    drop(unread);
}

#[test]
fn a_full_disk_is_said() {
    let site = Site::new("tail-full");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let Output { status, stderr, .. } = site.farol("tail --since 2h").stdout(full).output().unwrap();
    let said = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.starts_with("farol: standard output: No space left on device"), "{said}");
}

#[test]
fn on_a_terminal_there_is_colour_unless_somebody_wants_none_and_its_modes_are_left_alone() {
    let site = Site::new("tail-pty");
    let coloured = |line: &str, more: &[(&str, &str)]| {
        let mut environment: Vec<(&str, &str)> =
            site.1.1.iter().map(|(name, value)| (&**name, &**value)).collect();
        environment.push(("TERM", "xterm-256color"));
        environment.extend(more);
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut pty = Pty::start((120, 30), env!("CARGO_BIN_EXE_farol"), &arguments, &environment);
        assert_eq!(pty.exit(), Some(0), "{}", pty.text());
        assert_eq!(pty.modes(), pty.found(), "farol {line}");
        let tokens = pty.tokens();
        assert!(tokens.iter().all(|token| matches!(token, Token::Char(_) | Token::Newline | Token::Pen(_))));
        assert!(pty.text().contains("START RequestId: "), "{}", pty.text());
        tokens.iter().any(Token::is_colour)
    };
    assert!(coloured("tail --no-follow --since 2h", &[]));
    assert!(!coloured("tail --no-follow --since 2h", &[("NO_COLOR", "1")]));
    assert!(!coloured("tail --no-follow --since 2h", &[("TERM", "dumb")]));
    assert!(!coloured("tail --no-follow --since 2h --color never", &[]));
    assert!(!coloured("tail --no-follow --since 2h --raw", &[]));
    assert!(!coloured("tail --no-follow --since 2h --json", &[]));
    assert!(coloured("tail --no-follow --since 2h --color always", &[("NO_COLOR", "1")]));
}

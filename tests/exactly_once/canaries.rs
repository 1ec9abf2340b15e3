//! Secrets that are planted wherever they can come from, and looked for wherever anything is left or copied.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use farol::clock::Clock;
use farol::demo::Aws;
use farol::demo::account::Options;
use farol::demo::fault::{Fault, Line};
use farol::demo::serve::serve;
use farol::keys::Chord;
use farol::reference;
use tokio::net::TcpListener;

use crate::terminal::pty::{DEADLINE, Pty};
use crate::terminal::sequences::Screen;

/// Said by nobody but who keeps a secret: a part of each of them.
const CANARY: &str = "serin";

const ACCESS_KEY: &str = "AKIASERINSERINSERIN7";
const SECRET_KEY: &str = "wJalrserin/K7MDENG/bPxRfiCYserinKEY";
const SESSION: &str = "IQoJb3JpZ2lu.serin.session";
const LOGIN: &str = "https://serin-login.awsapps.example/start?code=serin";

/// How long the terminal is read before it is looked at.
const TURN: Duration = Duration::from_millis(100);

/// A home with a configuration full of secrets, beside an account on loopback that keeps some of its own.
struct Nest {
    aws: Aws,
    port: u16,
    folder: PathBuf,
}

impl Nest {
    async fn new(name: &str) -> Self {
        let options = Options { failure_rate: 0.0, ..Options::default() };
        let aws = Aws::quiet(options, Clock::System);
        aws.with(|account| {
            let function = account.function_mut(reference::FUNCTION).unwrap();
            function.environment.insert("SERVICE_URL".into(), "https://serin:serin@db.example".into());
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(serve(aws.clone(), listener));
        let folder =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("state")).unwrap();
        let nest = Self { aws, port, folder };
        nest.write("config.toml", &configuration());
        nest.write("aws.ini", &format!("[profile sso]\nregion = us-east-2\nsso_region = us-east-2\nsso_start_url = {LOGIN}\nsso_account_id = 123456789012\nsso_role_name = serin\n\
             [profile process]\nregion = us-east-2\ncredential_process = sh -c \"echo open {LOGIN} >&2; exit 1\"\n"));
        nest
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    /// Starts the binary on a terminal, with a log of everything that it is willing to say.
    fn farol(&self, arguments: &[&str]) -> Pty {
        let endpoint = format!("http://127.0.0.1:{}", self.port);
        self.farol_at(&["--endpoint-url", &endpoint], arguments)
    }

    fn farol_at(&self, endpoint: &[&str], arguments: &[&str]) -> Pty {
        let (config, log) = (self.path("config.toml"), self.path("state/farol.log"));
        let (state, ini) = (self.path("state"), self.path("aws.ini"));
        let environment = [
            ("TERM", "xterm-256color"),
            ("XDG_STATE_HOME", state.as_str()),
            ("AWS_CONFIG_FILE", &ini),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
            ("AWS_SESSION_TOKEN", SESSION),
            ("RUST_LOG", "trace"),
        ];
        let all = [&["--config", &config, "--log-file", &log], endpoint, arguments].concat();
        Pty::start((160, 48), env!("CARGO_BIN_EXE_farol"), &all, &environment)
    }

    fn count(&self, operation: &str) -> usize {
        self.aws.ledger().get(operation).copied().unwrap_or_default()
    }

    /// Fails if a secret is in any file that was left.
    #[track_caller]
    fn assert_kept(&self, least: &[&str]) {
        let files = files(&self.folder.join("state"));
        for name in least {
            assert!(files.iter().any(|path| path.ends_with(name)), "no {name}: {files:?}");
        }
        for path in &files {
            assert_no_secret(&path.display().to_string(), &fs::read_to_string(path).unwrap());
        }
    }
}

impl Drop for Nest {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn configuration() -> String {
    format!(
        "[[pipeline]]\nname = \"nest\"\nregion = \"{}\"\n\
         [pipeline.ingest]\nfunction = \"{}\"\npayload = {{ bucket_name = \"{}\", api_token = \"serin-payload\" }}\n\
         [pipeline.etl]\njob = \"{}\"\narguments = {{ \"--db_password\" = \"serin-argument\", \"--note\" = \"https://b.s3.amazonaws.com/k?X-Amz-Signature=serin\" }}\n\
         [pipeline.catalog]\ncrawler = \"{}\"\n",
        reference::REGION,
        reference::FUNCTION,
        reference::RAW_BUCKET,
        reference::JOB,
        reference::CRAWLER,
    )
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[track_caller]
fn assert_no_secret(what: &str, text: &str) {
    let lower = text.to_lowercase();
    let at = lower.find(CANARY);
    assert!(
        at.is_none(),
        "{what}: {}",
        at.and_then(|at| lower.get(at.saturating_sub(200)..)).unwrap_or(&lower)
    );
}

/// What a terminal was asked to keep in its clipboard.
fn copied(written: &str) -> Vec<String> {
    let pieces = written.split("\x1b]52;c;").skip(1).filter_map(|rest| rest.split_once('\x07'));
    pieces.map(|(base64, _)| String::from_utf8(STANDARD.decode(base64).unwrap()).unwrap()).collect()
}

fn screen(pty: &Pty) -> String {
    Screen::of(&pty.tokens()).text()
}

/// So long a person rests between two keys, also on a busy machine; what comes together copies nothing.
const REST: Duration = Duration::from_millis(90);

/// Every chord that copies in a section.
fn copying(section: &str) -> Vec<char> {
    let rows =
        farol::app::rows().into_iter().filter(|(of, row)| *of == section && row.name.starts_with("copy"));
    rows.filter_map(|(_, row)| Chord::parse(row.chords.split(' ').next()?).ok()?.char()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_leaves_no_secret_behind_however_an_action_ends() {
    for fault in [None, Some(Fault::Lost), Some(Fault::AccessDenied), Some(Fault::Before(Line::Status(500)))]
    {
        let nest = Nest::new("canaries-twins").await;
        for (operation, command) in [("Invoke", "invoke"), ("StartJobRun", "start-job")] {
            if let Some(fault) = fault {
                nest.aws.fail(operation, fault);
            }
            let mut pty = nest.farol(&[command, "--yes"]);
            // What was lost is looked up for minutes, which nobody waits for here.
            let is_told = |pty: &mut Pty| pty.has_ended(TURN) || pty.text().contains("not sent again");
            assert!(
                (0..DEADLINE.as_millis() / TURN.as_millis()).any(|_| is_told(&mut pty)),
                "{}",
                pty.text()
            );
            pty.write("\x03");
            assert!(pty.has_ended(DEADLINE), "{}", pty.text());
            assert_eq!(nest.count(operation), 1, "{fault:?} {command}: {}", pty.text());
        }
        nest.assert_kept(&["farol.log", "audit.jsonl"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_console_that_acts_and_copies_leaves_no_secret_behind() {
    let nest = Nest::new("canaries-console").await;
    nest.aws.fail("StartJobRun", Fault::Lost);
    let mut pty = nest.farol(&[]);
    pty.wait_until("the pipeline", |pty| screen(pty).contains("getPublicAPIs"));
    for (key, operation) in [("i", "Invoke"), ("e", "StartJobRun")] {
        pty.write(key);
        pty.wait_until("the dialog", |pty| screen(pty).contains("cancel"));
        pty.read_for(Duration::from_millis(800));
        pty.write("y");
        pty.wait_until(operation, |_| nest.count(operation) == 1);
        pty.read_for(Duration::from_millis(800));
    }
    for (pane, section) in ["objects", "invocations", "runs", "logs", "catalog"].into_iter().enumerate() {
        for deeper in ["", "o", "\r"] {
            let sections = if deeper.is_empty() { &[section][..] } else { &[section, "details", "tree"] };
            for chord in sections.iter().flat_map(|section| copying(section)) {
                for key in [(pane + 1).to_string().as_str(), "G", deeper, &chord.to_string(), "\x1b", "\x1b"]
                {
                    pty.write(key);
                    pty.read_for(REST);
                }
            }
        }
    }
    pty.write("\x03");
    assert!(pty.has_ended(DEADLINE));
    let copies = copied(&pty.text());
    assert!(copies.len() > 1, "or this proves nothing: {}", screen(&pty));
    assert_no_secret("the clipboard", &copies.concat());
    nest.assert_kept(&["farol.log", "audit.jsonl"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_that_has_to_be_renewed_is_not_written_down_with_its_address() {
    let nest = Nest::new("canaries-login").await;
    for (profile, remedy) in [("sso", "aws sso login"), ("process", "aws configure")] {
        // Nothing is asked over a network: there is no session to begin with.
        let mut pty = nest.farol_at(&[], &["status", "--profile", profile]);
        assert!(pty.has_ended(DEADLINE), "{}", pty.text());
        assert!(pty.text().contains(remedy), "{}", pty.text());
    }
    let log = fs::read_to_string(nest.path("state/farol.log")).unwrap();
    assert!(log.contains("failed to load base credentials"), "or this proves nothing: {log}");
    nest.assert_kept(&["farol.log"]);
}

//! The real binary acts on the embedded AWS over loopback, and records what it did.

use std::path::PathBuf;
use std::process::{Command, Output};

use farol::clock::Clock;
use farol::demo::Aws;
use farol::demo::account::Options;
use farol::demo::fault::Fault;
use farol::demo::serve::serve;
use farol::reference;
use tokio::net::TcpListener;

use crate::terminal::pty::Pty;

const FAROL: &str = env!("CARGO_BIN_EXE_farol");

/// An account on loopback, and a place for the record.
struct Twin {
    aws: Aws,
    port: u16,
    state: PathBuf,
}

impl Twin {
    async fn new() -> Self {
        let options = Options { failure_rate: 0.0, ..Options::default() };
        let aws = Aws::quiet(options, Clock::System);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(serve(aws.clone(), listener));
        let state = std::env::temp_dir().join(format!("farol-twin-{port}-{}", std::process::id()));
        Self { aws, port, state }
    }

    /// Runs the binary without a terminal; its exit code, what it printed, and what it complained of.
    async fn farol(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(FAROL);
        command.args(arguments).env_clear().envs(self.environment()).stdin(std::process::Stdio::null());
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let Output { status, stdout, stderr } = output;
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    fn environment(&self) -> [(&'static str, String); 7] {
        let place = self.state.display().to_string();
        [
            ("XDG_STATE_HOME", place.clone()),
            ("XDG_CONFIG_HOME", "/nowhere".to_owned()),
            ("HOME", place),
            ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port)),
            ("AWS_REGION", reference::REGION.to_owned()),
            ("AWS_ACCESS_KEY_ID", "demo".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "canary-key".to_owned()),
        ]
    }

    fn count(&self, operation: &str) -> usize {
        self.aws.ledger().get(operation).copied().unwrap_or_default()
    }

    fn record(&self) -> PathBuf {
        self.state.join("farol").join("audit.jsonl")
    }
}

impl Drop for Twin {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.state);
    }
}

const JOB: [&str; 2] = ["--job", reference::JOB];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_yes_or_where_only_reading_is_allowed_nothing_is_sent() {
    let twin = Twin::new().await;
    for more in [&[][..], &["--yes", "--read-only"], &["--dry-run"]] {
        let (code, _, said) = twin.farol(&[&["start-job"], &JOB[..], more].concat()).await;
        assert_eq!(code, if more == ["--dry-run"] { 0 } else { 4 }, "{more:?}: {said}");
    }
    assert_eq!(twin.count("StartJobRun"), 0);
    assert!(!twin.record().exists());
    let (code, _, said) = twin.farol(&["crawl", "--yes"]).await;
    assert_eq!(code, 64, "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_is_recorded_without_its_secrets_and_an_edit_is_found_out() {
    let twin = Twin::new().await;
    let start = [&["start-job", "--yes", "--json", "--argument", "secret=canary-value"], &JOB[..]].concat();
    let (code, printed, said) = twin.farol(&start).await;
    assert_eq!((code, twin.count("StartJobRun")), (0, 1), "{said}");
    assert!(printed.contains("\"outcome\": \"accepted\"") && printed.contains("\"run\": \"jr_"), "{printed}");
    let (code, _, said) = twin.farol(&start).await;
    assert_eq!((code, twin.count("StartJobRun")), (4, 1), "it is running, and that is seen before: {said}");
    let text = std::fs::read_to_string(twin.record()).unwrap();
    assert!(!text.contains("canary"), "{text}");
    let (code, printed, said) = twin.farol(&["audit", "--verify"]).await;
    assert!(
        code == 0 && printed.contains("glue:StartJobRun") && printed.contains("accepted jr_"),
        "{printed}{said}"
    );
    std::fs::write(twin.record(), text.replace("describe-public-apis", "describe-public-apes")).unwrap();
    let (code, _, said) = twin.farol(&["audit", "--verify"]).await;
    assert!(code == 1 && said.contains("changed"), "{code} {said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_whose_answer_is_lost_is_found_by_its_id_and_not_sent_again() {
    let twin = Twin::new().await;
    twin.aws.fail("StartJobRun", Fault::Lost);
    let (code, printed, said) = twin.farol(&[&["start-job", "--yes"], &JOB[..]].concat()).await;
    assert_eq!((code, twin.count("StartJobRun")), (0, 1), "{said}");
    assert!(printed.contains("accepted") && printed.contains("carries this action's id"), "{printed}");
    let (_, printed, _) = twin.farol(&["audit"]).await;
    assert!(printed.contains("unknown; then accepted: run jr_"), "{printed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_the_record_cannot_be_kept_nothing_is_sent_and_the_remedy_is_said() {
    let twin = Twin::new().await;
    std::fs::write(&twin.state, "a file where a folder should be").unwrap();
    let (code, _, said) = twin.farol(&[&["start-job", "--yes"], &JOB[..]].concat()).await;
    assert_eq!((code, twin.count("StartJobRun")), (4, 0), "{said}");
    assert!(said.contains("audit.jsonl") && said.contains("XDG_STATE_HOME"), "{said}");
    std::fs::remove_file(&twin.state).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_and_a_rehearsal_are_json_with_the_exact_call_and_nothing_is_sent() {
    let twin = Twin::new().await;
    let invoke =
        |more: &[&'static str]| [&["invoke", "--function", reference::FUNCTION, "--json"], more].concat();
    let (code, printed, _) = twin.farol(&invoke(&["--yes", "--read-only"])).await;
    let read: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        (code, &read["outcome"], &read["target"]),
        (4, &"refused".into(), &reference::FUNCTION.into())
    );
    let (code, printed, said) = twin.farol(&invoke(&["--dry-run", "--payload", "{\"a\": [1]}"])).await;
    let read: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((code, &read["payload"]), (0, &"{\"a\":[1]}".into()), "{said}");
    let (code, printed, _) = twin.farol(&[&["start-job", "--dry-run"], &JOB[..]].concat()).await;
    assert!(code == 0 && printed.contains("--farol-action-id"), "{printed}");
    assert_eq!((twin.count("Invoke"), twin.count("StartJobRun")), (0, 0));
    assert!(!twin.record().exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_is_told_with_its_place_and_a_missing_target_with_its_setting() {
    let twin = Twin::new().await;
    let bad = ["invoke", "--function", reference::FUNCTION, "--yes", "--payload", "{\"a\":}"];
    let (code, _, said) = twin.farol(&bad).await;
    assert!(code == 64 && said.contains("--payload") && said.contains("line 1, column 6"), "{code} {said}");
    let bad = [&["start-job", "--yes", "--arguments", "{\"a\": \"b\"}"], &JOB[..]].concat();
    let (code, _, said) = twin.farol(&bad).await;
    assert!(code == 64 && said.contains("--arguments: line 1") && said.contains("`a`"), "{code} {said}");
    let (code, _, said) = twin.farol(&["crawl", "--yes"]).await;
    assert!(code == 64 && said.contains("--crawler NAME") && said.contains("[pipeline.catalog]"), "{said}");
    assert_eq!(twin.count("Invoke") + twin.count("StartJobRun") + twin.count("StartCrawler"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_at_the_question_ends_it_at_once_and_says_that_nothing_was_sent() {
    let twin = Twin::new().await;
    let (environment, job) = (twin.environment(), ["start-job", "--job", reference::JOB]);
    let asked = tokio::task::spawn_blocking(move || {
        let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut pty = Pty::start((120, 30), FAROL, &job, &environment);
        pty.wait_until("the question", |pty| pty.text().contains("type yes to"));
        pty.write("\x03");
        (pty.exit(), pty.text())
    });
    let (code, said) = asked.await.unwrap();
    assert!(code == Some(4) && said.contains("nothing was sent: interrupted"), "{code:?} {said}");
    assert_eq!(twin.count("StartJobRun"), 0);
    assert!(!twin.record().exists());
}

//! AWS's own SDK for Python against the embedded AWS, over loopback: every operation that it answers.

use std::net::SocketAddr;
use std::path::Path;

use farol::clock::{Clock, Time};
use farol::demo::account::Options;
use farol::demo::{Aws, OPERATIONS, serve};
use tokio::net::TcpListener;

use super::venv::{run, venv};

/// Fast enough that a crawl is soon over, slow enough that a crawler that stops is caught stopping.
const SPEED: f64 = 20.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn boto3_understands_every_answer_of_the_demo() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers");
    let Some(venv) = venv(&folder.join("requirements.txt")) else { return };
    let aws = Aws::quiet(Options { failure_rate: 0.0, api_failure_rate: 0.0, ..Options::default() }, clock());
    let now = aws.clock().now();
    aws.with(|account| account.furnish(now));
    aws.with(|account| account.add_digest(now, now));
    let address = served(aws.clone()).await;
    let mut command = venv.program("python");
    command
        .args(["-W", "error::ResourceWarning", "-m", "unittest", "discover"])
        .current_dir(folder.join("demo"));
    command.env_remove("AWS_PROFILE").envs(environment(address));
    let outcome = tokio::task::spawn_blocking(move || run(&mut command)).await.unwrap();
    outcome.unwrap_or_else(|said| panic!("{said}"));
    let ledger = aws.ledger();
    let untried: Vec<&&str> = OPERATIONS.iter().filter(|name| !ledger.contains_key(**name)).collect();
    assert!(untried.is_empty(), "boto3 never called {untried:?}");
}

fn clock() -> Clock {
    let origin: Time = "2026-11-24T12:00:00Z".parse().unwrap();
    Clock::simulated(origin, SPEED)
}

async fn served(aws: Aws) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve::serve(aws, listener));
    address
}

/// The instructions, as a shell would read them, and nothing of this machine's own configuration.
fn environment(address: SocketAddr) -> Vec<(String, String)> {
    let text = serve::instructions(address);
    let exports = text.lines().filter_map(|line| line.strip_prefix("export ")?.split_once('='));
    let private = [
        ("AWS_CONFIG_FILE", "/dev/null"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ("NO_PROXY", "127.0.0.1"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
    ];
    let all = exports.chain(private);
    all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

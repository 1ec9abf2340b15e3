//! A live tail of ministack's event stream, with lines that boto3 puts while it runs.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use farol::clock::Clock;
use farol::cloud::tail::{Options, tail};
use farol::cloud::{Access, Cloud};
use farol::domain::log::{Mode, Source};
use farol::domain::pipeline::Pipeline;
use farol::domain::{Heard, Observation};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::server::{REGION, Recipe, Server, client};
use super::venv::{Venv, run, venv};

const GROUP: &str = "/aws/lambda/live";
const PATIENCE: Duration = Duration::from_mins(1);

const SERVER: Recipe = Recipe {
    name: "ministack-live",
    requirements: "ministack.txt",
    seed: None,
    command: &["ministack"],
    environment: &[("BIND_HOST", "127.0.0.1"), ("GATEWAY_PORT", "{port}"), ("MINISTACK_REGION", REGION)],
};

const PUT: &str = "
import sys, time, boto3
group, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
logs = boto3.client('logs')
try:
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName='s')
except logs.exceptions.ResourceAlreadyExistsException:
    pass
for n in range(first, last):
    logs.put_log_events(logGroupName=group, logStreamName='s',
        logEvents=[{'timestamp': int(time.time() * 1000), 'message': f'line {n}'}])
";

/// Puts lines with these numbers, one request each.
fn put(venv: &Venv, server: &Server, numbers: std::ops::Range<u32>) {
    let mut python = venv.program("python");
    python.args(["-c", PUT, GROUP, &numbers.start.to_string(), &numbers.end.to_string()]);
    run(python.env_clear().envs(client(&server.endpoint))).unwrap();
}

/// An address that stays while servers come and go behind it.
#[derive(Clone)]
struct Relay(Arc<Mutex<Option<String>>>);

impl Relay {
    async fn open() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let relay = Self(Arc::new(Mutex::new(None)));
        let this = relay.clone();
        tokio::spawn(async move {
            while let Ok((inside, _)) = listener.accept().await {
                let server = this.0.lock().unwrap().clone();
                tokio::spawn(pass(inside, server));
            }
        });
        (relay, endpoint)
    }

    fn leads_to(&self, server: Option<&Server>) {
        let address = server.map(|server| server.endpoint.trim_start_matches("http://").to_owned());
        *self.0.lock().unwrap() = address;
    }
}

/// Passes bytes both ways until either side ends; without a server the connection just ends.
async fn pass(mut inside: TcpStream, server: Option<String>) {
    let Some(server) = server else { return };
    let Ok(mut outside) = TcpStream::connect(server).await else { return };
    let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
}

/// What a tail has told so far.
struct Ear {
    heard: mpsc::Receiver<Heard>,
    lines: Vec<String>,
    sources: Vec<Source>,
}

impl Ear {
    async fn of(endpoint: String) -> Self {
        let access = Access { endpoint_url: Some(endpoint), ..Access::default() };
        let pipeline = Pipeline { region: Some(REGION.into()), ..Pipeline::default() };
        let cloud = Cloud::open(&access, &pipeline, Clock::System).await.unwrap();
        let (sender, heard) = mpsc::channel(64);
        #[expect(clippy::disallowed_methods, reason = "the server has the machine's clock")]
        let since = Utc::now() - TimeDelta::minutes(1);
        let options = Options { since, until: None, pattern: None, mode: Mode::Live, follow: true };
        tokio::spawn(tail(cloud, vec![GROUP.into()], options, sender));
        Self { heard, lines: Vec::new(), sources: Vec::new() }
    }

    /// Listens until this is so.
    async fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let listen = async {
            while !is_so(self) {
                match self.heard.recv().await.map(|heard| heard.observation) {
                    Some(Observation::Lines(events)) => {
                        self.lines.extend(events.iter().map(|event| event.text.exact().to_owned()));
                    }
                    Some(Observation::Tail { source, .. }) => self.sources.push(source),
                    Some(_) => {}
                    None => break,
                }
            }
        };
        let in_time = timeout(PATIENCE, listen).await.is_ok();
        assert!(in_time && is_so(self), "{what}: {:?} {:?}", self.lines, self.sources);
    }

    /// Listens until these lines, and no others, have come, each once.
    async fn lines(&mut self, numbers: std::ops::Range<u32>) {
        let count = numbers.len();
        self.until("lines", |ear| ear.lines.len() >= count).await;
        let mut lines = self.lines.clone();
        lines.sort_unstable();
        let mut want: Vec<String> = numbers.map(|n| format!("line {n}")).collect();
        want.sort_unstable();
        assert_eq!(lines, want);
    }

    async fn is_live(&mut self) {
        self.sources.clear();
        self.until("live", |ear| ear.sources.contains(&Source::Live)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_that_boto3_puts_are_shown_once_also_across_a_restart_of_the_server() {
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/ministack.txt");
    let Some(venv) = venv(&requirements) else { return };
    let (relay, endpoint) = Relay::open().await;
    let server = Server::start(&SERVER, &venv).unwrap();
    relay.leads_to(Some(&server));
    put(&venv, &server, 0..5);
    let mut ear = Ear::of(endpoint).await;
    ear.lines(0..5).await;
    if !ear.sources.contains(&Source::Live) {
        ear.is_live().await;
    }
    put(&venv, &server, 5..30);
    ear.lines(0..30).await;

    relay.leads_to(None);
    drop(server);
    ear.until("a break", |ear| ear.sources.contains(&Source::Reconnecting)).await;
    let server = Server::start(&SERVER, &venv).unwrap();
    put(&venv, &server, 30..35);
    relay.leads_to(Some(&server));
    ear.is_live().await;
    put(&venv, &server, 35..50);
    ear.lines(0..50).await;
}

//! Real sockets and the real SDK: however an answer goes wrong, one request came.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use farol::actions::Actions;
use farol::audit::{Entry, Journal};
use farol::clock::Clock;
use farol::cloud::Access;
use farol::domain::action::{Action, Confirmation, Mode, Operation, Outcome};
use futures_util::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use super::soak;

/// How long an answer is waited for here.
const PATIENCE: Duration = Duration::from_millis(400);

/// How many runs go on at a time.
const AT_A_TIME: usize = 24;

/// A way for an answer to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Reset,
    Fin,
    Hang,
    Internal,
    Unavailable,
    Throttled,
    CutBody,
    Late,
    /// The connection of the read before is kept, and goes as the action is sent over it.
    Stale,
    NobodyListens,
}

const FAULTS: [Fault; 10] = [
    Fault::Reset,
    Fault::Fin,
    Fault::Hang,
    Fault::Internal,
    Fault::Unavailable,
    Fault::Throttled,
    Fault::CutBody,
    Fault::Late,
    Fault::Stale,
    Fault::NobodyListens,
];

fn actions() -> [Action; 4] {
    [
        Action::Invoke {
            function: "f".into(),
            payload: serde_json::json!({ "secret": "canary" }),
            mode: Mode::Sync,
        },
        Action::StartJob {
            job: "j".into(),
            arguments: [("--secret".to_owned(), "canary".to_owned())].into(),
        },
        Action::StartCrawler { crawler: "c".into() },
        Action::StopRun { job: "j".into(), run: "jr_1".into() },
    ]
}

/// A server of one run: it counts the requests that would change something, and answers each the same way.
struct Server {
    port: u16,
    came: Arc<AtomicUsize>,
    serving: tokio::task::JoinHandle<()>,
}

impl Server {
    async fn start(fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let came = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&came);
        let serving = tokio::spawn(async move {
            if fault == Fault::NobodyListens {
                return;
            }
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, fault, Arc::clone(&count)));
            }
        });
        Self { port, came, serving }
    }
}

async fn converse(mut stream: TcpStream, fault: Fault, came: Arc<AtomicUsize>) {
    while let Some(request) = read(&mut stream).await {
        if !is_writing(&request) {
            let _ = stream.write_all(&answer(400, r#"{"__type":"AccessDeniedException"}"#)).await;
            if fault == Fault::Stale {
                sleep(Duration::from_micros(fastrand::u64(..800))).await;
                return;
            }
            continue;
        }
        came.fetch_add(1, Ordering::SeqCst);
        match fault {
            Fault::Reset => return drop(stream.set_zero_linger()),
            Fault::Fin | Fault::Stale | Fault::NobodyListens => return,
            Fault::Hang => sleep(PATIENCE * 20).await,
            Fault::Internal => {
                drop(
                    stream
                        .write_all(&answer(
                            500,
                            r#"{"__type":"InternalServiceException","message":"Unexpected 'canary'"}"#,
                        ))
                        .await,
                );
            }
            Fault::Unavailable => drop(stream.write_all(&answer(503, "")).await),
            Fault::Throttled => {
                drop(
                    stream
                        .write_all(&answer(
                            429,
                            r#"{"__type":"TooManyRequestsException","message":"no canary"}"#,
                        ))
                        .await,
                );
            }
            Fault::CutBody => {
                let whole = answer(200, r#"{"JobRunId":"jr_1","and":"so on"}"#);
                drop(stream.write_all(&whole[..whole.len() - 12]).await);
                return;
            }
            Fault::Late => {
                sleep(PATIENCE * 2).await;
                drop(stream.write_all(&answer(200, r#"{"JobRunId":"jr_1"}"#)).await);
            }
        }
    }
}

/// A whole request, as text; `None`: the client has gone.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let (mut request, mut chunk) = (Vec::new(), [0; 8192]);
    loop {
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some(text.into_owned());
        }
    }
}

fn is_writing(request: &str) -> bool {
    let head = request.split("\r\n\r\n").next().unwrap();
    head.contains("/invocations ")
        || Operation::ALLOWED.iter().any(|operation| head.contains(&format!("AWSGlue.{}", operation.name())))
}

fn answer(status: u16, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// One confirmed action against one faulty server: what was said of it, and how many requests came.
async fn run(fault: Fault, action: Action, journal: Journal) -> (Fault, Operation, Outcome, usize) {
    let server = Server::start(fault).await;
    if fault == Fault::NobodyListens {
        while !server.serving.is_finished() {
            tokio::task::yield_now().await;
        }
    }
    let access =
        Access { endpoint_url: Some(format!("http://127.0.0.1:{}", server.port)), ..Access::default() };
    let pipeline =
        farol::domain::pipeline::Pipeline { region: Some("us-east-2".into()), ..Default::default() };
    let operation = Operation::of(&action);
    let actions = Actions::new(access, journal, Clock::System).patient_for(PATIENCE);
    let outcome = actions.perform(&pipeline, Confirmation::given(action, None), Duration::ZERO).await.outcome;
    // A second request would come by now.
    sleep(PATIENCE / 4).await;
    server.serving.abort();
    (fault, operation, outcome, server.came.load(Ordering::SeqCst))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_an_answer_goes_wrong_one_request_came_and_it_is_said_truly() {
    let folder = std::env::temp_dir().join(format!("farol-sockets-{}", std::process::id()));
    let journal = Journal::At(folder.join("audit.jsonl"));
    let runs =
        (0..soak(2_000)).map(|n| (FAULTS[n % FAULTS.len()], actions()[(n / FAULTS.len()) % 4].clone()));
    let journal_of = || journal.clone();
    let mut running = futures_util::stream::iter(runs)
        .map(|(fault, action)| run(fault, action, journal_of()))
        .buffer_unordered(AT_A_TIME);
    let mut counts: BTreeMap<(Fault, &str), usize> = BTreeMap::new();
    let mut requests = 0;
    while let Some((fault, operation, outcome, came)) = running.next().await {
        let wanted = usize::from(fault != Fault::NobodyListens);
        // What was cut off before it was sent need not come; what came is never sent again.
        let is_right = if fault == Fault::Stale { came <= 1 } else { came == wanted };
        assert!(is_right, "{came} for {fault:?} {operation:?}: {outcome:?}");
        let is_refusal = matches!(fault, Fault::Throttled | Fault::NobodyListens);
        assert_eq!(
            matches!(outcome, Outcome::Refused(_)),
            is_refusal,
            "{fault:?} {operation:?}: {outcome:?}"
        );
        assert!(is_refusal || matches!(outcome, Outcome::Unknown(_)), "{fault:?} {operation:?}: {outcome:?}");
        *counts.entry((fault, operation.name())).or_default() += 1;
        requests += came;
    }
    println!("{counts:?}: {requests} requests");
    assert_eq!(counts.len(), FAULTS.len() * 4, "every fault met every operation");
    check_record(&journal, soak(2_000));
    std::fs::remove_dir_all(folder).unwrap();
}

/// Every action has its intent and its outcome in one unbroken chain, and nothing of what was sent.
fn check_record(journal: &Journal, runs: usize) {
    let reading = journal.read().unwrap();
    assert_eq!((reading.breaks.len(), reading.torn.len()), (0, 0));
    let intents = reading.records.iter().filter(|line| matches!(line.record.entry, Entry::Intent(_))).count();
    assert_eq!((intents, reading.records.len()), (runs, 2 * runs));
    assert!(!std::fs::read_to_string(journal.path().unwrap()).unwrap().contains("canary"));
}

//! The same over real sockets: what no client in this process can tell.

use tokio::net::TcpListener;

use super::*;
use crate::demo::serve::serve;
use crate::domain::action::{Outcome, Verb};
use crate::domain::fault::Kind;

fn over(aws: Aws, port: u16) -> Voyage {
    let access = Access { endpoint_url: Some(format!("http://127.0.0.1:{port}")), ..Access::default() };
    let mut voyage = Voyage::with(aws, access);
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage
}

/// Learns until the world is as it is waited for; a test that waits in vain ends by itself.
async fn until(voyage: &mut Voyage, is_so: impl Fn(&World) -> bool) {
    let learn = async {
        while !is_so(&voyage.world) {
            let Heard { at, observation, .. } = voyage.queue.recv().await.unwrap();
            voyage.world.learn(at, observation);
        }
    };
    timeout(Duration::from_secs(20), learn).await.unwrap();
}

#[tokio::test]
async fn everything_is_read_over_a_socket_and_an_action_goes_through() {
    let aws = Aws::quiet(Options::default(), Clock::System);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(serve(aws.clone(), listener));
    let mut voyage = over(aws, port);
    until(&mut voyage, |world| {
        world.identity.get().is_some() && world.runs.get().is_some() && world.raw.get().is_some()
    })
    .await;
    voyage.act(start_job());
    until(&mut voyage, |world| {
        let attempt = world.attempts.get(&Verb::StartJob);
        matches!(attempt.and_then(|attempt| attempt.outcome.as_ref()), Some(Outcome::Accepted(_)))
    })
    .await;
    assert_eq!(voyage.count("StartJobRun"), 1);
    server.abort();
}

#[tokio::test]
async fn where_nobody_listens_an_action_is_refused_because_it_never_left() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let mut voyage = over(Aws::quiet(Options::default(), Clock::System), port);
    voyage.act(start_job());
    until(&mut voyage, |world| {
        world.attempts.get(&Verb::StartJob).is_some_and(|attempt| attempt.outcome.is_some())
    })
    .await;
    let outcome = voyage.world.attempts[&Verb::StartJob].outcome.clone();
    let Some(Outcome::Refused(fault)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(fault.kind, Kind::Offline);
    assert!(fault.said.exact().starts_with(&format!("127.0.0.1:{port}: ")), "{fault:?}");
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_leaves_the_outcome_unknown() {
    use tokio::io::AsyncReadExt as _;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let mut taken = 0;
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let read = stream.read(&mut request).await.unwrap_or_default();
            taken += usize::from(String::from_utf8_lossy(&request[..read]).contains("StartJobRun"));
            if taken > 0 {
                return (taken, listener);
            }
        }
        (taken, listener)
    });
    let access = Access { endpoint_url: Some(format!("http://127.0.0.1:{port}")), ..Access::default() };
    let actions = Actions::new(access, Journal::Off, Clock::System);
    let confirmation = Confirmation::given(start_job(), None);
    let outcome = actions.perform(&pipeline(), confirmation, Duration::from_secs(3)).await.outcome;
    assert!(matches!(outcome, Outcome::Unknown(_)), "{outcome:?}");
    assert_eq!(server.await.unwrap().0, 1);
}

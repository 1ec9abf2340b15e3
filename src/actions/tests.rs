use super::*;
use crate::cloud::tests::script::Script;

async fn perform(status: u16, body: &str, action: Action) -> (Outcome, usize) {
    let script = Script::with(&[(403, ""), (status, body)]);
    let access = Access { embedded: Some(script.client()), ..Access::default() };
    let actions = Actions::new(access, Journal::Off, Clock::System);
    let confirmation = Confirmation::given(action, None);
    let outcome = actions.perform(&Pipeline::default(), confirmation, Duration::from_secs(3)).await.outcome;
    let sent = script.asked().iter().filter(|asked| !asked.contains("GetCallerIdentity")).count();
    (outcome, sent)
}

fn start_job() -> Action {
    let arguments = [("--a".to_owned(), "b".to_owned())].into_iter().collect();
    Action::StartJob { job: "j".into(), arguments }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_decides_nothing_leaves_the_outcome_unknown() {
    let refusal = r#"{"__type":"InternalServiceException"}"#;
    for (status, body) in [
        (200, ""),
        (200, "{}"),
        (200, r#"{"JobRunId":"#),
        (200, "<html>"),
        (302, ""),
        (400, "<html>"),
        (403, ""),
        (408, r#"{"__type":"X"}"#),
        (500, refusal),
        (503, refusal),
        (504, ""),
    ] {
        let (outcome, sent) = perform(status, body, start_job()).await;
        assert!(matches!(outcome, Outcome::Unknown(_)), "{status} {body}: {outcome:?}");
        assert_eq!(sent, 1, "{status} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_the_service_decides() {
    for code in ["ConcurrentRunsExceededException", "EntityNotFoundException", "ThrottlingException"] {
        let body = format!(r#"{{"__type":"{code}","Message":"no"}}"#);
        let (outcome, sent) = perform(400, &body, start_job()).await;
        let Outcome::Refused(fault) = outcome else { panic!("{code}: {outcome:?}") };
        assert_eq!((fault.said.exact(), sent), (format!("{code}: no").as_str(), 1));
    }
}

#[tokio::test(start_paused = true)]
async fn an_invocation_says_what_the_function_raised() {
    let payload = serde_json::json!({ "bucket_name": "b" });
    let action = Action::Invoke { function: "f".into(), payload, mode: Mode::Sync };
    let (outcome, sent) = perform(200, r#"{"errorMessage":"x"}"#, action).await;
    let Outcome::Accepted(Receipt::Invoked { payload, .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!((payload.exact(), sent), (r#"{"errorMessage":"x"}"#, 1));
}

fn stop_run() -> Action {
    Action::StopRun { job: "j".into(), run: "jr_1".into() }
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_judged_by_what_the_answer_says_of_its_run() {
    let stopped = r#"{"SuccessfulSubmissions":[{"JobName":"j","JobRunId":"jr_1"}],"Errors":[]}"#;
    let (outcome, sent) = perform(200, stopped, stop_run()).await;
    assert_eq!((outcome, sent), (Outcome::Accepted(Receipt::Stopping), 1));
    let failed = r#"{"Errors":[{"JobRunId":"jr_1","ErrorDetail":{"ErrorCode":"X","ErrorMessage":"over"}}]}"#;
    let (outcome, _) = perform(200, failed, stop_run()).await;
    let Outcome::Refused(fault) = outcome else { panic!("{outcome:?}") };
    assert_eq!(fault.words(), "refused: X: over");
    let other = r#"{"SuccessfulSubmissions":[{"JobName":"j","JobRunId":"jr_2"}]}"#;
    let (outcome, _) = perform(200, other, stop_run()).await;
    assert!(matches!(outcome, Outcome::Unknown(_)), "{outcome:?}");
}

fn identity(account: &str) -> Identity {
    let arn = format!("arn:aws:iam::{account}:user/u");
    Identity { account: account.into(), arn: arn.as_str().into(), region: crate::reference::REGION.into() }
}

fn answer(account: &str) -> String {
    format!(
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/u</Arn>\
         <UserId>U</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
}

async fn as_somebody(answer: (u16, &str), shown: Option<Identity>, journal: Journal) -> (Outcome, usize) {
    let script = Script::with(&[answer, (200, r#"{"JobRunId":"jr_1"}"#)]);
    let access = Access { embedded: Some(script.client()), ..Access::default() };
    let actions = Actions::new(access, journal, Clock::System);
    let confirmation = Confirmation::given(start_job(), shown);
    let outcome = actions.perform(&Pipeline::default(), confirmation, Duration::ZERO).await.outcome;
    (outcome, script.asked().len() - 1)
}

#[tokio::test(start_paused = true)]
async fn nobody_acts_as_somebody_else_than_was_shown() {
    let run = Outcome::Accepted(Receipt::Run("jr_1".into()));
    let shown = || Some(identity("1"));
    assert_eq!(as_somebody((200, &answer("1")), shown(), Journal::Off).await, (run.clone(), 1));
    assert_eq!(as_somebody((200, &answer("2")), None, Journal::Off).await, (run.clone(), 1));
    assert_eq!(as_somebody((403, ""), None, Journal::Off).await, (run, 1));
    let (outcome, sent) = as_somebody((200, &answer("2")), shown(), Journal::Off).await;
    let Outcome::Refused(fault) = outcome else { panic!("{outcome:?}") };
    assert!(fault.said.exact().starts_with("the login has changed"), "{fault:?}");
    assert_eq!(sent, 0);
    let (outcome, sent) = as_somebody((403, ""), shown(), Journal::Off).await;
    assert!(matches!(outcome, Outcome::Refused(_)), "{outcome:?}");
    assert_eq!(sent, 0);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_recorded_is_not_sent() {
    for journal in [Journal::Homeless, Journal::At("/dev/full".into())] {
        let (outcome, sent) = as_somebody((200, &answer("1")), None, journal).await;
        let Outcome::Refused(fault) = outcome else { panic!("{outcome:?}") };
        assert_eq!((fault.doing, sent), ("audit", 0));
    }
}

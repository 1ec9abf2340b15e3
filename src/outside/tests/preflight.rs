//! What a preflight tells when AWS is slow, silent or says no.

use std::time::Duration;

use chrono::TimeDelta;

use super::*;
use crate::demo::fault::Fault;
use crate::domain::preflight::{Finding, Preflight, Subject};

/// The preflight of an invocation while an operation fails; and how long it took.
async fn preflight(operation: &str, fault: Fault) -> (Preflight, TimeDelta) {
    let mut voyage = Voyage::depart();
    voyage.sail(5).await;
    voyage.aws.fail(operation, fault);
    voyage.outside.perform(Effect::Preflight(invoke()));
    let begun = voyage.aws.clock().now();
    loop {
        let heard = voyage.queue.recv().await.unwrap();
        if let Observation::Preflight(_, preflight) = heard.observation {
            return (preflight, heard.at - begun);
        }
    }
}

fn unread(preflight: &Preflight) -> Vec<Subject> {
    let what = |finding: &Finding| match finding {
        Finding::Unread { what, .. } => Some(*what),
        _ => None,
    };
    preflight.findings.iter().filter_map(what).collect()
}

#[tokio::test(start_paused = true)]
async fn what_aws_never_answers_is_told_as_not_known_and_nothing_else_is_old_because_of_it() {
    let (preflight, took) = preflight("GetFunctionConcurrency", Fault::Hang).await;
    assert_eq!(unread(&preflight), [Subject::Concurrency]);
    assert!(took < TimeDelta::seconds(5), "{took}");
    let age = took - (preflight.taken - preflight.begun);
    assert!(age <= TimeDelta::milliseconds(500), "the oldest answer was {age} old");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_comes_late_makes_the_early_ones_be_asked_again() {
    let (preflight, _) = preflight("GetFunctionConfiguration", Fault::Slow(Duration::from_secs(2))).await;
    assert_eq!(unread(&preflight), []);
    assert!(preflight.taken - preflight.begun >= TimeDelta::milliseconds(1_500), "{preflight:?}");
}

#[tokio::test(start_paused = true)]
async fn what_is_denied_is_told_and_stops_nothing() {
    let (preflight, _) = preflight("GetFunctionConcurrency", Fault::AccessDenied).await;
    assert_eq!(unread(&preflight), [Subject::Concurrency]);
    assert_eq!(preflight.stop(), None);
    let words = preflight.findings[0].words(preflight.taken, "");
    let want = "its reserved concurrency is not known: not allowed: the identity needs lambda:GetFunctionConcurrency";
    assert_eq!(words, want);
}

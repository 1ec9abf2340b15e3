//! Jobs beyond the pipeline's, their bookmarks, and what starts them.

use super::*;
use crate::audit::{Entry, Intent, Known, Target};
use crate::demo::digest::{DIGEST, NIGHTLY};
use crate::demo::fault::Fault;
use crate::domain::action::{Outcome, Receipt, Verb};
use crate::domain::glue::jobs::Ask;
use crate::domain::lookup::Verdict;
use crate::domain::run::State;

/// An account with a past, and with a second job.
async fn beside_a_past() -> Voyage {
    let origin: Time = "2026-11-24T12:00:00Z".parse().unwrap();
    let options = Options { neighbours: true, ..Options::default() };
    let mut voyage = Voyage::over(Aws::new(options, Clock::simulated(origin, 1.0)));
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(2).await;
    voyage
}

async fn ask(voyage: &mut Voyage, asks: &[Ask]) {
    for ask in asks {
        voyage.outside.perform(Effect::Jobs(ask.clone()));
    }
    voyage.sail(3).await;
}

#[tokio::test(start_paused = true)]
async fn all_jobs_are_read_with_what_they_are_their_newest_runs_and_what_starts_them() {
    let mut voyage = beside_a_past().await;
    let digest = DIGEST.to_owned();
    let asks = [
        Ask::All,
        Ask::Last(vec![digest.clone()]),
        Ask::Job(digest.clone()),
        Ask::Runs(digest),
        Ask::Triggers,
    ];
    ask(&mut voyage, &asks).await;
    let jobs = &voyage.world.glue.jobs;
    let names: Vec<_> = jobs.all.get().unwrap().iter().map(|job| job.name.exact()).collect();
    assert_eq!(names, [reference::JOB, DIGEST]);
    let known = jobs.of(DIGEST);
    let last = known.last.get().unwrap().as_ref().unwrap();
    assert_eq!((last.state.clone(), last.trigger.as_ref().unwrap().exact()), (State::Succeeded, NIGHTLY));
    let terms = &last.terms;
    assert_eq!(terms.workers.as_ref().map(|(count, kind)| (*count, kind.exact())), Some((3, "G.1X")));
    assert_eq!(known.runs.get().map(Vec::len), Some(3));
    assert_eq!(known.bookmark.get().unwrap().as_ref().unwrap().run, 5);
    assert!(jobs.definition(DIGEST).unwrap().defaults.contains_key(&"--report_token".into()));
    let triggers = jobs.triggers.get().unwrap();
    assert_eq!(triggers.iter().filter(|trigger| trigger.is_on()).count(), 1);
    assert_eq!(jobs.workflows.get().unwrap()[0].last.as_ref().unwrap().counts, [3, 2, 1]);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_allowed_is_told_by_itself_and_names_stand_in_for_jobs() {
    let mut voyage = beside_a_past().await;
    for operation in ["GetJobs", "GetTriggers", "GetJobBookmark"] {
        voyage.aws.fail(operation, Fault::AccessDenied);
    }
    ask(&mut voyage, &[Ask::All, Ask::Job(DIGEST.to_owned()), Ask::Triggers]).await;
    let jobs = &voyage.world.glue.jobs;
    assert_eq!(jobs.all.get().map(Vec::len), Some(2));
    assert_eq!(jobs.names_only.as_ref().map(|fault| fault.doing), Some("glue:GetJobs"));
    assert!(jobs.definition(DIGEST).is_some());
    assert_eq!(jobs.of(DIGEST).bookmark.fault().map(|fault| fault.doing), Some("glue:GetJobBookmark"));
    assert_eq!(jobs.triggers.fault().map(|fault| fault.doing), Some("glue:GetTriggers"));
    assert_eq!(jobs.workflows.get().map(Vec::len), Some(1));
}

#[tokio::test(start_paused = true)]
async fn an_idle_console_asks_nothing_of_all_this() {
    let mut voyage = beside_a_past().await;
    voyage.sail(300).await;
    for operation in ["GetJob", "GetJobs", "ListJobs", "GetJobBookmark", "GetTriggers", "ListWorkflows"] {
        assert_eq!(voyage.count(operation), 0, "{operation}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_is_sent_once_and_is_looked_up_where_its_answer_was_lost() {
    let reset = || Action::ResetBookmark { job: DIGEST.into() };
    for (fault, want) in [(None, None), (Some(Fault::Lost), Some(true)), (Some(Fault::Offline), Some(false))]
    {
        let mut voyage = beside_a_past().await;
        if let Some(fault) = fault {
            voyage.aws.fail("ResetJobBookmark", fault);
        }
        voyage.act(reset());
        voyage.sail(60).await;
        let attempt = &voyage.world.attempts[&Verb::ResetBookmark];
        match want {
            None => assert_eq!(attempt.outcome, Some(Outcome::Accepted(Receipt::Reset))),
            Some(true) => assert!(matches!(attempt.verdict, Some(Verdict::Happened(_))), "{attempt:?}"),
            Some(false) => assert!(matches!(attempt.verdict, Some(Verdict::Not(_))), "{attempt:?}"),
        }
        assert_eq!(voyage.count("ResetJobBookmark"), 1, "{fault:?}");
        let is_reset = voyage.aws.with(|account| account.bookmark(DIGEST).unwrap().run == 0);
        assert_eq!(is_reset, want != Some(false), "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_spark_job_is_started_again_and_moves_its_bookmark() {
    let mut voyage = beside_a_past().await;
    voyage.act(Action::StartJob { job: DIGEST.into(), arguments: [].into() });
    voyage.sail(60).await;
    ask(&mut voyage, &[Ask::Runs(DIGEST.to_owned()), Ask::Job(DIGEST.to_owned())]).await;
    let known = voyage.world.glue.jobs.of(DIGEST);
    assert_eq!(known.runs.get().unwrap()[0].state, State::Succeeded);
    assert_eq!(known.bookmark.get().unwrap().as_ref().unwrap().run, 6);
    let streams =
        voyage.aws.with(|account| account.log_groups().map(|(name, _)| name.to_owned()).collect::<Vec<_>>());
    assert!(streams.iter().any(|group| group == "/aws-glue/jobs/error"), "{streams:?}");
}

/// Whether a start of another job that an earlier console left open, in a pipeline of this name, is looked up.
async fn is_looked_up(name: &str) -> bool {
    let folder = std::env::temp_dir().join(format!("farol-other-job-{}-{name}", std::process::id()));
    let journal = Journal::At(folder.join("audit.jsonl"));
    let intent = Intent {
        id: "1".into(),
        who: None,
        region: reference::REGION.into(),
        pipeline: name.into(),
        operation: "glue:StartJobRun".into(),
        target: Target { target: DIGEST.into(), run: None },
        input: None,
        marked: true,
        known: Known::default(),
    };
    let mut voyage = Voyage::moored();
    let now = voyage.aws.clock().now();
    journal.append(now - chrono::TimeDelta::days(1), Entry::Intent(Box::new(intent))).unwrap();
    voyage.outside.past = Some(crate::actions::Past::of(journal, now));
    voyage.outside.actions = None;
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(5).await;
    std::fs::remove_dir_all(folder).unwrap();
    voyage.heard.iter().any(|heard| matches!(heard, Observation::Judged(_)))
}

#[tokio::test(start_paused = true)]
async fn a_start_of_another_job_from_this_pipeline_is_looked_up_by_the_next_console() {
    assert!(is_looked_up(&pipeline().name).await);
    assert!(!is_looked_up("another").await);
}

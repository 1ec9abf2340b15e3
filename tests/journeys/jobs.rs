//! All jobs of the account, and what starts them by itself.

use farol::domain::Observation;
use farol::domain::action::{Action, Confirmation};
use farol::domain::fault::{Fault, Kind as Trouble};
use farol::domain::glue::Told as Glue;
use farol::domain::glue::bookmark::Bookmark;
use farol::domain::glue::jobs::{Ask, Definition, Job, Kind, Told};
use farol::domain::glue::trigger::{Condition, Part, Started, Trigger, Workflow, WorkflowRun};
use farol::domain::run::{Capacity, Run, State, Terms};
use farol::effect::Effect;
use farol::reference::JOB;

use super::runs::run;
use crate::stage::{Stage, ago};

fn told(told: Told) -> Observation {
    Observation::Glue(Glue::Jobs(Box::new(told)))
}

fn job(name: &str, kind: Kind) -> Job {
    let workers = (kind == Kind::Spark).then(|| (2, "G.1X".into()));
    let terms =
        Terms { capacity: Some(Capacity(1)), workers, version: Some("4.0".into()), ..Terms::default() };
    let definition = Definition {
        kind,
        terms,
        defaults: [
            ("--failure_rate".into(), "0.3".into()),
            ("--api_token".into(), "hunter2".into()),
            ("--raw_bucket".into(), "public-apis-raw".into()),
        ]
        .into(),
        script: Some("s3://scripts/a.py".into()),
        role: Some("etl-role".into()),
        changed: Some(ago(86_400)),
        at_once: Some(1),
        ..Definition::default()
    };
    Job { name: name.into(), definition: Some(Box::new(definition)) }
}

fn all() -> Vec<Job> {
    vec![job(JOB, Kind::Shell), job("digest-public-apis", Kind::Spark), job("nightly", Kind::Spark)]
}

/// The list, with the newest runs of what is on the screen.
fn listed(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(width, height);
    stage.press("3");
    stage.hear(Observation::Runs(Ok(vec![
        run("jr_2", State::Failed, 61),
        run("jr_1", State::Succeeded, 3700),
    ])));
    assert_eq!(stage.press("a"), [Effect::Jobs(Ask::All)]);
    let wanted = vec!["digest-public-apis".to_owned(), "nightly".to_owned()];
    assert_eq!(stage.hear(told(Told::All(Ok(all()), None))), [Effect::Jobs(Ask::Last(wanted))]);
    stage.hear(told(Told::Last("digest-public-apis".into(), Ok(Some(run("jr_8", State::Running, 40))))));
    assert_eq!(stage.hear(told(Told::Last("nightly".into(), Ok(None)))), []);
    stage
}

#[test]
fn all_jobs_are_listed_with_their_type_and_their_newest_run() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = listed(width, height);
        insta::assert_snapshot!(format!("jobs_{width}"), stage.pane("3 Job runs"));
        assert_eq!(stage.press("jo"), [Effect::Jobs(Ask::Job("digest-public-apis".into()))]);
        stage.hear(told(Told::Job("digest-public-apis".into(), Ok(job("digest-public-apis", Kind::Spark)))));
        let bookmark = Bookmark {
            version: 7,
            run: 3,
            attempt: 0,
            run_id: Some("jr_8".into()),
            state: Some("{\"a\":1}".into()),
        };
        stage.hear(told(Told::Bookmark("digest-public-apis".into(), Ok(Some(bookmark)))));
        insta::assert_snapshot!(format!("job_{width}"), stage.text());
    }
}

#[test]
fn the_runs_of_another_job_are_read_once_and_the_way_back_leads_through_the_list() {
    let mut stage = listed(120, 30);
    assert_eq!(stage.press("j<enter>"), [Effect::Jobs(Ask::Runs("digest-public-apis".into()))]);
    let runs = vec![run("jr_8", State::Running, 40), run("jr_7", State::Succeeded, 900)];
    stage.hear(told(Told::Runs("digest-public-apis".into(), Ok(runs))));
    insta::assert_snapshot!("runs_of_another_job", stage.pane("3 Job runs"));
    let refreshed = stage.press("r");
    assert!(refreshed.contains(&Effect::Jobs(Ask::Runs("digest-public-apis".into()))), "{refreshed:?}");
    stage.press("<esc>");
    assert!(stage.text().contains("all jobs"), "{}", stage.text());
    stage.press("<esc>");
    assert!(stage.pane("3 Job runs").contains("FAILED"), "{}", stage.text());
}

#[test]
fn where_only_names_may_be_read_they_are_listed_and_the_missing_permission_is_named() {
    let mut stage = Stage::new(80, 24);
    stage.press("3a");
    let names = vec![Job { name: "nightly".into(), definition: None }];
    let denied = Fault::new("glue:GetJobs", Trouble::Denied, "no");
    stage.hear(told(Told::All(Ok(names), Some(denied.clone()))));
    stage.hear(told(Told::Last("nightly".into(), Err(Fault::new("glue:GetJobRuns", Trouble::Denied, "no")))));
    let text = stage.text();
    for words in ["nightly", "runs unreadable", "glue:GetJobs"] {
        assert!(text.contains(words), "no {words}: {text}");
    }
    stage.hear(told(Told::All(Err(denied), None)));
    assert!(stage.text().contains("glue:GetJobs"), "{}", stage.text());
}

#[test]
fn a_run_is_started_again_with_its_own_arguments_and_without_the_id_of_the_earlier_one() {
    let mut stage = Stage::new(120, 40);
    stage.press("3");
    let mut old = run("jr_2", State::Failed, 61);
    old.arguments.insert("--farol-action-id".into(), "an old id".into());
    old.arguments.insert("--day".into(), "2026-02-27".into());
    stage.hear(Observation::Runs(Ok(vec![old])));
    assert_eq!(stage.press("R"), []);
    stage.answer(vec![]);
    stage.wait(1);
    let arguments =
        [("--failure_rate".to_owned(), "0.5".to_owned()), ("--day".to_owned(), "2026-02-27".to_owned())]
            .into();
    let again = Action::StartJob { job: JOB.into(), arguments };
    assert!(stage.text().contains("--day 2026-02-27"), "{}", stage.text());
    assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(again, None))]);
}

#[test]
fn a_job_of_the_list_is_started_with_its_defaults_unless_one_of_its_runs_goes_on() {
    let mut stage = listed(120, 40);
    stage.press("jjR");
    stage.answer(vec![]);
    stage.wait(1);
    let start = Action::StartJob { job: "nightly".into(), arguments: [].into() };
    assert_eq!(stage.press("y"), [Effect::Act(Confirmation::given(start, None))]);
    let mut stage = listed(120, 40);
    stage.press("j<enter>");
    stage.hear(told(Told::Runs("digest-public-apis".into(), Ok(vec![run("jr_8", State::Running, 40)]))));
    stage.press("R");
    assert!(stage.text().contains("digest-public-apis is running"), "{}", stage.text());
}

#[test]
fn arguments_are_shown_over_the_defaults_of_the_job_once_those_are_known() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = Stage::new(width, height);
        stage.press("3");
        stage.hear(Observation::Runs(Ok(vec![run("jr_2", State::Failed, 61)])));
        assert_eq!(stage.press("o"), [Effect::Jobs(Ask::Job(JOB.into()))]);
        stage.hear(told(Told::Job(JOB.into(), Ok(job(JOB, Kind::Shell)))));
        insta::assert_snapshot!(format!("run_merged_{width}"), stage.text());
        assert!(!stage.text().contains("hunter2"));
        assert_eq!(stage.press("<esc>o"), [], "it is asked once");
    }
}

fn triggers() -> (Vec<Trigger>, Vec<Workflow>) {
    let start = |name: &str| Started { target: Part::Job(name.into()), arguments: vec![] };
    let nightly = Trigger {
        name: "every-night".into(),
        kind: "SCHEDULED".into(),
        state: "ACTIVATED".into(),
        schedule: Some("cron(30 3 * * ? *)".into()),
        workflow: None,
        description: None,
        actions: vec![start(JOB)],
        logical: None,
        conditions: vec![],
    };
    let after = Trigger {
        name: "digest-after-describe".into(),
        kind: "CONDITIONAL".into(),
        schedule: None,
        workflow: Some("digest".into()),
        actions: vec![start("digest-public-apis")],
        conditions: vec![Condition { part: Part::Job(JOB.into()), state: "SUCCEEDED".into() }],
        ..nightly.clone()
    };
    let off = Trigger {
        name: "once".into(),
        state: "CREATED".into(),
        schedule: None,
        kind: "ON_DEMAND".into(),
        actions: vec![start("nightly")],
        ..nightly.clone()
    };
    let last = WorkflowRun {
        id: "wr_1".into(),
        status: "COMPLETED".into(),
        started: Some(ago(3600)),
        ended: Some(ago(3000)),
        error: None,
        counts: [3, 2, 1],
    };
    let workflow = |name: &str, last| Workflow { name: name.into(), description: None, last };
    (vec![after, nightly, off], vec![workflow("digest", Some(last)), workflow("empty", None)])
}

#[test]
fn what_starts_the_job_by_itself_is_told_and_what_starts_others_on_request() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = Stage::new(width, height);
        stage.press("3");
        stage.hear(Observation::Runs(Ok(Vec::<Run>::new())));
        assert_eq!(stage.press("t"), [Effect::Jobs(Ask::Triggers)]);
        let (triggers, workflows) = triggers();
        stage.hear(told(Told::Triggers(Ok(triggers))));
        stage.hear(told(Told::Workflows(Ok(workflows))));
        insta::assert_snapshot!(format!("triggers_{width}"), stage.pane("3 Job runs"));
        stage.press("jo");
        insta::assert_snapshot!(format!("trigger_{width}"), stage.text());
        stage.press("<esc>a");
        let text = stage.text();
        assert!(text.contains("once") && text.contains("all triggers"), "{text}");
        stage.press("Go");
        assert!(stage.text().contains("it has never run"), "{}", stage.text());
        stage.press("<esc><esc>");
        assert!(stage.text().contains("the job has never run"), "{}", stage.text());
    }
}

#[test]
fn triggers_and_workflows_that_may_not_be_read_say_so_each_by_itself() {
    let mut stage = Stage::new(80, 24);
    stage.press("3t");
    stage.hear(told(Told::Triggers(Ok(triggers().0))));
    stage.hear(told(Told::Workflows(Err(Fault::new("glue:ListWorkflows", Trouble::Denied, "no")))));
    let text = stage.text();
    assert!(text.contains("every-night") && text.contains("glue:ListWorkflows"), "{text}");
    let mut stage = Stage::new(80, 24);
    stage.press("3t");
    stage.hear(told(Told::Triggers(Err(Fault::new("glue:GetTriggers", Trouble::Denied, "no")))));
    assert!(stage.text().contains("glue:GetTriggers"), "{}", stage.text());
}

//! A defect of ours in any task is told where its answer would have been.

use std::panic;
use std::sync::Arc;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use super::*;
use crate::audit::{Entry, Intent, Known, Target};
use crate::demo::fault;
use crate::domain::action::{Outcome, Verb};
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::{Live, Mode, Needle, Past, Query, Source};
use crate::domain::lookup::Verdict;
use crate::domain::object::insight::Facet;
use crate::domain::object::{News, ObjectRef, Prefix, Scope, Shelf, Token};
use crate::domain::preflight::Finding;

/// The account, in whose client a request that has this in its operation or its path breaks.
#[derive(Debug, Clone)]
struct Broken(Aws, &'static str);

#[derive(Debug)]
struct Line(SharedHttpConnector, &'static str);

impl HttpClient for Broken {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Line(self.0.http_connector(settings, components), self.1))
    }
}

impl HttpConnector for Line {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let asked =
            format!("{target} {} {:?}", request.uri(), request.body().bytes().map(String::from_utf8_lossy));
        // Without the hook, which would fill the test's output.
        if asked.contains(self.1) {
            panic::resume_unwind(Box::new("a bolt came loose"));
        }
        self.0.call(request)
    }
}

/// A console without a screen, whose requests with `what` in them break its tasks.
fn broken(what: &'static str) -> Voyage {
    let mut voyage = Voyage::moored();
    let embedded = Some(SharedHttpClient::new(Broken(voyage.aws.clone(), what)));
    voyage.outside.access = Access { embedded, ..Access::default() };
    voyage
}

async fn watching(what: &'static str, seconds: u64) -> Voyage {
    let mut voyage = broken(what);
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(seconds).await;
    voyage
}

#[track_caller]
fn assert_ours(fault: Option<&Fault>) {
    let fault = fault.expect("a fault");
    assert_eq!(fault.kind, Kind::Ours, "{fault:?}");
    assert_eq!(fault.said.exact(), "a defect of farol: a bolt came loose");
}

/// The fault that is heard of in what an effect comes to.
async fn heard(what: &'static str, effect: Effect, fault: impl Fn(&Observation) -> Option<&Fault>) {
    let mut voyage = watching(what, 2).await;
    voyage.outside.perform(effect);
    voyage.sail(30).await;
    assert_ours(voyage.heard.iter().find_map(fault));
}

type Reading = fn(&World) -> Option<&Fault>;

#[tokio::test(start_paused = true)]
async fn in_a_reader_it_is_told_of_its_part_alone() {
    let table: [(&str, Reading); 7] = [
        ("GetCallerIdentity", |world| world.identity.fault()),
        ("/functions/getPublicAPIs/configuration", |world| world.function.fault()),
        ("GetJobRuns", |world| world.runs.fault()),
        ("GetCrawler", |world| world.crawler.fault()),
        ("GetTables", |world| world.tables.fault()),
        ("FilterLogEvents", |world| world.history.fault()),
        ("delimiter", |world| world.listings.top(reference::RAW_BUCKET)?.fault.as_ref()),
    ];
    for (what, reading) in table {
        let voyage = watching(what, 5).await;
        assert_ours(reading(&voyage.world));
        let ours = table.iter().filter(|(_, reading)| reading(&voyage.world).is_some()).count();
        assert_eq!(ours, 1, "{what}");
    }
}

#[tokio::test(start_paused = true)]
async fn in_the_tail_it_is_told_of_the_group() {
    let voyage = watching("FilterLogEvents", 5).await;
    for (group, source) in &voyage.world.tails {
        let Source::Failing(fault) = source else { panic!("{group}: {source:?}") };
        assert_ours(Some(fault));
    }
    assert!(voyage.world.tails.len() > 1);
}

#[tokio::test(start_paused = true)]
async fn in_live_tail_it_is_told_and_the_groups_are_polled() {
    for what in ["DescribeLogGroups", "StartLiveTail"] {
        let mut voyage = watching(what, 5).await;
        voyage.act(invoke());
        voyage.sail(30).await;
        voyage.outside.perform(Effect::Tail(Mode::Live));
        voyage.sail(90).await;
        let polled = |source: &Source| matches!(source, Source::Polling { .. } | Source::Waiting);
        assert!(voyage.world.tails.values().all(polled), "{what}: {:?}", voyage.world.tails);
        let Live::Refused(fault) = &voyage.world.live else { panic!("{what}: {:?}", voyage.world.live) };
        assert_ours(Some(fault));
    }
}

#[tokio::test(start_paused = true)]
async fn in_a_listing_it_is_told_of_the_place() {
    let place = Scope::folders(Prefix { prefix: "deep/".into(), ..Prefix::top(reference::RAW_BUCKET) });
    heard("deep", Effect::List(place.clone(), None), |observation| match observation {
        Observation::Listed(listed, Err(fault)) if *listed == place => Some(fault),
        _ => None,
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn in_the_reading_of_older_lines_it_is_told_of_them() {
    let since = "2026-11-24T11:00:00Z".parse().unwrap();
    let past = Past { groups: vec![reference::OUTPUT_GROUP.into()], stream: "".into(), since, until: None };
    heard("FilterLogEvents", Effect::ReadBack(past), |observation| match observation {
        Observation::ReadBack(Err(fault)) => Some(fault),
        _ => None,
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn in_the_search_of_the_account_it_is_told_of_that() {
    heard("ListCrawlers", Effect::Discover(Id(0), pipeline()), |observation| match observation {
        Observation::Found(Err(fault)) => Some(fault),
        _ => None,
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn in_a_preflight_it_is_among_the_findings() {
    heard("GetJobRuns", Effect::Preflight(start_job()), |observation| match observation {
        Observation::Preflight(_, preflight) => match preflight.findings.as_slice() {
            [Finding::Unread { fault, .. }] => Some(fault),
            _ => None,
        },
        _ => None,
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn in_a_rehearsal_it_is_the_answer() {
    heard("/invocations", Effect::Rehearse(invoke()), |observation| match observation {
        Observation::Rehearsed(_, Err(fault)) => Some(fault),
        _ => None,
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn in_an_action_its_outcome_is_unknown() {
    let mut voyage = watching("StartJobRun", 2).await;
    let access = voyage.outside.access.clone();
    voyage.outside.actions = Some(Actions::new(access, Journal::Off, voyage.aws.clock()));
    voyage.act(start_job());
    voyage.sail(1).await;
    let Some(Outcome::Unknown(fault)) = &voyage.world.attempts[&Verb::StartJob].outcome else {
        panic!("{:?}", voyage.world.attempts)
    };
    assert_eq!(fault.said.exact(), "a defect of farol: a bolt came loose");
}

#[tokio::test(start_paused = true)]
async fn in_the_search_for_a_lost_answer_the_verdict_stays_open() {
    let mut voyage = watching("GetJobRuns", 2).await;
    voyage.aws.fail("StartJobRun", fault::Fault::Lost);
    voyage.act(start_job());
    voyage.sail(60).await;
    let verdict = voyage.world.attempts[&Verb::StartJob].verdict.clone();
    let Some(Verdict::Open(evidence)) = verdict else { panic!("{verdict:?}") };
    assert_eq!(evidence, "looking it up broke off: looking it up: a defect of farol: a bolt came loose");
    assert_eq!(voyage.count("StartJobRun"), 1);
}

#[tokio::test(start_paused = true)]
async fn in_the_search_for_what_was_done_earlier_it_is_said() {
    let folder = std::env::temp_dir().join(format!("farol-broken-{}", std::process::id()));
    let journal = Journal::At(folder.join("audit.jsonl"));
    let mut voyage = broken("GetCallerIdentity");
    let clock = voyage.aws.clock();
    let intent = Intent {
        id: "1".into(),
        who: None,
        region: reference::REGION.into(),
        pipeline: "p".into(),
        operation: "glue:StartJobRun".into(),
        target: Target { target: reference::JOB.into(), run: None },
        input: None,
        marked: false,
        known: Known::default(),
    };
    journal.append(clock.now() - chrono::TimeDelta::hours(1), Entry::Intent(Box::new(intent))).unwrap();
    voyage.outside.actions = Some(Actions::new(voyage.outside.access.clone(), journal, clock));
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(5).await;
    let broken =
        |o: &Observation| if let Observation::Broken(fault) = o { Some(fault.clone()) } else { None };
    assert_ours(voyage.heard.iter().find_map(broken).as_ref());
    assert!(!voyage.heard.iter().any(|o| matches!(o, Observation::Judged(_))));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(start_paused = true)]
async fn in_a_look_at_lines_it_is_said_which() {
    let mut voyage = Voyage::depart();
    let search = Some(Needle::regex("x").unwrap());
    let query = Arc::new(Query { search, ..Query::default() });
    voyage.outside.look(Arc::clone(&query), Id(0), |_| panic::resume_unwind(Box::new("a bolt came loose")));
    voyage.sail(1).await;
    let broken = |o: &Observation| match o {
        Observation::Unscanned(of, fault) if *of == query => Some(fault.clone()),
        _ => None,
    };
    let fault = voyage.heard.iter().find_map(broken);
    assert_ours(fault.as_ref());
    assert_eq!(fault.unwrap().doing, "searching the lines");
}

#[tokio::test(start_paused = true)]
async fn in_the_watching_of_a_place_or_a_look_at_an_object_it_is_told_of_that() {
    let place = Scope::folders(Prefix { prefix: "deep/".into(), ..Prefix::top(reference::RAW_BUCKET) });
    heard("deep", Effect::Follow(place.clone(), Shelf::default()), |observation| match observation {
        Observation::Objects(News::Renewed(of, Err(fault))) if *of == place => Some(fault),
        _ => None,
    })
    .await;
    heard("deep", Effect::Fetch(place.clone(), 7, Token("t".into())), |observation| match observation {
        Observation::Objects(News::Back(of, 7, Err(fault))) if *of == place => Some(fault),
        _ => None,
    })
    .await;
    let object = ObjectRef { bucket: reference::RAW_BUCKET.into(), key: "deep".into(), version: None };
    heard("deep", Effect::Inspect(object.clone()), |observation| match observation {
        Observation::Objects(News::Facet(of, Facet::Head(Err(fault)))) if *of == object => Some(fault),
        _ => None,
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn in_the_opening_of_a_pipeline_it_is_told_of_every_part() {
    let mut voyage = Voyage::moored();
    voyage.outside.access.embedded = Some(SharedHttpClient::new(Unbuilt));
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(1).await;
    for fault in [voyage.world.identity.fault(), voyage.world.raw.fault(), voyage.world.runs.fault()] {
        assert_ours(fault);
    }
}

/// A client that no service can be opened on.
#[derive(Debug)]
struct Unbuilt;

impl HttpClient for Unbuilt {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        panic::resume_unwind(Box::new("a bolt came loose"))
    }

    fn validate_base_client_config(
        &self,
        _: &aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder,
        _: &aws_smithy_types::config_bag::ConfigBag,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        panic::resume_unwind(Box::new("a bolt came loose"))
    }
}

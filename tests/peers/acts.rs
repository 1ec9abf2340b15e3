//! What is done is done the same way everywhere: once, followed to its end, and refused where AWS would refuse it.

use farol::domain::World;
use farol::domain::action::{Action, Outcome, Receipt};
use farol::domain::crawler::Crawl;
use farol::domain::fault::{Fault, Kind};
use farol::domain::health::{State, Step};
use farol::domain::text::Foreign;

use super::watcher::{Watcher, pipeline};

/// Starts the job; gives the run's id.
pub async fn start_job(watcher: &mut Watcher, arguments: &[(&str, &str)]) -> Foreign {
    let outcome = watcher.act(watcher.start_job(arguments)).await;
    let Outcome::Accepted(Receipt::Run(id)) = outcome else { panic!("{outcome:?}") };
    id
}

/// Follows a run to a state, and checks that it came there as runs do.
pub async fn follow_run(watcher: &mut Watcher, id: &Foreign, last: &str) {
    let state = |world: &World| Some(world.runs.get()?.iter().find(|run| run.id == *id)?.state.name().into());
    let course = watcher.course(state, last).await;
    let life = ["STARTING", "RUNNING", last];
    let passed: Vec<&str> =
        life.into_iter().filter(|state| course.iter().any(|seen| seen == state)).collect();
    assert_eq!(course, passed, "from start to end");
    assert!(course.len() > 1, "it was seen at work: {course:?}");
}

/// Does what has to be refused.
pub async fn refused(watcher: &mut Watcher, action: Action) -> Fault {
    match watcher.act(action).await {
        Outcome::Refused(fault) => fault,
        outcome => panic!("{outcome:?}"),
    }
}

/// Crawls, and tries to crawl once more meanwhile.
pub async fn a_crawl_is_followed_to_its_end_and_a_second_one_is_refused(endpoint: &str) {
    let mut watcher = Watcher::of(endpoint, pipeline("crawling"));
    watcher.until("the crawler is read", |world| world.crawler.get().is_some()).await;
    let crawl = watcher.start_crawler();
    assert_eq!(watcher.act(crawl.clone()).await, Outcome::Accepted(Receipt::Crawling));
    let fault = refused(&mut watcher, crawl).await;
    assert_eq!(fault.kind, Kind::Refused);
    assert!(fault.said.exact().starts_with("CrawlerRunningException: "), "{}", fault.words());
    watcher.until("it runs", |world| world.crawler.get().is_some_and(|c| c.state.is_busy())).await;
    let state = |world: &World| Some(world.crawler.get()?.state.name().into());
    watcher.course(state, "READY").await;
    assert!(watcher.world.crawler.get().unwrap().last.as_ref().is_some_and(Crawl::is_good));
    assert_eq!(watcher.health(Step::Crawl).state, State::Good);
}

/// Starts what nobody has made.
pub async fn what_is_not_there_cannot_be_started(endpoint: &str, acts: &[fn(&Watcher) -> Action]) {
    let mut watcher = Watcher::of(endpoint, pipeline("nobody"));
    for act in acts {
        let action = act(&watcher);
        let fault = refused(&mut watcher, action).await;
        assert_eq!(fault.kind, Kind::Missing, "{}", fault.words());
    }
}

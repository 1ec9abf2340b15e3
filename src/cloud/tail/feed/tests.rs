//! The lives of sessions, second by second.

use super::*;

struct Life {
    feed: Feed,
    acts: Vec<String>,
}

fn now(second: u64) -> Now {
    let since = Duration::from_secs(second);
    Now { since, wall: Time::UNIX_EPOCH + TimeDelta::from_std(since).unwrap() }
}

impl Life {
    fn new() -> Self {
        let (feed, _) = Feed::start(now(0), Session(0), 1.0);
        let mut life = Self { feed, acts: Vec::new() };
        life.on(0, Input::Opened(Session(1)));
        life.acts.clear();
        life
    }

    fn on(&mut self, second: u64, input: Input) {
        for act in self.feed.on(now(second), input) {
            self.acts.push(match act {
                Act::Open(session) => format!("{second} open {}", session.0),
                Act::Close(session) => format!("{second} close {}", session.0),
                Act::Gap(from, to, why) => {
                    format!("{second} gap {}-{} {}", from.timestamp(), to.timestamp(), why.words())
                }
                Act::Stale(since) => format!("{second} stale since {}", since.timestamp()),
                Act::Fallen(fault) => format!("{second} fallen: {}", fault.said.exact()),
                other => format!("{second} {other:?}").to_lowercase(),
            });
        }
    }

    /// Beats of a session over a span.
    fn beats(&mut self, session: u32, seconds: std::ops::Range<u64>) {
        seconds.for_each(|second| self.on(second, Input::Beat(Session(session))));
    }

    #[track_caller]
    fn did(&mut self, want: &[&str]) {
        assert_eq!(std::mem::take(&mut self.acts), want);
    }
}

fn denied() -> Fault {
    Fault::new("logs:StartLiveTail", Kind::Denied, "no")
}

#[test]
fn five_silent_seconds_are_stale_and_ten_are_the_end() {
    let mut life = Life::new();
    life.beats(1, 1..20);
    (20..=29).for_each(|second| life.on(second, Input::Tick));
    life.did(&["24 stale since 19", "29 close 1", "29 gap 19-29 no answer", "29 lost", "29 open 2"]);
    life.on(30, Input::Opened(Session(2)));
    life.did(&["30 gap 29-30 no answer", "30 up"]);
}

#[test]
fn a_sign_of_life_in_time_is_enough() {
    let mut life = Life::new();
    life.on(5, Input::Tick);
    life.on(8, Input::Beat(Session(1)));
    life.on(12, Input::Tick);
    life.did(&["5 stale since 0", "8 alive"]);
}

#[test]
fn a_session_that_breaks_off_is_followed_at_once_by_another() {
    let mut life = Life::new();
    life.beats(1, 1..60);
    life.on(60, Input::Ended(Session(1)));
    life.did(&["60 gap 59-60 connection lost", "60 lost", "60 open 2"]);
    life.on(61, Input::Opened(Session(2)));
    life.did(&["61 gap 60-61 connection lost", "61 up"]);
}

#[test]
fn the_next_session_is_made_before_the_last_one_is_broken() {
    let mut life = Life::new();
    life.beats(1, 1..10_501);
    life.did(&["10500 open 2"]);
    life.on(10_501, Input::Opened(Session(2)));
    life.beats(1, 10_502..10_510);
    life.did(&["10506 close 1"]);
    life.beats(2, 10_510..10_600);
    life.on(10_600, Input::Ended(Session(1)));
    life.did(&[]);
    life.beats(2, 10_600..21_002);
    life.did(&["21001 open 3"]);
}

#[test]
fn a_successor_that_is_refused_is_tried_again_and_the_end_is_a_gap() {
    let mut life = Life::new();
    life.beats(1, 1..10_501);
    life.on(10_501, Input::Refused(Session(2), denied()));
    life.beats(1, 10_501..10_562);
    life.did(&["10500 open 2", "10561 open 3"]);
    life.on(10_562, Input::Ended(Session(1)));
    life.did(&["10562 gap 10561-10562 connection lost", "10562 lost", "10562 open 4"]);
    life.on(10_563, Input::Opened(Session(3)));
    life.did(&["10563 close 3", "10563 gap 10562-10563 connection lost"]);
}

#[test]
fn the_gap_grows_while_there_is_no_session() {
    let mut life = Life::new();
    life.beats(1, 1..60);
    life.on(60, Input::Ended(Session(1)));
    life.acts.clear();
    assert_eq!(life.feed.wakes_at(), Some(Duration::from_secs(61)));
    (61..=62).for_each(|second| life.on(second, Input::Tick));
    life.did(&["61 gap 60-61 connection lost", "62 gap 61-62 connection lost"]);
    life.on(64, Input::Opened(Session(2)));
    life.did(&["64 gap 62-64 connection lost", "64 up"]);
    assert!(life.feed.wakes_at() > Some(Duration::from_secs(65)));
}

#[test]
fn what_is_refused_for_good_is_not_asked_again() {
    let (mut feed, _) = Feed::start(now(0), Session(0), 1.0);
    let acts = feed.on(now(1), Input::Refused(Session(1), denied()));
    assert_eq!(acts, [Act::Fallen(denied())]);
    assert_eq!(feed.wakes_at(), None);
}

#[test]
fn too_many_sessions_mean_polling_and_another_try_each_minute() {
    let (feed, _) = Feed::start(now(0), Session(0), 1.0);
    let mut life = Life { feed, acts: vec![] };
    let limit = || Fault::new("logs:StartLiveTail", Kind::Throttled, "limit");
    life.on(1, Input::Refused(Session(1), limit()));
    life.on(61, Input::Tick);
    life.on(62, Input::Refused(Session(2), limit()));
    life.on(122, Input::Tick);
    life.on(123, Input::Opened(Session(3)));
    life.did(&["1 fallen: limit", "61 open 2", "122 open 3", "123 up"]);
}

#[test]
fn a_service_that_does_not_answer_is_given_up_after_a_few_tries() {
    let (feed, _) = Feed::start(now(0), Session(0), 1.0);
    let mut life = Life { feed, acts: vec![] };
    (0..80).for_each(|second| life.on(second, Input::Tick));
    assert_eq!(life.acts.last().unwrap(), "54 fallen: no session began within ten seconds");
}

#[test]
fn a_machine_that_slept_does_not_wait_for_a_dead_session() {
    let mut life = Life::new();
    life.beats(1, 1..30);
    let wall = now(29).wall + TimeDelta::hours(8);
    let acts = life.feed.on(Now { since: Duration::from_secs(30), wall }, Input::Tick);
    let gap = Act::Gap(now(29).wall, wall, Why::Silent);
    assert_eq!(acts, [Act::Close(Session(1)), gap, Act::Lost, Act::Open(Session(2))]);
}

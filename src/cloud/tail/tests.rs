//! Tails of groups of the embedded AWS, in paused time.

mod denied;
mod login;

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::*;
use crate::clock::{Clock, Time};
use crate::cloud::Access;
use crate::demo::Aws;
use crate::demo::account::Options as Account;
use crate::demo::events::LogClass;
use crate::demo::trouble::{BAD_UTF8, SURROGATE, Trouble};
use crate::domain::log::{Mode, Source};
use crate::domain::world::Observation;

const GROUP: &str = "/aws/lambda/f";

fn dawn() -> Time {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

/// An account with a line every ten seconds of the last minute.
fn account() -> Aws {
    let aws = Aws::quiet(Account::default(), Clock::simulated(dawn(), 1.0));
    for second in (0..60).step_by(10) {
        let at = dawn() - TimeDelta::seconds(60 - second);
        aws.with(|account| account.put_log(GROUP, "s", at, format!("line {second}")));
    }
    aws
}

fn options() -> Options {
    let since = dawn() - TimeDelta::seconds(45);
    Options { since, until: None, pattern: None, mode: Mode::Poll, follow: false }
}

/// What a tail told within so many seconds, and whether it ended by itself.
async fn heard(aws: &Aws, groups: &[&str], options: Options, seconds: u64) -> (Vec<Observation>, bool) {
    let access: Access = aws.access();
    let cloud = Cloud::open(&access, &Pipeline::default(), aws.clock()).await.unwrap();
    let (sender, mut queue) = mpsc::channel(64);
    let groups = groups.iter().copied().map(str::to_owned).collect();
    let mut told = Vec::new();
    let listen = async {
        let tail = tokio::spawn(tail(cloud, groups, options, sender));
        while let Some(heard) = queue.recv().await {
            told.push(heard.observation);
        }
        tail.await.unwrap();
    };
    let ended = timeout(Duration::from_secs(seconds), listen).await.is_ok();
    (told, ended)
}

fn lines(told: &[Observation]) -> Vec<&str> {
    let lines =
        told.iter().filter_map(|o| if let Observation::Lines(lines) = o { Some(lines) } else { None });
    lines.flatten().map(|event| event.text.exact()).collect()
}

#[tokio::test(start_paused = true)]
async fn what_is_there_comes_oldest_first_and_then_it_ends() {
    let (told, ended) = heard(&account(), &[GROUP], options(), 5).await;
    assert_eq!(lines(&told), ["line 20", "line 30", "line 40", "line 50"]);
    assert!(ended);
}

#[tokio::test(start_paused = true)]
async fn a_pattern_goes_to_the_server() {
    let options = Options { pattern: Some("\"line 40\"".to_owned()), ..options() };
    let (told, _) = heard(&account(), &[GROUP], options, 5).await;
    assert_eq!(lines(&told), ["line 40"]);
}

#[tokio::test(start_paused = true)]
async fn a_pattern_holds_where_only_insights_can_be_asked() {
    let aws = Aws::quiet(Account::default(), Clock::simulated(dawn(), 1.0));
    aws.with(|account| account.make_log_group(GROUP, LogClass::InfrequentAccess, dawn()));
    for (second, text) in [(20, "{\"ms\": 7}"), (10, "{\"ms\": 70}")] {
        aws.with(|account| account.put_log(GROUP, "s", dawn() - TimeDelta::seconds(second), text.to_owned()));
    }
    let options = Options { pattern: Some("{ $.ms > 9 }".to_owned()), follow: false, ..options() };
    let (told, _) = heard(&aws, &[GROUP], options, 90).await;
    assert_eq!(lines(&told), ["{\"ms\": 70}"]);
}

#[tokio::test(start_paused = true)]
async fn a_long_page_is_handed_over_in_pieces() {
    let aws = account();
    for n in 0..2_500 {
        let at = dawn() - TimeDelta::milliseconds(3_000 + n);
        aws.with(|account| account.put_log(GROUP, "s", at, format!("{n}")));
    }
    let (told, _) = heard(&aws, &[GROUP], Options { follow: false, ..options() }, 5).await;
    let sizes = told.iter().filter_map(|o| if let Observation::Lines(l) = o { Some(l.len()) } else { None });
    assert!(sizes.clone().max().unwrap() <= 1_000, "{:?}", sizes.collect::<Vec<_>>());
    assert_eq!(lines(&told).len(), 2_504);
}

#[tokio::test(start_paused = true)]
async fn a_tail_with_an_end_follows_until_then() {
    let aws = account();
    let until = dawn() + TimeDelta::seconds(20);
    for second in [10, 30] {
        let at = dawn() + TimeDelta::seconds(second);
        aws.with(|account| account.put_log(GROUP, "s", at, format!("later {second}")));
    }
    let options = Options { until: Some(until), follow: true, ..options() };
    let (told, ended) = heard(&aws, &[GROUP], options, 60).await;
    assert_eq!(lines(&told).last(), Some(&"later 10"));
    assert!(ended && aws.clock().now() > until);
}

#[tokio::test(start_paused = true)]
async fn a_group_that_is_missing_is_said_to_be_and_holds_nothing_up() {
    let (told, ended) = heard(&account(), &["/none", GROUP], options(), 5).await;
    let waiting = Observation::Tail { group: "/none".to_owned(), source: Source::Waiting };
    assert!(told.contains(&waiting) && ended, "{told:?}");
    assert_eq!(lines(&told).len(), 4);
}

fn live() -> Options {
    Options { mode: Mode::Live, follow: true, ..options() }
}

fn sources(told: &[Observation]) -> Vec<&Source> {
    told.iter()
        .filter_map(|o| if let Observation::Tail { source, .. } = o { Some(source) } else { None })
        .collect()
}

/// Lines of every second from now on.
fn chatter(aws: &Aws, seconds: i64) {
    for second in 1..=seconds {
        let at = dawn() + TimeDelta::seconds(second);
        aws.with(|account| account.put_log(GROUP, "s", at, format!("later {second}")));
    }
}

#[tokio::test(start_paused = true)]
async fn a_live_tail_shows_every_line_once_and_verifies_its_minutes() {
    let aws = account();
    chatter(&aws, 200);
    let (told, _) = heard(&aws, &[GROUP], live(), 330).await;
    let mut later: Vec<&str> = lines(&told).into_iter().filter(|line| line.starts_with("later")).collect();
    assert_eq!(later.len(), 200);
    later.sort_unstable();
    later.dedup();
    assert_eq!(later.len(), 200);
    assert!(sources(&told).contains(&&Source::Live));
    let verified = told
        .iter()
        .filter_map(|o| if let Observation::Minutes { minutes, .. } = o { Some(minutes) } else { None });
    assert!(
        verified
            .flatten()
            .filter(|(_, state)| matches!(state, crate::domain::log::State::Verified { .. }))
            .count()
            >= 4
    );
}

#[tokio::test(start_paused = true)]
async fn a_live_tail_that_is_denied_is_polled_and_says_why() {
    let aws = account();
    aws.fail("StartLiveTail", crate::demo::fault::Fault::AccessDenied);
    chatter(&aws, 20);
    let (told, _) = heard(&aws, &[GROUP], live(), 60).await;
    assert_eq!(lines(&told).len(), 24);
    let why = told.iter().find_map(|o| match o {
        Observation::Live(crate::domain::log::Live::Refused(fault)) => Some(fault.words()),
        _ => None,
    });
    assert_eq!(why.as_deref(), Some("not allowed: the identity needs logs:StartLiveTail"));
    assert!(sources(&told).iter().all(|source| matches!(source, Source::Polling { .. })));
}

/// A live tail of two minutes of lines, of which some updates meet a trouble.
async fn troubled(trouble: Trouble, times: usize) -> Vec<Observation> {
    let aws = account();
    chatter(&aws, 120);
    let troubling = aws.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(30)).await;
        troubling.trouble_next(times, trouble);
    });
    heard(&aws, &[GROUP], live(), 330).await.0
}

/// Every line is shown, and none twice, whatever happened to the stream.
#[track_caller]
fn is_complete(told: &[Observation], trouble: Trouble) {
    let mut later: Vec<&str> = lines(told).into_iter().filter(|line| line.starts_with("later")).collect();
    let all = later.len();
    later.sort_unstable();
    later.dedup();
    assert_eq!((all, later.len()), (120, 120), "{trouble:?}");
    let last = told
        .iter()
        .rev()
        .find_map(|o| if let Observation::Minutes { gaps, .. } = o { Some(gaps) } else { None });
    assert_eq!(last.map(Vec::len), Some(0), "{trouble:?}");
}

#[tokio::test(start_paused = true)]
async fn whatever_happens_to_the_stream_every_line_is_shown_once() {
    for (trouble, times) in [
        (Trouble::Sample(0), 20),
        (Trouble::Drop(0.8), 60),
        (Trouble::Skip, 5),
        (Trouble::Cut, 1),
        (Trouble::Close, 1),
        (Trouble::End, 1),
        (Trouble::Fail, 1),
        (Trouble::BadChecksum, 3),
        (Trouble::HugeLength, 1),
        (Trouble::Unknown, 3),
        (Trouble::Disorder, 30),
    ] {
        is_complete(&troubled(trouble, times).await, trouble);
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_is_stale_and_then_taken_up_again() {
    let told = troubled(Trouble::Silence, 1).await;
    is_complete(&told, Trouble::Silence);
    let sources = sources(&told);
    assert!(sources.iter().any(|source| matches!(source, Source::Stale { .. })), "{sources:?}");
    assert_eq!(sources.last(), Some(&&Source::Live));
}

#[tokio::test(start_paused = true)]
async fn a_poisoned_event_is_shown_as_what_it_is_and_costs_none_of_its_neighbours() {
    let aws = account();
    for (n, text) in
        ["before".to_owned(), format!("half {SURROGATE}"), format!("byte {BAD_UTF8}"), "after".to_owned()]
            .into_iter()
            .enumerate()
    {
        let at = dawn() - TimeDelta::seconds(i64::try_from(n).unwrap());
        aws.with(|account| account.put_log(GROUP, "poison", at, text.clone()));
        let at = dawn() + TimeDelta::seconds(20);
        aws.with(|account| account.put_log(GROUP, "live", at, text));
    }
    let (told, _) = heard(&aws, &[GROUP], live(), 200).await;
    let mut lines: Vec<&str> = lines(&told).into_iter().filter(|line| !line.starts_with("line")).collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        ["after", "after", "before", "before", r"byte \xFF", r"byte \xFF", r"half \ud800", r"half \ud800"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_live_tail_with_an_end_shows_nothing_after_it_and_ends() {
    let aws = account();
    chatter(&aws, 120);
    let until = Some(dawn() + TimeDelta::seconds(30));
    let (told, ended) = heard(&aws, &[GROUP], Options { until, ..live() }, 100).await;
    assert_eq!(lines(&told).last(), Some(&"later 30"));
    assert!(ended);
}

/// A few hours through the SDK, with sessions that the service ends after three.
#[tokio::test(start_paused = true)]
async fn hours_of_a_live_tail_that_drops_half_of_its_lines_are_complete() {
    let aws = account();
    aws.trouble(Trouble::Drop(0.5));
    let seconds = 4 * 3_600;
    for second in (7..seconds).step_by(7) {
        let at = dawn() + TimeDelta::seconds(second);
        aws.with(|account| account.put_log(GROUP, "s", at, format!("later {second}")));
    }
    let (told, _) = heard(&aws, &[GROUP], live(), u64::try_from(seconds).unwrap() + 1_200).await;
    let mut later: Vec<&str> = lines(&told).into_iter().filter(|line| line.starts_with("later")).collect();
    let all = later.len();
    later.sort_unstable();
    later.dedup();
    assert_eq!((all, later.len()), (2_057, 2_057));
    let sources = sources(&told);
    assert_eq!(sources.last(), Some(&&Source::Live));
    assert!(!sources.contains(&&Source::Reconnecting), "{sources:?}");
}

#[tokio::test(start_paused = true)]
async fn while_lines_come_polling_shows_half_of_them_within_eight_tenths_of_a_second() {
    let aws = account();
    let groups: Vec<String> = (0..5).map(|n| format!("/aws/lambda/g{n}")).collect();
    for group in &groups {
        aws.with(|account| account.put_log(group, "s", dawn(), "there".into()));
    }
    for tick in 0..400 {
        let at = dawn() + TimeDelta::milliseconds(5_000 + tick * 290);
        aws.with(|account| account.put_log("/aws/lambda/g0", "s", at, format!("later {tick}")));
    }
    let cloud = Cloud::open(&aws.access(), &Pipeline::default(), aws.clock()).await.unwrap();
    let (sender, mut queue) = mpsc::channel(64);
    tokio::spawn(tail(cloud, groups, Options { follow: true, ..options() }, sender));
    let mut lags = Vec::new();
    while lags.len() < 380 {
        let heard = queue.recv().await.unwrap();
        if let Observation::Lines(events) = heard.observation {
            let later = events.into_iter().filter(|event| event.text.exact().starts_with("later"));
            lags.extend(later.map(|event| (heard.at - event.ingested).num_milliseconds()));
        }
    }
    lags.sort_unstable();
    let median = lags[lags.len() / 2];
    assert!(median <= 800, "{median} ms");
}

#[tokio::test(start_paused = true)]
async fn a_group_of_infrequent_access_is_read_through_insights() {
    let aws = Aws::quiet(Account::default(), Clock::simulated(dawn(), 1.0));
    aws.with(|account| account.make_log_group(GROUP, LogClass::InfrequentAccess, dawn()));
    chatter(&aws, 24);
    let (told, _) = heard(&aws, &[GROUP], live(), 90).await;
    let mut lines = lines(&told);
    let all = lines.len();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!((all, lines.len()), (24, 24));
    assert_eq!(sources(&told), [&Source::Insights { every: 30 }]);
}

#[tokio::test(start_paused = true)]
async fn a_second_with_more_lines_than_a_query_gives_is_a_gap() {
    let aws = Aws::quiet(Account::default(), Clock::simulated(dawn(), 1.0));
    aws.with(|account| account.make_log_group(GROUP, LogClass::InfrequentAccess, dawn()));
    let at = dawn() - TimeDelta::seconds(30);
    for n in 0..10_100 {
        aws.with(|account| account.put_log(GROUP, "s", at, format!("{n}")));
    }
    let (told, _) = heard(&aws, &[GROUP], Options { follow: true, ..options() }, 100).await;
    let words: Vec<_> = told
        .iter()
        .filter_map(|o| {
            if let Observation::Minutes { minutes, gaps, .. } = o { Some((minutes, gaps)) } else { None }
        })
        .collect();
    let minute = crate::domain::log::Minute::of(at);
    let states = words.iter().flat_map(|(minutes, _)| *minutes).filter(|(known, _)| *known == minute);
    let states: Vec<_> = states.map(|(_, state)| *state).collect();
    assert_eq!(states, [crate::domain::log::State::Gap]);
    let gap = words.last().unwrap().1.first().map(|gap| (gap.from, gap.to));
    assert_eq!(gap, Some((at, at + TimeDelta::milliseconds(999))));
    assert_eq!(words.last().unwrap().1.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_read_through_a_former_pattern_is_not_told_any_more() {
    let aws = account();
    let cloud = Cloud::open(&aws.access(), &Pipeline::default(), aws.clock()).await.unwrap();
    let (heard, mut queue) = mpsc::channel(4);
    let signals: Arc<Signals> = Arc::default();
    let desk = Desk { cloud, id: pipeline::Id::default(), heard, signals, back: TimeDelta::zero() };
    let pattern: Arc<str> = "ERROR".into();
    Signals::tell(&desk.signals.tail, Wish { pattern: Some(Arc::clone(&pattern)), ..Wish::default() });
    desk.say_of(None, Observation::ReadSince(dawn())).await;
    assert!(queue.try_recv().is_err());
    desk.say_of(Some(&pattern), Observation::ReadSince(dawn())).await;
    assert!(queue.try_recv().is_ok());
}

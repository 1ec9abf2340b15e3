//! Every way in which a request, its effect, its answer and the console can miss each other, and what is said of it.

use std::collections::BTreeMap;

use farol::domain::action::Action;
use farol::domain::lookup::{Before, Look, Lookup, Verdict, given_up};
use fastrand::Rng;

use super::model::{Service, Who, at};
use super::soak;

/// When the console is about to send, in every schedule.
const SENT: i64 = 100_000;

/// The id of our action.
const OURS: &str = "ours";

/// How long an answer is waited for.
const PATIENCE: i64 = 30_000;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    StartMarked,
    StartUnmarked,
    Crawl,
    StopRun,
    StopCrawl,
}

const KINDS: [Kind; 5] =
    [Kind::StartMarked, Kind::StartUnmarked, Kind::Crawl, Kind::StopRun, Kind::StopCrawl];

/// When the console ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Crash {
    Never,
    BeforeIntent,
    BeforeSend,
    BeforeOutcome,
}

/// What comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reply {
    Kept,
    /// The connection breaks so long after the request arrived.
    Lost(i64),
    /// It comes when nobody waits for it any more.
    Late,
}

#[derive(Debug, Clone)]
struct Schedule {
    kind: Kind,
    crash: Crash,
    reply: Reply,
    /// How long after it was sent the request takes effect; `None`: it never arrives.
    arrives: Option<i64>,
    /// When others begin something of the same kind, and whether it looks like ours.
    others: Vec<(i64, bool)>,
    /// Whether the look before the request was answered.
    is_known: bool,
    at_most: usize,
    /// How long one look takes, and how many of a hundred fail.
    slow: i64,
    failing: u32,
}

impl Schedule {
    fn random(rng: &mut Rng) -> Self {
        let reply = match rng.u8(0..3) {
            0 => Reply::Kept,
            1 => Reply::Lost(rng.i64(0..4_000)),
            _ => Reply::Late,
        };
        // What is in it for the verdict: an effect that comes after the answer was given up, but within the grace.
        let latest = match reply {
            Reply::Lost(after) => after + 9_900,
            Reply::Kept | Reply::Late => PATIENCE + 9_900,
        };
        let crash =
            [Crash::Never, Crash::Never, Crash::BeforeIntent, Crash::BeforeSend, Crash::BeforeOutcome];
        Self {
            kind: *rng.choice(&KINDS).unwrap(),
            crash: *rng.choice(&crash).unwrap(),
            reply,
            arrives: (rng.u8(0..4) > 0)
                .then(|| if rng.bool() { rng.i64(0..500) } else { rng.i64(0..latest) }),
            others: (0..rng.usize(0..4))
                .map(|_| (rng.i64(SENT - 70_000..SENT + 60_000), rng.bool()))
                .collect(),
            is_known: rng.u8(0..8) > 0,
            at_most: if rng.bool() { 1 } else { 3 },
            slow: rng.i64(10..4_000),
            failing: *rng.choice(&[0, 0, 0, 30, 100]).unwrap(),
        }
    }

    fn is_crawl(&self) -> bool {
        matches!(self.kind, Kind::Crawl | Kind::StopCrawl)
    }

    fn is_stop(&self) -> bool {
        matches!(self.kind, Kind::StopRun | Kind::StopCrawl)
    }

    fn action(&self) -> Action {
        let (job, crawler) = ("j".to_owned(), "c".to_owned());
        match self.kind {
            Kind::StartMarked | Kind::StartUnmarked => Action::StartJob { job, arguments: BTreeMap::new() },
            Kind::Crawl => Action::StartCrawler { crawler },
            Kind::StopRun => Action::StopRun { job, run: "jr_0".to_owned() },
            Kind::StopCrawl => Action::StopCrawler { crawler },
        }
    }
}

/// What happened, and what was said of it.
#[derive(Debug)]
struct Course {
    /// When our request took effect.
    effect: Option<i64>,
    /// `None`: the console died before it could say anything.
    said: Option<Said>,
    service: Service,
}

#[derive(Debug, PartialEq)]
enum Said {
    Accepted,
    Refused,
    Unknown { verdict: Verdict, after: i64 },
}

/// The service as it lives, with what others do to it, up to our request and beyond.
fn live(schedule: &Schedule) -> (Service, Option<i64>) {
    let at_most = if schedule.is_crawl() { 1 } else { schedule.at_most };
    let mut service = Service { works: vec![], at_most };
    let mut events: Vec<(i64, Option<bool>)> =
        schedule.others.iter().map(|(when, alike)| (*when, Some(*alike))).collect();
    if schedule.is_stop() {
        events.push((SENT - 20_000, Some(false)));
    }
    let is_sent = !matches!(schedule.crash, Crash::BeforeIntent | Crash::BeforeSend);
    events.extend(schedule.arrives.filter(|_| is_sent).map(|after| (SENT + after, None)));
    events.sort_unstable();
    let mut effect = None;
    for (when, event) in events {
        match event {
            Some(is_alike) => drop(service.begin(Who::They, when, None, is_alike)),
            None => effect = act(schedule, &mut service, when).then_some(when),
        }
    }
    (service, effect)
}

fn act(schedule: &Schedule, service: &mut Service, when: i64) -> bool {
    match schedule.kind {
        Kind::StartMarked => service.begin(Who::We, when, Some(OURS.into()), true),
        Kind::StartUnmarked | Kind::Crawl => service.begin(Who::We, when, None, true),
        Kind::StopRun => service.stop(Who::We, 0, when),
        Kind::StopCrawl => {
            service.works.len().checked_sub(1).is_some_and(|last| service.stop(Who::We, last, when))
        }
    }
}

fn before(schedule: &Schedule, service: &Service) -> Before {
    let looked = SENT - 300;
    match schedule.kind {
        _ if !schedule.is_known => Before::Unread,
        Kind::StartUnmarked => {
            Before::Runs(service.runs(looked, OURS).into_iter().map(|one| one.run.id).collect())
        }
        Kind::Crawl | Kind::StopCrawl => {
            let crawler = service.crawler(looked);
            let started = crawler.last.as_ref().and_then(|last| last.started);
            Before::Crawler { is_busy: crawler.state.is_busy(), started }
        }
        Kind::StartMarked | Kind::StopRun => Before::Unread,
    }
}

fn sail(schedule: &Schedule, rng: &mut Rng) -> Course {
    let (service, effect) = live(schedule);
    let said = match (schedule.crash, schedule.reply, schedule.arrives) {
        (Crash::BeforeIntent, ..) => None,
        (Crash::Never, Reply::Kept, Some(after)) if after < PATIENCE => {
            Some(if effect.is_some() { Said::Accepted } else { Said::Refused })
        }
        (crash, reply, _) => {
            let ended = match (crash, reply) {
                (Crash::Never, Reply::Lost(after)) => SENT + after,
                (Crash::Never, _) => SENT + PATIENCE,
                _ => (given_up(&schedule.action(), at(SENT)) - at(0)).num_milliseconds(),
            };
            let begins = if crash == Crash::Never { ended } else { SENT + rng.i64(1_000..90_000) };
            let lookup = Lookup {
                id: OURS.into(),
                action: schedule.action(),
                input: None,
                marked: schedule.kind == Kind::StartMarked,
                sent: at(SENT),
                ended: at(ended),
                before: before(schedule, &service),
            };
            let (verdict, when) = look_up(schedule, &service, &lookup, begins, rng);
            Some(Said::Unknown { verdict, after: when - ended })
        }
    };
    Course { effect, said, service }
}

/// Looks every two seconds, as the console does, until it is decided or no look can change it.
fn look_up(
    schedule: &Schedule,
    service: &Service,
    lookup: &Lookup,
    begins: i64,
    rng: &mut Rng,
) -> (Verdict, i64) {
    let (mut now, mut verdict) = (begins, Verdict::Open(String::new()));
    while now < begins + 120_000 {
        let (asked, served) = (now, now + rng.i64(0..=schedule.slow));
        if rng.u32(0..100) >= schedule.failing {
            let look = if schedule.is_crawl() {
                Look::Crawler(service.crawler(served))
            } else {
                Look::Runs(service.runs(served, OURS))
            };
            verdict = lookup.judge(at(asked), &look);
        }
        now += schedule.slow;
        if verdict.is_decided() {
            break;
        }
        now += 2_000;
    }
    (verdict, now)
}

/// Whether what was said is so.
fn is_true(schedule: &Schedule, course: &Course) -> bool {
    let Some(said) = &course.said else { return course.effect.is_none() };
    match said {
        Said::Accepted => course.effect.is_some(),
        Said::Refused | Said::Unknown { verdict: Verdict::Not(_), .. } => course.effect.is_none(),
        Said::Unknown { verdict: Verdict::Open(_), .. } => true,
        Said::Unknown { verdict: Verdict::Happened(_), .. } => match schedule.kind {
            Kind::StartMarked | Kind::StartUnmarked => course.effect.is_some(),
            // A crawl has begun since the look before, by whomever; and two never are under way at once.
            Kind::Crawl => course.service.works.iter().any(|work| work.begun > SENT - 300),
            Kind::StopRun | Kind::StopCrawl => course.service.works.iter().any(|work| work.stopped.is_some()),
        },
    }
}

#[test]
fn a_verdict_is_what_the_ledger_says_or_unknown_and_never_wrong() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut certain, mut quick) = (0usize, 0usize);
    for seed in 0..soak(100_000) as u64 {
        let mut rng = Rng::with_seed(seed);
        let schedule = Schedule::random(&mut rng);
        let course = sail(&schedule, &mut rng);
        assert!(is_true(&schedule, &course), "seed {seed}: {schedule:#?}\n{course:#?}");
        let ours = course.service.works.iter().filter(|work| work.who == Who::We).count();
        assert!(ours <= 1, "seed {seed}: one yes, {ours} effects");
        let word = match &course.said {
            None => "died before its intent",
            Some(Said::Accepted) => "accepted",
            Some(Said::Refused) => "refused",
            Some(Said::Unknown { verdict: Verdict::Happened(_), .. }) => "unknown, then happened",
            Some(Said::Unknown { verdict: Verdict::Not(_), .. }) => "unknown, then did not",
            Some(Said::Unknown { verdict: Verdict::Open(_), .. }) => "unknown",
        };
        *counts.entry(word).or_default() += 1;
        let is_decidable = matches!(schedule.kind, Kind::StartMarked | Kind::StopRun)
            || schedule.kind == Kind::Crawl
                && matches!(before(&schedule, &course.service), Before::Crawler { is_busy: false, .. });
        if let (true, 0, Crash::Never, Some(Said::Unknown { verdict, after })) =
            (is_decidable, schedule.failing, schedule.crash, &course.said)
        {
            certain += 1;
            quick += usize::from(verdict.is_decided() && *after <= 30_000);
        }
    }
    println!("{counts:?}; of {certain} that can be decided {quick} are within 30 s");
    assert!(quick * 1_000 >= certain * 999, "{quick} of {certain} are decided within 30 s");
    assert!(counts.values().all(|count| *count > 100), "every way is tried: {counts:?}");
}

//! Two consoles and one job, in every order in which their steps can fall.

use std::collections::BTreeMap;

use farol::domain::action::Action;
use farol::domain::lookup::{Before, Look, Lookup, Verdict};
use fastrand::Rng;

use super::model::{Service, Who, at};
use super::soak;

/// How old a look may be that a yes counts on.
const FRESH: i64 = 1_000;

/// Where a console is with its one action.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Asking,
    /// It has looked, and saw nothing that runs.
    Looked(i64),
    Sent {
        since: i64,
        is_lost: bool,
        effect: bool,
    },
    Done(End),
}

#[derive(Debug, Clone, PartialEq)]
enum End {
    /// The dialog says that it runs already.
    Stopped,
    Accepted,
    Refused,
    Unknown(Verdict),
}

#[derive(Debug)]
struct Console {
    id: &'static str,
    step: Step,
    yeses: usize,
    requests: usize,
}

impl Console {
    fn new(id: &'static str) -> Self {
        Self { id, step: Step::Asking, yeses: 0, requests: 0 }
    }

    /// Does the next thing that a console does, which takes no time.
    fn go(&mut self, service: &mut Service, now: i64, rng: &mut Rng) {
        self.step = match self.step.clone() {
            Step::Asking => self.look(service, now),
            Step::Looked(seen) if now - seen > FRESH => self.look(service, now),
            Step::Looked(_) => {
                self.yeses += 1;
                self.requests += 1;
                let effect = service.begin(Who::We, now, Some(self.id.to_owned()), true);
                Step::Sent { since: now, is_lost: rng.u8(0..3) == 0, effect }
            }
            Step::Sent { is_lost: false, effect: true, .. } => Step::Done(End::Accepted),
            Step::Sent { is_lost: false, effect: false, .. } => Step::Done(End::Refused),
            Step::Sent { since, .. } => self.look_up(service, since, now),
            Step::Done(end) => Step::Done(end),
        }
    }

    fn look(&self, service: &Service, now: i64) -> Step {
        let is_running = |one: &farol::domain::lookup::Sighted| !one.run.state.is_final();
        if service.runs(now, self.id).iter().any(is_running) {
            Step::Done(End::Stopped)
        } else {
            Step::Looked(now)
        }
    }

    fn look_up(&self, service: &Service, since: i64, now: i64) -> Step {
        let lookup = Lookup {
            id: self.id.to_owned(),
            action: Action::StartJob { job: "j".into(), arguments: BTreeMap::new() },
            input: None,
            marked: true,
            sent: at(since),
            ended: at(since + 5),
            before: Before::Unread,
        };
        match lookup.judge(at(now), &Look::Runs(service.runs(now, self.id))) {
            Verdict::Open(_) => Step::Sent { since, is_lost: true, effect: false },
            verdict => Step::Done(End::Unknown(verdict)),
        }
    }

    fn is_done(&self) -> bool {
        matches!(self.step, Step::Done(_))
    }
}

#[test]
fn of_two_consoles_one_starts_the_job_and_the_other_is_told() {
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..soak(10_000) as u64 {
        let mut rng = Rng::with_seed(seed);
        let mut service = Service { works: vec![], at_most: 1 };
        let mut consoles = [Console::new("one"), Console::new("two")];
        let mut now = 0;
        while !consoles.iter().all(Console::is_done) {
            // Steps fall close together, so that they overtake each other, and now and then far apart.
            now += if rng.u8(0..8) == 0 { rng.i64(0..3_000) } else { rng.i64(0..40) };
            consoles[rng.usize(0..2)].go(&mut service, now, &mut rng);
            assert!(now < 10_000_000, "seed {seed}: it never ends: {consoles:?}");
        }
        check(seed, &service, &consoles);
        *ends.entry(word(&consoles)).or_default() += 1;
    }
    println!("{ends:?}");
    assert!(ends.len() >= 4, "different orders end differently: {ends:?}");
}

#[track_caller]
fn check(seed: u64, service: &Service, consoles: &[Console]) {
    for console in consoles {
        let effects = service.works.iter().filter(|work| work.mark.as_deref() == Some(console.id)).count();
        assert!(
            effects <= 1 && console.requests <= console.yeses && console.yeses <= 1,
            "seed {seed}: {console:?}"
        );
        let has_effect = match &console.step {
            Step::Done(End::Accepted | End::Unknown(Verdict::Happened(_))) => true,
            Step::Done(End::Stopped | End::Refused | End::Unknown(Verdict::Not(_))) => false,
            other => panic!("seed {seed}: {other:?}"),
        };
        assert_eq!(effects == 1, has_effect, "seed {seed}: {console:?} {service:?}");
    }
    for pair in service.works.windows(2) {
        assert!(pair[1].begun >= pair[0].begun + 40_000, "seed {seed}: two at a time: {service:?}");
    }
    assert!(!service.works.is_empty(), "seed {seed}: nobody started it");
}

fn word(consoles: &[Console]) -> String {
    let mut words: Vec<&str> = consoles
        .iter()
        .map(|console| match &console.step {
            Step::Done(End::Stopped) => "saw it running",
            Step::Done(End::Accepted) => "accepted",
            Step::Done(End::Refused) => "refused",
            Step::Done(End::Unknown(Verdict::Happened(_))) => "lost, happened",
            _ => "lost, did not",
        })
        .collect();
    words.sort_unstable();
    words.join(" and ")
}

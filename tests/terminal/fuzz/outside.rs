//! What is heard from outside: the news, and the answer to whatever is asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use farol::app::Msg;
use farol::domain::action::{Action, Judged, Rehearsal, Session};
use farol::domain::errand::{Errand, Step};
use farol::domain::object::{News, ObjectRef, Scope};
use farol::domain::{Heard, Observation, log, pipeline, preview};
use farol::effect::{Effect, Effects};

use super::SCREEN;
use super::hostile::Fuzz;
use crate::stage::{ago, dawn};

/// How many kinds of observations there are.
pub const SOURCES: usize = 33;

/// The number of an observation's kind. No kind is left out here, or it does not compile; none is never heard of, or the test
/// fails.
pub fn number(observation: &Observation) -> usize {
    match observation {
        Observation::Identity(_) => 0,
        Observation::Function(_) => 1,
        Observation::Raw(_) => 2,
        Observation::Processed(_) => 3,
        Observation::Listed(..) => 4,
        Observation::Runs(_) => 5,
        Observation::Crawler(_) => 6,
        Observation::Tables(_) => 7,
        Observation::Past { .. } => 8,
        Observation::Lines(_) => 9,
        Observation::ReadBack(_) => 10,
        Observation::Scanned(_) => 11,
        Observation::Tail { .. } => 12,
        Observation::Minutes { .. } => 13,
        Observation::Live(_) => 14,
        Observation::Pattern(_) => 15,
        Observation::Found(_) => 16,
        Observation::Preflight(..) => 17,
        Observation::Rehearsed(..) => 18,
        Observation::Sent(_) => 19,
        Observation::Done(..) => 20,
        Observation::Judged(_) => 21,
        Observation::ReadSince(_) => 22,
        Observation::ReadingBack { .. } => 23,
        Observation::Previewed(_) => 24,
        Observation::Objects(_) => 25,
        Observation::Fetching(_) => 26,
        Observation::Presigned(_) => 27,
        Observation::Glue(_) => 28,
        Observation::Unscanned(..) => 29,
        Observation::Lambda(_) => 30,
        Observation::Backfill(_) => 31,
        Observation::Alarms(_) => 32,
        Observation::Broken(_) => SOURCES,
    }
}

/// The kinds that have been heard of.
pub type Known = BTreeSet<usize>;

impl Fuzz {
    /// News of everything that is observed.
    pub fn news(&mut self) -> Vec<Observation> {
        let place = Scope::top("public-apis-raw");
        let group = self.text();
        let query = log::Query { search: Some(log::Needle::word(&self.text())), ..log::Query::default() };
        let scan = log::Scan { query: query.into(), lines: log::Snapshot::default() };
        let mut all = scanned(&scan);
        all.extend(self.glue());
        all.extend(self.lambda());
        all.extend(self.jobs());
        all.extend(self.alarms());
        all.extend([
            Observation::Identity(self.or_fault(Self::identity)),
            Observation::Function(self.or_fault(Self::function)),
            Observation::Raw(self.or_fault(|fuzz| Some(fuzz.object()))),
            Observation::Processed(self.or_fault(|fuzz| Some(fuzz.object()))),
            Observation::Listed(place.clone(), self.or_fault(Self::page)),
            Observation::Objects(News::Stopped(place)),
            Observation::Runs(self.or_fault(|fuzz| (0..40).map(|_| fuzz.run()).collect())),
            Observation::Crawler(self.or_fault(Self::crawler)),
            Observation::Tables(self.or_fault(|fuzz| (0..20).map(|_| fuzz.table()).collect())),
            Observation::Past { events: self.or_fault(Self::invocations), since: ago(9_999), whole: true },
            Observation::Lines((0..60).map(|_| self.event()).collect()),
            Observation::Tail { group: group.clone(), source: log::Source::Failing(self.fault()) },
            Self::minutes(&group),
            Observation::Live(log::Live::Refused(self.fault())),
            Observation::Pattern(Some(self.text().into())),
            Observation::ReadBack(Err(self.fault())),
            Observation::ReadingBack { lines: 12_345, pages: 2 },
            Observation::Broken(self.fault()),
            Observation::Unscanned(Arc::default(), self.fault()),
            Observation::ReadSince(ago(9_999)),
            Observation::Found(Err(self.fault())),
            Observation::Previewed(Box::new(self.inside())),
            Observation::Fetching(Step::At("a file".into())),
            Observation::Presigned(Err(self.fault())),
        ]);
        all
    }

    /// An observation of the pipeline in front, made now.
    pub fn heard(&self, observation: Observation) -> Msg {
        Msg::Heard(Heard { pipeline: pipeline::Id(0), at: self.now, observation })
    }

    /// Invocations as their log tells of them.
    fn invocations(&mut self) -> Vec<log::Event> {
        let mut all = Vec::new();
        for _ in 0..10 {
            let id = self.text();
            for words in ["START RequestId: ", "[ERROR] ", "REPORT RequestId: "] {
                let mut event = self.event();
                event.text = format!("{words}{id}\tDuration: 1 ms {}", self.text()).into();
                all.push(event);
            }
        }
        all
    }

    /// What is inside an object that anybody may have written.
    fn inside(&mut self) -> preview::News {
        let text = format!("{},{}\n{},{}\n", self.text(), self.text(), self.text(), self.text());
        let look = preview::look(&self.text(), text.as_bytes(), 9_999);
        let target = preview::Target {
            object: ObjectRef::new("public-apis-raw", self.text()),
            size: 9_999,
            modified: ago(9),
            etag: self.text().into(),
        };
        preview::News::Look(target, Ok(Arc::new(look)))
    }

    fn minutes(group: &str) -> Observation {
        let minute = log::Minute::of(dawn());
        let gap = log::Gap { from: ago(60), to: dawn(), why: log::Why::Broken };
        Observation::Minutes {
            group: group.into(),
            minutes: vec![(minute, log::State::Gap)],
            gaps: vec![gap],
        }
    }

    /// What comes of what the console asks for.
    pub fn answer(&mut self, effects: Effects) -> Vec<Msg> {
        effects.into_iter().flat_map(|effect| self.reply(effect)).collect()
    }

    fn reply(&mut self, effect: Effect) -> Vec<Msg> {
        let observations = match effect {
            Effect::Discover(..) => vec![Observation::Found(self.or_fault(Self::pipeline))],
            Effect::Pattern(_) => vec![Observation::Pattern(Some(self.text().into()))],
            Effect::Tail(_) => vec![Observation::Live(log::Live::Refused(self.fault()))],
            Effect::List(place, _) => vec![Observation::Listed(place, self.or_fault(Self::page))],
            Effect::ReadBack(_) => vec![Observation::ReadBack(Err(self.fault()))],
            Effect::Preflight(action) => vec![Observation::Preflight(action, self.preflight())],
            Effect::Rehearse(action) => {
                vec![Observation::Rehearsed(action, self.or_fault(|_| Rehearsal::Allowed))]
            }
            Effect::Act(confirmation) if matches!(confirmation.action(), Action::Backfill(_)) => {
                self.backfills().into()
            }
            Effect::Act(confirmation) => {
                let action = confirmation.action().clone();
                let session = [Session::This, Session::Earlier, Session::Beside][self.chance.usize(0..3)];
                let verdict = self.verdict(&action);
                let judged = Judged { action: action.clone(), sent: ago(60), session, verdict };
                let done = Observation::Done(action.clone(), self.outcome());
                vec![Observation::Sent(action), done, Observation::Judged(judged)]
            }
            Effect::Save(_) => {
                let words = self.foreign().visible().into_owned();
                let over = Msg::Step(Errand::Save, Step::Over(Err(words.clone())));
                return vec![Msg::Step(Errand::Save, Step::At(words)), over];
            }
            Effect::Copy(_) => {
                return vec![Msg::Told(Err(self.foreign().visible().into_owned()))];
            }
            Effect::Edit(_) => return vec![Msg::Edited(SCREEN, Ok(self.text()))],
            Effect::Scan(scan) => scanned(&scan),
            Effect::Lambda(_) => self.lambda(),
            Effect::Monitoring(_) => self.alarms(),
            _ => vec![],
        };
        observations.into_iter().map(|observation| self.heard(observation)).collect()
    }
}

/// Numbers of lines alone: what was looked for and the lines themselves were there before.
fn scanned(scan: &log::Scan) -> Vec<Observation> {
    let mut told = Vec::new();
    scan.run(
        || true,
        |findings| {
            told.push(Observation::Scanned(findings));
            true
        },
    );
    told
}

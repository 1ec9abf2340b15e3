//! Hostile things of every kind that is heard of.

use std::time::Duration;

use chrono::TimeDelta;
use farol::clock::Time;
use farol::domain::action::{Action, Outcome, Receipt, Reply};
use farol::domain::crawler::{self, Crawl, Crawler};
use farol::domain::fault::{Fault, Kind};
use farol::domain::function::Function;
use farol::domain::identity::Identity;
use farol::domain::log;
use farol::domain::lookup::{Before, Look, Lookup, Sighted, Verdict};
use farol::domain::object::{Entry, Object, Page};
use farol::domain::pipeline::{self, Pipeline};
use farol::domain::preflight::{Disabled, Finding, Preflight, Sighting, Subject};
use farol::domain::run::{self, Run};
use farol::domain::table::{self, Column, Table};
use farol::domain::text::Foreign;

use crate::stage::{ago, dawn, pipeline as reference};

/// Pieces that terminals, readers or parsers trip over.
const PIECES: [&str; 44] = [
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x1b]52;c;cHduZWQ=\x07",
    "\x1bP+q544e\x1b\\",
    "\x1b[201~",
    "\x1b[?1049l",
    "\u{9b}31m",
    "\u{9d}52;c;eA==\u{9c}",
    "\u{90}",
    "\x1b",
    "\0",
    "\x07",
    "\x08",
    "\x7f",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\x0b",
    "\x0c",
    "\x0e",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{61c}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "\u{e0041}",
    "\u{fe0f}",
    "👩\u{200d}🚀",
    "e\u{301}",
    "日本",
    "ﷺ",
    "\u{3164}",
    "\u{180e}",
    "{\"a\": \"\\u001b[31m\\ud800\"}",
    "REPORT RequestId: x\tDuration: 1 ms",
];

/// Chance, and how many texts it has made.
pub struct Fuzz {
    pub chance: fastrand::Rng,
    pub texts: usize,
    /// The time on the user's clock.
    pub now: Time,
}

impl Fuzz {
    pub fn text(&mut self) -> String {
        self.texts += 1;
        let length = if self.chance.usize(0..20_000) == 0 { 250_000 } else { self.chance.usize(0..6) };
        let mut text = String::new();
        for _ in 0..length {
            match self.chance.u8(0..4) {
                0 => text.extend((0..self.chance.u8(0..6)).map(|_| self.chance.alphanumeric())),
                1 => text.extend((0..self.chance.u8(0..3)).map(|_| self.chance.char(..))),
                2 => text.extend((0..self.chance.u8(0..3)).map(|_| self.chance.char('\0'..'\u{3000}'))),
                _ => text.push_str(PIECES[self.chance.usize(0..PIECES.len())]),
            }
        }
        text
    }

    pub fn foreign(&mut self) -> Foreign {
        Foreign::new(self.text())
    }

    pub fn some(&mut self) -> Option<Foreign> {
        self.chance.bool().then(|| self.foreign())
    }

    pub fn fault(&mut self) -> Fault {
        let kind = match self.chance.u8(0..9) {
            0 => Kind::Denied,
            1 => Kind::Throttled,
            2 => Kind::Missing,
            3 => Kind::Offline,
            4 => Kind::Refused,
            5 => Kind::Elsewhere { region: self.chance.bool().then(|| self.text()) },
            6 => Kind::Unknown,
            7 => Kind::Ours,
            _ => Kind::Expired { renew: self.text() },
        };
        Fault::new("reading", kind, self.text())
    }

    /// Mostly the thing; sometimes a fault.
    pub fn or_fault<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Result<T, Fault> {
        if self.chance.u8(0..6) == 0 { Err(self.fault()) } else { Ok(make(self)) }
    }

    pub fn object(&mut self) -> Object {
        let (key, etag, storage_class) = (self.foreign(), self.foreign(), self.some());
        Object {
            key,
            size: self.chance.u64(..),
            modified: ago(self.chance.i64(0..9999)),
            etag,
            storage_class,
            ..Object::default()
        }
    }

    pub fn run(&mut self) -> Run {
        Run {
            id: self.foreign(),
            state: self.state(),
            attempt: 0,
            previous: self.some(),
            started: ago(self.chance.i64(0..9999)),
            completed: Some(dawn()),
            execution: Duration::from_secs(3),
            error: self.some(),
            detail: self.some(),
            trigger: self.some(),
            arguments: (0..3).map(|_| (self.foreign(), self.foreign())).collect(),
            terms: self.terms(),
        }
    }

    fn terms(&mut self) -> run::Terms {
        run::Terms { workers: Some((2, self.foreign())), version: self.some(), ..run::Terms::default() }
    }

    fn state(&mut self) -> run::State {
        match self.chance.u8(0..3) {
            0 => run::State::Running,
            1 => run::State::Other(self.foreign()),
            _ => run::State::Failed,
        }
    }

    pub fn crawler(&mut self) -> Crawler {
        let crawl = Crawl {
            status: self.foreign(),
            started: Some(ago(60)),
            error: self.some(),
            log_group: self.some(),
            log_stream: self.some(),
            message_prefix: self.some(),
        };
        Crawler {
            name: self.foreign(),
            state: self.crawling(),
            database: self.some(),
            targets: (0..3).map(|_| self.foreign()).collect(),
            last: Some(crawl),
            elapsed: None,
        }
    }

    fn crawling(&mut self) -> crawler::State {
        match self.chance.u8(0..3) {
            0 => crawler::State::Running,
            1 => crawler::State::Other(self.foreign()),
            _ => crawler::State::Ready,
        }
    }

    pub fn table(&mut self) -> Table {
        let column = |fuzz: &mut Self| Column {
            name: fuzz.foreign(),
            kind: table::Kind::parse(&format!("struct<{}:{},b:array<int>>", fuzz.text(), fuzz.text())),
            is_partition: fuzz.chance.bool(),
        };
        Table {
            name: self.foreign(),
            database: self.foreign(),
            columns: (0..3).map(|_| column(self)).collect(),
            location: self.some(),
            classification: self.some(),
            serde: self.some(),
            created: None,
            updated: Some(ago(60)),
            ..Table::default()
        }
    }

    pub fn event(&mut self) -> log::Event {
        let time = dawn() + TimeDelta::milliseconds(self.texts.try_into().unwrap());
        let groups = ["/aws/lambda/getPublicAPIs", "/aws-glue/python-jobs/output"];
        log::Event {
            id: self.texts.to_string().into(),
            group: groups[self.chance.usize(0..2)].into(),
            stream: self.text().into(),
            time,
            ingested: time,
            text: self.line(),
        }
    }

    /// Some lines are JSON, so that there is something to show as a tree.
    fn line(&mut self) -> Foreign {
        if self.chance.u8(0..4) > 0 {
            return self.foreign();
        }
        serde_json::json!({ self.text(): self.text(), "deep": [self.text(), { self.text(): 1 }] })
            .to_string()
            .into()
    }

    pub fn function(&mut self) -> Function {
        Function {
            log_group: "/aws/lambda/getPublicAPIs".into(),
            timeout: Duration::from_secs(3),
            memory: 128,
            runtime: self.some(),
            state: self.some(),
            modified: None,
        }
    }

    pub fn identity(&mut self) -> Identity {
        Identity { account: self.foreign(), arn: self.foreign(), region: self.foreign() }
    }

    pub fn page(&mut self) -> Page {
        let entry = |fuzz: &mut Self| {
            if fuzz.chance.bool() { Entry::Folder(fuzz.foreign()) } else { Entry::Object(fuzz.object()) }
        };
        Page::of(None, &(0..40).map(|_| entry(self)).collect::<Vec<_>>(), None)
    }

    pub fn outcome(&mut self) -> Outcome {
        match self.chance.u8(0..5) {
            3 => Outcome::Accepted(Receipt::Queued { request_id: self.foreign() }),
            0 => Outcome::Refused(self.fault()),
            1 => Outcome::Unknown(self.fault()),
            2 => Outcome::Accepted(Receipt::Run(self.foreign())),
            _ => Outcome::Accepted(Receipt::Invoked {
                request_id: self.foreign(),
                function_error: self.some(),
                payload: self.foreign(),
                reply: Reply { status: 200, version: self.some(), log: self.some() },
            }),
        }
    }

    fn sighting(&mut self) -> Sighting {
        let (id, trigger) = (self.some(), self.some());
        Sighting { id, started: Some(ago(60)), state: self.foreign(), trigger }
    }

    fn finding(&mut self) -> Finding {
        match self.chance.u8(0..9) {
            0 => Finding::Running(self.sighting()),
            1 => Finding::Idle(self.foreign()),
            2 => Finding::Recent(self.sighting()),
            3 => Finding::Disabled(Disabled::State(self.foreign())),
            4 => Finding::Disabled(Disabled::NoConcurrency),
            5 => Finding::MissingInput { bucket: self.text(), key: Some(self.text()) },
            6 => {
                let (state, reason) = (self.some(), self.some());
                Finding::Failing { times: 3, since: ago(600), state, reason }
            }
            7 => Finding::Ended { since: ago(600), state: self.foreign() },
            _ => Finding::Unread { what: Subject::Runs, fault: self.fault() },
        }
    }

    /// What is found before an action; nothing in half the cases, so that it can be confirmed.
    pub fn preflight(&mut self) -> Preflight {
        let count = if self.chance.bool() { 0 } else { 4 };
        Preflight {
            begun: self.now,
            taken: self.now,
            identity: self.chance.bool().then(|| self.identity()),
            findings: (0..count).map(|_| self.finding()).collect(),
            last_good: self.chance.bool().then(|| self.run()),
        }
    }

    /// What a lost answer is judged to be by what AWS shows.
    pub fn verdict(&mut self, action: &Action) -> Verdict {
        let (is_marked, is_alike) = (self.chance.bool(), self.chance.bool());
        let (before, look) = match action {
            Action::ResetBookmark { .. } => (Before::Bookmark(None), Look::Bookmark(None)),
            Action::StartJob { .. } | Action::StopRun { .. } | Action::Backfill(_) => {
                let sighted = |run| Sighted { run, is_marked, is_alike };
                let runs = (0..3).map(|_| sighted(self.run())).collect();
                (Before::Runs(vec![self.foreign()]), Look::Runs(runs))
            }
            Action::StartCrawler { .. } | Action::StopCrawler { .. } => {
                let before = Before::Crawler { is_busy: self.chance.bool(), started: None };
                (before, Look::Crawler(self.crawler()))
            }
            Action::Invoke { .. } => {
                let object = Some(Some(self.object()));
                (Before::Object(self.some()), Look::Traces { invocations: vec![], object })
            }
        };
        let (id, action) = (self.text(), action.clone());
        let (sent, ended) = (ago(600), ago(590));
        Lookup { id, action, input: None, marked: true, sent, ended, before }.judge(dawn(), &look)
    }

    /// A pipeline as it is found in an account.
    pub fn pipeline(&mut self) -> Pipeline {
        let mut found = reference();
        found.name = self.text();
        found.region = Some(self.text());
        if let Some(ingest) = &mut found.ingest {
            ingest.function = self.text();
            ingest.payload = serde_json::json!({ self.text(): self.text() });
        }
        if let Some(etl) = &mut found.etl {
            etl.job = self.text();
            etl.arguments = [(self.text(), self.text())].into();
        }
        for place in [&mut found.raw, &mut found.processed] {
            *place = Some(pipeline::Place { bucket: self.text(), key: Some(self.text()) });
        }
        found.catalog = Some(pipeline::Catalog { crawler: Some(self.text()), database: Some(self.text()) });
        found
    }
}

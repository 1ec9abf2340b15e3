//! `farol audit`: what was done, by whom, and what became of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;

use super::{Exit, complain, print};
use crate::audit::{Entry, Journal, Line, Reading};
use crate::clock::{Clock, Time};
use crate::domain::text::visible;

const AFTER: &str = "\
Each line is an action: when, who, what, to what, and what became of it. `--verify` says whether every record is as it \
was written and none is missing.

Exit codes: 0 all well; 1 the record cannot be read, or is not as it was written; 64 bad usage.";

/// Which part of the record, and how.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Audit {
    /// Print the records as they are kept, one JSON object to a line
    #[arg(long)]
    json: bool,
    /// Only what was recorded so long ago at most, such as 15m or 7d
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    since: Option<std::time::Duration>,
    /// Check the chain of the records
    #[arg(long)]
    verify: bool,
}

impl Audit {
    pub(super) fn run(&self) -> Exit {
        self.of(&Journal::of_user(), Clock::System.now())
    }

    fn of(&self, journal: &Journal, now: Time) -> Exit {
        let reading = match journal.read() {
            Ok(reading) => reading,
            Err(trouble) => {
                complain(&trouble.words());
                return Exit::Failed;
            }
        };
        let exit = self.verify(journal, &reading);
        let since = self.since.and_then(|since| chrono::TimeDelta::from_std(since).ok());
        let oldest = since.and_then(|since| now.checked_sub_signed(since)).unwrap_or(Time::MIN_UTC);
        let shown = reading.records.iter().filter(|line| line.record.at >= oldest);
        print(&if self.json { json(shown) } else { table(&reading, oldest) }, exit)
    }

    fn verify(&self, journal: &Journal, reading: &Reading) -> Exit {
        let path = journal.path().map(|path| path.display().to_string()).unwrap_or_default();
        for broken in &reading.breaks {
            complain(&format!("{path}:{}: {}", broken.line, broken.what));
        }
        if self.verify {
            for line in &reading.torn {
                complain(&format!("{path}:{line}: no whole record; a write that never ended"));
            }
            if !reading.is_noted && !reading.records.is_empty() {
                complain(&format!(
                    "{path}: nothing notes its newest record, so a cut at its end would not show"
                ));
            }
            if reading.breaks.is_empty() {
                complain(&format!("{} records, each as it was written", reading.records.len()));
            }
        }
        if reading.breaks.is_empty() { Exit::Well } else { Exit::Failed }
    }
}

fn json<'a>(lines: impl Iterator<Item = &'a Line>) -> String {
    let lines = lines.filter_map(|line| serde_json::to_string(&line.record).ok());
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

/// An action to a line.
fn table(reading: &Reading, oldest: Time) -> String {
    let mut ends: BTreeMap<&str, String> = BTreeMap::new();
    for Line { record, .. } in &reading.records {
        match &record.entry {
            Entry::Intent(_) => {}
            Entry::Outcome { id, outcome, detail } => {
                ends.insert(id, format!("{} {}", outcome.word(), visible(detail)));
            }
            Entry::Verdict { id, outcome, evidence } => {
                let before = ends.get(id.as_str()).cloned().unwrap_or_else(|| "no outcome".to_owned());
                ends.insert(
                    id,
                    format!("{}; then {}: {}", before.trim_end(), outcome.word(), visible(evidence)),
                );
            }
        }
    }
    let mut text = String::new();
    for Line { record, .. } in reading.records.iter().filter(|line| line.record.at >= oldest) {
        let Entry::Intent(intent) = &record.entry else { continue };
        let at = record.at.format("%Y-%m-%d %H:%M:%S");
        let who = intent.who.as_ref().map_or("unknown", |who| who.arn.as_str());
        let run = intent.target.run.as_ref().map(|run| format!(" {}", visible(run))).unwrap_or_default();
        let end = ends
            .get(intent.id.as_str())
            .map_or("no outcome: the console ended, or waits", |end| end.trim_end());
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{at}Z  {}  {}  {}{run}  {}  {end}",
            visible(who),
            visible(&intent.operation),
            visible(&intent.target.target),
            visible(&intent.region),
        );
    }
    text
}

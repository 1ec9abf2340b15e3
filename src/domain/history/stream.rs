//! The lines of one log stream, folded into the invocations that ran there.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::TimeDelta;

use super::answer::Answers;
use super::draft::Draft;
use super::mark::{Mark, Millis, Report, Says};
use crate::clock::Time;
use crate::domain::invocation::Invocation;
use crate::domain::text::Foreign;

/// How late after its REPORT a line of an invocation may be stamped.
const GRACE: TimeDelta = TimeDelta::milliseconds(100);

/// What matters of a stream's lines, in the order of their times.
///
/// It holds facts, not a state: so the order in which they came, and how often, makes no difference.
#[derive(Debug)]
pub struct Stream {
    /// The log group it is in.
    pub group: Arc<str>,
    marks: BTreeSet<(Time, Mark)>,
}

impl Stream {
    /// A stream without lines.
    pub fn new(group: &Arc<str>) -> Self {
        Self { group: group.clone(), marks: BTreeSet::new() }
    }

    /// Takes a line; whether it was new.
    pub fn insert(&mut self, at: Time, mark: Mark) -> bool {
        self.marks.insert((at, mark))
    }

    /// Forgets all lines from before `horizon`.
    pub fn forget(&mut self, horizon: Time) {
        self.marks.retain(|(at, _)| *at >= horizon);
    }

    /// When each line was written.
    pub fn times(&self) -> impl Iterator<Item = Time> + '_ {
        self.marks.iter().map(|(at, _)| *at)
    }

    /// How many lines are kept.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// The invocations that the lines tell of, oldest first.
    pub fn invocations(&self, name: &Arc<str>, answers: &Answers) -> Vec<Invocation> {
        let mut drafts = self.drafts();
        self.tell(&mut drafts);
        let mut nth = 0;
        let mut before = None;
        let finish = |draft: Draft<'_>| {
            nth = if before == Some(draft.started) { nth + 1 } else { 0 };
            before = Some(draft.started);
            let answer = answers.get(draft.id);
            draft.finish(name, nth, answer)
        };
        drafts.into_iter().map(finish).collect()
    }

    /// An invocation for each START and for each REPORT without one.
    ///
    /// Retries of an asynchronous invocation share its request id: a REPORT belongs to the last START before it.
    fn drafts(&self) -> Vec<Draft<'_>> {
        let mut drafts: Vec<Draft<'_>> = Vec::new();
        let mut open: HashMap<&Foreign, usize> = HashMap::new();
        let mut orphans: HashMap<&Foreign, Time> = HashMap::new();
        for (at, mark) in &self.marks {
            let Some(id) = &mark.id else { continue };
            match &mark.says {
                Says::Start => {
                    open.insert(id, drafts.len());
                    drafts.push(Draft::new(id, *at));
                }
                Says::Report(report) => {
                    let index = open.remove(id).unwrap_or(drafts.len());
                    if index == drafts.len() {
                        drafts.push(Draft::new(id, start_of(*at, report)));
                    }
                    if let Some(draft) = drafts.get_mut(index) {
                        draft.end(*at, report);
                    }
                }
                Says::Failed(_) => {
                    orphans.entry(id).or_insert(*at);
                }
                Says::Returned { .. } => {}
            }
        }
        for draft in &drafts {
            orphans.remove(draft.id);
        }
        // The platform's lines can be switched off; a failure is a failure all the same.
        drafts.extend(orphans.into_iter().map(|(id, at)| Draft::new(id, at)));
        drafts.sort_by(|a, b| (a.started, a.ended, a.id).cmp(&(b.started, b.ended, b.id)));
        drafts
    }

    /// Gives every other line to the invocation that it is about.
    fn tell<'a>(&'a self, drafts: &mut [Draft<'a>]) {
        let mut by_id: HashMap<&Foreign, Vec<usize>> = HashMap::new();
        for (index, draft) in drafts.iter().enumerate() {
            by_id.entry(draft.id).or_default().push(index);
        }
        for (at, mark) in &self.marks {
            match (&mark.says, &mark.id) {
                (Says::Start | Says::Report(_), _) => {}
                (_, Some(id)) => {
                    let those = by_id.get(id).map(Vec::as_slice).unwrap_or_default();
                    let index = last_started(drafts, those, *at);
                    if let Some(draft) = index.and_then(|index| drafts.get_mut(index)) {
                        draft.hear(mark);
                    }
                }
                (_, None) => tell_unnamed(drafts, *at, mark),
            }
        }
    }
}

/// The last of some invocations that had started by then; else the first, whose start is only estimated.
fn last_started(drafts: &[Draft<'_>], those: &[usize], at: Time) -> Option<usize> {
    let has_started = |index: &&usize| drafts.get(**index).is_some_and(|draft| draft.started <= at);
    those.iter().rev().find(has_started).or(those.first()).copied()
}

/// A line without a request id belongs to what ran when it was written: a stream runs one thing at a time.
fn tell_unnamed<'a>(drafts: &mut [Draft<'a>], at: Time, mark: &'a Mark) {
    let next = drafts.partition_point(|draft| draft.started <= at);
    let ran_until = |index: usize, slack: TimeDelta| {
        drafts.get(index).is_some_and(|draft| draft.ended.is_none_or(|ended| at <= ended + slack))
    };
    // Where one ends as the next one starts, the line is rather the last word of the first.
    let found = [(2, TimeDelta::zero()), (1, TimeDelta::zero()), (1, GRACE)]
        .into_iter()
        .filter_map(|(back, slack)| Some((next.checked_sub(back)?, slack)))
        .find(|(index, slack)| {
            ran_until(*index, *slack) && (*index + 1 == next || has_ended(drafts, *index))
        });
    match found {
        Some((index, _)) => drafts.get_mut(index).into_iter().for_each(|draft| draft.hear(mark)),
        None => drafts.get_mut(next).into_iter().for_each(|draft| draft.hear_before(mark)),
    }
}

fn has_ended(drafts: &[Draft<'_>], index: usize) -> bool {
    drafts.get(index).is_some_and(|draft| draft.ended.is_some())
}

/// About when an invocation started whose START was not read.
fn start_of(ended: Time, report: &Report) -> Time {
    let Millis(millis) = report.duration.unwrap_or(Millis(0.0));
    let duration = std::time::Duration::try_from_secs_f64(millis / 1_000.0).unwrap_or_default();
    TimeDelta::from_std(duration)
        .ok()
        .and_then(|duration| ended.checked_sub_signed(duration))
        .unwrap_or(ended)
}

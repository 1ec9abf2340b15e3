//! What is known of how complete the tail is: how groups are read, which minutes are whole, what is missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::listen::Listener;
use super::out::Sink;
use super::record::{GapOf, LiveTail, MinuteOf, Reading, Record};
use super::stamp::Stamp;
use super::voice::missing;
use crate::clock::Time;
use crate::config::Zone;
use crate::domain::log::{Gap, Live, Minute, Minutes, Source, State};
use crate::domain::world::{Heard, Observation};

/// What is known of how complete the tail is.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// How groups are read; those that have not been told of are missing.
    pub sources: BTreeMap<String, Source>,
    /// What is wrong with their minutes.
    pub minutes: Minutes,
    /// How Live Tail is.
    pub live: Live,
}

impl Known {
    /// Whether all of so many groups cannot be read for want of access.
    pub fn is_refused(&self, groups: usize) -> bool {
        let is_refused = |source: &Source| matches!(source, Source::Failing(fault) if fault.is_no_access());
        groups > 0 && self.sources.len() == groups && self.sources.values().all(is_refused)
    }

    /// The groups that cannot be read now.
    pub fn failing(&self) -> Vec<String> {
        let is_failing = |source: &Source| matches!(source, Source::Failing(_) | Source::Waiting);
        let failing = self.sources.iter().filter(|(_, source)| is_failing(source));
        failing.map(|(group, _)| group.clone()).collect()
    }

    /// Whether events are missing, or may be.
    pub fn is_incomplete(&self) -> bool {
        self.minutes.unverified() > 0 || !self.minutes.gaps().is_empty()
    }

    fn gaps(&self, group: &str) -> Vec<Gap> {
        let gaps = self.minutes.gaps().into_iter();
        gaps.filter(|(of, _)| ***of == *group).map(|(_, gap)| *gap).collect()
    }
}

impl<S: Sink> Listener<S> {
    /// Takes what was observed; events wait for their turn, all else is said at once.
    pub(super) fn hear(&mut self, Heard { at, observation, .. }: Heard) {
        match observation {
            Observation::Lines(events) => self.order.take(at, events),
            Observation::Tail { group, source } => self.hear_source(at, group, source),
            Observation::Minutes { group, minutes, gaps } => self.hear_minutes(&group, &minutes, gaps),
            Observation::Live(live) => self.hear_live(at, live),
            _ => {}
        }
    }

    fn hear_source(&mut self, at: Time, group: String, source: Source) {
        self.order.caught_up(&group);
        let at = Stamp::new(Zone::Utc).text(at);
        self.record(&Record::Source(Reading::new(&at, &group, &source)));
        self.voice.state(&self.labels.name(&group), self.known.sources.get(&group), &source);
        self.known.sources.insert(group, source);
    }

    fn hear_minutes(&mut self, group: &Arc<str>, minutes: &[(Minute, State)], gaps: Vec<Gap>) {
        for (minute, state) in minutes {
            self.record(&Record::Minute(MinuteOf::new(group, *minute, *state)));
        }
        let before = self.known.gaps(group);
        for gap in gaps.iter().filter(|gap| !before.contains(gap)) {
            self.record(&Record::Gap(GapOf::new(group, gap, "open")));
            missing(&self.labels.name(group), gap);
        }
        for gap in before.iter().filter(|gap| !gaps.contains(gap)) {
            self.record(&Record::Gap(GapOf::new(group, gap, "closed")));
            self.voice.filled(&self.labels.name(group), gap);
        }
        self.known.minutes.hear(Arc::clone(group), minutes, gaps);
    }

    fn hear_live(&mut self, at: Time, live: Live) {
        let at = Stamp::new(Zone::Utc).text(at);
        self.record(&Record::Live(LiveTail::new(&at, &live)));
        self.voice.live(&live);
        self.known.live = live;
    }

    fn record(&mut self, record: &Record<'_>) {
        self.printer.record(record, &mut self.out.buffer);
    }
}

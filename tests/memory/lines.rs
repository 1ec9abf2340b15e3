//! The lines of a busy pipeline, for the tests and for the benches.

use std::sync::Arc;

use chrono::TimeDelta;
use farol::clock::Time;
use farol::domain::log::Event;
use farol::reference;

/// Lines of 159 bytes, so many a second; one in twenty is an error, one in twenty thousand has the needle.
pub struct Lines {
    a_second: u64,
    group: Arc<str>,
    streams: Vec<Arc<str>>,
}

impl Lines {
    /// Lines of eight streams of one group.
    pub fn new(a_second: u64) -> Self {
        let streams = (0..8).map(|n| format!("2023/10/01/[$LATEST]{n:032x}").into()).collect();
        Self { a_second, group: reference::OUTPUT_GROUP.into(), streams }
    }

    /// The `n`-th.
    pub fn get(&self, n: u64) -> Event {
        let level = if n % 20 == 7 { "ERROR" } else { "INFO " };
        let needle = if n % 20_000 == 777 { "needle" } else { "ingest" };
        let start = Time::from_timestamp(1_696_154_400, 0).unwrap();
        let time = start + TimeDelta::milliseconds((n * 1_000 / self.a_second).cast_signed());
        let text = format!(
            "{} {level} [{:08x}-1b2c-4d5e-8f90-a1b2c3d4e5f6] seq={n:08} {needle} batch records={} duration={}.0ms key=raw/2023/10/01/part-{:05}.json\n",
            time.format("%Y-%m-%dT%H:%M:%S%.3fZ"),
            n.wrapping_mul(2_654_435_761) % (1 << 32),
            100 + n % 900,
            10 + n % 90,
            n % 100_000,
        );
        Event {
            id: format!("36{n:054}").into(),
            group: Arc::clone(&self.group),
            stream: self.streams.get(usize::try_from(n % 8).unwrap()).cloned().unwrap(),
            time,
            ingested: time + TimeDelta::milliseconds(700),
            text: text.into(),
        }
    }
}

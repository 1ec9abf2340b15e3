//! The public API that the ingest fetches: the bundled answer, with a little change over time.

use std::sync::LazyLock;

use bytes::Bytes;

use super::chance::chance;
use crate::clock::Time;

/// The bundled answer; one entry to a line.
const BUNDLED: &str = include_str!("../../assets/demo/public_apis.json");

/// The API gives the same answer for so long.
const STEADY_SECONDS: i64 = 600;

/// At most so many entries are away at a time.
const MOST_AWAY: usize = 6;

static ENTRIES: LazyLock<Vec<&'static str>> = LazyLock::new(|| BUNDLED.lines().filter_map(entry).collect());

fn entry(line: &'static str) -> Option<&'static str> {
    let line = line.trim().trim_end_matches(',');
    (line.starts_with('{') && line.ends_with('}')).then_some(line)
}

/// An answer of the API, as a recipe: which entries are away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    away: Vec<usize>,
}

impl Answer {
    /// What the API says at that time.
    pub fn at(seed: u64, time: Time) -> Self {
        let period = time.timestamp().div_euclid(STEADY_SECONDS).unsigned_abs();
        let mut rng = chance(seed, "api", period);
        let mut away: Vec<usize> = (0..rng.usize(..=MOST_AWAY)).map(|_| rng.usize(..ENTRIES.len())).collect();
        away.sort_unstable();
        away.dedup();
        Self { away }
    }

    /// How many entries it has.
    pub fn count(&self) -> usize {
        ENTRIES.len().saturating_sub(self.away.len())
    }

    /// How many bytes its body has.
    pub fn size(&self) -> usize {
        let entries: usize = self.entries().map(str::len).sum();
        let separators = self.count().saturating_sub(1);
        self.head().len() + entries + separators + TAIL.len()
    }

    /// The body of the response, which the ingest stores as it is.
    pub fn body(&self) -> Bytes {
        let mut body = String::with_capacity(self.size());
        body.push_str(&self.head());
        for (index, entry) in self.entries().enumerate() {
            if index > 0 {
                body.push(',');
            }
            body.push_str(entry);
        }
        body.push_str(TAIL);
        body.into()
    }

    fn entries(&self) -> impl Iterator<Item = &'static str> {
        ENTRIES.iter().enumerate().filter(|(index, _)| !self.away.contains(index)).map(|(_, entry)| *entry)
    }

    fn head(&self) -> String {
        format!("{{\"count\":{},\"entries\":[", self.count())
    }
}

/// What ends a body; the API, written in Go, ends with a newline.
const TAIL: &str = "]}\n";

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use serde_json::Value;

    use super::*;
    use crate::reference::ENTRY_FIELDS;

    #[test]
    fn the_bundled_data_set_has_the_fields_of_the_pipeline() {
        let answer: Value = serde_json::from_str(BUNDLED).unwrap();
        let entries = answer["entries"].as_array().unwrap();
        assert!(entries.len() >= 300);
        assert_eq!(answer["count"], entries.len());
        assert_eq!(ENTRIES.len(), entries.len(), "one entry to a line");
        for entry in entries {
            let fields: Vec<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(fields, ENTRY_FIELDS.map(|(name, _)| name));
        }
    }

    #[test]
    fn a_body_has_the_size_and_the_count_it_says() {
        for hour in 0..50 {
            let answer = Answer::at(1, Time::UNIX_EPOCH + TimeDelta::hours(hour));
            let body = answer.body();
            let parsed: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(body.len(), answer.size());
            assert_eq!(parsed["count"], answer.count());
            assert_eq!(parsed["entries"].as_array().unwrap().len(), answer.count());
        }
    }

    #[test]
    fn the_answer_changes_over_time_but_not_at_once() {
        let at = |minutes| Answer::at(1, Time::UNIX_EPOCH + TimeDelta::minutes(minutes)).body();
        assert_eq!(at(0), at(9));
        assert!((0..10).any(|step| at(step * 10) != at(step * 10 + 10)));
    }
}

//! What is known of Glue beyond the steps themselves.

use super::crawler::{Metrics, Past};
use super::fault::Fault;
use super::reading::Reading;
use super::world::Change;
use crate::clock::Time;

/// An answer of Glue.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The crawls of the past, newest first.
    Crawls(Result<Vec<Past>, Fault>),
    /// How long crawls take, as Glue reckons.
    Metrics(Result<Metrics, Fault>),
}

/// What has been read so far.
#[derive(Debug, Default)]
pub struct Glue {
    /// The crawls of the past, newest first.
    pub crawls: Reading<Vec<Past>>,
    /// How long crawls take, as Glue reckons.
    pub metrics: Reading<Metrics>,
}

impl Glue {
    /// Folds an answer, which came at `at`, into what is known.
    pub fn hear(&mut self, at: Time, told: Told) -> Change {
        match told {
            Told::Crawls(answer) => self.crawls.hear(at, answer),
            Told::Metrics(answer) => self.metrics.hear(at, answer),
        }
    }
}

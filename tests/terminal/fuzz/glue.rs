//! Hostile things that Glue tells beyond the steps themselves.

use farol::domain::Observation;
use farol::domain::crawler::{Changes, Metrics, Past};
use farol::domain::glue::Told;

use super::hostile::Fuzz;
use crate::stage::ago;

impl Fuzz {
    /// News of everything that Glue tells.
    pub fn glue(&mut self) -> Vec<Observation> {
        let metrics = self.or_fault(|_| Metrics::default());
        let crawls = self.or_fault(|fuzz| (0..8).map(|_| fuzz.past()).collect());
        [Told::Crawls(crawls), Told::Metrics(metrics)].map(Observation::Glue).into()
    }

    fn past(&mut self) -> Past {
        let names = serde_json::json!({ "names": [self.text(), self.text()] });
        let summary = serde_json::json!({ self.text(): { self.text(): { "Details": names, "Count": 2 } } });
        Past {
            id: self.foreign(),
            state: self.foreign(),
            started: Some(ago(600)),
            ended: Some(ago(500)),
            error: self.some(),
            dpu: 7,
            changes: Changes::parse(&summary.to_string()),
            log_group: self.some(),
            log_stream: self.some(),
            message_prefix: self.some(),
        }
    }
}

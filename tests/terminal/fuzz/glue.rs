//! Hostile things that Glue tells beyond the steps themselves.

use farol::domain::Observation;
use farol::domain::crawler::{Changes, Metrics, Past};
use farol::domain::glue::{Page, Place, Rest, Told};
use farol::domain::table::{Database, Name, Partition, Wanted};

use super::hostile::Fuzz;
use crate::stage::ago;

impl Fuzz {
    /// News of everything that Glue tells.
    pub fn glue(&mut self) -> Vec<Observation> {
        let metrics = self.or_fault(|_| Metrics::default());
        let crawls = self.or_fault(|fuzz| (0..8).map(|_| fuzz.past()).collect());
        let mut told = vec![Told::Crawls(crawls), Told::Metrics(metrics)];
        told.extend(self.account());
        told.extend(self.of_a_table());
        told.into_iter().map(Observation::Glue).collect()
    }

    /// All databases of the account, and the tables of one.
    fn account(&mut self) -> [Told; 2] {
        let database = |fuzz: &mut Self| Database {
            name: fuzz.foreign(),
            description: fuzz.some(),
            location: fuzz.some(),
            created: Some(ago(900)),
            target: fuzz.some(),
        };
        let databases = self.or_fault(|fuzz| page((0..4).map(|_| database(fuzz)).collect()));
        let tables = self.or_fault(|fuzz| page((0..4).map(|_| fuzz.table()).collect()));
        [Told::Databases(databases), Told::Tables(self.foreign(), tables)]
    }

    /// Partitions and versions of a table.
    fn of_a_table(&mut self) -> [Told; 2] {
        let partition = |fuzz: &mut Self| Partition {
            values: vec![fuzz.foreign(), fuzz.foreign()],
            location: fuzz.some(),
            created: None,
            analysed: Some(ago(90)),
            rows: Some(u64::MAX),
            bytes: Some(u64::MAX),
        };
        let partitions = self.or_fault(|fuzz| page((0..4).map(|_| partition(fuzz)).collect()));
        let versions = self.or_fault(|fuzz| page((0..4).map(|_| fuzz.table()).collect()));
        let table = Name { database: self.foreign(), table: self.foreign() };
        let wanted = Wanted { table: table.clone(), expression: self.text() };
        [Told::Partitions(wanted, partitions), Told::Versions(table, versions)]
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

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { place: Place::First, items, rest: Rest::None }
}

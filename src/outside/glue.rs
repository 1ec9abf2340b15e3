//! Asks Glue what a pane wants to know once.

use std::mem::discriminant;

use super::{Outside, broken_off, open};
use crate::cloud::Cloud;
use crate::domain::glue::{Ask, Told};
use crate::domain::world::Observation;
use crate::tasks::Slot;

impl Outside {
    /// Asks; what comes page by page is told so.
    pub(super) fn ask_glue(&mut self, ask: Ask) {
        let Some(watched) = self.watched.clone() else { return };
        let (desk, access, broken) = (self.desk.clone(), self.access.clone(), ask.clone());
        let word = |fault| vec![Observation::Glue(broken.unanswered(fault))];
        self.start(Slot::Glue(discriminant(&ask)), watched.id, word, async move {
            let say = |told| desk.say(watched.id, Observation::Glue(told));
            match open(&watched.cloud, &access, &watched.pipeline, desk.clock).await {
                Ok(cloud) => Box::pin(answer(&cloud, ask, say)).await,
                Err(fault) => say(ask.unanswered(fault)).await,
            }
        });
    }

    /// Ends the asking, and says so.
    pub(super) fn hush_glue(&mut self, ask: Ask) {
        let Some(id) = self.watched.as_ref().map(|watched| watched.id) else { return };
        let desk = self.desk.clone();
        self.start(Slot::Glue(discriminant(&ask)), id, broken_off, async move {
            desk.say(id, Observation::Glue(Told::Stopped(ask))).await;
        });
    }
}

async fn answer<S: Future<Output = ()>>(cloud: &Cloud, ask: Ask, say: impl Fn(Told) -> S) {
    match ask {
        Ask::Databases => cloud.databases(|page| say(Told::Databases(page))).await,
        Ask::Crawlers => cloud.all_crawlers(|page| say(Told::Crawlers(page))).await,
        Ask::Measures => cloud.all_measures(|page| say(Told::Measures(page))).await,
        Ask::Tables(name) => {
            cloud.each_table(name.exact(), |page| say(Told::Tables(name.clone(), page))).await;
        }
        Ask::History(name) => {
            cloud.each_crawl(name.exact(), |page| say(Told::History(name.clone(), page))).await;
        }
        Ask::Partitions(wanted) => {
            cloud.partitions(&wanted, |page| say(Told::Partitions(wanted.clone(), page))).await;
        }
        Ask::Versions(table) => {
            cloud.table_versions(&table, |page| say(Told::Versions(table.clone(), page))).await;
        }
        Ask::Newest(places) => {
            for place in places {
                let newest = cloud.newest_data(&place).await;
                say(Told::Newest(vec![(place, newest)])).await;
            }
        }
    }
}

//! All crawlers of the account, and how long they take.

use crate::cloud::{Cloud, fault, pages};
use crate::domain::crawler::{Crawler, Measured};
use crate::domain::glue::Paged;

use super::past::metrics;

const DOING: &str = "glue:GetCrawlers";
const MEASURING: &str = "glue:GetCrawlerMetrics";

/// Crawlers to a page: `GetCrawlerMetrics` gives no more than a hundred.
const PAGE: i32 = 100;
/// The most crawlers that are read.
const MOST: usize = 10_000;

impl Cloud {
    /// Reads all crawlers of the account, and tells each page.
    pub async fn all_crawlers<S: Future<Output = ()>>(&self, tell: impl Fn(Paged<Crawler>) -> S) {
        let ask = |token| async {
            let request = self.0.glue.get_crawlers().max_results(PAGE).set_next_token(token);
            let page = request.send().await.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
            let crawlers = page.crawlers.unwrap_or_default();
            Ok((crawlers.into_iter().map(|found| super::crawler("", found)).collect(), page.next_token))
        };
        pages::each(MOST, ask, tell).await;
    }

    /// Reads what Glue reckons of all crawlers of the account, and tells each page.
    pub async fn all_measures<S: Future<Output = ()>>(&self, tell: impl Fn(Paged<Measured>) -> S) {
        let ask = |token| async {
            let request = self.0.glue.get_crawler_metrics().max_results(PAGE).set_next_token(token);
            let page = request.send().await.map_err(|e| fault::of(&self.0.place, MEASURING, &e))?;
            let measured = page.crawler_metrics_list.unwrap_or_default().into_iter().map(|found| Measured {
                metrics: metrics(&found),
                crawler: found.crawler_name.unwrap_or_default().into(),
            });
            Ok((measured.collect(), page.next_token))
        };
        pages::each(MOST, ask, tell).await;
    }
}

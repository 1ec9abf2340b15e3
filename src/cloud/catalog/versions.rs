//! The versions of a table.

use crate::cloud::{Cloud, fault, pages};
use crate::domain::glue::Paged;
use crate::domain::table::{Name, Table};

const DOING: &str = "glue:GetTableVersions";

/// Versions to a page, as many as AWS gives.
const PAGE: i32 = 100;
/// The most versions that are read: each has all of the columns.
const MOST: usize = 1_000;

impl Cloud {
    /// Reads the versions of a table, and tells each page.
    pub async fn table_versions<S: Future<Output = ()>>(
        &self,
        table: &Name,
        tell: impl Fn(Paged<Table>) -> S,
    ) {
        let database = table.database.exact();
        let ask = |token| {
            let request = self.0.glue.get_table_versions().database_name(database);
            let request = request.table_name(table.table.exact()).max_results(PAGE).set_next_token(token);
            async move {
                let page = request.send().await.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
                let versions = page.table_versions.unwrap_or_default().into_iter();
                let versions = versions.filter_map(|found| {
                    let version = found.version_id.map(Into::into);
                    let table = super::table(database, found.table?);
                    Some(Table { version: version.or(table.version), ..table })
                });
                Ok((versions.collect(), page.next_token))
            }
        };
        pages::each(MOST, ask, tell).await;
    }
}

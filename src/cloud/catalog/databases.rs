//! The databases of the Data Catalog.

use aws_sdk_glue::types as sdk;

use crate::cloud::{Cloud, fault, pages, time};
use crate::domain::glue::Paged;
use crate::domain::table::Database;
use crate::domain::text::Foreign;

const DOING: &str = "glue:GetDatabases";

/// Databases to a page, as many as AWS gives.
const PAGE: i32 = 100;
/// The most databases that are read.
const MOST: usize = 10_000;

impl Cloud {
    /// Reads all databases of the account, and tells each page.
    pub async fn databases<S: Future<Output = ()>>(&self, tell: impl Fn(Paged<Database>) -> S) {
        let ask = |token| async {
            let request = self.0.glue.get_databases().max_results(PAGE).set_next_token(token);
            let page = request.send().await.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
            Ok((page.database_list.into_iter().map(database).collect(), page.next_token))
        };
        pages::each(MOST, ask, tell).await;
    }
}

fn database(sdk: sdk::Database) -> Database {
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty()).map(Foreign::from);
    let target = sdk.target_database.and_then(|target| {
        let catalog = target.catalog_id.map(|id| format!("{id}.")).unwrap_or_default();
        Some(format!("{catalog}{}", target.database_name?))
    });
    Database {
        name: sdk.name.into(),
        description: filled(sdk.description),
        location: filled(sdk.location_uri),
        created: sdk.create_time.as_ref().and_then(time::time),
        target: filled(target),
    }
}

//! The tables of a database in the Data Catalog.

mod databases;
mod partitions;
mod versions;

use aws_sdk_glue::types as sdk;

use super::pages::{self, Portion};
use super::{Cloud, fault, time};
use crate::domain::fault::Fault;
use crate::domain::glue::Paged;
use crate::domain::table::{Column, Kind, Table};

const DOING: &str = "glue:GetTables";

/// Tables to a page, as many as AWS gives.
const PAGE: i32 = 100;
/// The most pages that are followed.
const PAGES: usize = 50;
/// The most tables that are read where each page is told.
const MOST: usize = 10_000;

impl Cloud {
    /// Reads all tables of a database.
    pub async fn tables(&self, database: &str) -> Result<Vec<Table>, Fault> {
        let (mut tables, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            let (page, next) = self.page_of_tables(database, token).await?;
            tables.extend(page);
            token = next.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        Ok(tables)
    }

    /// Reads all tables of a database, and tells each page.
    pub async fn each_table<S: Future<Output = ()>>(&self, database: &str, tell: impl Fn(Paged<Table>) -> S) {
        pages::each(MOST, |token| self.page_of_tables(database, token), tell).await;
    }

    async fn page_of_tables(&self, database: &str, token: Option<String>) -> Result<Portion<Table>, Fault> {
        let request =
            self.0.glue.get_tables().database_name(database).max_results(PAGE).set_next_token(token);
        let page = request.send().await.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
        let tables = page.table_list.unwrap_or_default().into_iter();
        Ok((tables.map(|found| table(database, found)).collect(), page.next_token))
    }
}

fn table(database: &str, sdk: sdk::Table) -> Table {
    let moment = |at: Option<_>| at.as_ref().and_then(time::time);
    let storage = sdk.storage_descriptor;
    let columns = storage.as_ref().and_then(|storage| storage.columns.clone()).unwrap_or_default();
    let partitions = sdk.partition_keys.unwrap_or_default();
    let columns = columns.into_iter().map(|column| self::column(column, false));
    let partitions = partitions.into_iter().map(|column| self::column(column, true));
    let parameters = sdk.parameters.unwrap_or_default();
    Table {
        name: sdk.name.into(),
        database: sdk.database_name.unwrap_or_else(|| database.to_owned()).into(),
        columns: columns.chain(partitions).collect(),
        classification: parameters.get("classification").map(|kind| kind.as_str().into()),
        serde: storage.as_ref().and_then(serde).map(Into::into),
        input: storage.as_ref().and_then(|storage| storage.input_format.as_deref()).map(Into::into),
        location: storage.and_then(|storage| storage.location).map(Into::into),
        kind: sdk.table_type.map(Into::into),
        parameters: parameters.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
        version: sdk.version_id.map(Into::into),
        created: moment(sdk.create_time),
        updated: moment(sdk.update_time),
    }
}

fn serde(storage: &sdk::StorageDescriptor) -> Option<String> {
    storage.serde_info.as_ref()?.serialization_library.clone()
}

fn column(sdk: sdk::Column, is_partition: bool) -> Column {
    let kind = Kind::parse(sdk.r#type.as_deref().unwrap_or("unknown"));
    Column { name: sdk.name.into(), kind, is_partition }
}

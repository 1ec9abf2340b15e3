//! The partitions of a table.

use std::collections::HashMap;

use aws_sdk_glue::types as sdk;

use crate::cloud::{Cloud, fault, pages, time};
use crate::domain::glue::Paged;
use crate::domain::table::{Partition, Wanted};

const DOING: &str = "glue:GetPartitions";

/// Partitions to a page, as many as AWS gives.
const PAGE: i32 = 1_000;
/// The most partitions that are read: a table may have ten millions.
const MOST: usize = 50_000;

impl Cloud {
    /// Reads the partitions that are wanted, without their columns, and tells each page.
    pub async fn partitions<S: Future<Output = ()>>(
        &self,
        wanted: &Wanted,
        tell: impl Fn(Paged<Partition>) -> S,
    ) {
        let expression = Some(wanted.expression.clone()).filter(|expression| !expression.is_empty());
        let ask = |token| {
            let request = self.0.glue.get_partitions().set_next_token(token);
            let request = request.database_name(wanted.table.database.exact());
            let request = request.table_name(wanted.table.table.exact()).max_results(PAGE);
            let request = request.set_expression(expression.clone()).exclude_column_schema(true);
            async {
                let page = request.send().await.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
                let partitions = page.partitions.unwrap_or_default();
                Ok((partitions.into_iter().map(partition).collect(), page.next_token))
            }
        };
        pages::each(MOST, ask, tell).await;
    }
}

fn partition(sdk: sdk::Partition) -> Partition {
    let moment = |at: Option<_>| at.as_ref().and_then(time::time);
    let parameters = sdk.parameters.unwrap_or_default();
    Partition {
        values: sdk.values.unwrap_or_default().into_iter().map(Into::into).collect(),
        location: sdk.storage_descriptor.and_then(|storage| storage.location).map(Into::into),
        created: moment(sdk.creation_time),
        analysed: moment(sdk.last_analyzed_time),
        rows: count(&parameters, ["recordCount", "numRows"]),
        bytes: count(&parameters, ["sizeKey", "totalSize"]),
    }
}

/// What a crawler has counted, else what a statement has, which says -1 where it did not.
fn count(parameters: &HashMap<String, String>, names: [&str; 2]) -> Option<u64> {
    names.iter().find_map(|name| parameters.get(*name)?.parse().ok())
}

//! The partitions and the versions of tables.

use serde_json::{Value, json};

use super::catalog::{found, shape, storage};
use super::expression::Expression;
use crate::demo::account::Account;
use crate::demo::catalog::{Partition, Table};
use crate::demo::wire::answer::Outcome;
use crate::demo::wire::json::{Input, page, reply, seconds};

/// Those that fulfil the expression, if there is one.
pub(super) fn list(input: &Input, account: &Account) -> Outcome {
    let (database, name) = (input.required("DatabaseName")?, input.required("TableName")?);
    let table = found(database, name, account)?;
    let expression = input.text("Expression").unwrap_or_default();
    if expression.chars().count() > 2_048 {
        return Err(input.refuse("Value at 'expression' must have length less than or equal to 2048"));
    }
    let expression = Some(expression).filter(|text| !text.trim().is_empty());
    let expression = expression.map(|text| Expression::parse(text, &table.keys)).transpose();
    let expression = expression.map_err(|error| input.refuse(error))?;
    let is_wanted = |partition: &&Partition| {
        expression.as_ref().is_none_or(|expression| expression.admits(&partition.values))
    };
    let wanted = table.partitions.iter().filter(is_wanted);
    let size = input.size("MaxResults", 1000)?;
    let page = page(input, &format!("{database}.{name}"), size, wanted, |it| it.values.join("/"))?;
    let bare = input.flag("ExcludeColumnSchema") == Some(true);
    let all: Vec<Value> =
        page.items.into_iter().map(|it| partition(it, table, database, account, bare)).collect();
    Ok(reply(json!({ "Partitions": all, "NextToken": page.next })))
}

/// Newest first.
pub(super) fn versions(input: &Input, account: &Account) -> Outcome {
    let (database, name) = (input.required("DatabaseName")?, input.required("TableName")?);
    let table = found(database, name, account)?;
    let all = std::iter::once(table).chain(table.past.iter().rev());
    let size = input.size("MaxResults", 100)?;
    let page = page(input, &format!("{database}.{name}"), size, all, |it| it.version.to_string())?;
    let versions: Vec<Value> = page
        .items
        .into_iter()
        .map(|it| json!({ "Table": shape(it, database, account), "VersionId": it.version.to_string() }))
        .collect();
    Ok(reply(json!({ "TableVersions": versions, "NextToken": page.next })))
}

fn partition(partition: &Partition, table: &Table, database: &str, account: &Account, bare: bool) -> Value {
    let columns = if bare { &[] } else { table.columns.as_slice() };
    json!({
        "Values": partition.values,
        "DatabaseName": database,
        "TableName": table.name,
        "CreationTime": seconds(partition.created),
        "LastAnalyzedTime": partition.analysed.map(seconds),
        "StorageDescriptor": storage(table, columns, &partition.location),
        "Parameters": partition.parameters,
        "CatalogId": account.id(),
    })
}

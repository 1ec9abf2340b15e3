//! The Data Catalog.

use regex::Regex;
use serde_json::{Value, json};

use super::missing;
use crate::demo::account::Account;
use crate::demo::catalog::{Column, Database, Table};
use crate::demo::wire::answer::{Outcome, Refusal};
use crate::demo::wire::json::{Input, page, reply, seconds};

pub(super) fn database(input: &Input, account: &Account) -> Outcome {
    let name = input.required("Name")?;
    let found = account.databases().find(|database| database.name == name);
    let found = found.ok_or_else(|| missing(format!("Database {name} not found.")))?;
    Ok(reply(json!({ "Database": database_shape(found, account) })))
}

pub(super) fn databases(input: &Input, account: &Account) -> Outcome {
    let size = input.size("MaxResults", 100)?;
    let page = page(input, "", size, account.databases(), |database| database.name.clone())?;
    let list: Vec<Value> = page.items.into_iter().map(|it| database_shape(it, account)).collect();
    Ok(reply(json!({ "DatabaseList": list, "NextToken": page.next })))
}

pub(super) fn table(input: &Input, account: &Account) -> Outcome {
    let (database, name) = (input.required("DatabaseName")?, input.required("Name")?);
    let table = found(database, name, account)?;
    Ok(reply(json!({ "Table": shape(table, database, account) })))
}

pub(super) fn tables(input: &Input, account: &Account) -> Outcome {
    let database = input.required("DatabaseName")?;
    let pattern = input.text("Expression").map(pattern).transpose();
    let pattern = pattern.map_err(|error| input.refuse(error.to_string()))?;
    let all = account.tables(database).ok_or_else(|| no_database(database))?;
    let wanted = all.filter(|table| pattern.as_ref().is_none_or(|pattern| pattern.is_match(&table.name)));
    let page = page(input, database, input.size("MaxResults", 100)?, wanted, |table| table.name.clone())?;
    let list: Vec<Value> = page.items.into_iter().map(|table| shape(table, database, account)).collect();
    Ok(reply(json!({ "TableList": list, "NextToken": page.next })))
}

/// `*` stands for anything; the rest of the expression is a regular one.
fn pattern(expression: &str) -> Result<Regex, regex::Error> {
    let starred = expression.replace(".*", "*").replace('*', ".*");
    Regex::new(&format!("^(?:{starred})$"))
}

pub(super) fn found<'a>(database: &str, name: &str, account: &'a Account) -> Result<&'a Table, Refusal> {
    let mut tables = account.tables(database).ok_or_else(|| no_database(database))?;
    tables.find(|table| table.name == name).ok_or_else(|| missing(format!("Table {name} not found.")))
}

fn no_database(name: &str) -> Refusal {
    missing(format!("Database {name} not found."))
}

fn database_shape(database: &Database, account: &Account) -> Value {
    json!({
        "Name": database.name,
        "Description": database.description,
        "CreateTime": seconds(database.created),
        "CreateTableDefaultPermissions": [{
            "Principal": { "DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS" },
            "Permissions": ["ALL"],
        }],
        "CatalogId": account.id(),
    })
}

/// Columns, or partition keys.
fn columns(columns: &[Column]) -> Vec<Value> {
    columns.iter().map(|column| json!({ "Name": column.name, "Type": column.kind })).collect()
}

/// Where data is and what reads it: all of a table's, or a partition's, which may leave the columns to its table.
pub(super) fn storage(table: &Table, those: &[Column], location: &str) -> Value {
    json!({
        "Columns": columns(those),
        "Location": location,
        "InputFormat": table.input_format,
        "OutputFormat": table.output_format,
        "Compressed": false,
        "NumberOfBuckets": -1,
        "SerdeInfo": {
            "SerializationLibrary": table.serde, "Parameters": table.serde_parameters,
        },
        "BucketColumns": [],
        "SortColumns": [],
        "Parameters": table.parameters,
        "StoredAsSubDirectories": false,
    })
}

pub(super) fn shape(table: &Table, database: &str, account: &Account) -> Value {
    json!({
        "Name": table.name,
        "DatabaseName": database,
        "Owner": "owner",
        "CreateTime": seconds(table.created),
        "UpdateTime": seconds(table.updated),
        "LastAccessTime": seconds(table.updated),
        "Retention": 0,
        "StorageDescriptor": storage(table, &table.columns, &table.location),
        "PartitionKeys": columns(&table.keys),
        "TableType": "EXTERNAL_TABLE",
        "Parameters": table.parameters,
        "CreatedBy": format!("arn:aws:sts::{}:assumed-role/glue/AWS-Crawler", account.id()),
        "IsRegisteredWithLakeFormation": false,
        "CatalogId": account.id(),
        "VersionId": table.version.to_string(),
    })
}

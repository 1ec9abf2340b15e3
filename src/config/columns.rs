//! Which columns lists show: the `[columns]` table, checked against the columns there are.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::nearest::nearest;
use super::section::{Section, Value};
use super::value::Objection;
use crate::domain::text::visible;

/// The columns of lists by the lists' names, in the order in which they are shown; a list that is not there shows its own.
pub type Columns = BTreeMap<String, Vec<String>>;

/// A list's name, and the columns that it can show.
pub type Known = (&'static str, Vec<&'static str>);

/// Reads `[columns]`: names of columns by the name of a list.
pub(super) fn read(top: &mut Section<'_, '_>, lists: &[Known]) -> Columns {
    let Some(value) = top.value("columns") else { return Columns::new() };
    let Some(table) = value.get_ref().as_table() else {
        top.object("columns", Objection::to(value, "the table [columns]"));
        return Columns::new();
    };
    let mut columns = Columns::new();
    for (key, value) in table {
        if let Some((name, known)) = lists.iter().find(|(name, _)| *name == key.get_ref()) {
            columns.insert((*name).to_owned(), names(top, name, known, value));
            continue;
        }
        let names: Vec<&str> = lists.iter().map(|(name, _)| *name).collect();
        let (name, hint) = (visible(key.get_ref()), meant(key.get_ref(), &names));
        top.mistakes.add(key.span().start, format!("unknown list `{name}` in [columns]; {hint}"));
    }
    columns
}

fn names(top: &mut Section<'_, '_>, list: &str, known: &[&str], value: &Value<'_>) -> Vec<String> {
    let items = match value.get_ref() {
        DeValue::Array(items) if !items.is_empty() => &**items,
        _ => {
            let expected = format!("a list of columns: `{}`", known.join("`, `"));
            top.object(list, Objection::to(value, expected));
            return vec![];
        }
    };
    let mut names: Vec<String> = Vec::new();
    for item in items {
        match item.get_ref().as_str() {
            None => top.object(list, Objection::to(item, "a column in quotes")),
            Some(name) if !known.contains(&name) => {
                let what = format!("`{list}` has no column `{}`; {}", visible(name), meant(name, known));
                top.mistakes.add(item.span().start, what);
            }
            Some(name) if names.iter().any(|other| other == name) => {
                top.mistakes.add(item.span().start, format!("`{list}` names `{name}` twice"));
            }
            Some(name) => names.push(name.to_owned()),
        }
    }
    names
}

fn meant(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected `{}`", known.join("`, `")),
    }
}

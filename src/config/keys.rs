//! Rebinding: the `[keys]` table, checked against the console's key rows.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::nearest::nearest;
use super::section::{Section, Value};
use super::value::Objection;

/// What may be rebound, and to what: the console's key rows, as far as the configuration needs them.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// The names of the commands, such as `objects.open`.
    pub names: &'a [&'a str],
    /// Whether a chord can be bound to a command, else what was expected: `a key such as "ctrl-r"`.
    pub accepts: &'a dyn Fn(&str, &str) -> Result<(), String>,
}

impl Rows<'_> {
    /// No rows: nothing can be rebound. For commands without a screen see [`Rows::any`].
    pub const NONE: Rows<'static> = Rows { names: &[], accepts: &|_, _| Ok(()) };
}

/// Reads `[keys]`: a chord or a list of chords by the name of a command. Names may be written dotted or in quotes.
pub(super) fn read(top: &mut Section<'_, '_>, rows: &Rows) -> BTreeMap<String, Vec<String>> {
    let mut bindings = BTreeMap::new();
    let Some(value) = top.value("keys") else { return bindings };
    match value.get_ref().as_table() {
        Some(table) => read_table(top, "", table, rows, &mut bindings),
        None => top.object("keys", Objection::to(value, "the table [keys]")),
    }
    bindings
}

fn read_table<'a>(
    top: &mut Section<'a, '_>,
    prefix: &str,
    table: &'a DeTable<'a>,
    rows: &Rows,
    bindings: &mut BTreeMap<String, Vec<String>>,
) {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        if let DeValue::Table(inner) = value.get_ref() {
            read_table(top, &format!("{name}."), inner, rows, bindings);
        } else if rows.names.contains(&name.as_str()) {
            let chords = read_chords(top, &name, value, rows);
            bindings.insert(name, chords);
        } else {
            top.mistakes.add(key.span().start, unknown(&name, rows));
        }
    }
}

fn read_chords(top: &mut Section<'_, '_>, name: &str, value: &Value<'_>, rows: &Rows) -> Vec<String> {
    let items = match value.get_ref() {
        DeValue::Array(items) => &**items,
        _ => std::slice::from_ref(value),
    };
    let mut chords = Vec::new();
    for item in items {
        match chord(name, item, rows) {
            Ok(chord) => chords.push(chord),
            Err(objection) => top.object(name, objection),
        }
    }
    chords
}

fn chord(name: &str, item: &Value<'_>, rows: &Rows) -> Result<String, Objection> {
    let Some(chord) = item.get_ref().as_str() else {
        return Err(Objection::to(item, "a key in quotes, or a list of them"));
    };
    (rows.accepts)(name, chord).map_err(|expected| Objection::to(item, expected))?;
    Ok(chord.to_owned())
}

fn unknown(name: &str, rows: &Rows) -> String {
    let shown = crate::domain::text::visible(name);
    match nearest(name, rows.names.iter().copied()) {
        Some(meant) => format!("unknown command `{shown}` in [keys]; did you mean `{meant}`?"),
        None => format!("unknown command `{shown}` in [keys]; `?` in the console shows them all"),
    }
}

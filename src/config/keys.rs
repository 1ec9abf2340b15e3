//! Rebinding: the `[keys]` table, checked against the console's key rows.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::nearest::nearest;
use super::section::{Section, Value};
use super::value::Objection;
use crate::domain::text::visible;

/// Chords by the name of the command that they are given to, in place of its own.
pub type Bindings = BTreeMap<String, Vec<String>>;

/// What may be rebound, and to what: the console's key rows, as far as the configuration needs them.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// The names of the commands, such as `objects.open`.
    pub names: fn() -> Vec<String>,
    /// Whether something is a chord; else why not, in words.
    pub chord: fn(&str) -> Result<(), String>,
    /// What is wrong with all bindings together: chords that would be given twice.
    pub conflicts: fn(&Bindings) -> Vec<String>,
    /// The lists that have columns, each with the names of its columns.
    pub lists: fn() -> Vec<super::columns::Known>,
}

/// The table while it is read.
struct Table<'r> {
    rows: &'r Rows,
    names: Vec<String>,
    bindings: Bindings,
}

/// Reads `[keys]`: a chord or a list of chords by the name of a command. Names may be written dotted or in quotes.
pub(super) fn read(top: &mut Section<'_, '_>, rows: &Rows) -> Bindings {
    let Some(value) = top.value("keys") else { return Bindings::new() };
    let mut table = Table { rows, names: (rows.names)(), bindings: Bindings::new() };
    match value.get_ref().as_table() {
        Some(keys) => table.read(top, "", keys),
        None => top.object("keys", Objection::to(value, "the table [keys]")),
    }
    for conflict in (rows.conflicts)(&table.bindings) {
        top.mistakes.add(value.span().start, format!("{conflict} by [keys]"));
    }
    table.bindings
}

impl Table<'_> {
    fn read<'a>(&mut self, top: &mut Section<'a, '_>, prefix: &str, table: &'a DeTable<'a>) {
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            if let DeValue::Table(inner) = value.get_ref() {
                self.read(top, &format!("{name}."), inner);
            } else if self.names.contains(&name) {
                let chords = self.chords(top, &name, value);
                self.bindings.insert(name, chords);
            } else {
                top.mistakes.add(key.span().start, self.unknown(&name));
            }
        }
    }

    fn chords(&self, top: &mut Section<'_, '_>, name: &str, value: &Value<'_>) -> Vec<String> {
        let items = match value.get_ref() {
            DeValue::Array(items) => &**items,
            _ => std::slice::from_ref(value),
        };
        items.iter().filter_map(|item| self.chord(top, name, item)).collect()
    }

    fn chord(&self, top: &mut Section<'_, '_>, name: &str, item: &Value<'_>) -> Option<String> {
        let Some(chord) = item.get_ref().as_str() else {
            top.object(name, Objection::to(item, "a key in quotes, or a list of them"));
            return None;
        };
        if let Err(why) = (self.rows.chord)(chord) {
            top.mistakes.add(item.span().start, format!("`{name}`: {}", visible(&why)));
        }
        Some(chord.to_owned())
    }

    fn unknown(&self, name: &str) -> String {
        let hint = match nearest(name, self.names.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("expected `{}`", self.neighbours(name).join("`, `")),
        };
        format!("unknown command `{}` in [keys]; {hint}", visible(name))
    }

    /// The commands of the section that `name` begins with; of an unknown section, the sections.
    fn neighbours(&self, name: &str) -> Vec<String> {
        let section = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        let own = self.names.iter().filter(|known| section(known) == section(name)).cloned();
        let mut found: Vec<String> = own.collect();
        if found.is_empty() {
            found = self.names.iter().map(|known| format!("{}.…", section(known))).collect();
            found.dedup();
        }
        found
    }
}

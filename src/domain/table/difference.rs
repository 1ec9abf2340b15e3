//! What changed between two versions of a table.

use std::collections::{BTreeMap, HashMap};

use super::{Kind, Table};
use crate::domain::text::Foreign;
use crate::domain::words;

/// What kind of thing differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A column, or a field in one.
    Column,
    /// A partition key.
    Key,
    /// The order of columns, or of fields in one, which are all there still.
    Order,
    /// Where the data is.
    Location,
    /// The SerDe that reads the data.
    Serde,
    /// The class that splits the data.
    Input,
    /// What kind of table it is.
    Sort,
    /// A parameter.
    Parameter,
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What kind of thing.
    pub what: What,
    /// Which: a path such as `entries[].Auth`, or the name of a parameter; empty where there is one of the kind.
    pub name: Foreign,
    /// As it was: a type or a value; `None`: it was not there.
    pub from: Option<Foreign>,
    /// As it is now; `None`: it is gone.
    pub to: Option<Foreign>,
}

impl What {
    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Key => "partition key",
            Self::Order => "order",
            Self::Location => "location",
            Self::Serde => "SerDe",
            Self::Input => "input format",
            Self::Sort => "kind of table",
            Self::Parameter => "parameter",
        }
    }
}

impl Difference {
    /// `+` for what is new, `−` for what is gone, `~` for what is other than it was.
    pub fn sign(&self) -> &'static str {
        match (&self.from, &self.to) {
            (None, Some(_)) => "+",
            (Some(_), None) => "−",
            _ => "~",
        }
    }
}

/// What differs, columns first.
pub fn between(old: &Table, new: &Table) -> Vec<Difference> {
    let mut found = Vec::new();
    for (what, is_key) in [(What::Column, false), (What::Key, true)] {
        let of = |table: &'_ Table| -> Vec<(Foreign, Kind)> {
            let those = table.columns.iter().filter(|column| column.is_partition == is_key);
            those.map(|column| (column.name.clone(), column.kind.clone())).collect()
        };
        fields(what, "", &of(old), &of(new), &mut found);
    }
    let singles = [
        (What::Location, &old.location, &new.location),
        (What::Serde, &old.serde, &new.serde),
        (What::Input, &old.input, &new.input),
        (What::Sort, &old.kind, &new.kind),
    ];
    for (what, from, to) in singles {
        if from != to {
            found.push(Difference { what, name: Foreign::default(), from: from.clone(), to: to.clone() });
        }
    }
    parameters(&old.parameters, &new.parameters, &mut found);
    found
}

/// In a few words, visible: `+1 column, ~2 columns, ~3 parameters`; empty: nothing differs.
pub fn summary(differences: &[Difference]) -> String {
    let mut counts: BTreeMap<(What, &'static str), usize> = BTreeMap::new();
    for difference in differences {
        *counts.entry((difference.what, difference.sign())).or_default() += 1;
    }
    let word = |((what, sign), count): ((What, &'static str), usize)| match what {
        What::Column | What::Key | What::Parameter => {
            let plural = if count == 1 { "" } else { "s" };
            format!("{sign}{} {}{plural}", words::count(count), what.word())
        }
        _ => format!("{sign}{}", what.word()),
    };
    counts.into_iter().map(word).collect::<Vec<_>>().join(", ")
}

fn fields(
    what: What,
    above: &str,
    old: &[(Foreign, Kind)],
    new: &[(Foreign, Kind)],
    found: &mut Vec<Difference>,
) {
    let path = |name: &Foreign| {
        let dot = if above.is_empty() { "" } else { "." };
        format!("{above}{dot}{}", name.exact())
    };
    let (before, after) = (by_name(old), by_name(new));
    let news = new.iter().filter(|(name, _)| !before.contains_key(name));
    for (name, kind) in old {
        match after.get(name) {
            Some(now) => nested(what, &path(name), kind, now, found),
            None => {
                found.push(Difference { what, name: path(name).into(), from: Some(kind.hive()), to: None });
            }
        }
    }
    found.extend(news.map(|(name, kind)| Difference {
        what,
        name: path(name).into(),
        from: None,
        to: Some(kind.hive()),
    }));
    let order = |those: &[(Foreign, Kind)], others: &HashMap<&Foreign, &Kind>| -> Vec<Foreign> {
        those.iter().map(|(name, _)| name).filter(|name| others.contains_key(name)).cloned().collect()
    };
    if order(old, &after) != order(new, &before) {
        found.push(Difference { what: What::Order, name: above.into(), from: None, to: None });
    }
}

fn by_name(fields: &[(Foreign, Kind)]) -> HashMap<&Foreign, &Kind> {
    // The first of those that share a name counts.
    fields.iter().rev().map(|(name, kind)| (name, kind)).collect()
}

fn nested(what: What, path: &str, old: &Kind, new: &Kind, found: &mut Vec<Difference>) {
    match (old, new) {
        _ if old == new => {}
        (Kind::Array(old), Kind::Array(new)) => nested(what, &format!("{path}[]"), old, new, found),
        (Kind::Map(old_key, old), Kind::Map(new_key, new)) => {
            nested(what, &format!("{path}{{key}}"), old_key, new_key, found);
            nested(what, &format!("{path}{{}}"), old, new, found);
        }
        (Kind::Struct(old), Kind::Struct(new)) => fields(what, path, old, new, found),
        _ => found.push(Difference { what, name: path.into(), from: Some(old.hive()), to: Some(new.hive()) }),
    }
}

fn parameters(
    old: &BTreeMap<Foreign, Foreign>,
    new: &BTreeMap<Foreign, Foreign>,
    found: &mut Vec<Difference>,
) {
    let names: std::collections::BTreeSet<&Foreign> = old.keys().chain(new.keys()).collect();
    let differing = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    found.extend(differing.map(|name| Difference {
        what: What::Parameter,
        name: name.clone(),
        from: old.get(name).cloned(),
        to: new.get(name).cloned(),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::table::Column;

    /// A table of columns written `name:type`, partition keys with a `*` before the name.
    fn table(columns: &[&str], parameters: &[(&str, &str)]) -> Table {
        let column = |text: &&str| {
            let (name, kind) = text.split_once(':').unwrap();
            let is_partition = name.starts_with('*');
            Column { name: name.trim_start_matches('*').into(), kind: Kind::parse(kind), is_partition }
        };
        Table {
            columns: columns.iter().map(column).collect(),
            parameters: parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            ..Table::default()
        }
    }

    fn told(difference: &Difference) -> String {
        let side = |side: &Option<Foreign>| side.as_ref().map(|text| text.exact().to_owned());
        let sides: Vec<String> =
            [side(&difference.from), side(&difference.to)].into_iter().flatten().collect();
        let word = difference.what.word();
        format!("{}{word} {} {}", difference.sign(), difference.name.exact(), sides.join(" → "))
    }

    #[track_caller]
    fn check(old: &[&str], new: &[&str], want: &[&str]) {
        let found = between(&table(old, &[]), &table(new, &[]));
        assert_eq!(found.iter().map(told).collect::<Vec<_>>(), want);
    }

    #[test]
    fn columns_come_go_and_change_their_types() {
        check(&["a:int"], &["a:int"], &[]);
        check(&["a:int"], &["a:int", "b:string"], &["+column b string"]);
        check(&["a:int", "b:string"], &["b:string"], &["−column a int"]);
        check(&["a:int"], &["a:bigint"], &["~column a int → bigint"]);
        check(&["a:int", "b:int"], &["b:int", "a:int"], &["~order  "]);
    }

    #[test]
    fn a_nested_change_is_told_with_its_path() {
        check(
            &["e:array<struct<x:int,y:map<string,int>>>"],
            &["e:array<struct<x:string,y:map<string,bigint>,z:int>>"],
            &["~column e[].x int → string", "~column e[].y{} int → bigint", "+column e[].z int"],
        );
        check(&["e:struct<x:int,y:int>"], &["e:struct<y:int,x:int>"], &["~order e "]);
        check(&["e:struct<x:int>"], &["e:array<int>"], &["~column e struct<x:int> → array<int>"]);
    }

    #[test]
    fn partition_keys_are_told_apart_from_columns() {
        check(&["a:int", "*day:date"], &["a:int", "*day:string"], &["~partition key day date → string"]);
        check(&["a:int"], &["*a:int"], &["−column a int", "+partition key a int"]);
    }

    #[test]
    fn the_place_the_format_and_the_parameters_count_too() {
        let old = Table { location: Some("s3://a/".into()), ..table(&[], &[("n", "1"), ("gone", "x")]) };
        let new = Table { location: Some("s3://b/".into()), ..table(&[], &[("n", "2"), ("new", "y")]) };
        let found = between(&old, &new);
        let want =
            ["~location  s3://a/ → s3://b/", "−parameter gone x", "~parameter n 1 → 2", "+parameter new y"];
        assert_eq!(found.iter().map(told).collect::<Vec<_>>(), want);
        assert_eq!(summary(&found), "~location, +1 parameter, ~1 parameter, −1 parameter");
        assert_eq!(summary(&[]), "");
    }
}

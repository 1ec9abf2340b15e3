//! Filtering the packed rows of a listing: nothing of a row is copied that no condition asks about.

use super::{Filter, Kind, Known, Value};
use crate::clock::Time;
use crate::domain::object::{Facts, Prefix, Row};
use crate::domain::words;

/// What conditions on objects may be about.
pub const COLUMNS: [Known; 5] = [
    ("name", Kind::Text),
    ("size", Kind::Bytes),
    ("age", Kind::Time),
    ("class", Kind::Text),
    ("type", Kind::Text),
];

/// Whether an entry of a place passes; a folder has a name and nothing else.
pub fn passes(filter: &Filter, place: &Prefix, row: &Row<'_>, now: Time) -> bool {
    let name = place.name_of(row.key);
    filter.passes(&[name]) && filter.meets(now, |column| cell(column, name, row.facts.as_ref()))
}

fn cell(column: &str, name: &str, facts: Option<&Facts<'_>>) -> (Value, String) {
    if column == "name" {
        return (Value::text(name), name.to_owned());
    }
    let Some(facts) = facts else { return (Value::Nothing, String::new()) };
    match column {
        "size" => (Value::Bytes(facts.size), words::size(facts.size)),
        "age" => match Time::from_timestamp(facts.seconds, 0) {
            Some(time) => (Value::Time(time), time.format("%Y-%m-%d %H:%M:%S").to_string()),
            None => (Value::Nothing, String::new()),
        },
        "class" => {
            let class = facts.class.map_or("STANDARD", |class| class.exact());
            (Value::text(class), class.to_owned())
        }
        _ => {
            let file = name.rsplit('/').next().unwrap_or_default();
            let kind = file.rsplit_once('.').map(|(_, kind)| kind.to_lowercase()).unwrap_or_default();
            (Value::text(kind.as_str()), kind)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::object::{Block, Entry, Object};

    #[test]
    fn objects_are_filtered_by_what_their_listing_says() {
        let now = Time::from_timestamp(1_000_000, 0).unwrap();
        let object = |key: &str, size, ago: i64, class: Option<&str>| {
            let modified = now - chrono::TimeDelta::seconds(ago);
            let storage_class = class.map(Into::into);
            Entry::Object(Object { key: key.into(), size, modified, storage_class, ..Object::default() })
        };
        let block = Block::of(&[
            object("in/a.json", 10, 60, None),
            object("in/b.CSV", 5 << 20, 7_200, Some("GLACIER")),
            Entry::Folder("in/c/".into()),
            object("in/d", 0, 90_000, None),
        ]);
        let place = Prefix { bucket: "b".into(), prefix: "in/".into() };
        for (text, want) in [
            ("", "in/a.json in/b.CSV in/c/ in/d"),
            ("size:>1MB", "in/b.CSV"),
            ("size:=0", "in/d"),
            ("age:<2h", "in/a.json"),
            ("class:glacier", "in/b.CSV"),
            ("-class:standard", "in/b.CSV in/c/"),
            ("type:csv", "in/b.CSV"),
            ("name:c/", "in/c/"),
            ("csv size:>1MB", "in/b.CSV"),
        ] {
            let filter = Filter::of(text, &COLUMNS);
            let mut rows = block.rows(0);
            let mut found = Vec::new();
            while let Some(row) = rows.next() {
                found.extend(passes(&filter, &place, &row, now).then(|| row.key.to_owned()));
            }
            assert_eq!(found.join(" "), want, "{text}");
        }
    }
}

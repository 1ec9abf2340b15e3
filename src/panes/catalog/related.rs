//! What belongs to a row of the catalog.

use super::node::Id;
use crate::domain::object::Prefix;
use crate::domain::table::Table;
use crate::domain::text::Foreign;
use crate::effect::{Clip, Related, Target};
use crate::pane::Cx;

/// Of a table and its columns: where its data is.
pub fn of(cx: Cx<'_>, id: &Id) -> Vec<Related> {
    let place = table(cx, id).and_then(|table| place(table.location.as_ref()?.exact()));
    place.map(|place| Related::row("the objects of the table", Target::Place(place))).into_iter().collect()
}

/// The name of a table with its database, or of the crawler.
pub fn identity(cx: Cx<'_>, id: &Id) -> Option<Clip> {
    if matches!(id, Id::Crawler | Id::Route | Id::Error) {
        let name = cx.pipeline.catalog.as_ref()?.crawler.as_ref()?;
        return Some(Clip { what: "the crawler's name".into(), text: name.as_str().into() });
    }
    let table = table(cx, id)?;
    let text = format!("{}.{}", table.database.exact(), table.name.exact()).as_str().into();
    Some(Clip { what: "the table's name".into(), text })
}

fn table<'a>(cx: Cx<'a>, id: &Id) -> Option<&'a Table> {
    let (Id::Table(name) | Id::About(name) | Id::Column(name, _)) = id else { return None };
    cx.world.tables.get()?.iter().find(|table| table.name == *name)
}

/// The place of an `s3://` location; a location without a `/` at its end means all that begins with it there.
fn place(location: &str) -> Option<Prefix> {
    let rest = location.strip_prefix("s3://").or_else(|| location.strip_prefix("s3a://"))?;
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix: Foreign = match key {
        "" => Foreign::default(),
        key if key.ends_with('/') => key.into(),
        key => format!("{key}/").as_str().into(),
    };
    (!bucket.is_empty()).then(|| Prefix { bucket: bucket.to_owned(), prefix })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(location: &str, want: Option<(&str, &str)>) {
        let got = place(location);
        assert_eq!(got.as_ref().map(|place| (place.bucket.as_str(), place.prefix.exact())), want);
    }

    #[test]
    fn the_location_of_a_table_is_a_place_in_a_bucket() {
        check("s3://bucket", Some(("bucket", "")));
        check("s3://bucket/a/b", Some(("bucket", "a/b/")));
        check("s3a://bucket/a/", Some(("bucket", "a/")));
        check("hdfs://host/a", None);
        check("s3:///a", None);
    }
}

//! How new the data of a table is.

use crate::clock::Time;
use crate::domain::object::{Object, Prefix};
use crate::domain::text::Foreign;

/// The newest object of a place, as far as one page of its listing tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// The object; `None`: there is none.
    pub object: Option<Object>,
    /// How many objects were looked at.
    pub seen: usize,
    /// Whether these are all that there are.
    pub is_all: bool,
}

impl Newest {
    /// The newest of these that are data: what is empty, hidden or only marks a folder is not.
    pub fn of(objects: Vec<Object>, is_all: bool) -> Self {
        let seen = objects.len();
        let object = objects.into_iter().filter(is_data).max_by_key(|object| object.modified);
        Self { object, seen, is_all }
    }

    /// When the data changed last, as far as is known.
    pub fn modified(&self) -> Option<Time> {
        self.object.as_ref().map(|object| object.modified)
    }
}

/// Hive and its kin pass over names that begin with `_` or `.`.
fn is_data(object: &Object) -> bool {
    let name = object.key.exact().rsplit('/').next().unwrap_or_default();
    object.size > 0 && !name.is_empty() && !name.starts_with(['_', '.'])
}

/// The place of an `s3://` location; a location without a `/` at its end means all that begins with it there.
pub fn place(location: &Foreign) -> Option<Prefix> {
    let location = location.exact();
    let schemes = ["s3://", "s3a://", "s3n://"];
    let rest = schemes.iter().find_map(|scheme| location.strip_prefix(scheme))?;
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix: Foreign = match key {
        "" => Foreign::default(),
        key if key.ends_with('/') => key.into(),
        key => format!("{key}/").into(),
    };
    (!bucket.is_empty()).then(|| Prefix { bucket: bucket.to_owned(), prefix })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(location: &str, want: Option<(&str, &str)>) {
        let got = place(&location.into());
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

    #[test]
    fn markers_and_empty_objects_are_no_data() {
        let object = |key: &str, size, at| Object {
            key: key.into(),
            size,
            modified: Time::from_timestamp(at, 0).unwrap(),
            ..Object::default()
        };
        let objects = vec![
            object("t/part-0", 9, 10),
            object("t/_SUCCESS", 3, 40),
            object("t/", 0, 50),
            object("t/part-1", 9, 20),
            object("t/.tmp", 9, 60),
        ];
        let newest = Newest::of(objects, true);
        assert_eq!(newest.object.map(|object| object.key), Some("t/part-1".into()));
        assert_eq!(newest.seen, 5);
        assert_eq!(Newest::of(vec![], true).object, None);
    }
}

//! What came before an object: its previous version, else the object written before it in its folder.

use crate::cloud::{Cloud, fault, time};
use crate::domain::fault::Fault;
use crate::domain::object::{Entry, Object, ObjectRef, Prefix, Scope};
use crate::domain::preview::Target;

const VERSIONS: &str = "s3:ListBucketVersions";
/// The versions that are asked for: enough to find the one before a recent one.
const MOST: i32 = 100;

impl Cloud {
    /// What came before an object; `None`: nothing did, or nothing that the first page of its folder lists.
    ///
    /// Where versions may not be listed, or there are none, the folder decides.
    pub(crate) async fn earlier(&self, target: &Target) -> Result<Option<Target>, Fault> {
        if let Ok(Some(version)) = self.version_before(target).await {
            return Ok(Some(version));
        }
        let object = &target.object;
        let place = Prefix { bucket: object.bucket.clone(), prefix: folder(object.key.exact()).into() };
        let page = self.page(&Scope::folders(place), None).await?;
        let entries = (0..page.block.len()).filter_map(|n| page.block.get(n));
        let objects = entries.filter_map(|entry| match entry {
            Entry::Object(object) => Some(object),
            Entry::Folder(_) => None,
        });
        Ok(before(target, objects).map(|found| Target {
            object: ObjectRef::new(&object.bucket, found.key.clone()),
            size: found.size,
            modified: found.modified,
            etag: found.etag,
        }))
    }

    async fn version_before(&self, target: &Target) -> Result<Option<Target>, Fault> {
        let object = &target.object;
        let request = self.0.buckets.client(&object.bucket).list_object_versions();
        let request = request.bucket(&object.bucket).prefix(object.key.exact()).max_keys(MOST);
        let answer = request.send().await.map_err(|e| fault::of(&self.0.place, VERSIONS, &e))?;
        let versions = answer.versions.unwrap_or_default().into_iter().filter_map(|version| {
            let is_it = version.key.as_deref() == Some(object.key.exact());
            let modified = version.last_modified.as_ref().and_then(time::time)?;
            let found = Target {
                object: object.clone().at(Some(version.version_id?.into())),
                size: version.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
                modified,
                etag: version.e_tag.unwrap_or_default().trim_matches('"').into(),
            };
            (is_it && modified < target.modified).then_some(found)
        });
        Ok(versions.max_by_key(|version| version.modified))
    }
}

/// The key up to its last `/`.
fn folder(key: &str) -> &str {
    key.get(..key.rfind('/').map_or(0, |slash| slash + 1)).unwrap_or_default()
}

/// Of these the last one of the same kind that was written before; of the same kind is what ends in the same way.
fn before(target: &Target, objects: impl Iterator<Item = Object>) -> Option<Object> {
    let ending = |key: &str| {
        key.rsplit('/').next().and_then(|name| name.split_once('.')).map(|(_, end)| end.to_owned())
    };
    let own = ending(target.object.key.exact());
    let earlier = objects.filter(|object| {
        object.key != target.object.key
            && object.modified < target.modified
            && ending(object.key.exact()) == own
    });
    earlier.max_by_key(|object| object.modified)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;

    fn object(key: &str, seconds: i64) -> Object {
        Object {
            key: key.into(),
            size: 1,
            modified: Time::UNIX_EPOCH + chrono::TimeDelta::seconds(seconds),
            etag: "e".into(),
            ..Object::default()
        }
    }

    #[track_caller]
    fn check(key: &str, others: &[(&str, i64)], want: Option<&str>) {
        let object_at = object(key, 100);
        let target = Target {
            object: ObjectRef::new("b", key),
            size: 1,
            modified: object_at.modified,
            etag: "e".into(),
        };
        let others = others.iter().map(|(key, seconds)| object(key, *seconds));
        assert_eq!(before(&target, others).map(|found| found.key.exact().to_owned()).as_deref(), want);
    }

    #[test]
    fn the_one_before_is_the_last_of_the_same_kind_that_is_older() {
        check(
            "d/c.csv",
            &[("d/a.csv", 1), ("d/b.csv", 50), ("d/c.csv", 100), ("d/d.csv", 200)],
            Some("d/b.csv"),
        );
        check("d/c.csv.gz", &[("d/a.csv", 99), ("d/b.csv.gz", 2)], Some("d/b.csv.gz"));
        check("c.csv", &[("_SUCCESS", 99)], None);
        assert_eq!((folder("a/b/c"), folder("c")), ("a/b/", ""));
    }
}

//! Objects become files, on the embedded AWS and a real disk.

use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::*;
use crate::domain::download::{Order, Wanted};
use crate::domain::errand::Step;
use crate::domain::object::{ObjectRef, Prefix};
use crate::domain::preview::Target;
use crate::reference::RAW_BUCKET;

/// A folder of one test's own, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("farol-download-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// All files below it, sorted, with their lengths.
    fn files(&self) -> Vec<(String, u64)> {
        fn all(folder: &Path, root: &Path, found: &mut Vec<(String, u64)>) {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_dir() {
                    all(&entry.path(), root, found);
                } else {
                    let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
                    found.push((name, entry.metadata().unwrap().len()));
                }
            }
        }
        let mut found = Vec::new();
        all(&self.0, &self.0, &mut found);
        found.sort();
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn body() -> Bytes {
    (0..3_000_000_u32).map(|n| (n % 251) as u8).collect()
}

fn put(voyage: &Voyage, key: &str, body: Bytes) -> Target {
    let now = voyage.aws.clock().now();
    let size = body.len() as u64;
    let etag = voyage.aws.with(|account| {
        account.put(RAW_BUCKET, key, body, now).unwrap();
        account.bucket(RAW_BUCKET).unwrap().objects[key].etag.clone()
    });
    Target { object: ObjectRef::new(RAW_BUCKET, key), size, modified: now, etag: etag.into() }
}

async fn fetch(
    voyage: &mut Voyage,
    wanted: Wanted,
    folder: &Folder,
    is_replacing: bool,
) -> Result<String, String> {
    voyage.outside.perform(Effect::Download(Order { wanted, folder: folder.0.clone(), is_replacing }));
    voyage.sail(60).await;
    let over = voyage.heard.iter().rev().find_map(|heard| match heard {
        Observation::Fetching(Step::Over(over)) => Some(over.clone()),
        _ => None,
    });
    over.expect("it is not over")
}

#[tokio::test(start_paused = true)]
async fn an_object_becomes_a_file_and_no_file_is_overwritten_unasked() {
    let (mut voyage, folder) = (Voyage::depart(), Folder::new("one"));
    let target = put(&voyage, "d/a.bin", body());
    let said = fetch(&mut voyage, Wanted::Object(target.clone()), &folder, false).await.unwrap();
    assert!(said.starts_with("fetched 1 object, 2.8M, into "), "{said}");
    assert_eq!(fs::read(folder.0.join("a.bin")).unwrap(), body());
    fs::write(folder.0.join("a.bin"), "mine").unwrap();
    let said = fetch(&mut voyage, Wanted::Object(target.clone()), &folder, false).await.unwrap_err();
    assert!(said.contains("a.bin is there already; nothing was fetched"), "{said}");
    assert_eq!(fs::read(folder.0.join("a.bin")).unwrap(), b"mine");
    fetch(&mut voyage, Wanted::Object(target), &folder, true).await.unwrap();
    assert_eq!(folder.files(), [("a.bin".to_owned(), 3_000_000)]);
}

#[tokio::test(start_paused = true)]
async fn a_download_that_was_stopped_goes_on_where_it_was() {
    let (mut voyage, folder) = (Voyage::depart(), Folder::new("resume"));
    let target = put(&voyage, "a.bin", body());
    let partial = format!("a.bin.{}.part", &target.etag.exact()[..16]);
    fs::write(folder.0.join(&partial), &body()[..2_000_000]).unwrap();
    fetch(&mut voyage, Wanted::Object(target.clone()), &folder, false).await.unwrap();
    assert_eq!(fs::read(folder.0.join("a.bin")).unwrap(), body());
    assert_eq!(folder.files().len(), 1);
    // A beginning that is not the object's is found out by its hash.
    fs::remove_file(folder.0.join("a.bin")).unwrap();
    fs::write(folder.0.join(&partial), vec![7; 2_000_000]).unwrap();
    let said = fetch(&mut voyage, Wanted::Object(target), &folder, false).await.unwrap_err();
    assert!(said.contains("its MD5 is") && said.ends_with("and is taken away"), "{said}");
    assert_eq!(folder.files(), []);
}

#[tokio::test(start_paused = true)]
async fn an_object_that_changed_since_it_was_listed_is_not_fetched() {
    let (mut voyage, folder) = (Voyage::depart(), Folder::new("changed"));
    let target = put(&voyage, "a.bin", body());
    put(&voyage, "a.bin", Bytes::from_static(b"another"));
    let said = fetch(&mut voyage, Wanted::Object(target), &folder, false).await.unwrap_err();
    assert!(said.contains("has changed since it was listed"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_prefix_becomes_a_folder_and_nothing_outside_of_it() {
    let (mut voyage, folder) = (Voyage::depart(), Folder::new("prefix"));
    for (key, text) in [("d/a", "1"), ("d/e/b", "22"), ("d/e/", ""), ("other", "x"), ("d/empty", "")] {
        put(&voyage, key, Bytes::from(text));
    }
    let place = Prefix { bucket: RAW_BUCKET.into(), prefix: "d/".into() };
    fetch(&mut voyage, Wanted::Prefix(place.clone()), &folder, false).await.unwrap();
    let names = [("a", 1), ("e/b", 2), ("empty", 0)].map(|(name, length)| (name.to_owned(), length));
    assert_eq!(folder.files(), names);
    put(&voyage, "d/../../escaped", Bytes::from_static(b"x"));
    let said = fetch(&mut voyage, Wanted::Prefix(place.clone()), &folder, true).await.unwrap_err();
    assert!(said.contains("would leave the folder"), "{said}");
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_link_in_the_folder_leads_nowhere() {
    let (mut voyage, folder, elsewhere) = (Voyage::depart(), Folder::new("link"), Folder::new("elsewhere"));
    put(&voyage, "d/e/b", Bytes::from_static(b"x"));
    std::os::unix::fs::symlink(&elsewhere.0, folder.0.join("e")).unwrap();
    let place = Prefix { bucket: RAW_BUCKET.into(), prefix: "d/".into() };
    let said = fetch(&mut voyage, Wanted::Prefix(place), &folder, false).await.unwrap_err();
    assert!(said.contains("a link or a file is where a folder should be"), "{said}");
    assert_eq!(elsewhere.files(), []);
}

#[tokio::test(start_paused = true)]
async fn a_url_is_signed_without_asking_anybody() {
    let mut voyage = Voyage::depart();
    voyage.sail(1).await;
    let before = voyage.total();
    voyage.outside.perform(Effect::Presign(ObjectRef::new(RAW_BUCKET, "a b"), Duration::from_hours(1)));
    voyage.sail(1).await;
    let url = voyage.heard.iter().find_map(|heard| match heard {
        Observation::Presigned(url) => Some(url.clone().unwrap()),
        _ => None,
    });
    let url = url.unwrap();
    assert!(url.text.exact().contains("/a%20b?") && url.text.exact().contains("X-Amz-Expires=3600"));
    assert_eq!(format!("{url:?}"), "the URL, good for 1h00m", "what is printed is no secret");
    assert_eq!(voyage.total(), before);
}

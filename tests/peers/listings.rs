//! Listings are the same everywhere: page by page, and with every key as it was written.

use std::collections::BTreeSet;

use farol::domain::fault::Fault;
use farol::domain::object::{Entry, Listing, Prefix, Scope, Token};
use farol::domain::pipeline::Pipeline;

use super::watcher::Watcher;

/// A watcher of the pipeline whose raw bucket holds many objects, and odd ones.
fn crowd(endpoint: &str) -> (Watcher, Pipeline) {
    let pipeline = super::watcher::pipeline("listing");
    (Watcher::of(endpoint, pipeline.clone()), pipeline)
}

fn place(pipeline: &Pipeline, prefix: &str) -> Scope {
    let raw = pipeline.raw.as_ref().expect("a raw bucket");
    Scope::folders(Prefix { bucket: raw.bucket.clone(), prefix: prefix.into() })
}

fn keys(listing: &Listing) -> Vec<String> {
    listing.shelf.iter().map(|entry| entry.key().exact().to_owned()).collect()
}

/// What `seed/pipeline.py` writes below `odd/`.
fn odd_keys() -> Vec<String> {
    serde_json::from_str(include_str!("seed/odd_keys.json")).unwrap()
}

/// Reads more objects than fit on a page, each once and in order.
pub async fn a_folder_of_more_than_a_page_is_read_to_its_end(endpoint: &str) {
    let (mut watcher, pipeline) = crowd(endpoint);
    let place = place(&pipeline, "many/");
    let listing = watcher.list(&place, None).await;
    assert_eq!(listing.fault, None);
    assert!(listing.shelf.pages() > 1, "all at once is no test of paging");
    let want: Vec<String> = (0..1050).map(|number| format!("many/{number:04}.txt")).collect();
    assert_eq!(keys(listing), want);
}

/// Reads keys with blanks, controls, escapes and other scripts, at any depth.
pub async fn odd_keys_come_back_as_they_were_written(endpoint: &str, impossible: &[&str]) {
    let (mut watcher, pipeline) = crowd(endpoint);
    let odd: Vec<String> = odd_keys().into_iter().filter(|key| !impossible.contains(&key.as_str())).collect();
    let want: BTreeSet<String> = odd.iter().map(|key| format!("odd/{}", first_level(key))).collect();
    let listing = watcher.list(&place(&pipeline, "odd/"), None).await;
    assert_eq!(keys(listing), want.iter().cloned().collect::<Vec<_>>());
    let folders = listing.shelf.iter().filter(|entry| matches!(entry, Entry::Folder(_)));
    let folders: Vec<String> = folders.map(|folder| folder.key().exact().to_owned()).collect();
    assert_eq!(folders.len(), 3);
    for folder in folders {
        let inside = watcher.list(&place(&pipeline, &folder), None).await;
        let want: Vec<String> = odd.iter().map(|key| format!("odd/{key}")).collect();
        let want = want.iter().filter(|key| key.starts_with(&folder) && **key != folder);
        assert_eq!(keys(inside), want.cloned().collect::<Vec<_>>(), "{folder}");
    }
}

fn first_level(key: &str) -> &str {
    key.split_inclusive('/').next().unwrap_or_default()
}

/// Asks with a token that no server gave, and then for what there is.
pub async fn a_page_that_cannot_be_read_says_why_and_the_rest_goes_on(endpoint: &str, said: &str) {
    let (mut watcher, pipeline) = crowd(endpoint);
    let place = place(&pipeline, "many/");
    let listing = watcher.list(&place, Some(Token("of nobody".into()))).await;
    let words = listing.fault.as_ref().map(Fault::words).unwrap_or_default();
    assert!(words.contains(said) && !words.contains('<'), "{words}");
    let listing = watcher.list(&place, None).await;
    assert_eq!((listing.shelf.is_empty(), &listing.fault), (false, &None));
}

use std::collections::BTreeSet;

use super::*;
use crate::clock::Time;

fn objects(keys: &[&str]) -> BTreeMap<String, Object> {
    let object = Object {
        body: bytes::Bytes::new(),
        modified: Time::UNIX_EPOCH,
        etag: String::new(),
        content_type: String::new(),
    };
    keys.iter().map(|key| ((*key).to_owned(), object.clone())).collect()
}

#[track_caller]
fn check(prefix: &str, delimiter: &str, after: &str, size: usize, expected: &[&str], truncated: bool) {
    let question = Question {
        prefix: prefix.into(),
        delimiter: delimiter.into(),
        size,
        url: false,
        owner: false,
        after: after.into(),
    };
    let objects = objects(&["a", "b/1", "b/2", "b/c/3", "d/", "d/4", "é"]);
    let listing = question.ask(&objects);
    let names: Vec<&str> = listing.entries.iter().map(Entry::name).collect();
    assert_eq!((names.as_slice(), listing.truncated), (expected, truncated));
}

#[test]
fn keys_and_common_prefixes_share_the_budget_in_byte_order() {
    check("", "", "", 1000, &["a", "b/1", "b/2", "b/c/3", "d/", "d/4", "é"], false);
    check("", "/", "", 1000, &["a", "b/", "d/", "é"], false);
    check("", "/", "", 2, &["a", "b/"], true);
    check("", "/", "b/", 2, &["d/", "é"], false);
    check("b/", "/", "", 1000, &["b/1", "b/2", "b/c/"], false);
    check("d/", "/", "", 1000, &["d/", "d/4"], false);
    check("b/", "", "b/1", 1, &["b/2"], true);
    check("", "", "b/c/3", 1000, &["d/", "d/4", "é"], false);
    check("b/", "", "c", 1000, &[], false);
    check("x", "/", "", 1000, &[], false);
    check("", "", "", 0, &[], false);
}

/// All names, asked for two at a time.
fn in_pages(prefix: &str, delimiter: &str, objects: &BTreeMap<String, Object>) -> Vec<String> {
    let (mut names, mut after): (Vec<String>, String) = (Vec::new(), String::new());
    loop {
        let question = Question {
            prefix: prefix.into(),
            delimiter: delimiter.into(),
            size: 2,
            url: false,
            owner: false,
            after,
        };
        let listing = question.ask(objects);
        names.extend(listing.entries.iter().map(|entry| entry.name().to_owned()));
        if !listing.truncated {
            return names;
        }
        after = names.last().unwrap().clone();
    }
}

/// What stands for a key in a listing.
fn name(key: &str, prefix: &str, delimiter: &str) -> Option<String> {
    let rest = key.strip_prefix(prefix)?;
    let cut = rest.split_once(delimiter).filter(|_| !delimiter.is_empty());
    Some(cut.map_or(key.to_owned(), |(folder, _)| format!("{prefix}{folder}{delimiter}")))
}

proptest::proptest! {
    #[test]
    fn pages_put_together_are_the_listing(
        keys in proptest::collection::btree_set("[ab/\u{1}é]{1,5}", 0..30),
        prefix in "[ab/]{0,2}",
        delimiter in "/?",
    ) {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let expected: BTreeSet<String> =
            keys.iter().filter_map(|key| name(key, &prefix, &delimiter)).collect();
        assert_eq!(in_pages(&prefix, &delimiter, &objects(&keys)), Vec::from_iter(expected));
    }
}

#[test]
fn url_coding_is_that_of_forms() {
    assert_eq!(url_coded("a b+c/d%é\u{1}~"), "a+b%2Bc/d%25%C3%A9%01%7E");
}

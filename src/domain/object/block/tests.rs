use super::*;
use crate::domain::object::Restore;

fn object(key: &str) -> Object {
    Object {
        key: key.into(),
        size: 364_748,
        modified: Time::from_timestamp(1_772_334_000, 0).unwrap(),
        ..Object::default()
    }
}

#[track_caller]
fn check(entries: &[Entry]) {
    let block = Block::of(entries);
    let got: Vec<Entry> = (0..block.len()).filter_map(|n| block.get(n)).collect();
    assert_eq!(got, entries);
    assert_eq!(block.get(entries.len()), None);
}

#[test]
fn what_is_packed_comes_out_as_it_was() {
    let hash = "0123456789abcdef0123456789abcdef";
    let version = |is_latest, is_marker| Some(Version { id: "3/L4kq".into(), is_latest, is_marker });
    let until = Time::from_timestamp(1_772_999_000, 0).unwrap();
    check(&[]);
    check(&[
        Entry::Folder("a/".into()),
        Entry::Object(Object { etag: hash.into(), ..object("a/b") }),
        Entry::Object(Object { etag: format!("{hash}-12").into(), ..object("a/bè") }),
        Entry::Object(Object { etag: format!("{hash}-012").into(), ..object("a/bé") }),
        Entry::Object(Object { etag: "odd".into(), storage_class: Some("GLACIER".into()), ..object("b") }),
        Entry::Object(Object { restore: Some(Restore::Ongoing), ..object("c") }),
        Entry::Object(Object { restore: Some(Restore::Until(until)), ..object("d") }),
        Entry::Object(Object { version: version(true, false), ..object("e") }),
        Entry::Object(Object { version: version(false, true), size: 0, ..object("e") }),
        Entry::Object(Object {
            size: u64::MAX,
            modified: Time::from_timestamp(-5, 0).unwrap(),
            ..object("f")
        }),
    ]);
}

#[test]
fn a_million_objects_take_less_than_forty_bytes_each() {
    let mut builder = Builder::default();
    for n in 0..1_000_u64 {
        let key = format!("raw/2026/03/01/part-{n:09}.json.gz");
        let etag: String = format!("{:032x}", u128::from(n) * 0x9e37_79b9_7f4a_7c15_f39c_c060);
        builder.object(&Given {
            key: &key,
            size: 1_000 + n * 7_919,
            seconds: 1_772_334_000,
            etag: &etag,
            ..Given::default()
        });
    }
    let thousand = builder.finish().weight();
    assert!(thousand < 40_000, "{thousand} bytes");
}

proptest::proptest! {
    #[test]
    fn every_entry_is_found_where_it_is(mut keys in proptest::collection::vec("[a-cé]{0,6}", 0..80)) {
        keys.sort();
        let entries: Vec<Entry> = keys.iter().map(|key| Entry::Object(object(key))).collect();
        let block = Block::of(&entries);
        for (n, entry) in entries.iter().enumerate() {
            let got = block.get(n);
            proptest::prop_assert_eq!(got.as_ref(), Some(entry));
        }
        for key in keys.iter().map(String::as_str).chain(["", "b", "zz", "é"]) {
            let before = keys.iter().filter(|other| other.as_str() < key).count();
            proptest::prop_assert_eq!(block.lower_bound(key), before, "{}", key);
        }
    }
}

//! What beginnings of objects show.

use super::*;

#[track_caller]
fn check(name: &str, raw: &[u8], size: u64, format: &str, rest: Rest, rows: Option<usize>) {
    let look = look(name, raw, size);
    assert_eq!((look.format.name(), look.rest, look.shape.rows), (format, rest, rows), "{name}");
}

#[test]
fn a_whole_object_is_looked_at_to_its_end() {
    check("a.csv", b"a,b\n1,2\n3,4\n", 12, "CSV", Rest::Nothing, Some(2));
    check("a.json", br#"{"a":[1,2]}"#, 11, "JSON", Rest::Nothing, Some(2));
    check("a.txt", b"one\ntwo", 7, "text", Rest::Nothing, Some(2));
    check("a", &[0, 1], 2, "binary", Rest::Nothing, None);
    check("empty", b"", 0, "text", Rest::Nothing, Some(0));
}

#[test]
fn a_beginning_says_that_there_is_more() {
    check("a.csv", b"a,b\n1,2\n3,4\n5,", 50_000_000_000, "CSV", Rest::More, Some(2));
    check("a.json", br#"{"a":[1,2,{"b"#, 100, "JSON", Rest::More, Some(2));
}

#[test]
fn what_is_packed_is_looked_into() {
    use std::io::Write as _;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"a,b\n1,2\n3,4\n").unwrap();
    let raw = gzip.finish().unwrap();
    let look = look("a.csv.gz", &raw, raw.len() as u64);
    assert_eq!((look.format.name(), look.packing, look.unpacked), ("CSV", Packing::Gzip, 12));
    assert_eq!(look.shape.basis, Basis::Whole);
}

#[test]
fn as_much_as_is_read_at_most_is_a_bound() {
    let raw = b"line\n".repeat(usize::try_from(MOST_READ / 5 + 1).unwrap());
    check("a.log", &raw, 50_000_000_000, "text", Rest::Bound, Some(raw.len() / 5));
}

#[test]
fn a_tree_ends_at_its_bound_and_says_so() {
    let long = format!("[{}1]", "1234567,".repeat(400_000));
    let look = look("a.json", long.as_bytes(), long.len() as u64);
    assert_eq!((look.format.name(), look.rest), ("JSON", Rest::Bound));
}

#[test]
fn what_only_seemed_to_be_json_is_text_and_says_why() {
    let broken = format!("{{\"a\":[{}", "{\"b\":1},".repeat(20_000)) + "oops]}";
    let look = look("a.json", broken.as_bytes(), broken.len() as u64);
    assert_eq!(look.format.name(), "text");
    assert!(look.remark.unwrap().starts_with("no JSON after all: expected value at line 1"));
}

#[test]
fn news_of_another_object_begins_anew() {
    let target = |key: &str| Target {
        object: ObjectRef::new("b", key),
        size: 1,
        modified: Time::UNIX_EPOCH,
        etag: "e".into(),
    };
    let mut known = None;
    let seen = || Arc::new(look("a", b"x", 1));
    hear(&mut known, News::Look(target("a"), Ok(seen())));
    let fault = Fault::new("s3:GetObject", super::super::fault::Kind::Denied, "no");
    hear(&mut known, News::Look(target("a"), Err(fault)));
    let preview = known.clone().unwrap();
    assert!(preview.look.is_some() && preview.fault.is_some(), "what was read stays beside the fault");
    hear(&mut known, News::Earlier(target("b"), Earlier::Nothing));
    let preview = known.unwrap();
    assert!(preview.target == target("b") && preview.look.is_none() && preview.fault.is_none());
}

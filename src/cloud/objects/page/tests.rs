use super::*;

fn place(prefix: &str) -> Prefix {
    Prefix { prefix: prefix.into(), ..Prefix::top("b") }
}

fn keys(block: &Block) -> Vec<String> {
    (0..block.len()).filter_map(|n| block.get(n)).map(|entry| entry.key().exact().to_owned()).collect()
}

const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>a/</Prefix>
<NextContinuationToken>1a+/b=&amp;</NextContinuationToken><IsTruncated>true</IsTruncated><EncodingType>url</EncodingType>
<Contents><Key>a/</Key><Size>0</Size></Contents>
<Contents><Key>a/b+%25</Key><LastModified>2026-10-01T10:45:00.000Z</LastModified><ETag>&quot;0123456789abcdef0123456789abcdef-3&quot;</ETag>
<Size>5368709121</Size><Owner><ID>x</ID><DisplayName>Size</DisplayName></Owner><StorageClass>GLACIER</StorageClass>
<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2026-12-12T00:00:00.000Z</RestoreExpiryDate></RestoreStatus></Contents>
<Contents><Key>a/z%01</Key><Size>7</Size></Contents><CommonPrefixes><Prefix>a/c%2F/</Prefix></CommonPrefixes></ListBucketResult>"#;

#[test]
fn a_page_is_read_into_a_block_with_its_folders_in_their_place() {
    let block = read(PAGE.as_bytes(), &place("a/"), Manner::Folders).unwrap();
    assert_eq!(keys(&block), ["a/b %", "a/c//", "a/z\u{1}"]);
    let Some(Entry::Object(object)) = block.get(0) else { panic!("no object") };
    assert_eq!((object.size, object.modified.timestamp()), (5_368_709_121, 1_790_851_500));
    assert_eq!(object.etag.exact(), "0123456789abcdef0123456789abcdef-3");
    assert_eq!(object.storage_class, Some("GLACIER".into()));
    assert_eq!(object.restore, Some(Restore::Until("2026-12-12T00:00:00Z".parse().unwrap())));
    assert_eq!(next(PAGE.as_bytes(), Manner::Folders), Some(Token("1a+/b=&".into())));
}

#[test]
fn without_folders_the_object_that_marks_a_folder_is_an_object() {
    let block = read(PAGE.as_bytes(), &place("a/"), Manner::Flat).unwrap();
    assert_eq!(keys(&block)[0], "a/");
}

#[test]
fn what_is_written_plainly_is_read_plainly_with_every_reference_resolved() {
    let body =
        "<ListBucketResult><Contents><Key>a+b%25&amp;&lt;&#x1;&#233;</Key></Contents></ListBucketResult>";
    let block = read(body.as_bytes(), &place(""), Manner::Flat).unwrap();
    assert_eq!(keys(&block), ["a+b%25&<\u{1}é"]);
    assert_eq!(next(body.as_bytes(), Manner::Flat), None);
}

#[test]
fn a_bucket_that_does_not_sort_its_keys_is_sorted_page_by_page() {
    let body = "<ListBucketResult><Contents><Key>b</Key></Contents><Contents><Key>a</Key></Contents></ListBucketResult>";
    assert_eq!(keys(&read(body.as_bytes(), &place(""), Manner::Flat).unwrap()), ["a", "b"]);
}

#[test]
fn versions_and_delete_markers_are_read_in_their_order() {
    let body = "<ListVersionsResult><IsTruncated>true</IsTruncated><EncodingType>url</EncodingType><NextKeyMarker>k+1</NextKeyMarker>
        <NextVersionIdMarker>v9</NextVersionIdMarker>
        <DeleteMarker><Key>k</Key><VersionId>v3</VersionId><IsLatest>true</IsLatest><LastModified>2026-10-01T10:45:00.000Z</LastModified></DeleteMarker>
        <Version><Key>k</Key><VersionId>v2</VersionId><IsLatest>false</IsLatest><Size>5</Size></Version>
        <Version><Key>k+1</Key><VersionId>null</VersionId><IsLatest>true</IsLatest><Size>6</Size></Version></ListVersionsResult>";
    let block = read(body.as_bytes(), &place("k"), Manner::Versions).unwrap();
    let got: Vec<_> = (0..3).filter_map(|n| block.get(n)).collect();
    let of = |entry: &Entry| match entry {
        Entry::Object(object) => {
            let version = object.version.clone().unwrap();
            (object.size, version.id.exact().to_owned(), version.is_latest, version.is_marker)
        }
        Entry::Folder(_) => panic!("a folder"),
    };
    assert_eq!(of(&got[0]), (0, "v3".to_owned(), true, true));
    assert_eq!(of(&got[1]), (5, "v2".to_owned(), false, false));
    assert_eq!(of(&got[2]), (6, "null".to_owned(), true, false));
    let token = next(body.as_bytes(), Manner::Versions).unwrap();
    assert_eq!(markers(&token), ("k 1", Some("v9")));
    assert_eq!(read(body.as_bytes(), &place("k"), Manner::VersionsOf).unwrap().len(), 2);
}

#[test]
fn what_is_no_listing_says_so() {
    for (body, want) in [
        ("<html><title>Oops</title></html>", "<html> is no listing"),
        ("", "there is no XML in it"),
        ("{}", "there is no XML in it"),
    ] {
        assert_eq!(read(body.as_bytes(), &place(""), Manner::Flat), Err(want.to_owned()), "{body}");
    }
    assert!(read(b"<ListBucketResult><Contents></Key>", &place(""), Manner::Flat).is_err());
}

#[test]
fn a_moment_is_read_from_its_digits() {
    assert_eq!(seconds("1970-01-02T00:00:01.000Z"), Some(86_401));
    for wrong in ["", "yesterday", "2026-13-01T00:00:00Z", "２026-01-01T00:00:00Z"] {
        assert_eq!(seconds(wrong), None, "{wrong}");
    }
}

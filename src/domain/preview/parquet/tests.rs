//! A file that pyarrow wrote: 200 rows in two groups, zstd.

use bytes::Bytes;

use super::*;

const FILE: &[u8] = include_bytes!("../../../../assets/demo/public_apis.parquet");

/// The file as far as these ranges go.
fn sparse(ranges: &[Range<u64>]) -> Sparse {
    let mut file = Sparse::new(FILE.len() as u64);
    for range in ranges {
        let bytes = &FILE[usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap()];
        file.add(range.start, Bytes::from_static(bytes));
    }
    file
}

#[test]
fn the_footer_and_the_first_columns_make_a_table() {
    let size = FILE.len() as u64;
    let footer = footer(&sparse(std::slice::from_ref(&(size - 8..size)))).unwrap();
    let wanted =
        wanted(&sparse(std::slice::from_ref(&footer)), Extent { rows: 100, ..Extent::default() }, SHARE)
            .unwrap();
    assert_eq!(wanted.len(), 1, "near columns are one request: {wanted:?}");
    assert!(
        wanted[0].end - wanted[0].start < size / 2 + 1_000,
        "only the first of two groups: {wanted:?} of {size}"
    );
    let table = table(&sparse(&[footer, wanted[0].clone()]), Extent::default()).unwrap();
    let kinds: Vec<String> =
        table.fields.iter().map(|field| format!("{} {}", field.name.exact(), field.kind)).collect();
    assert_eq!(
        kinds,
        [
            "API string",
            "Description string",
            "Auth string",
            "HTTPS boolean",
            "Cors string",
            "Category string",
            "position int32",
            "score double",
            "seen timestamp",
            "tags list<string>"
        ]
    );
    assert_eq!((table.rows, table.grid.len(), table.remark), (200, 100, None));
    let row = table.grid.row(1);
    assert_eq!(row[6], Some("1"));
    assert!(row[8].unwrap().starts_with("2026-02-01 01:00:00"), "{row:?}");
    assert!(table.grid.row(0)[0].is_some());
}

#[test]
fn columns_that_are_cut_off_give_the_rows_that_are_whole_or_none() {
    let size = FILE.len() as u64;
    let footer = footer(&sparse(std::slice::from_ref(&(size - 8..size)))).unwrap();
    for end in (0..footer.start).step_by(97) {
        let table = table(&sparse(&[0..end, footer.clone()]), Extent::default()).unwrap();
        assert!(table.grid.len() <= 200);
    }
}

#[test]
fn what_is_no_parquet_after_all_says_so() {
    let check = |bytes: &'static [u8], want: &str| {
        let mut file = Sparse::new(bytes.len() as u64);
        file.add(0, Bytes::from_static(bytes));
        assert_eq!(footer(&file).unwrap_err(), want);
    };
    check(b"PAR1", "it is too short for Parquet");
    check(b"PAR1....PAR2", "it begins like Parquet, and does not end so");
    check(b"PAR1\xff\0\0\0PAR1", "its footer is longer than the file");
}

#[test]
fn any_byte_may_be_wrong_and_nothing_worse_than_an_error_comes_of_it() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..300 {
        let mut bytes = FILE.to_vec();
        let at = random.usize(..bytes.len());
        bytes[at] = random.u8(..);
        let size = bytes.len() as u64;
        let mut file = Sparse::new(size);
        file.add(0, bytes.into());
        // The reader may panic; its thread tells that as an error.
        let read = std::thread::spawn(move || {
            footer(&file).and_then(|_| table(&file, Extent::default())).map(|table| table.rows)
        });
        drop(read.join());
    }
}

#[test]
fn ranges_near_each_other_are_one_and_all_together_bounded() {
    assert_eq!(together(vec![0..10, 10..20, 100_000..100_010]), [0..20, 100_000..100_010]);
    assert_eq!(within(vec![0..10, 20..40], 15), [0..10, 20..25]);
}
